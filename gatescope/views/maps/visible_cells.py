"""The pixels of one map's visible cells, of which only the tokens that changed are made anew."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatescope.paint.cells import pixels
from gatescope.plots.colours import fit_rows
from gatescope.plots.description import HeatmapPanel
from gatescope.plots.heatmap import window
from gatescope.plots.theme import Theme

Array = NDArray[np.floating]


class CellLook(NamedTuple):
    """What the pixels depend on beside the values, their order and the stretch of tokens.

    Attributes:
        rows: how many rows of pixels the units share.
    """

    low: float
    high: float
    colours: str
    theme: Theme
    rows: int


class VisibleCells:
    """A key changes the last token of a sentence or moves the others by one; a weight changes one model of several.

    What is kept is found by comparing values: the buffer behind an array may have been written since.

    Attributes:
        pixels: (rows, columns) uint32, as `paint.cells.pixels` makes them.
    """

    def __init__(self) -> None:
        self.pixels = np.zeros((0, 0), np.uint32)
        self._look: CellLook | None = None
        self._order = np.zeros(0, np.int64)
        self._first = 0
        # (tokens, units); None where tokens share a column, which makes every pixel depend on several of them.
        self._values: Array | None = None

    def show(self, panel: HeatmapPanel, first: int, last: int, columns: int, look: CellLook) -> bool:
        """Bring the pixels up to date; return whether there was anything to do.

        Args:
            first, last, columns: the tokens from `first` up to but not including `last`, cut as `heatmap.window` does.
        """
        values = panel.values[first:last] if columns == last - first else None
        before, was = self._values, self._first
        alike = look == self._look and (panel.order is self._order or np.array_equal(panel.order, self._order))
        made: NDArray[np.uint32] | None = None
        if alike and before is not None and values is not None and before.shape[1:] == values.shape[1:]:
            start, stop = max(first, was), min(last, was + len(before))
            if start < stop:
                changed = np.ones(len(values), np.bool_)
                here, there = slice(start - first, stop - first), slice(start - was, stop - was)
                changed[here] = (values[here] != before[there]).any(axis=1)
                anew = np.flatnonzero(changed)
                if not len(anew) and len(values) == len(before):
                    return False
                made = np.empty((len(self.pixels), len(values)), np.uint32)
                made[:, here] = self.pixels[:, there]
                if len(anew):
                    left, right = int(anew[0]), int(anew[-1]) + 1
                    made[:, left:right] = _made(panel, first + left, first + right, right - left, look)
        self.pixels = _made(panel, first, last, columns, look) if made is None else made
        self._look, self._order, self._first = look, panel.order, first
        self._values = None if values is None else values.copy()
        return True


def _made(panel: HeatmapPanel, first: int, last: int, columns: int, look: CellLook) -> NDArray[np.uint32]:
    return pixels(fit_rows(window(panel, first, last, columns), look.rows), look.colours, look.theme)
