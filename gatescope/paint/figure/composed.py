"""A composed figure as a picture: every panel by the painter of its kind, below its letter and its title."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import TITLE, Canvas
from gatescope.paint.figure.flow_panel import paint_flow_panel
from gatescope.paint.figure.layout import TEXT, FigureLayout, figure_canvas
from gatescope.paint.figure.ledger_panel import paint_ledger_panel
from gatescope.paint.figure.lines_panel import paint_lines_panel
from gatescope.paint.registry import Painter, painter_of
from gatescope.plots.cell.wiring import CellPlot
from gatescope.plots.description import HeatmapPlot, LinePlot, Plot
from gatescope.plots.figure.apart import told_apart
from gatescope.plots.figure.figure import Figure, Panel
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.layers import LayersPlot
from gatescope.plots.memory.ledger_plot import LedgerPlot

_LETTER, _TITLE = TITLE, 12.5
COMPACT: dict[type[Plot], Painter] = {
    GradientFlowPlot: paint_flow_panel,
    LedgerPlot: paint_ledger_panel,
    LinePlot: paint_lines_panel,
}
"""The painters of those kinds that have a layout of their own for paper; all others are painted as on screen."""
UNTITLED: frozenset[type[Plot]] = frozenset({HeatmapPlot, LayersPlot, CellPlot})
"""The kinds whose painters leave no line for a title."""


def paint_composed(canvas: Canvas, figure: Figure, rect: QRectF) -> None:
    """Paint `figure` into `rect`, as large as it has room without changing its proportions."""
    own, look = figure_canvas(canvas.painter, figure, canvas.theme)
    layout = FigureLayout(own, figure)
    scale = min(rect.width() / layout.size.width(), rect.height() / layout.size.height())
    painter = canvas.painter
    painter.save()
    painter.fillRect(rect, QColor(look.theme.surface))
    painter.translate(rect.topLeft())
    # On paper the units are those of the layout, and a vector file stays free of transformations.
    if abs(scale - 1.0) > 1e-4:
        painter.scale(scale, scale)
    for at, panel in enumerate(figure.panels):
        if look.dashed:
            panel = replace(panel, plot=told_apart(panel.plot))
        _paint_panel(own, panel, figure.letter(at), layout.heads[at], layout.bodies[at])
    if layout.caption_text is not None:
        place = layout.caption
        rule = place.top() + (place.height() - layout.caption_text.height) * 0.4
        own.line(QPointF(place.left(), rule), QPointF(place.right(), rule), look.theme.border, 0.7)
        layout.caption_text.paint(place.left(), place.bottom() - layout.caption_text.height)
    painter.restore()


def _paint_panel(canvas: Canvas, panel: Panel, letter: str, head: QRectF, body: QRectF) -> None:
    """Paint a panel below its letter and its title."""
    unit, painter = canvas.unit, canvas.painter
    baseline, left = head.top() + _LETTER * unit, head.left()
    if letter:
        left += canvas.text(letter, left, baseline, size=_LETTER, bold=True) + 9.0 * unit
    left += canvas.text(panel.title, left, baseline, size=_TITLE, bold=True, max_width=head.right() - left)
    nothing = panel.plot.nothing_to_draw()
    if nothing:
        middle, muted = body.center(), canvas.theme.muted
        canvas.text(nothing, middle.x(), middle.y(), size=TEXT, colour=muted, align="centre", max_width=body.width())
        return
    kind = type(panel.plot)
    painter.save()
    if kind in COMPACT:
        COMPACT[kind](canvas, panel.plot, body)
    else:
        # What stands beside a title on screen stands beside the panel's.
        canvas.head = left - head.left()
        painter_of(panel.plot)(canvas, panel.plot, body if kind in UNTITLED else head.united(body))
    painter.restore()
