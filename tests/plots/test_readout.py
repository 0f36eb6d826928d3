from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.network import ReadOut
from gatescope.plots.ranges import enclosing
from gatescope.plots.readout import readout, shown_label, shown_values
from gatescope.plots.values.readout_value import ReadoutValue
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
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


def test_what_the_model_said_as_opened_lies_beneath() -> None:
    before = run(readout=TOPIC)
    changed = replace(run(readout=TOPIC), opened=before)
    plot = readout([changed], Focus())
    for column, series in enumerate(plot.series):
        assert np.array_equal(series.opened, before.readouts["topic"][:, column])
    assert [ghost.dash for ghost in plot.ghosts] == [0, 1, 2]
    compared = readout([run(cell="gru"), replace(run(), opened=run())], Focus())
    assert [one.opened is None for one in compared.series] == [True, False]
    many = ReadOut("letters", "softmax", np.zeros((9, 3)), np.zeros(9), tuple("abcdefghi"))
    before = run(readout=many)
    for series in readout([replace(run(readout=many), opened=before)], Focus(token=2)).series:
        column = "abcdefghi".index(series.label[2])
        assert np.array_equal(series.opened, before.readouts["letters"][:, column])


def test_plain_values_as_opened_are_in_the_range() -> None:
    score = ReadOut("score", "linear", np.zeros((1, 3)), np.zeros(1), ())
    before = run(readout=score)
    before.readouts["score"][1] = 40.0
    assert readout([replace(run(readout=score), opened=before)], Focus()).high >= 40.0


def test_compare_has_a_line_a_cell() -> None:
    plot = readout([run(cell=cell) for cell in ("rnn", "gru", "lstm")], Focus())
    assert [(s.label, s.hue) for s in plot.series] == [("RNN", "cell:rnn"), ("GRU", "cell:gru"), ("LSTM", "cell:lstm")]


def test_a_softmax_has_a_line_a_label() -> None:
    found = run(readout=TOPIC)
    plot = readout([found], Focus())
    assert [(s.label, s.dash) for s in plot.series] == [("P(news)", 0), ("P(sport)", 1), ("P(art)", 2)]
    assert np.array_equal(plot.series[1].values, found.readouts["topic"][:, 1])
    assert [s.label for s in readout([found, found], Focus()).series] == ["LSTM P(art)", "LSTM P(art)"]


def test_the_ends_of_the_axis_are_named_where_all_lines_are_of_them() -> None:
    named, numbers = ("negative", "", "positive"), ("0", "½", "1")

    def names(*runs: Run) -> tuple[str, ...]:
        return tuple(name for _, name in readout(runs, Focus()).y_ticks)

    other = run(readout=ReadOut("mood", "logistic", np.zeros((1, 3)), np.zeros(1), ("sad", "glad")))
    assert names(run()) == names(run(cell="gru"), run()) == named
    assert names(with_further(run(), TOPIC)) == numbers
    assert names(run(), other) == numbers
    assert [one.label for one in readout([run(), other], Focus()).series] == ["LSTM P(positive)", "LSTM P(glad)"]


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
    assert np.array_equal(shown_values(found), [0.5, 0.4, 0.5, 0.4])
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


def values_of(said: list[list[float]], labels: tuple[str, ...]) -> Run:
    found = ReadOut("price", "linear", np.zeros((len(labels), 3)), np.zeros(len(labels)), labels)
    return replace(run(readout=found), readouts={"price": np.array(said)})


def test_plain_values_have_an_axis_of_their_own_and_no_probability() -> None:
    found = values_of([[20.3], [21.2], [20.9], [22.0]], ("0",))
    plot = readout([found], Focus(token=1))
    assert [(s.label, s.hue) for s in plot.series] == [("price", "readout")]
    assert (plot.low, plot.high) == (20.0, 22.0)
    assert [name for _, name in plot.y_ticks] == ["20.0", "20.5", "21.0", "21.5", "22.0"]
    assert np.array_equal(shown_values(found), [20.3, 21.2, 20.9, 22.0])
    assert shown_label(found, 1) == ""
    assert readout([found, found], Focus()).series[0].label == "LSTM"


