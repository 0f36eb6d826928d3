"""Where the parts of a cell's picture lie: wirings beside or below each other, and under them words and code."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.explanation import needed
from gatescope.paint.cell.frame import Frame
from gatescope.plots.cell import grid
from gatescope.plots.cell.wiring import CellPlot

_SIDE_BY_SIDE, _CODE, _CODE_LEAST = 1040.0, 0.36, 640.0
_LEAST_WIRING, _HEAD, _GAP, _LINE = 200.0, 24.0, 14.0, 24.0
_CORNER = 118.0
_TALLEST = 1.3
"""By how much a wiring may be stretched downwards."""


@dataclass(frozen=True)
class Pane:
    """The part of the picture that one wiring has.

    Attributes:
        frame: of the wiring; heading, words, code, corner: None where there is none.
    """

    frame: Frame
    heading: QRectF | None
    words: QRectF
    code: QRectF | None
    corner: QRectF | None


def panes(canvas: Canvas, plot: CellPlot, rect: QRectF) -> tuple[Pane, ...]:
    """Return the panes of all wirings: beside each other where that is wide enough, else below each other."""
    count = len(plot.wirings)
    if not count:
        return ()
    if count == 1:
        return (_pane(canvas, plot, 0, rect),)
    gap = _GAP * canvas.unit
    if rect.width() >= _SIDE_BY_SIDE * canvas.unit * count / 2:
        wide = (rect.width() - gap * (count - 1)) / count
        places = [QRectF(rect.left() + at * (wide + gap), rect.top(), wide, rect.height()) for at in range(count)]
    else:
        high = (rect.height() - gap * (count - 1)) / count
        places = [QRectF(rect.left(), rect.top() + at * (high + gap), rect.width(), high) for at in range(count)]
    return tuple(_pane(canvas, plot, at, place) for at, place in enumerate(places))


def _pane(canvas: Canvas, plot: CellPlot, at: int, rect: QRectF) -> Pane:
    wiring, unit = plot.wirings[at], canvas.unit
    alone = len(plot.wirings) == 1
    head = 0.0 if alone else _HEAD * unit
    heading = None if alone else QRectF(rect.left(), rect.top(), rect.width(), head)
    inner = rect.adjusted(0, head, 0, 0)
    with_code = alone and rect.width() >= _CODE_LEAST * unit
    width = rect.width() * (1 - _CODE) - 2 * _GAP * unit if with_code else rect.width()
    wanted = needed(canvas, wiring, width) if alone else 2.4 * _LINE * unit
    corner = _CORNER * unit if wiring.product is not None else 0.0
    # Wirings below each other get the same scale, else a part with one job would be larger in one of them.
    tallest = max(one.bottom - one.top for one in plot.wirings)
    most = tallest * min(rect.width() / grid.WIDTH, unit) * _TALLEST
    least = min(_LEAST_WIRING * unit, inner.height() * 0.62)
    high = min(max(inner.height() - wanted - corner, least), most, inner.height())
    own = high * (wiring.bottom - wiring.top) / tallest
    wires = QRectF(inner.left(), inner.top(), inner.width(), own)
    top = inner.top() + high + 8 * unit
    words = QRectF(inner.left(), top, width, max(inner.bottom() - top - corner, 0.0))
    code = QRectF(words.right() + 2 * _GAP * unit, top, inner.right() - words.right() - 2 * _GAP * unit,
                  inner.bottom() - top) if with_code else None  # fmt: skip
    place = QRectF(inner.left(), inner.bottom() - corner, width, corner) if corner else None
    return Pane(Frame.fit(canvas, wiring, wires), heading, words, code, place)
