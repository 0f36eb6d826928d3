"""A composed figure as a picture: every panel by the painter of its kind, below its letter and its title."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.figure.layout import TEXT, FigureLayout, figure_canvas
from gatescope.paint.registry import painter_of
from gatescope.plots.figure.figure import Figure

_LETTER, _TITLE = 15.0, 12.5


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
        head, body = layout.heads[at], layout.bodies[at]
        baseline, left = head.top() + _LETTER * own.unit, head.left()
        letter = figure.letter(at)
        if letter:
            left += own.text(letter, left, baseline, size=_LETTER, bold=True) + 9.0 * own.unit
        own.text(panel.title, left, baseline, size=_TITLE, bold=True, max_width=head.right() - left)
        nothing = panel.plot.nothing_to_draw()
        painter.save()
        if nothing:
            middle, muted = body.center(), look.theme.muted
            own.text(nothing, middle.x(), middle.y(), size=TEXT, colour=muted, align="centre", max_width=body.width())
        else:
            painter_of(panel.plot)(own, panel.plot, body)
        painter.restore()
    if layout.caption_text is not None:
        place = layout.caption
        rule = place.top() + (place.height() - layout.caption_text.height) * 0.4
        own.line(QPointF(place.left(), rule), QPointF(place.right(), rule), look.theme.border, 0.7)
        layout.caption_text.paint(place.left(), place.bottom() - layout.caption_text.height)
    painter.restore()