def test_an_axis_of_plain_values_has_a_line_at_zero() -> None:
    plot = readout([values_of([[-0.4, 0.1], [0.2, 0.8], [0.0, np.nan], [0.1, 0.2]], ("now", "then"))], Focus())
    assert [s.label for s in plot.series] == ["price now", "price then"]
    assert (plot.low, plot.high) == pytest.approx((-0.5, 1.0))
    assert plot.y_ticks == ((-0.5, "−0.5"), (0.0, "0"), (0.5, "0.5"), (1.0, "1.0"))


def test_the_first_of_several_values_is_the_one_that_is_shown() -> None:
    found = values_of([[1.0, 5.0], [2.0, -5.0]] * 2, ("now", "then"))
    assert np.array_equal(shown_values(found), [1.0, 2.0, 1.0, 2.0])
    assert shown_label(found, 0) == "now"
    many = values_of([[0.0, -9.0, 3.0, 1.0, 2.0]] * 4, tuple("abcde"))
    assert [s.label for s in readout([many], Focus(token=0)).series] == ["price c", "price e", "price d", "price a"]


@pytest.mark.parametrize("said", [[], [[np.nan]], [[0.0]], [[1e38], [1e-38]], [[3e300], [-3e300]], [[7.5]]])
def test_the_axis_of_any_values_is_a_range(said: list[list[float]]) -> None:
    low, high = enclosing([np.array(said).reshape(-1)])
    assert np.isfinite([low, high]).all()
    assert low < high
    assert all(low <= value <= high for (value,) in said if abs(value) <= 1e300)


def test_names_of_values_far_from_zero_tell_them_apart() -> None:
    plot = readout([values_of([[99.99], [100.01]] * 2, ("0",))], Focus())
    assert [name for _, name in plot.y_ticks] == ["99.95", "100.00", "100.05"]


def with_further(found: Run, further: ReadOut) -> Run:
    """The same run with a second read-out, whose column k is highest at token k."""
    count = len(found.tokens)
    values = np.eye(count, len(further.weight)) * 0.6 + 0.1
    network = replace(found.network, readouts=(*found.network.readouts, further))
    return replace(found, network=network, readouts={**found.readouts, further.name: values})


def test_a_further_read_out_has_a_line_for_all_but_its_first_column() -> None:
    found = with_further(run(), TOPIC)
    plot = readout([found], Focus(token=2))
    assert [(s.label, s.dash) for s in plot.series] == [("P(positive)", 0), ("P(sport)", 1), ("P(art)", 2)]
    assert np.array_equal(plot.series[2].values, found.readouts["topic"][:, 2])
    of = plot.series[2].of
    assert of is not None
    value = ReadoutValue(found, of.index, 2, of.readout)
    assert value.number == pytest.approx(0.7)
    assert "P(art)" in value.text().head
    assert plot.title == "Sentiment after every token"


def test_a_further_read_out_has_no_shadow_of_what_was_opened() -> None:
    before = with_further(run(), TOPIC)
    plot = readout([replace(with_further(run(), TOPIC), opened=before)], Focus())
    assert [series.opened is None for series in plot.series] == [False, True, True]


def test_a_further_read_out_of_many_columns_has_the_highest_at_the_cursor() -> None:
    many = ReadOut("letters", "softmax", np.zeros((9, 3)), np.zeros(9), tuple("abcdefghi"))
    for token, letter in enumerate("abc"):
        plot = readout([with_further(run(), many)], Focus(token=token))
        assert [s.label for s in plot.series] == ["P(positive)", f"P({letter})"]


def test_plain_values_and_probabilities_share_no_axis_and_compare_has_a_line_a_cell() -> None:
    score = ReadOut("score", "linear", np.zeros((2, 3)), np.zeros(2), ("a", "b"))
    assert len(readout([with_further(run(), score)], Focus()).series) == 1
    assert len(readout([with_further(run(), TOPIC), run(cell="gru")], Focus()).series) == 2
