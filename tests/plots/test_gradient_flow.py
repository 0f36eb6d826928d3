"""The description of a gradient flow: whose lines, in which order, over which range, and the sentence."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.cells import Convention
from gatescope.plots.gradient_flow import describe_gradient_flow
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.gradient_words import plain
from gatescope.plots.values.flow_value import FlowValue
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import BadStep, Run
from tests.plots.builders import flow, run

BOTH = ("forward", "reverse")
CELLS = ("rnn", "gru", "lstm")


def described(*runs: Run, front: str = "", hidden: set[tuple[str, str]] | None = None, **values) -> GradientFlowPlot:
    focus = Focus(model=front or runs[0].model, token=1)
    return describe_gradient_flow(runs, [flow(one, **values) for one in runs], focus, hidden or set())


def test_lines_keep_the_order_of_the_models_and_factors_begin_with_the_one_in_front() -> None:
    plot = described(*(run(cell=cell) for cell in CELLS), front="toy-gru")
    assert [(line.label, line.state, line.dash) for line in plot.lines] == [
        ("RNN", "hidden_state", 0),
        ("GRU", "hidden_state", 0),
        ("LSTM", "hidden_state", 1),
        ("LSTM", "cell_state", 0),
    ]
    assert [line.hue for line in plot.lines] == ["cell:rnn", "cell:gru", "cell:lstm", "cell:lstm"]
    assert [(row.label, row.means, row.colours) for row in plot.factors] == [
        ("GRU", True, "update_gate"),
        ("LSTM", True, "forget_gate"),
        ("RNN", False, "cell:rnn"),
    ]
    assert plot.main is plot.lines[1]
    assert (plot.front, plot.cursor, plot.target_token) == ("toy-gru", 1, 3)
    assert plot.target == "sum of h at “good”"


def test_the_sentence_ends_with_the_model_in_front() -> None:
    runs = [run(cell=cell) for cell in CELLS]
    flows = [flow(one) for one in runs[1:]]
    flows.insert(0, flow(runs[0], hidden=[-2.0, -1.0, -0.5, 0.0]))
    plot = describe_gradient_flow(runs, flows, Focus(model="toy-rnn"))
    assert plain(plot.finding) == (
        "GRU fades, 10^−2.0 by “the”. LSTM fades, 10^−1.5. RNN fades, 10^−2.0; "
        "the largest step is at “food”, where ‖J_t‖ is 0.50."
    )
    facts = plot.facts()
    assert facts["Cell"] == "RNN, GRU, LSTM"
    assert facts["Target"] == "sum of h at “good”"
    assert facts["Finding"] == plain(plot.finding)


def test_what_was_switched_off_is_neither_drawn_nor_told() -> None:
    runs = [run(cell=cell) for cell in CELLS]
    plot = described(*runs, front="toy-lstm", hidden={("LSTM", "cell_state"), ("GRU", "hidden_state")})
    assert [(line.cell, line.state) for line in plot.lines] == [("rnn", "hidden_state"), ("lstm", "hidden_state")]
    assert [row.cell for row in plot.factors] == ["lstm", "rnn"]
    assert plot.main is None
    assert plot.step is None
    assert plain(plot.finding) == "RNN fades, 10^−2.0 by “the”."
    nothing = described(runs[0], hidden={("RNN", "hidden_state")})
    assert (nothing.lines, nothing.factors, nothing.finding) == ((), (), "")


def test_models_of_one_cell_go_by_their_names() -> None:
    plot = described(run(model="old"), run(model="new"))
    assert {line.label for line in plot.lines} == {"old", "new"}


def test_two_directions_have_arrows_and_lines_of_their_own() -> None:
    plot = described(run(directions=BOTH, layers=2), target="tokens:1")
    assert [(line.label, line.dash, line.first) for line in plot.lines] == [
        ("LSTM →", 1, 0),
        ("LSTM →", 0, 0),
        ("LSTM ←", 3, 3),
        ("LSTM ←", 2, 3),
    ]
    assert [row.label for row in plot.factors] == ["LSTM →", "LSTM ←"]
    assert plot.place == "layer 2"
    assert plot.lines[-1].left == pytest.approx(-1.5)
    assert "LSTM → fades, 10^−1.5 by “the”; the largest step" in plain(plot.finding)
    assert plain(plot.finding).endswith("LSTM ← fades, 10^−1.5 by “good”.")


@pytest.mark.parametrize(
    ("values", "low", "high", "ticks"),
    [
        ([-2.0, -1.0, -0.5, 0.0], -2.5, 0.5, (-2, -1, 0)),
        ([0.1, 0.1, 0.1, 0.1], -1.0, 0.5, (-1, 0)),
        ([-458.0, -300.0, -100.0, 0.0], -458.5, 0.5, (-400, -300, -200, -100, 0)),
        ([-np.inf, np.nan, -1.0, 0.0], -1.5, 0.5, (-1, 0)),
        ([np.nan] * 4, -2.5, 0.5, (-2, -1, 0)),
    ],
)
def test_the_range_holds_every_number(values: list[float], low: float, high: float, ticks: tuple[int, ...]) -> None:
    one = run(cell="rnn")
    plot = describe_gradient_flow([one], [flow(one, hidden=values)], Focus())
    assert (plot.low, plot.high, plot.ticks) == (low, high, ticks)


def test_typing_hardly_moves_the_range() -> None:
    def bounds(values: list[float]) -> tuple[float, float]:
        one = run(cell="gru")
        plot = describe_gradient_flow([one], [flow(one, hidden=values)], Focus())
        return plot.low, plot.high

    assert bounds([-2.0, -1.0, -0.5, 0.0]) == bounds([-2.1, -1.3, -0.6, 0.1])


def test_a_textbook_that_lets_z_take_the_new_reads_one_minus_z() -> None:
    one = run(cell="gru", convention=Convention(update_gate_keeps="new"))
    plot = described(one)
    assert plot.factors[0].symbol.startswith("1 − <i>z</i>")
    assert "where mean 1 − z_t is 0.50" in plain(plot.finding)
    assert described(run(cell="gru")).factors[0].symbol.startswith("<i>z</i>")


def test_an_rnn_shows_its_mean_slope_under_its_norm() -> None:
    one, slopes = run(cell="rnn"), np.array([0.9, 0.5, 0.7, 0.8])
    found = flow(one)
    found = replace(found, parts=tuple(replace(part, slopes=slopes) for part in found.parts))
    plot = describe_gradient_flow([one], [found], Focus())
    norm, slope = plot.factors
    assert (norm.means, slope.means) == (False, True)
    assert slope.symbol.startswith("<i>φ</i>′")
    np.testing.assert_array_equal(slope.values, slopes)
    assert slope.high == norm.high
    assert "where ‖J_t‖ is 0.50" in plain(plot.finding)
    assert "its slope, mean over the units" in FlowValue(plot, 1, slope).text().note


def test_the_range_of_singular_values_begins_at_0() -> None:
    one = run(cell="rnn")
    (calm,) = describe_gradient_flow([one], [flow(one, factors=[0.4, 1.2, 1.5, 0.9])], Focus()).factors
    (wild,) = describe_gradient_flow([one], [flow(one, factors=[0.4, 13.0, np.nan, 0.9])], Focus()).factors
    assert (calm.high, wild.high) == (3.0, 15.0)


def test_a_run_that_stops_being_numbers() -> None:
    bad = replace(run(), bad=BadStep(2, "was", "preactivation.forget_gate", 7, "layer0.forward"))
    nothing = np.full(4, np.nan)
    plot = describe_gradient_flow([bad], [flow(bad, bad=2, hidden=nothing, cell=nothing)], Focus())
    assert plot.bad == 2
    assert plot.step is None
    assert plain(plot.finding) == (
        "LSTM is not a number from “was” on: token 3, forget gate before its nonlinearity, unit 7."
    )
    everywhere = describe_gradient_flow([bad], [flow(bad, bad=0, hidden=nothing, cell=nothing)], Focus())
    assert "is not a number anywhere: token 3 “was”, forget gate" in plain(everywhere.finding)


def test_an_empty_text_is_an_empty_plot() -> None:
    plot = describe_gradient_flow([run("")], [], Focus())
    assert plot.nothing_to_draw()
    assert (plot.lines, plot.cursor, plot.finding) == ((), None, "")
    assert describe_gradient_flow([], [], Focus()).nothing_to_draw()
