"""A composed figure as a picture: every panel by the painter of its kind, below its letter and its title."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import PANEL_TITLE, TITLE, Canvas
from gatescope.paint.figure.kinds import OF_PAPER, UNTITLED
from gatescope.paint.figure.layout import MARGIN, TEXT, FigureLayout, figure_canvas
from gatescope.paint.registry import painter_of
from gatescope.plots.description import Plot
from gatescope.plots.figure.figure import Figure, Panel

_LETTER = TITLE


def paint_composed(canvas: Canvas, figure: Figure, rect: QRectF) -> None:
    """Paint `figure` into `rect`, as large as it has room without changing its proportions."""
    own, look = figure_canvas(canvas.painter, figure, canvas.theme)
    own.tips = canvas.tips
    layout = FigureLayout(own, figure)
    scale = min(rect.width() / layout.size.width(), rect.height() / layout.size.height())
    painter = canvas.painter
    painter.save()
    painter.fillRect(rect, QColor(look.theme.surface))
    painter.translate(rect.topLeft())
    # On paper the units are those of the layout, and a vector file stays free of transformations.
    if abs(scale - 1.0) > 1e-4:
        painter.scale(scale, scale)
    if layout.legend is not None:
        layout.legend.paint(MARGIN * own.unit, MARGIN * own.unit)
    for at, (panel, plot) in enumerate(zip(figure.panels, layout.plots, strict=True)):
        _paint_head(own, panel, figure.letter(at), layout.heads[at])
        painter.save()
        _paint_body(own, plot, layout.heads[at], layout.bodies[at], legend=layout.legend is None)
        painter.restore()
    if layout.caption_text is not None:
        place = layout.caption
        rule = place.top() + (place.height() - layout.caption_text.height) * 0.4
        own.line(QPointF(place.left(), rule), QPointF(place.right(), rule), look.theme.border, 0.7)
        layout.caption_text.paint(place.left(), place.bottom() - layout.caption_text.height)
    painter.restore()


def _paint_head(canvas: Canvas, panel: Panel, letter: str, head: QRectF) -> None:
    """Write the letter and the title of a panel."""
    unit = canvas.unit
    baseline, left = head.top() + _LETTER * unit, head.left()
    if letter:
        left += canvas.text(letter, left, baseline, size=_LETTER, bold=True) + 9.0 * unit
    left += canvas.text(panel.title, left, baseline, size=PANEL_TITLE, bold=True, max_width=head.right() - left)
    # What stands beside a title on screen stands beside the panel's.
    canvas.head = left - head.left()


def _paint_body(canvas: Canvas, plot: Plot, head: QRectF, body: QRectF, *, legend: bool) -> None:
    """Paint the picture of a panel, or say why there is none."""
    nothing, of_paper = plot.nothing_to_draw(), OF_PAPER.get(type(plot))
    if nothing:
        middle, muted = body.center(), canvas.theme.muted
        canvas.text(nothing, middle.x(), middle.y(), size=TEXT, colour=muted, align="centre", max_width=body.width())
    elif of_paper is not None:
        of_paper.paint(canvas, plot, body, legend)
    else:
        painter_of(plot)(canvas, plot, body if type(plot) in UNTITLED else head.united(body))
