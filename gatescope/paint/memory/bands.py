"""The bands of a ledger as an image: every pixel belongs to one band, however thin the bands are."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPaintEngine

from gatescope.paint.canvas import Canvas
from gatescope.paint.cells import image_of, paint_cells
from gatescope.paint.contrast import mix
from gatescope.paint.memory.staircases import can_be_vectors, paint_staircases
from gatescope.plots.memory.ledger_plot import LedgerPanel
from gatescope.plots.theme import Theme

Places = NDArray[np.int64]

_TINTS = (0.86, 0.74, 0.63)
_TINTS_DARK = (0.80, 0.70, 0.60)
_UNKNOWN, _EMPTY = -2, -1
# Bands thinner than this have no line above them: the lines would be all there is to see.
_LEAST = 3
# A vector file has no pixels of its own: an inch of its image has so many.
_FINE = 300.0


def tint(theme: Theme, state: str, band: int) -> str:
    """Return the colour of a band that is not pointed at: three tints take turns, so that neighbours differ."""
    tints = _TINTS_DARK if theme.dark else _TINTS
    return mix(theme.hue(state), theme.surface, tints[band % len(tints)])


def paint_bands(
    canvas: Canvas, panel: LedgerPanel, area: QRectF, stretch: tuple[float, float], full: int | None = None
) -> None:
    """Paint the part of the bands that lies in `stretch` of the token axis into `area`, one of them in full."""
    painter, theme = canvas.painter, canvas.theme
    colours = [theme.surface, mix(theme.muted, theme.surface, 0.6)]
    colours += [tint(theme, panel.state, band) for band in range(panel.groups)]
    if full is not None:
        colours[2 + full] = theme.hue(panel.state)
    if painter.paintEngine().type() == QPaintEngine.Type.Raster:
        ratio = painter.device().devicePixelRatio() * painter.worldTransform().m11()
    elif can_be_vectors(panel):
        paint_staircases(canvas, panel, area, stretch, [colours[1], *(colours[2 + band] for band in panel.order)])
        return
    else:
        ratio = _FINE / painter.device().logicalDpiX()
    wide, high = max(round(area.width() * ratio), 1), max(round(area.height() * ratio), 1)
    columns = _columns(panel, stretch, wide)
    first, last = max(int(columns.min()), 0), int(columns.max()) + 1
    places = _places(panel, first, max(last, first + 1), high)
    packed = np.array([0, *(QColor(colour).rgb() for colour in colours)], np.uint32)
    # The order of reading, in which bands lie over one another, is not that of the words.
    bands = np.concatenate([[0, 1, 2], 3 + panel.order])
    pixels = packed[bands[places + 2]]
    line = QColor(theme.surface).rgb()
    pixels[_lines(places)] = line
    shown = np.where(columns[None, :] >= 0, pixels[:, np.clip(columns - first, 0, None)], line)
    starts = np.flatnonzero(np.diff(columns) > 0) + 1
    if len(starts) < wide / _LEAST:
        for x in starts[columns[starts - 1] >= 0]:
            here, before = places[:, columns[x] - first], places[:, columns[x - 1] - first]
            shown[(here != before) & (here >= 0), x] = line
    paint_cells(painter, area, image_of(np.ascontiguousarray(shown)), theme)


def _columns(panel: LedgerPanel, stretch: tuple[float, float], wide: int) -> Places:
    """Return by pixel the group whose column it is in; −1 where there is none."""
    tokens = np.floor(stretch[0] + (np.arange(wide) + 0.5) * (stretch[1] - stretch[0]) / wide)
    found = np.searchsorted(panel.edges, tokens, side="right") - 1
    beyond = (tokens < 0) | (tokens >= panel.edges[-1])
    return np.where(beyond, -1, found).astype(np.int64)


def _places(panel: LedgerPanel, first: int, last: int, high: int) -> Places:
    """Return (high, columns) which place in the pile each pixel belongs to, top row first: 0 of the initial state."""
    tops = panel.tops[first:last]
    unknown, empty = ~np.isfinite(tops[:, -1]), tops[:, -1] <= 0.0
    # The middle of pixel k, from below, is at (k + ½) / high: so many of them are below an end.
    with np.errstate(invalid="ignore"):
        below = np.floor(tops * high + 0.5)
    below[unknown | empty] = 0.0
    below[:, -1] = high
    ends = np.concatenate([np.zeros((len(tops), 1)), np.minimum(below, high)], axis=1).astype(np.int64)
    counts = ends[:, 1:] - ends[:, :-1]
    pile = np.tile(np.arange(tops.shape[1]), len(tops))
    found = np.repeat(pile, counts.ravel()).reshape(len(tops), high)
    found[unknown], found[empty] = _UNKNOWN, _EMPTY
    return found.T[::-1]


def _lines(places: Places) -> NDArray[np.bool_]:
    """Return the pixels at the upper edge of bands that are high enough for a line."""
    edges = np.zeros(places.shape, np.bool_)
    edges[1:] = (places[1:] != places[:-1]) & (places[1:] >= 0)
    # A band goes on below its edge for as many rows as it is high.
    thick = edges.copy()
    for below in range(1, _LEAST):
        thick[:-below] &= places[below:] == places[:-below]
        thick[len(places) - below :] = False
    return thick


def visible_groups(panel: LedgerPanel, stretch: tuple[float, float]) -> range:
    """Return the groups of which any token lies in `stretch`."""
    last = int(panel.edges[-1])
    first_token, last_token = max(floor(stretch[0]), 0), min(ceil(stretch[1]), last)
    if first_token >= last_token:
        return range(0)
    return range(panel.group_of(first_token), panel.group_of(last_token - 1) + 1)
