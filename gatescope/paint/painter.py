"""Draws any plot description on any painter: the picture on screen and the picture in the file are one."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.registry import painter_of
from gatescope.plots.description import Plot
from gatescope.plots.theme import Theme

_MARGIN = 22.0
_CAPTION = 10.5


def paint(painter: QPainter, plot: Plot, rect: QRectF, theme: Theme) -> None:
    """Fill `rect` with `plot` in the design `theme`, its caption below. The painter's state is left as it was."""
    painter.save()
    painter.fillRect(rect, QColor(theme.surface))
    painter.setClipRect(rect)
    canvas = Canvas(painter, theme, rect)
    margin = min(_MARGIN * canvas.unit, rect.width() / 8, rect.height() / 8)
    inner = rect.adjusted(margin, margin, -margin, -margin)
    if plot.caption:
        baseline = rect.bottom() - margin * 0.6
        canvas.text(plot.caption, inner.left(), baseline, size=_CAPTION, colour=theme.muted, max_width=inner.width())
        inner.setBottom(baseline - _CAPTION * canvas.unit - 8 * canvas.unit)
    nothing = plot.nothing_to_draw()
    if nothing:
        middle = inner.center()
        canvas.text(
            nothing, middle.x(), middle.y(), size=15.0, colour=theme.muted, align="centre", max_width=inner.width()
        )
    else:
        painter_of(plot)(canvas, plot, inner)
    painter.restore()
