"""Marks over maps and lines, on screen and in files: hairlines around maps, the token cursor, dots on lines.

All of it in logical pixels; `unit` is how many of them a design pixel has, 1 in the window.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from gatescope.plots.theme import Theme

_CURSOR_ABOVE, _CURSOR_BELOW, _NARROWEST = 3.0, 2.0, 3.0
_DOT = 3.0
_HELD = 0.09
_TINT = 0.1
_LOCK, _LOCK_REACH = 9.0, 12.0
"""The radius of the disc with a lock on values that are held, and half of what they need to have one."""
DASHES: tuple[tuple[float, ...], ...] = (
    (),
    (6.0, 4.0),
    (2.0, 3.0),
    (7.0, 3.0, 2.0, 3.0),
    (12.0, 3.0),
    (7.0, 3.0, 2.0, 3.0, 2.0, 3.0),
    (12.0, 3.0, 2.0, 3.0),
    (1.5, 6.0),
)
"""Design pixels that are drawn and left out in turn, by `Series.dash`; none for a solid line."""


def line_width(unit: float) -> float:
    """Return the width of a hairline; Qt makes what is thinner than a pixel paler instead."""
    return max(unit, 1.0)


def hairline(colour: str, unit: float) -> QPen:
    """Return a pen of `line_width` with corners of its own."""
    pen = QPen(QColor(colour), line_width(unit))
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return pen


def line_pen(colour: str, width: float, dash: int, unit: float = 1.0) -> QPen:
    """Return a pen for a line over tokens, `width` design pixels wide; `dash` as in `Series`."""
    pen = QPen(QColor(colour), width * unit)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pattern = DASHES[dash % len(DASHES)]
    if pattern:
        # Qt counts in widths of the pen.
        pen.setDashPattern([length / width for length in pattern])
    return pen


def paint_map_frames(painter: QPainter, maps: Sequence[QRectF], theme: Theme, unit: float = 1.0) -> None:
    """Paint a hairline along the inner edge of every map."""
    line = line_width(unit)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(hairline(theme.border, unit))
    painter.drawRects([rect.adjusted(line / 2, line / 2, -line / 2, -line / 2) for rect in maps])


def tint(colour: str) -> QColor:
    """Return the colour of what lies between a line of `colour` and what it was."""
    tinted = QColor(colour)
    tinted.setAlphaF(_TINT)
    return tinted


def paint_held_frames(painter: QPainter, clamped: Sequence[QRectF], theme: Theme, unit: float = 1.0) -> None:
    """Paint a frame along the inner edge of values that are held, in the colour of text: no data has that."""
    line = line_width(unit)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, inwards in ((theme.surface, 1.5), (theme.text, 0.5)):
        painter.setPen(hairline(colour, unit))
        inset = inwards * line
        painter.drawRects([rect.adjusted(inset, inset, -inset, -inset) for rect in clamped])
    least = 2.0 * _LOCK_REACH * unit
    for rect in clamped:
        if min(rect.width(), rect.height()) >= least:
            _paint_lock(painter, rect.center(), theme, unit)


def _paint_lock(painter: QPainter, centre: QPointF, theme: Theme, unit: float) -> None:
    """Paint a padlock on a disc: what lies under it is held."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre)
    painter.scale(unit, unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.surface))
    painter.drawEllipse(QPointF(0.0, 0.0), _LOCK, _LOCK)
    painter.setBrush(QColor(theme.text))
    painter.drawRoundedRect(QRectF(-4.0, -1.5, 8.0, 6.0), 1.0, 1.0)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.text), 1.3))
    painter.drawArc(QRectF(-2.5, -6.0, 5.0, 8.0), 0, 180 * 16)
    painter.restore()


def paint_span_frames(painter: QPainter, frames: Sequence[QRectF], theme: Theme, unit: float = 1.0) -> None:
    """Paint a frame of two pixels about the edge of every stretch of chosen tokens, in the colour of text."""
    line = line_width(unit) * theme.weight
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, inwards in ((theme.surface, 1.5), (theme.text, 0.5), (theme.text, -0.5)):
        painter.setPen(hairline(colour, unit * theme.weight))
        inset = inwards * line
        painter.drawRects([rect.adjusted(inset, inset, -inset, -inset) for rect in frames])


def paint_held_columns(painter: QPainter, columns: Sequence[QRectF], theme: Theme) -> None:
    """Paint the tokens at which a line is held as a faint ground."""
    ground = QColor(theme.text)
    ground.setAlphaF(_HELD)
    for column in columns:
        painter.fillRect(column, ground)


def cursor_frame(left: float, right: float, area: QRectF, unit: float = 1.0) -> QRectF:
    """Return the frame around the column from `left` to `right` of all maps in `area`, on whole pixels."""
    left, right = max(left, area.left()), min(right, area.right())
    top, bottom = area.top() - _CURSOR_ABOVE * unit, area.bottom() + _CURSOR_BELOW * unit
    return QRectF(round(left), top, max(round(right) - round(left), _NARROWEST), bottom - top)


def paint_cursor_frame(painter: QPainter, rect: QRectF, theme: Theme, unit: float = 1.0) -> None:
    """Paint the token cursor over maps: a frame of two pixels about the edge of `rect`."""
    line = line_width(unit) * theme.weight
    painter.setBrush(Qt.BrushStyle.NoBrush)
    # A rim of the surface's colour keeps the frame apart from a map of its own hue.
    for colour, inwards in ((theme.surface, 1.5), (theme.accent, 0.5), (theme.accent, -0.5)):
        painter.setPen(hairline(colour, unit * theme.weight))
        inset = inwards * line
        painter.drawRect(rect.adjusted(inset, inset, -inset, -inset))


def paint_cursor_line(painter: QPainter, left: float, area: QRectF, theme: Theme, unit: float = 1.0) -> None:
    """Paint the token cursor over lines: a line whose left edge is at `left`."""
    painter.fillRect(
        QRectF(left, area.top(), round(line_width(unit) * theme.weight), area.height()), QColor(theme.accent)
    )


def paint_dots(painter: QPainter, dots: Iterable[tuple[QPointF, str]], theme: Theme, unit: float = 1.0) -> None:
    """Paint filled dots, each with its middle and its colour, rimmed by the surface's colour."""
    radius = _DOT * unit * theme.weight
    painter.setPen(QPen(QColor(theme.surface), unit * theme.weight))
    for middle, colour in dots:
        painter.setBrush(QColor(colour))
        painter.drawEllipse(middle, radius, radius)
