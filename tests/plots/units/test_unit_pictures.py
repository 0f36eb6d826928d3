"""The table of units and saturation as plain data: what is drawn is what was measured, in every kind of run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.units.overview import unit_overview
from gatescope.analysis.units.standing import unit_standing
from gatescope.engine.cells import Convention
from gatescope.errors import UsageError
from gatescope.plots.gradient_words import plain
from gatescope.plots.units.of_runs import saturation_of, units_of
from gatescope.plots.units.saturation import describe_saturation
from gatescope.plots.units.table import TableChoice, describe_units, row_in_words
from gatescope.plots.units.table_plot import Sorting, UnitTablePlot
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.snapshot import BadStep, Run
from tests.plots.units.real import real_run

CELLS = pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])


def table(run: Run, choice: TableChoice | None = None, state: str = "hidden_state", **focus: object) -> UnitTablePlot:
    found = unit_overview(run.network, run.trace, part=run.network.parts[-1], state=state)
    return describe_units(run, found, replace(Focus(model=run.model), **focus), choice)  # type: ignore[arg-type]


@CELLS
def test_the_table_draws_what_was_measured(cell: str) -> None:
    run = real_run(cell)
    found = unit_overview(run.network, run.trace, part=None)
    plot = table(run, token=3)
    np.testing.assert_array_equal(plot.numbers["correlation"], found.correlation["readout.sentiment"])
    np.testing.assert_array_equal(plot.numbers["position"], found.correlation["position"])
    np.testing.assert_array_equal(plot.numbers["left"], found.standing.left)
    np.testing.assert_array_equal(plot.numbers["right"], found.standing.right)
    assert plot.values is run.trace["hidden_state"]
    assert plot.cursor == 3
    assert ("half_life" in plot.columns) == (cell != "rnn")
    assert plot.ends == (("low", "high") if cell == "rnn" else ("shut", "open"))
    strength = np.abs(plot.numbers["correlation"])[plot.rows]
    assert (np.diff(strength) <= 0).all()
    assert sorted(plot.rows.tolist()) == list(range(run.network.units))
    assert f"Unit {plot.rows[0]} follows the read-out most" in plain(plot.finding)
    assert "need not be the cause" in plot.finding
    assert row_in_words(plot, 2).startswith("unit 2, h_t ")


@CELLS
@pytest.mark.parametrize("column", ["unit", "trace", "mean", "right", "half_life", "position", "correlation"])
def test_heads_sort_both_ways(cell: str, column: str) -> None:
    run = real_run(cell)
    falling, rising = (table(run, TableChoice(Sorting(column, way))) for way in (True, False))
    by = {
        "unit": np.arange(run.network.units),
        "trace": np.ptp(run.trace["hidden_state"], axis=0),
        "mean": falling.numbers["mean"],
        "right": falling.numbers["right"],
        "half_life": falling.numbers["half_life"] if cell != "rnn" else np.abs(falling.numbers["correlation"]),
        "position": np.abs(falling.numbers["position"]),
        "correlation": np.abs(falling.numbers["correlation"]),
    }[column]
    assert (np.diff(by[falling.rows].astype(float)) <= 0).all()
    assert (np.diff(by[rising.rows].astype(float)) >= 0).all()


def test_what_is_no_number_comes_last_both_ways() -> None:
    run = real_run("lstm")
    found = unit_overview(run.network, run.trace, part=None)
    found.correlation["readout.sentiment"][2] = np.nan
    for falling in (True, False):
        plot = describe_units(run, found, Focus(), TableChoice(Sorting(falling=falling)))
        assert plot.rows[-1] == 2


def test_units_are_found_and_chosen() -> None:
    run = real_run("lstm", layers=2)
    part = run.network.parts[-1]
    selected = UnitRef(run.model, part, 3)
    plot = table(run, TableChoice(wanted="1-2, 4"), units=(selected,), lively=(UnitRef(run.model, part, 0),))
    assert sorted(plot.rows.tolist()) == [1, 2, 4]
    assert plot.selected == {selected}
    assert plot.place == "layer 2"
    with pytest.raises(UsageError, match="Write a unit"):
        table(run, TableChoice(wanted="oops"))
    lively = table(run, lively=(selected,))
    assert lively.selected == {selected}


def test_a_state_and_a_projection() -> None:
    run = real_run("lstm")
    assert table(run, state="cell_state").values is run.trace["cell_state"]
    projected = real_run("lstm", projected=3)
    assert projected.network.outputs == 3
    plot = table(projected)
    assert plot.values.shape[1] == 3
    assert "right" not in plot.columns
    assert "half_life" not in plot.columns
    assert "right" in table(projected, state="cell_state").columns


def test_an_update_gate_that_takes_the_new_is_turned_round() -> None:
    run = real_run("gru", convention=Convention(update_gate_keeps="new"))
    plot, usual = table(run), table(real_run("gru"))
    assert plot.keeps_symbol == f"1 − {usual.keeps_symbol}"
    np.testing.assert_allclose(plot.numbers["half_life"], usual.numbers["half_life"])
    found = unit_standing(run.network, run.trace, part=None)
    turned = {group.signal: group for group in describe_saturation([run], [found], Focus()).groups}
    standing = found.signals["update_gate"]
    np.testing.assert_array_equal(turned["update_gate"].xs, standing.right)
    np.testing.assert_array_equal(turned["update_gate"].ys, standing.left)
    np.testing.assert_array_equal(turned["reset_gate"].xs, found.signals["reset_gate"].left)


@CELLS
def test_saturation_draws_what_was_measured(cell: str) -> None:
    run = real_run(cell)
    found = unit_standing(run.network, run.trace, part=None)
    plot = describe_saturation([run], [found], Focus(model=run.model))
    assert {group.signal for group in plot.groups} == set(found.signals)
    for group in plot.groups:
        np.testing.assert_array_equal(group.xs, found.signals[group.signal].left)
        np.testing.assert_array_equal(group.ys, found.signals[group.signal].right)
        assert plot.x[0] < 0 <= group.xs.max() <= plot.x[1]
        assert plot.y[0] < 0 <= group.ys.max() <= plot.y[1]
    means = {one.signal: (one.low, one.high) for one in plot.means}
    for signal, standing in found.signals.items():
        assert means[signal] == pytest.approx((standing.left.mean(), standing.right.mean()))
    assert "memory" in plot.finding or "remembers" in plot.finding or cell == "rnn"


def test_the_sentence_says_what_is_stuck() -> None:
    run = real_run("lstm")
    network = run.network.with_array("layer0.forward.b_h.forget_gate", np.full(6, 40.0, np.float32))
    stuck = real_run("lstm", network=network)
    said = plain(describe_saturation([stuck], [unit_standing(network, stuck.trace, part=None)], Focus()).finding)
    assert said.startswith("6 gates hardly move: forget gate of units 0, 1, 2 and 3 more.")
    assert "The most open is the forget gate of unit 0, on 100 % of the tokens." in said
    free = unit_standing(run.network, run.trace, part=None)
    assert plain(describe_saturation([run], [free], Focus()).finding).startswith("No gate is stuck.")


def test_the_sentence_names_where_numbers_end() -> None:
    run = real_run("lstm", bad=4)
    run = replace(run, bad=BadStep(4, "good", "forget_gate", 2))
    for said in (
        table(run).finding,
        describe_saturation([run], [unit_standing(run.network, run.trace, part=None)], Focus()).finding,
    ):
        assert "from “good” on: token 5, forget gate, unit 2; counted are the 4 tokens before." in plain(said)
    assert table(run).bad == 4


@CELLS
def test_one_unit_one_token_and_none(cell: str) -> None:
    one = real_run(cell, units=1, text="good")
    plot = table(one)
    assert len(plot.rows) == 1
    assert "type on" in plot.finding
    assert "type on" in saturation_of([one], Focus(model=one.model), None).finding
    none = real_run(cell, text="")
    assert saturation_of([none], Focus(), None).nothing_to_draw()
    assert units_of([none], Focus(), None).nothing_to_draw()


def test_no_read_out_means_the_position() -> None:
    run = real_run("gru", readout=False)
    plot = table(run)
    assert plot.compared == "the position"
    assert "position" not in plot.columns
    np.testing.assert_array_equal(
        plot.numbers["correlation"], unit_overview(run.network, run.trace, part=None).correlation["position"]
    )


def test_by_name() -> None:
    run = real_run("lstm")
    focus = Focus(model=run.model, part=run.network.parts[-1])
    assert units_of([run], focus, [4, 1]).rows.tolist() == [4, 1]
    assert units_of([run], focus, None, ["cell_state"]).state == "cell_state"
    assert {ref.unit for ref in saturation_of([run], focus, [4, 1]).selected} == {1, 4}
    with pytest.raises(UsageError, match="a table of units shows one state"):
        units_of([run], focus, None, ["forget_gate"])
    for draw in (units_of, saturation_of):
        with pytest.raises(UsageError, match="one model"):
            draw([run, real_run("gru")], focus, None)
