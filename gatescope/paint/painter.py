"""Draws any plot description on any painter: the picture on screen and the picture in the file are one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.figure.composed import paint_composed
from gatescope.paint.figure.layout import figure_size
from gatescope.paint.registry import Painter, painter_of
from gatescope.paint.tips import Tip
from gatescope.plots.description import Plot
from gatescope.plots.figure.figure import Figure
from gatescope.plots.theme import Theme

_MARGIN = 22.0
_CAPTION = 10.5


@dataclass(frozen=True)
class OnPaper:
    """A kind of plot that has a size on paper of its own, and writes its caption itself.

    Attributes:
        paint: into the whole rectangle of a picture.
        size: width and height in millimetres, in a design.
    """

    paint: Painter
    size: Callable[[Any, Theme], QSizeF]


ON_PAPER: dict[type[Plot], OnPaper] = {Figure: OnPaper(paint_composed, figure_size)}


def size_on_paper(plot: Plot, theme: Theme) -> QSizeF | None:
    """Return the size in millimetres of a plot that has one; None for those that are drawn at any size."""
    found = ON_PAPER.get(type(plot))
    return None if found is None else found.size(plot, theme)


def paint(painter: QPainter, plot: Plot, rect: QRectF, theme: Theme, tips: list[Tip] | None = None) -> None:
    """Fill `rect` with `plot` in the design `theme`, its caption below. The painter's state is left as it was.

    Args:
        tips: gathers what the picture says of its places.
    """
    on_paper = ON_PAPER.get(type(plot))
    painter.save()
    canvas = Canvas(painter, theme, rect)
    canvas.tips = tips
    if on_paper is not None:
        on_paper.paint(canvas, plot, rect)
        painter.restore()
        return
    painter.fillRect(rect, QColor(theme.surface))
    painter.setClipRect(rect)
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
