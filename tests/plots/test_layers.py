"""The overview of all layers: every part once, the top one first, by the signal in focus, on one range of colours."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.errors import UsageError
from gatescope.plots.by_name import describe_runs
from gatescope.plots.heatmap import heatmap
from gatescope.plots.layers import layers
from gatescope.plots.signals import shown_values
from gatescope.session.document.document import Focus
from gatescope.session.document.shading import Shading
from tests.plots.builders import run

BOTH = ("forward", "reverse")


def test_every_part_has_a_map_from_the_top_down() -> None:
    deep = run(layers=2, directions=BOTH)
    plot = layers([deep], Focus(model=deep.model, token=1))
    assert [panel.title for panel in plot.panels] == [
        "layer 2, reverse", "layer 2, forward", "layer 1, reverse", "layer 1, forward",
    ]  # fmt: skip
    assert {panel.signal for panel in plot.panels} == {"hidden_state"}
    for panel in plot.panels:
        np.testing.assert_array_equal(panel.values, shown_values(deep, panel.part, "hidden_state"))
    assert plot.cursor == 1


@pytest.mark.parametrize("signal", ["forget_gate", "cell_state", "hidden_state"])
def test_it_shows_the_signal_in_focus_on_a_range_that_holds_every_layer(signal: str) -> None:
    deep = run(layers=3)
    focus = Focus(model=deep.model, shading=Shading(signal))
    plot = layers([deep], focus)
    assert {panel.signal for panel in plot.panels} == {signal}
    ((low, high),) = {(panel.low, panel.high) for panel in plot.panels}
    for panel in plot.panels:
        alone = heatmap([deep], Focus(model=deep.model, part=panel.part))
        (same,) = (one for one in alone.panels if one.signal == signal)
        assert low <= same.low
        assert high >= same.high
        assert (panel.colours, panel.symbol) == (same.colours, same.symbol)


def test_a_cell_without_the_signal_shows_its_hidden_state() -> None:
    plot = layers([run(cell="rnn", layers=2), run(layers=2)], Focus(shading=Shading("forget_gate")))
    assert [(panel.cell, panel.signal) for panel in plot.panels] == [
        ("rnn", "hidden_state"), ("rnn", "hidden_state"), ("lstm", "forget_gate"), ("lstm", "forget_gate"),
    ]  # fmt: skip


def test_the_facts_name_the_signal() -> None:
    deep = run(cell="gru", layers=2)
    plot = describe_runs("layers", [deep], signals=["update_gate"])
    assert plot.facts()["Title"] == "All layers: update gate"
    assert plot.facts()["Model"] == deep.model
    with pytest.raises(UsageError, match="name one"):
        describe_runs("layers", [deep], signals=["update_gate", "reset_gate"])
