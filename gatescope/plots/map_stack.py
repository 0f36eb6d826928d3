"""The places of the maps, on screen and in files: one below the other, as high as space allows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gatescope.plots.description import HeatmapPanel

THINNEST, THINNEST_COMPARED = 22.0, 26.0
_MAIN, _MAIN_SHARE = "hidden_state", 1.6
_GAP = 7.0
_GAP_COMPARED = 4.0
_HEADER = 22.0
_STRIP, _LOW_STRIP, _ABOVE_STRIP = 16.0, 8.0, 2.0
"""Heights of the strip of what changed under a map, and of one under a low map; and what is left between."""
_LOW_MAP = 40.0
_NAME = 18.0
"""The height of the name beside a map, which larger text makes the least height of the map."""


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

    @property
    def starts(self) -> tuple[float, ...]:
        """The places at which scrolling may begin: where a map begins, or the name above it."""
        above = {id(panel): top for top, _height, panel in self.headers}
        return tuple(above.get(id(band.panel), band.top) for band in self.bands)

    def is_main(self, band: Band) -> bool:
        """Return whether it is one of the higher ones of a Compare."""
        return bool(self.headers) and band.panel.signal == _MAIN

    def band_at(self, y: float) -> Band | None:
        """Return the band that holds the height `y`."""
        return next((band for band in self.bands if band.top <= y < band.bottom), None)


def stack(panels: Sequence[HeatmapPanel], height: float, unit: float = 1.0, thinnest: float | None = None) -> Stack:
    """Share `height` pixels out among `panels`; the stack is higher where they would get thinner than `thinnest`.

    Where several models are compared, their hidden states get up to 1.6 times the height of other maps, as far as it
    leaves those their least.

    Args:
        unit: logical pixels of one design pixel.
        thinnest: pixels; by default those at which a window's maps can still be read.
    """
    headed = _compared(panels)
    if thinnest is None:
        thinnest = max(THINNEST_COMPARED if headed else THINNEST, _NAME * unit)
    gap, header = (_GAP_COMPARED if headed else _GAP) * unit, _HEADER * unit
    maps = [panel for panel in panels if not panel.strip]
    main = sum(headed and panel.signal == _MAIN for panel in maps)
    rest = len(maps) - main
    strip = _strip_height(panels, height, unit)
    free = height - _fixed(panels, unit) - (len(panels) - len(maps)) * (strip - _LOW_STRIP * unit)
    each = max(free / max(rest + _MAIN_SHARE * main, 1.0), thinnest)
    tall = max((free - rest * each) / main, thinnest) if main else each
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
        high = tall if headed and panel.signal == _MAIN else each
        if panel.strip:
            top += _ABOVE_STRIP * unit - gap
            high = strip
        # Whole pixels keep the maps' edges sharp.
        bottom = round(top + high)
        bands.append(Band(panel, round(top), bottom - round(top)))
        top += high + gap
    return Stack(tuple(bands), tuple(headers), bands[-1].bottom if bands else 0.0)


def least_height(panels: Sequence[HeatmapPanel], unit: float = 1.0) -> float:
    """Return the pixels that these maps need in a window to be readable."""
    thinnest = THINNEST_COMPARED if _compared(panels) else THINNEST
    return _fixed(panels, unit) + thinnest * unit * sum(not panel.strip for panel in panels)


def _compared(panels: Sequence[HeatmapPanel]) -> bool:
    return len({panel.model for panel in panels}) > 1


def _fixed(panels: Sequence[HeatmapPanel], unit: float) -> float:
    """Return the pixels of gaps and headers, and of strips, as low as they may be."""
    models, headed = len({panel.model for panel in panels}), _compared(panels)
    gap, header = (_GAP_COMPARED if headed else _GAP) * unit, _HEADER * unit
    strips = sum(panel.strip for panel in panels)
    gaps = gap * max(len(panels) - strips - 1, 0) + strips * (_ABOVE_STRIP + _LOW_STRIP) * unit
    return gaps + (header - gap) * models * headed + gap * headed


def _strip_height(panels: Sequence[HeatmapPanel], height: float, unit: float) -> float:
    """Return how high strips are: lower under low maps."""
    strips = sum(panel.strip for panel in panels)
    maps = len(panels) - strips
    each = (height - _fixed(panels, unit) - strips * (_STRIP - _LOW_STRIP) * unit) / max(maps, 1)
    return (_STRIP if each >= _LOW_MAP * unit else _LOW_STRIP) * unit
