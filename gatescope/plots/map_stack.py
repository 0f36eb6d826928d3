"""The places of the maps, on screen and in files: one below the other, as high as space allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gatescope.plots.description import HeatmapPanel

THINNEST = 24.0
_GAP = 7.0
_GAP_COMPARED = 4.0
_HEADER = 22.0


@dataclass(frozen=True)
class Band:
    """One map's place, in pixels below the top of the stack."""

    panel: HeatmapPanel
    top: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height

    def row_at(self, y: float, rows: tuple[float, float]) -> int:
        """Return the row drawn at `y`, when the part `rows` (0 … 1, from top to bottom) of the map is visible."""
        share = rows[0] + (y - self.top) / self.height * (rows[1] - rows[0])
        return min(max(int(share * len(self.panel.order)), 0), len(self.panel.order) - 1)

    def edges_of(self, row: int, rows: tuple[float, float]) -> tuple[float, float]:
        """Return top and bottom of `row` in the stack; they lie outside of the band where the row is not visible."""
        units = len(self.panel.order)
        scale = self.height / (rows[1] - rows[0])
        return self.top + (row / units - rows[0]) * scale, self.top + ((row + 1) / units - rows[0]) * scale


@dataclass(frozen=True)
class Stack:
    """All bands, and where a model's name goes: (top, height, first panel of the model)."""

    bands: tuple[Band, ...]
    headers: tuple[tuple[float, float, HeatmapPanel], ...]
    height: float

    def band_at(self, y: float) -> Band | None:
        """Return the band that holds the height `y`."""
        return next((band for band in self.bands if band.top <= y < band.bottom), None)


def stack(panels: Sequence[HeatmapPanel], height: float, unit: float = 1.0, thinnest: float = THINNEST) -> Stack:
    """Share `height` pixels out among `panels`; the stack is higher where they would get thinner than `thinnest`.

    Args:
        unit: logical pixels of one design pixel.
    """
    models = list(dict.fromkeys(panel.model for panel in panels))
    headed = len(models) > 1
    gap, header = (_GAP_COMPARED if headed else _GAP) * unit, _HEADER * unit
    fixed = gap * max(len(panels) - 1, 0) + (header - gap) * len(models) * headed + gap * headed
    each = max((height - fixed) / max(len(panels), 1), thinnest)
    bands: list[Band] = []
    headers: list[tuple[float, float, HeatmapPanel]] = []
    top, model = 0.0, ""
    for panel in panels:
        if panel.model != model:
            model = panel.model
            if headed:
                if bands:
                    top -= gap
                headers.append((top, header, panel))
                top += header
        # Whole pixels keep the maps' edges sharp.
        bottom = round(top + each)
        bands.append(Band(panel, round(top), bottom - round(top)))
        top += each + gap
    return Stack(tuple(bands), tuple(headers), bands[-1].bottom if bands else 0.0)
