from dataclasses import replace

import numpy as np

from gatescope.engine.network import ReadOut
from gatescope.plots.readout import readout, shown_label, shown_probability
from gatescope.session.document.document import Focus
from tests.plots.builders import run

TOPIC = ReadOut("topic", "softmax", np.zeros((3, 3)), np.zeros(3), ("news", "sport", "art"))


def test_one_run_is_one_line_from_negative_to_positive() -> None:
    found = run()
    plot = readout([found], Focus(token=3))
    assert [(s.label, s.hue) for s in plot.series] == [("P(positive)", "readout")]
    assert np.array_equal(plot.series[0].values, found.readouts["sentiment"][:, 0])
    assert plot.y_ticks == ((0.0, "negative"), (0.5, ""), (1.0, "positive"))
    assert (plot.low, plot.high, plot.cursor) == (0.0, 1.0, 3)
    assert plot.title == "Sentiment after every token"


def test_compare_has_a_line_a_cell() -> None:
    plot = readout([run(cell=cell) for cell in ("rnn", "gru", "lstm")], Focus())
    assert [(s.label, s.hue) for s in plot.series] == [("RNN", "cell:rnn"), ("GRU", "cell:gru"), ("LSTM", "cell:lstm")]


def test_a_softmax_has_a_line_a_label() -> None:
    found = run(readout=TOPIC)
    plot = readout([found], Focus())
    assert [(s.label, s.dash) for s in plot.series] == [("P(news)", 0), ("P(sport)", 1), ("P(art)", 2)]
    assert np.array_equal(plot.series[1].values, found.readouts["topic"][:, 1])
    assert [s.label for s in readout([found, found], Focus()).series] == ["LSTM", "LSTM"]


def test_no_runs_is_a_plot_too() -> None:
    assert readout([], Focus()).series == ()


LETTERS = ReadOut("next", "softmax", np.zeros((6, 3)), np.zeros(6), tuple("abcdef"))


def test_of_many_labels_the_likeliest_at_the_cursor_have_a_line() -> None:
    found = run(readout=LETTERS)
    said = np.array([[0.1, 0.5, 0.0, 0.2, 0.05, 0.15], [0.4, 0.0, 0.3, 0.1, 0.2, 0.0]] * 2)
    found = replace(found, readouts={"next": said})
    at = [[s.label for s in readout([found], Focus(token=token)).series] for token in (0, 1)]
    assert at == [["P(b)", "P(d)", "P(f)", "P(a)"], ["P(a)", "P(c)", "P(e)", "P(d)"]]
    assert np.array_equal(readout([found], Focus(token=0)).series[1].values, said[:, 3])
    assert [s.dash for s in readout([found], Focus(token=0)).series] == [0, 1, 2, 3]
    assert [s.label for s in readout([found, found], Focus(token=1)).series] == ["LSTM P(a)"] * 2
    assert np.array_equal(shown_probability(found), [0.5, 0.4, 0.5, 0.4])
    assert [shown_label(found, token) for token in (0, 1)] == ["b", "a"]


def test_a_bad_number_is_not_the_likeliest() -> None:
    said = np.array([[np.nan, 0.5, 0.1, 0.2, 0.05, 0.15]] * 4)
    found = replace(run(readout=LETTERS), readouts={"next": said})
    assert readout([found], Focus(token=0)).series[0].label == "P(b)"


def test_a_blank_for_a_label_can_be_seen() -> None:
    blanks = ReadOut("next", "softmax", np.zeros((5, 3)), np.zeros(5), (" ", "\n", "a", "b", "c"))
    said = np.array([[0.4, 0.3, 0.2, 0.06, 0.04]] * 4)
    found = replace(run(readout=blanks), readouts={"next": said})
    assert [s.label for s in readout([found], Focus(token=0)).series] == ["P(␣)", "P(⏎)", "P(a)", "P(b)"]
