"""A pair has every number of both runs in the column of its word, and the difference is that of both."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.plots.by_name import describe_runs
from gatescope.plots.gradient_words import plain
from gatescope.plots.pairs.pairs import describe_pair
from gatescope.plots.pairs.pairs_plot import PairsPlot
from gatescope.plots.readout import shown_values as shown_readout
from gatescope.plots.signals import shown_values
from gatescope.plots.values.pair_value import PairValue
from gatescope.session.document.document import Focus
from gatescope.session.document.shading import Shading
from gatescope.session.run.snapshot import BadStep
from tests.plots.memory.test_ledger import real

FIRST, SECOND = "the food was not good at all", "the food was very good at all times"
NAMES = ("sentence", "second one")


def drawn(first: str = FIRST, second: str = SECOND, cell: str = "lstm", **options: Any) -> PairsPlot:
    focus = Focus(**{"model": f"toy-{cell}", "token": 3} | options.pop("focus", {}))
    return describe_pair(real(cell, first, **options), real(cell, second, **options), focus, NAMES)


@pytest.mark.parametrize("signal", ["readout", "forget_gate", "cell_state"])
@pytest.mark.parametrize("direction", ["forward", "reverse"])
def test_the_maps_are_the_signals_of_both(signal: str, direction: str) -> None:
    options: dict[str, Any] = {"directions": ("forward", "reverse")}
    part = Part.parse(f"layer0.{direction}")
    plot = drawn(**options, focus={"part": part, "shading": Shading(signal)})
    runs = [real("lstm", text, **options) for text in (FIRST, SECOND)]
    shown = "hidden_state" if signal == "readout" else signal
    first, second, apart = plot.panels
    for panel, run, at in zip((first, second), runs, (plot.columns.first, plot.columns.second), strict=True):
        assert panel.signal == shown
        there = at >= 0
        np.testing.assert_array_equal(panel.values[there], shown_values(run, part, shown)[at[there]])
        assert not np.any(panel.values[~there])
    both = (plot.columns.first >= 0) & (plot.columns.second >= 0)
    np.testing.assert_array_equal(apart.values[both], first.values[both] - second.values[both])
    assert not np.any(apart.values[~both])
    assert (first.low, first.high) == (second.low, second.high)
    assert (apart.low, apart.high) == (-apart.high, max(-first.low, first.high))


def test_the_lines_are_the_read_outs_with_gaps_where_a_word_is_missing() -> None:
    plot = drawn()
    assert plot.lines is not None
    for values, text, at in (
        (plot.lines.first, FIRST, plot.columns.first),
        (plot.lines.second, SECOND, plot.columns.second),
    ):
        np.testing.assert_array_equal(np.isnan(values), at < 0)
        np.testing.assert_allclose(values[at >= 0], shown_readout(real("lstm", text)))
    assert plot.lines.title == "P(positive)"


def test_the_sentence_says_where_they_differ_most_and_what_is_left() -> None:
    plot = drawn()
    size = np.linalg.norm(np.asarray(plot.panels[2].values[:]), axis=1)
    at = int(size.argmax())
    said = plain(plot.finding)
    assert f"“{FIRST.split()[plot.columns.first[at]]}”" in said
    assert f"still {100 * size[6] / size[at]:.0f}\u00a0% of that" in said
    same = drawn(second=FIRST)
    assert "is the same at every word" in plain(same.finding)
    assert not same.columns.changed.any()


def test_two_cells_share_the_hidden_state_and_other_units_are_not_subtracted() -> None:
    one, other = real("lstm"), real("gru")
    focus = Focus(model="toy-lstm", shading=Shading("forget_gate"))
    plot = describe_pair(one, other, focus, ("LSTM", "GRU"))
    assert {panel.signal for panel in plot.panels} == {"hidden_state"}
    wider = describe_pair(one, real("gru", units=5), focus, ("LSTM", "GRU"))
    assert len(wider.panels) == 2
    assert "different numbers of units" in wider.remark


def test_the_cursor_is_a_word_of_the_first_text() -> None:
    plot = drawn(first="a b c d", second="x a b c d", focus={"token": 1})
    assert plot.column_of(plot.cursor) == 2
    assert plot.column_of(None) == -1
    np.testing.assert_array_equal(plot.gaps(0), [0])
    assert len(plot.gaps(1)) == 0


def test_a_value_has_the_numbers_of_both() -> None:
    plot = drawn()
    value = PairValue(plot, 3, 1, 2)
    said = value.text()
    assert said.head == "“not” / “very” · unit 1 · hidden state"
    assert [row.name for row in said.rows] == ["sentence", "second one", "difference"]
    assert value.number == plot.panels[2].values[3][1]
    missing = int(plot.gaps(0)[0])
    assert [row.name for row in PairValue(plot, missing, 1, 0).text().rows] == ["second one"]
    assert PairValue(plot, missing, 1, 0).number is None
    assert PairValue(plot, missing, 1, 0).token is None


def test_where_a_run_is_no_number_the_first_step_is_named() -> None:
    bad = replace(real(), bad=BadStep(3, "not", "cell_state", 0, Part.parse("layer0.forward")))
    bad.trace.records[Part.parse("layer0.forward")].hidden[4:] = np.nan
    plot = describe_pair(bad, real(), Focus(model="toy-lstm"), NAMES)
    assert "sentence: token 4 “not”, cell state, unit 0 is the first that is not a number." in plot.remark
    assert "not a number everywhere" in plain(plot.finding)


def test_by_name() -> None:
    plot = describe_runs("pairs", [real()], against=real(text=SECOND), token=-1, signals=["forget_gate"])
    assert isinstance(plot, PairsPlot)
    assert plot.panels[0].signal == "forget_gate"
    two = describe_runs("pairs", [real("gru"), real("lstm")])
    assert isinstance(two, PairsPlot)
    assert two.names == ("GRU", "LSTM")
    with pytest.raises(UsageError, match="a pair is of two"):
        describe_runs("pairs", [real()])
    with pytest.raises(UsageError, match="against means nothing"):
        describe_runs("heatmap", [real()], against=real())
    assert describe_runs("pairs", [real()], against=real(text="")).nothing_to_draw()
