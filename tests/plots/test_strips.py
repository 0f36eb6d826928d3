"""The strips of what changed under the maps: what they show, when there are any, and how high they are."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.interventions import Clamp, Interventions
from gatescope.plots.heatmap import heatmap
from gatescope.plots.map_stack import THINNEST, least_height, stack
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from tests.plots import builders

HELD = Interventions((Clamp("forget_gate", 1.0, None, range(1, 2)),))


def held(cell: str = "lstm") -> Run:
    made = replace(builders.run(cell=cell, units=16), opened=builders.run(cell=cell, units=16, seed=1))
    made.trace.interventions = HELD
    for values in made.trace.values():
        values[:] *= 0.5
    return made


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_under_each_map_is_what_changed(cell: str) -> None:
    made = held(cell)
    plot = heatmap([made], Focus(), strips=True)
    maps, strips = plot.panels[::2], plot.panels[1::2]
    assert [panel.signal for panel in maps] == [panel.signal for panel in strips] == list(made.network.cell.signals)
    assert not any(panel.strip for panel in maps)
    assert all(panel.strip and panel.difference and panel.clamped == () for panel in strips)
    assert not plot.difference
    assert plot.caption.endswith("Δ: now minus as opened")
    part = made.network.parts[-1]
    for above, strip in zip(maps, strips, strict=True):
        key = f"{part}.{strip.signal}"
        changed = made.trace[key] - made.opened.trace[key]
        np.testing.assert_allclose(strip.values[0 : len(made.tokens)], changed, rtol=1e-6)
        # On the signal's own scale.
        assert (strip.low, strip.high) == (-max(-above.low, above.high), max(-above.low, above.high))


def test_there_are_none_unless_something_is_held_in_the_only_run() -> None:
    made = held()
    plain = replace(builders.run(), opened=builders.run())
    assert not any(panel.strip for panel in heatmap([plain], Focus(), strips=True).panels)
    assert not any(panel.strip for panel in heatmap([made], Focus()).panels)
    assert not any(panel.strip for panel in heatmap([made], Focus(), difference=True, strips=True).panels)
    assert not any(panel.strip for panel in heatmap([made, replace(made, model="b")], Focus(), strips=True).panels)


@pytest.mark.parametrize(("height", "strip"), [(600.0, 16.0), (330.0, 8.0), (100.0, 8.0)])
def test_strips_lie_close_under_their_maps(height: float, strip: float) -> None:
    panels = heatmap([held()], Focus(), strips=True).panels
    places = stack(panels, height)
    assert places.bands[0].top == 0
    assert places.height == pytest.approx(max(height, least_height(panels)), abs=1)
    for above, below in zip(places.bands[::2], places.bands[1::2], strict=True):
        assert below.height == pytest.approx(strip, abs=1)
        assert below.top - above.bottom == pytest.approx(2, abs=1)
    heights = [band.height for band in places.bands[::2]]
    assert max(heights) - min(heights) <= 1
    assert min(heights) >= THINNEST - 1
