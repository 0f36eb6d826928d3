"""Paints the wires, boxes and nodes of a wiring, and the call-out with the chosen unit's numbers."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.callout import callout_rect
from gatescope.paint.cell.formula import Formulas
from gatescope.paint.cell.frame import Frame
from gatescope.paint.cell.strips import paint_strip
from gatescope.paint.contrast import mix
from gatescope.plots.cell.wiring import Box, Label, Node, Wire
from gatescope.words import tr

_THIN, _THICK, _STATE = 1.4, 3.0, 4.0
_ARROW = 5.5


class Inks:
    """The colours of one wiring: full of what is known, pale of what is to come."""

    def __init__(self, canvas: Canvas, step: int) -> None:
        self._theme, self._step = canvas.theme, step

    def pale(self, step: int) -> bool:
        """Return whether what an operation gives is still to come."""
        return step > self._step

    def of(self, colour: str, step: int) -> str:
        """Return the colour of what an operation gives. Mixed beforehand, for Qt draws what is see-through slowly."""
        return mix(colour, self._theme.surface, 1 - self._theme.strength_to_come) if step > self._step else colour


def paint_wiring(canvas: Canvas, formulas: Formulas, frame: Frame) -> None:
    """Paint a wiring into its frame; what is to come is pale, what is in turn is marked."""
    wiring = frame.wiring
    inks = Inks(canvas, wiring.step)
    # What is known lies over what is to come.
    for wire in sorted(wiring.wires, key=lambda wire: -wire.steps[0]):
        _paint_wire(canvas, inks, frame, wire)
    for box in wiring.boxes:
        _paint_box(canvas, formulas, inks, frame, box)
    for strip in wiring.strips:
        paint_strip(canvas, formulas, frame, strip)
    for node in wiring.nodes:
        _paint_node(canvas, formulas, inks, frame, node)
    for label in wiring.labels:
        place, size, pale = frame.point(label.at), frame.size / canvas.unit, inks.pale(label.step)
        colour = {"muted": canvas.theme.muted, "text": canvas.theme.text}.get(label.hue, canvas.theme.text)
        if label.math:
            place.setY(_clear_of_strips(formulas, frame, label, place))
            formulas.write(
                label.text, place.x(), place.y(), size=17 * size, colour=colour, align=label.align, pale=pale
            )
        else:
            ink = inks.of(colour, label.step)
            canvas.text(label.text, place.x(), place.y(), size=12 * size, colour=ink, align=label.align)
    _paint_callout(canvas, formulas, frame)


def _clear_of_strips(formulas: Formulas, frame: Frame, label: Label, place: QPointF) -> float:
    """Return the baseline of a formula: below a strip that it would stand on, as in a narrow figure."""
    wide, high = formulas.width(label.text, 17 * frame.size / formulas.unit), 17 * frame.size
    left = place.x() - wide * {"left": 0.0, "centre": 0.5, "right": 1.0}[label.align]
    written = QRectF(left, place.y() - 0.5 * high, wide, 0.6 * high)
    on = (strip for strip in map(frame.strip, frame.wiring.strips) if strip.intersects(written))
    return next((strip.bottom() + 0.9 * high for strip in on), place.y())


def _paint_wire(canvas: Canvas, inks: Inks, frame: Frame, wire: Wire) -> None:
    theme, painter, size = canvas.theme, canvas.painter, frame.size
    in_turn = frame.wiring.step in wire.steps
    colour = inks.of(theme.muted if wire.hue == "text" else theme.line(wire.hue), wire.steps[0])
    width = _STATE if wire.state else _THICK if in_turn and not wire.dashed else _THIN
    points = [frame.point(point) for point in wire.points]
    pen = QPen(QColor(colour), width * size)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if wire.dashed:
        pen.setDashPattern([3.0, 2.5])
    end = points[-1]
    if wire.arrow:
        # The line ends within its arrow, whose tip it would blunt.
        points[-1] = _towards(end, points[-2], _ARROW * size * 0.7)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline(QPolygonF(points))
    if wire.arrow:
        _paint_arrow(canvas, points[-2], end, colour, size * (1.35 if wire.state or in_turn else 1.0))


def _towards(start: QPointF, goal: QPointF, length: float) -> QPointF:
    across, down = goal.x() - start.x(), goal.y() - start.y()
    whole = max((across**2 + down**2) ** 0.5, 1e-9)
    return QPointF(start.x() + across / whole * length, start.y() + down / whole * length)


def _paint_arrow(canvas: Canvas, before: QPointF, tip: QPointF, colour: str, size: float) -> None:
    base = _towards(tip, before, _ARROW * size)
    across = QPointF(tip.y() - base.y(), base.x() - tip.x()) * 0.55
    canvas.painter.setPen(Qt.PenStyle.NoPen)
    canvas.painter.setBrush(QColor(colour))
    canvas.painter.drawPolygon(QPolygonF([tip, base + across, base - across]))


def _paint_box(canvas: Canvas, formulas: Formulas, inks: Inks, frame: Frame, box: Box) -> None:
    theme, painter, size = canvas.theme, canvas.painter, frame.size / canvas.unit
    rect = frame.box(box)
    if box.step is None:
        words = canvas.width(box.name, 10.5 * size) + 10.0 * canvas.unit
        if canvas.on_paper and words > rect.width():
            rect.setWidth(min(words, frame.rect.right() - rect.left()))
        pen = QPen(QColor(theme.border), 1.2 * canvas.unit)
        pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(rect, 5 * frame.size, 5 * frame.size)
        canvas.text(box.name, rect.center().x(), rect.center().y() + 4 * frame.size, size=10.5 * size,
                    colour=theme.muted, align="centre", max_width=rect.width() - 6)  # fmt: skip
        return
    hue = inks.of(theme.line(box.signal) if box.signal else theme.muted, box.step)
    in_turn = box.step == frame.wiring.step
    painter.setPen(QPen(QColor(hue), (2.2 if in_turn else 1.4) * frame.size))
    painter.setBrush(QColor(mix(theme.surface, hue, 0.2 if in_turn else 0.08)))
    painter.drawRoundedRect(rect, 5 * frame.size, 5 * frame.size)
    middle = rect.center()
    pale, muted = inks.pale(box.step), inks.of(theme.muted, box.step)
    sign = formulas.fitting(box.sign, 16 * size, rect.width() - 6, least=7.0)
    formulas.write(box.sign, middle.x(), middle.y() - 1 * frame.size, size=sign, align="centre", pale=pale)
    canvas.text(box.name, middle.x(), middle.y() + 14 * frame.size, size=11 * size, colour=muted, align="centre",
                max_width=rect.width() - 4)  # fmt: skip


def _paint_node(canvas: Canvas, formulas: Formulas, inks: Inks, frame: Frame, node: Node) -> None:
    theme, painter, size = canvas.theme, canvas.painter, frame.size
    rect = frame.node(node)
    in_turn = node.step == frame.wiring.step and not node.plain
    radius = rect.height() / 2
    if in_turn:
        halo = QColor(theme.accent)
        halo.setAlphaF(0.22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(halo)
        grown = rect.adjusted(-5 * size, -5 * size, 5 * size, 5 * size)
        painter.drawRoundedRect(grown, grown.height() / 2, grown.height() / 2)
    ink = theme.accent if in_turn else inks.of(theme.muted, node.step)
    painter.setPen(QPen(QColor(ink), (2.2 if in_turn else 1.3) * size))
    painter.setBrush(QColor(theme.surface))
    painter.drawRoundedRect(rect, radius, radius)
    middle = rect.center()
    if node.sign in ("⊙", "+"):
        _paint_sign(canvas, middle, node.sign, radius * 0.5, ink)
        return
    formulas.write(f"<i>{node.sign}</i>" if node.sign in ("R", "U") else node.sign, middle.x(),
                   middle.y() + 5 * size, size=15 * size / canvas.unit, colour=ink, align="centre")  # fmt: skip


def _paint_sign(canvas: Canvas, middle: QPointF, sign: str, radius: float, colour: str) -> None:
    """Draw the sign as lines: in no font is it centred on its circle."""
    painter = canvas.painter
    painter.setPen(QPen(QColor(colour), max(radius * 0.22, 1.0)))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if sign == "+":
        painter.drawLine(QPointF(middle.x() - radius, middle.y()), QPointF(middle.x() + radius, middle.y()))
        painter.drawLine(QPointF(middle.x(), middle.y() - radius), QPointF(middle.x(), middle.y() + radius))
        return
    painter.drawEllipse(middle, radius, radius)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    painter.drawEllipse(middle, radius * 0.28, radius * 0.28)


def _paint_callout(canvas: Canvas, formulas: Formulas, frame: Frame) -> None:
    rect, theme, size = callout_rect(canvas, formulas, frame), canvas.theme, frame.size / canvas.unit
    if rect is None:
        return
    canvas.painter.setPen(QPen(QColor(theme.accent), 1.8 * frame.size))
    canvas.painter.setBrush(QColor(theme.surface))
    canvas.painter.drawRoundedRect(rect, 5 * frame.size, 5 * frame.size)
    middle, called = rect.center(), frame.wiring.explanation.called
    canvas.text(tr("unit {unit}", unit=frame.wiring.unit), middle.x(), middle.y() - 5 * frame.size, size=11 * size,
                colour=theme.muted, align="centre")  # fmt: skip
    formulas.write(called, middle.x(), middle.y() + 13 * frame.size, size=12.5 * size, math=False, bold=True,
                   align="centre")  # fmt: skip
