import numpy as np

from gatescope.engine.network import ReadOut
from gatescope.plots.readout import readout
from gatescope.session.document import Focus
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
