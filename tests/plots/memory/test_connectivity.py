"""What is drawn is what the analysis found, and the sentence names the shortest stretch of words that does most."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatescope.analysis.connectivity import nearest_connectivity
from gatescope.analysis.targets import Target
from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.plots.by_name import describe_runs
from gatescope.plots.gradient_words import plain
from gatescope.plots.memory.connectivity import concentration, describe_connectivity, directions, shortest_stretch
from gatescope.plots.memory.connectivity_plot import SIGNED, SIZE, ConnectivityPlot
from gatescope.plots.values.connectivity_value import ConnectivityValue
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import BadStep, Run
from tests.plots.builders import tokens
from tests.plots.memory.test_ledger import real

WORDS = tokens("a b c d e f")


def drawn(*runs: Run, kind: str = SIZE, target: Target | None = None, **focus: Any) -> ConnectivityPlot:
    found = [nearest_connectivity(run.network, run.trace, target=target) for run in runs]
    return describe_connectivity(runs, found, Focus(model=runs[-1].model, **focus), kind)


@pytest.mark.parametrize("kind", [SIZE, SIGNED])
def test_every_block_has_the_values_of_its_run(kind: str) -> None:
    runs = [real(cell) for cell in ("rnn", "gru", "lstm")]
    plot = drawn(*runs, kind=kind, target=Target(4, "sentiment"), token=4)
    for block, run in zip(plot.blocks, runs, strict=True):
        found = nearest_connectivity(run.network, run.trace, target=Target(4, "sentiment"))
        np.testing.assert_array_equal(block.values, found.signed if kind == SIGNED else found.relative)
        np.testing.assert_array_equal(block.measured, found.products if kind == SIGNED else found.log10_norm)
        assert (block.target, block.target_token) == ("read-out at “good”", 4)
        assert block.label in plain(plot.finding)
    assert plot.about.endswith("each word moves the read-out at “good”,")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (
            [0, 0.1, 0, 0.4, 1, 1],
            "96\u00a0% of it comes from the three words after “c”, 4\u00a0% from the three up to it.",
        ),
        ([0, 0, 0, 0, 0, 1], "100\u00a0% of it comes from “f” alone."),
        ([0.01, 0.5, 1, 0.5, 0.05, 0], "97\u00a0% of it comes from the three words from “b” to “d”."),
        ([1, 1, 1, 1, 1, 1], "100\u00a0% of it comes from all six words up to “f”."),
        ([0, 0, 0, 0, 0, 0], "No word moves it: its gradient is 0 everywhere."),
        ([np.nan] * 6, "It is not a number."),
    ],
)
def test_where_most_of_it_comes_from(values: list[float], said: str) -> None:
    assert plain(concentration(np.array(values), WORDS)) == said


def test_which_words_move_it_up_and_down() -> None:
    said = plain(directions(np.array([0.2, -0.5, 0, 0, 1, 0]), WORDS))
    assert said == "“e” moves it up most (1.00), “b” moves it down most (−0.50)."
    assert plain(directions(np.array([0.0, -1, 0, 0, 0, 0]), WORDS)) == "“b” moves it down most (−1.00)."


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.floats(0.05, 1))
def test_no_shorter_stretch_has_so_much(values: list[float], least: float) -> None:
    found = np.array(values)
    start, stop = shortest_stretch(found, least)
    wanted = least * found.sum() * (1 - 1e-9)
    assert found[start:stop].sum() >= wanted
    for length in range(stop - start):
        assert all(found[at : at + length].sum() < wanted or wanted == 0 for at in range(len(values) - length + 1))


def test_a_value_says_what_was_measured() -> None:
    plot = drawn(real(), target=Target(4, "sentiment"))
    value = ConnectivityValue(plot, plot.blocks[0], 3)
    assert value.token == 3
    assert value.number == plot.blocks[0].values[3]
    assert "of the read-out at “good”" in value.text().plain
    assert "does not depend on this word" in ConnectivityValue(plot, plot.blocks[0], 5).text().note


def test_where_the_run_is_no_number_it_says_so() -> None:
    one = real()
    one.trace.records[Part.parse("layer0.forward")].cell[4:] = np.nan
    one = replace(one, bad=BadStep(3, "not", "cell_state", 0, Part.parse("layer0.forward")))
    plot = drawn(one, target=Target(1, "sentiment"), token=1)
    assert np.isfinite(plot.blocks[0].values[:3]).all()
    assert np.isnan(plot.blocks[0].values[3:]).all()
    assert "token 4 “not”, cell state, unit 0 is the first that is not a number" in plain(plot.finding)
    assert "not a number from “not” on" in ConnectivityValue(plot, plot.blocks[0], 4).text().note
    assert "It is not a number." in plain(drawn(one, token=6).finding)


def test_by_name_it_is_of_the_token_or_of_what_was_asked() -> None:
    plot = describe_runs("connectivity", [real()], token=2)
    assert isinstance(plot, ConnectivityPlot)
    assert plot.blocks[0].target_token == 2
    assert describe_runs("connectivity", [real()], target=Target(3)).blocks[0].target == "sum of h at “not”"  # type: ignore[attr-defined]
    with pytest.raises(UsageError, match="no read-out"):
        describe_runs("connectivity", [real()], target=Target(None, "nothing"))
    assert describe_runs("connectivity", [real(text="")]).nothing_to_draw()
