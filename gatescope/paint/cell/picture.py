"""Paints a cell's step, or those of several cells on one grid."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.code import paint_code
from gatescope.paint.cell.corner import paint_corner
from gatescope.paint.cell.explanation import paint_explanation
from gatescope.paint.cell.formula import Formulas
from gatescope.paint.cell.layout import Pane, panes
from gatescope.paint.cell.wiring import paint_wiring
from gatescope.plots.cell.wiring import CellPlot
from gatescope.words import tr


def paint_cell(canvas: Canvas, plot: CellPlot, rect: QRectF) -> None:
    """Fill `rect` with the wirings of `plot`, and with what the operation in turn does."""
    paint_panes(canvas, panes(canvas, plot, rect))


def paint_panes(canvas: Canvas, shown: tuple[Pane, ...]) -> None:
    """Paint every pane."""
    formulas, theme, unit = Formulas(canvas), canvas.theme, canvas.unit
    for pane in shown:
        wiring = pane.frame.wiring
        if pane.heading is not None:
            _paint_heading(canvas, pane)
        paint_wiring(canvas, formulas, pane.frame)
        if pane.heading is None:
            y = pane.words.top() - 8 * unit
            canvas.line(QPointF(pane.frame.rect.left(), y), QPointF(pane.frame.rect.right(), y), theme.border)
        paint_explanation(canvas, formulas, wiring, pane.words)
        if pane.code is not None:
            paint_code(canvas, formulas, wiring, pane.code)
        if pane.corner is not None and wiring.product is not None:
            paint_corner(canvas, formulas, wiring.product, pane.corner)


def _paint_heading(canvas: Canvas, pane: Pane) -> None:
    """Write whose wiring it is: the cell in its hue, and what it is made of."""
    wiring, theme, rect = pane.frame.wiring, canvas.theme, pane.heading
    assert rect is not None
    cell, _, about = wiring.about.partition(" · ")
    baseline = rect.top() + 15 * canvas.unit
    width = canvas.text(cell, rect.left(), baseline, size=13, colour=theme.cell_hue(wiring.cell), bold=True)
    x, right = rect.left() + width + 14 * canvas.unit, rect.right()
    if pane.left_out:
        said = tr("{cells}: no room here", cells=tr(" and ").join(pane.left_out))
        right -= canvas.text(said, right, baseline, size=12, colour=theme.warning, align="right") + 10 * canvas.unit
    canvas.text(about, x, baseline, size=12, colour=theme.muted, max_width=right - x)
