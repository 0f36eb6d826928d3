"""A long line in short pieces, as the rasteriser likes it: the time for one path grows with the square of its length,
and Python's lock is held for all of it, so that typing waits meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QPainterPath

from gatescope.paint.path_elements import LINE, MOVE, elements_of, path_of

_LONG = 256
_OF_A_LINE, _OF_DASHES = 24, 96
"""Elements of a piece: dashes are short, so that more of them take as long."""


def pieces(path: QPainterPath) -> Iterator[QPainterPath]:
    """Yield `path` in pieces that cover the same pixels; a short one, or one with bends, as it is.

    Where a line has to be cut, both pieces have the segment before the cut: else its corner would be left out.
    """
    if path.elementCount() <= _LONG:
        yield path
        return
    elements = elements_of(path)
    if elements["kind"].max() > LINE:
        yield path
        return
    moves = elements["kind"] == MOVE
    most = _OF_DASHES if 4 * moves.sum() > len(elements) else _OF_A_LINE
    for stop in range(most, len(elements) + most, most):
        first = stop - most
        if first and not moves[first]:
            first -= 1 if moves[first - 1] else 2
        piece = elements[first:stop].copy()
        piece["kind"][0] = MOVE
        yield path_of(piece)
