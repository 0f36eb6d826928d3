"""A sweep as plain data: the order of its rows, what they say, and the sentence."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gatescope.engine.interventions import Ablate, Interventions
from gatescope.engine.network import ReadOut
from gatescope.plots.gradient_words import plain
from gatescope.plots.sweep.describe import describe_sweep, with_marked
from gatescope.plots.sweep.sweep_plot import SweepPlot
from gatescope.plots.sweep.sweep_value import SweepValue
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.snapshot import BadStep, Run
from tests.plots.builders import run, swept

CARRIES = "Unit 0 carries most of P(positive) at “good”: without it 0.50 becomes 0.10."


def described(of: Run | None = None, focus: Focus | None = None, **fields: Any) -> SweepPlot:
    shown = of or run()
    return describe_sweep([shown], [swept(shown, **fields)], focus or Focus(model=shown.model))


def said(of: Run | None = None, **fields: Any) -> str:
    return plain(described(of, **fields).finding)


def test_the_rows_are_those_of_the_analysis() -> None:
    made = run()
    found = swept(made)
    (column,) = describe_sweep([made], [found], Focus()).columns
    assert column.units.tolist() == [0, 1, 2]
    np.testing.assert_array_equal(column.values, found.values[found.order])
    np.testing.assert_array_equal(column.changes, found.changes[found.order])
    assert (column.low, column.high) == (-0.4, pytest.approx(0.1))
    assert column.of == "P(positive) at “good”"
    assert column.ref(1) == UnitRef("toy-lstm", made.network.parts[-1], 1)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, CARRIES),
        ({"values": (0.5, 0.9, 0.4)}, "Unit 1 holds back most P(positive) at “good”: without it 0.50 becomes 0.90."),
        (
            {"values": (0.5, 0.49, 0.5)},
            "No unit alone carries much of P(positive) at “good”; unit 1 most: without it 0.5000 becomes 0.4900.",
        ),
        ({"values": (0.5, 0.5, 0.5)}, "No unit alone changes P(positive) at “good”, which stays 0.5000."),
        ({"values": (np.nan,) * 3, "baseline": np.nan}, "P(positive) at “good” is not a number."),
        (
            {"stretch": range(2, 4), "bounded": True},
            f"{CARRIES} In so long a text units are out for 2 tokens only, from “was” on.",
        ),
    ],
)
def test_the_sentence(fields: dict[str, Any], sentence: str) -> None:
    assert said(**fields) == sentence


def test_the_first_bad_step_is_named() -> None:
    bad = replace(run(), bad=BadStep(1, "food", "forget_gate", 2))
    assert "from token 2 “food”, forget gate, unit 2 on" in said(bad, values=(np.nan,) * 3, baseline=np.nan)


def test_a_unit_that_is_out_already_is_marked_and_carries_nothing() -> None:
    made = run()
    made.trace.interventions = Interventions((Ablate((0,)),))
    plot = described(made)
    assert plot.columns[0].out == {0}
    assert plain(plot.finding).startswith("Unit 1 holds back most")
    assert "Taken out already" in SweepValue(plot, plot.columns[0], 0).text().plain


def test_models_side_by_side_are_named_by_their_cells_and_layers_are_named() -> None:
    runs = [run(cell="gru"), run(cell="lstm", layers=2, directions=("forward", "reverse"))]
    plot = describe_sweep(runs, [swept(one) for one in runs], Focus())
    assert [column.name for column in plot.columns] == ["GRU", "LSTM"]
    assert plain(plot.finding).startswith("GRU: Unit 0 carries most of P(positive) at “good”: without it ")
    assert "LSTM: Unit 0 of layer 2, reverse carries most" in plain(plot.finding)


def test_a_linear_read_out_and_no_read_out_are_named() -> None:
    linear = run(readout=ReadOut("sum", "linear", np.ones((1, 3)), np.zeros(1), ("sum",)))
    assert described(linear, baseline=20.0, values=(3.0, 21.0, 20.0)).columns[0].of == "sum at “good”"
    found = swept(run())
    without = replace(found, target=replace(found.target, readout=None, label=None))
    assert describe_sweep([run()], [without], Focus()).columns[0].of == "sum of h at “good”"


def test_the_value_of_a_row() -> None:
    plot = described()
    value = SweepValue(plot, plot.columns[0], 0)
    assert value.number == 0.1
    assert value.to_hold == 0.0
    assert value.unit == plot.columns[0].ref(0)
    text = value.text()
    assert text.head == "without unit 0"
    assert text.value == "0.500 → 0.100"
    assert "loses 0.400" in text.note


def test_chosen_units_follow_the_focus() -> None:
    plot, ref = described(), described().columns[0].ref(2)
    assert not plot.marked
    assert with_marked(plot, Focus(units=(ref,), token=1)).marked == {ref}
    assert with_marked(plot, Focus(units=(ref,), token=1)).cursor == 1


def test_an_empty_text_has_nothing_to_draw() -> None:
    assert describe_sweep([run("")], [], Focus()).nothing_to_draw()


@pytest.mark.parametrize("baseline", [np.inf, -np.inf, np.nan, 0.5])
def test_a_result_that_is_infinite_without_a_unit_and_with_it_is_no_change(baseline: float) -> None:
    one = run()
    found = swept(one, (baseline, np.inf, -np.inf), baseline=baseline)
    (column,) = describe_sweep([one], [found], Focus()).columns
    assert np.isfinite([column.low, column.high]).all()
    assert np.array_equal(np.isnan(column.changes), np.isnan(found.changes[column.units]))
