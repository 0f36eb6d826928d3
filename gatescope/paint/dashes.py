"""Dashed lines in a file as the window draws them."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QPainterPath

from gatescope.paint.marks import DASHES
from gatescope.paint.path_elements import LINE, MOVE, elements_of, empty, path_of


def dashed(path: QPainterPath, dash: int, unit: float = 1.0) -> QPainterPath:
    """Cut the straight pieces of `path` into dashes; `dash` as in `Series`, 0 leaves it whole.

    Qt draws lines of one pixel fast, and for these counts a dash in pixels along the longer of both axes; for any other
    line it counts along the line itself, and the dashes of screen and file would lie in different places.
    """
    pattern = [length * unit for length in DASHES[dash % len(DASHES)]]
    if not pattern:
        return path
    elements = elements_of(path)
    if not len(elements):
        return path
    x, y, moves = elements["x"].astype(float), elements["y"].astype(float), elements["kind"] == MOVE
    across, down = np.diff(x, prepend=x[:1]), np.diff(y, prepend=y[:1])
    lengths = np.where(moves, 0.0, np.maximum(np.abs(across), np.abs(down)))
    stops = _since_the_move(lengths, moves)
    starts = stops - lengths
    turns = np.cumsum(pattern)
    cycles = np.arange(ceil(stops.max() / turns[-1]) + 1)
    turns = (cycles[:, None] * turns[-1] + turns).ravel()
    before, after = np.searchsorted(turns, starts), np.searchsorted(turns, stops)
    counts = np.where(moves, 0, after - before)
    corners = np.arange(len(elements)) + np.cumsum(counts)
    cut = empty(len(elements) + int(counts.sum()))
    for field in ("x", "y"):
        cut[field][corners] = elements[field]
    cut["kind"][corners] = np.where(moves | (after % 2 == 1), MOVE, LINE)
    on = np.repeat(np.arange(len(elements)), counts)
    turn = np.arange(len(on)) - np.repeat(np.cumsum(counts) - counts, counts)
    places = (corners - counts)[on] + turn
    turn += before[on]
    back = (stops[on] - turns[turn]) / lengths[on]
    cut["x"][places] = x[on] - back * across[on]
    cut["y"][places] = y[on] - back * down[on]
    cut["kind"][places] = np.where(turn % 2 == 1, MOVE, LINE)
    # Of two moves in a row the first one draws nothing.
    useless = cut["kind"] == MOVE
    useless[:-1] &= useless[1:]
    return path_of(cut[~useless])


def _since_the_move(lengths: NDArray[np.float64], moves: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return how far along its stretch every element lies, in the order of the path."""
    gone = np.cumsum(lengths)
    begins = np.maximum.accumulate(np.where(moves, np.arange(len(moves)), 0))
    found: NDArray[np.float64] = gone - gone[begins]
    return found
