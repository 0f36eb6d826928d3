"""Where the parts of a cell's picture lie: wirings beside or below each other, and under them words and code."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.explanation import needed
from gatescope.paint.cell.frame import SMALLEST_ON_PAPER, Frame
from gatescope.plots.cell import grid
from gatescope.plots.cell.wiring import CellPlot, Wiring
from gatescope.plots.signals import CELL_NAMES

_SIDE_BY_SIDE, _CODE, _CODE_LEAST = 1040.0, 0.36, 640.0
_LEAST_WIRING, _HEAD, _GAP = 200.0, 24.0, 14.0
_LEGIBLE = 0.5
"""A wiring that is squeezed further cannot be read: one is shown alone then."""
_CORNER = 118.0
_TALLEST = 1.3
"""By how much a wiring may be stretched downwards."""


@dataclass(frozen=True)
class Pane:
    """The part of the picture that one wiring has.

    Attributes:
        frame: of the wiring; heading, words, code, corner: None where there is none.
        left_out: the cells that have no room beside it.
    """

    frame: Frame
    heading: QRectF | None
    words: QRectF
    code: QRectF | None
    corner: QRectF | None
    left_out: tuple[str, ...] = ()


def panes(canvas: Canvas, plot: CellPlot, rect: QRectF) -> tuple[Pane, ...]:
    """Return the panes of all wirings: beside each other where that is wide enough, else below each other; of that in
    front alone where they would be too small to read."""
    count = len(plot.wirings)
    if plot.main is None:
        return ()
    if count == 1:
        return (_pane(canvas, plot, plot.main, rect, alone=True),)
    gap = _GAP * canvas.unit
    if rect.width() >= _SIDE_BY_SIDE * canvas.unit * count / 2:
        wide = (rect.width() - gap * (count - 1)) / count
        places = [QRectF(rect.left() + at * (wide + gap), rect.top(), wide, rect.height()) for at in range(count)]
    else:
        high = (rect.height() - gap * (count - 1)) / count
        places = [QRectF(rect.left(), rect.top() + at * (high + gap), rect.width(), high) for at in range(count)]
    found = [_pane(canvas, plot, wiring, place) for wiring, place in zip(plot.wirings, places, strict=True)]
    if any(pane.frame.rect.height() < _LEGIBLE * (pane.frame.wiring.bottom - pane.frame.wiring.top) for pane in found):
        others = tuple(CELL_NAMES[one.cell] for one in plot.wirings if one is not plot.main)
        return (replace(_pane(canvas, plot, plot.main, rect), left_out=others),)
    return tuple(found)


def cell_height(canvas: Canvas, plot: CellPlot, width: float) -> float:
    """Return the height of a panel in which every wiring can be read, with its words below it."""
    unit, count, alone = canvas.unit, len(plot.wirings), len(plot.wirings) == 1
    beside = count > 1 and width >= _SIDE_BY_SIDE * unit * count / 2
    wide = (width - _GAP * unit * (count - 1)) / count if beside else width
    scale = min(max(wide / grid.WIDTH, SMALLEST_ON_PAPER * unit), unit)
    tallest = max(one.bottom - one.top for one in plot.wirings)
    words = max(needed(canvas, one, wide, short=not alone) for one in plot.wirings)
    corner = _CORNER * unit if any(one.product is not None for one in plot.wirings) else 0.0
    each = (0.0 if alone else _HEAD * unit) + tallest * scale + 8.0 * unit + words + corner
    return each if beside or alone else each * count + _GAP * unit * (count - 1)


def _pane(canvas: Canvas, plot: CellPlot, wiring: Wiring, rect: QRectF, *, alone: bool = False) -> Pane:
    """Lay out one pane; `alone` for a picture of nothing else, which needs no heading and may have its code."""
    unit = canvas.unit
    head = 0.0 if alone else _HEAD * unit
    heading = None if alone else QRectF(rect.left(), rect.top(), rect.width(), head)
    inner = rect.adjusted(0, head, 0, 0)
    with_code = alone and rect.width() >= _CODE_LEAST * unit
    width = rect.width() * (1 - _CODE) - 2 * _GAP * unit if with_code else rect.width()
    wanted = needed(canvas, wiring, width, short=not alone)
    corner = _CORNER * unit if wiring.product is not None else 0.0
    # Wirings below each other get the same scale, else a part with one job would be larger in one of them.
    tallest = max(one.bottom - one.top for one in plot.wirings)
    across = max(rect.width() / grid.WIDTH, SMALLEST_ON_PAPER * unit) if canvas.on_paper else rect.width() / grid.WIDTH
    most = tallest * min(across, unit) * _TALLEST
    least = min(_LEAST_WIRING * unit, inner.height() * 0.62)
    high = min(max(inner.height() - wanted - corner, least), most, inner.height())
    own = high * (wiring.bottom - wiring.top) / tallest
    wires = QRectF(inner.left(), inner.top(), inner.width(), own)
    top = inner.top() + high + 8 * unit
    words = QRectF(inner.left(), top, width, max(inner.bottom() - top - corner, 0.0))
    code = None
    if with_code:
        left = words.right() + 2 * _GAP * unit
        code = QRectF(left, top, inner.right() - left, inner.bottom() - top)
    place = QRectF(inner.left(), inner.bottom() - corner, width, corner) if corner else None
    return Pane(Frame.fit(canvas, wiring, wires), heading, words, code, place)
