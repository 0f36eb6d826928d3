"""The mark of a claim that was tested: ✓ true, ◐ true only if, ✗ false, ○ not tested."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from gatescope.lessons.card import Verdict
from gatescope.plots.theme import Theme
from gatescope.words import mark

IN_WORDS: dict[Verdict | None, str] = {
    "true": mark("true"),
    "only if": mark("true only under a condition"),
    "false": mark("false"),
    None: mark("not tested"),
}
_LINE = 0.12


def paint_mark(painter: QPainter, place: QRectF, verdict: Verdict | None, theme: Theme) -> None:
    """Paint the mark of `verdict` into a square; None is not tested."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    width = max(place.width() * _LINE, 1.2)
    ring = place.adjusted(width / 2, width / 2, -width / 2, -width / 2)
    hue = QColor({"true": theme.accent, "false": theme.bad, "only if": theme.warning}.get(verdict or "", theme.border))
    painter.setPen(QPen(hue, width))
    painter.setBrush(hue if verdict in ("true", "false") else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(ring)
    if verdict == "only if":
        painter.setBrush(hue)
        # Angles in sixteenths of a degree: the right half.
        painter.drawPie(ring, -90 * 16, 180 * 16)
    painter.setPen(QPen(QColor(theme.on_accent), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if verdict == "true":
        painter.drawPolyline(QPolygonF([_in(place, 0.3, 0.52), _in(place, 0.45, 0.67), _in(place, 0.72, 0.36)]))
    elif verdict == "false":
        painter.drawLine(_in(place, 0.34, 0.34), _in(place, 0.66, 0.66))
        painter.drawLine(_in(place, 0.66, 0.34), _in(place, 0.34, 0.66))
    painter.restore()


def _in(place: QRectF, x: float, y: float) -> QPointF:
    return QPointF(place.left() + x * place.width(), place.top() + y * place.height())
