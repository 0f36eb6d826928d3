"""Pixels that are kept from one picture to the next are those that making all of them anew would give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gatescope.plots.description import HeatmapPanel
from gatescope.plots.heatmap import heatmap
from gatescope.plots.theme import DARK, LIGHT
from gatescope.session.document.document import Focus
from gatescope.views.maps.map_item import MapItem
from tests.views.helpers import lstm

PIXELS = 50


def panel_of(values: np.ndarray) -> HeatmapPanel:
    panel = heatmap([lstm(4, units=values.shape[1])], Focus()).panels[0]
    return replace(panel, values=values, order=np.arange(values.shape[1]), low=-1.0, high=1.0, colours="signed")


@pytest.mark.parametrize("seed", range(6))
def test_a_map_that_was_changed_equals_a_fresh_one(qtbot: QtBot, seed: int) -> None:
    rng = np.random.default_rng(seed)
    buffer = rng.uniform(-1.2, 1.2, (90, 12)).astype(np.float32)
    panel, theme, stretch, height, rows = panel_of(buffer[:30]), LIGHT, (0.0, 30.0), 60.0, (0.0, 1.0)
    item = MapItem()
    for _ in range(150):
        count = len(panel.values)
        match int(rng.integers(12)):
            case 0:
                buffer[rng.integers(90)] = rng.uniform(-1, 1, 12)
            case 1:
                buffer[max(count - 1, 0)] = rng.choice([np.nan, np.inf, 0.0, -0.0, 0.5])
            case 2 | 3:
                panel = replace(panel, values=buffer[: min(count + int(rng.integers(1, 3)), 90)])
            case 4 | 5:
                panel = replace(panel, values=buffer[: max(count - int(rng.integers(1, 9)), 0)])
            case 6:
                first = float(rng.integers(0, 60))
                stretch = (first, first + float(rng.integers(3, 89)))
            case 7:
                stretch = (max(count - 20.0, 0.0), float(max(count, 20)))
            case 8:
                panel = replace(panel, order=rng.permutation(12))
            case 9:
                panel = replace(
                    panel, high=float(rng.choice([1.0, 2.0])), colours=str(rng.choice(["signed", "candidate"]))
                )
            case 10:
                theme = DARK if theme is LIGHT else LIGHT
            case _:
                height, rows = float(rng.choice([5.0, 7.0, 60.0])), ((0.0, 1.0), (0.25, 0.75))[rng.integers(2)]
        item.show_panel(panel, stretch, PIXELS, theme)
        item.set_place(0.0, height, rows)
        fresh = MapItem()
        fresh.show_panel(panel, stretch, PIXELS, theme)
        fresh.set_place(0.0, height, rows)
        assert item.image == fresh.image
        assert (item.source, item.boundingRect()) == (fresh.source, fresh.boundingRect())


def test_a_map_of_the_same_values_is_not_painted_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    values = np.linspace(-1, 1, 60, dtype=np.float32).reshape(10, 6)
    item = MapItem()

    def show() -> None:
        item.show_panel(panel_of(values.copy()), (0.0, 10.0), PIXELS, LIGHT)
        item.set_place(0.0, 40.0, (0.0, 1.0))

    show()
    asked: list[object] = []
    monkeypatch.setattr(item, "update", lambda *_: asked.append(None))
    show()
    assert asked == []
    values[3, 2] = 0.123
    show()
    assert len(asked) == 1
