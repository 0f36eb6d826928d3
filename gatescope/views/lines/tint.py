"""The tint between a line and what it was, beneath all lines."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.paint.marks import tint
from gatescope.plots.between import Shape

_BENEATH = -1000.0


class Tint(pg.GraphicsObject):  # type: ignore[misc]
    """Shapes in data coordinates, each with its colour."""

    def __init__(self) -> None:
        super().__init__()
        self._span = QRectF()
        self._shapes: list[tuple[QPolygonF, QColor]] = []
        self.setZValue(_BENEATH)

    def take(self, shapes: Sequence[tuple[Shape, str]], span: QRectF) -> None:
        """Fill `shapes`; `span` is the visible part of the axes."""
        if span != self._span:
            self.prepareGeometryChange()
            self._span = QRectF(span)
        if shapes or self._shapes:
            self._shapes = [
                (QPolygonF([QPointF(x, y) for x, y in shape.tolist()]), tint(colour)) for shape, colour in shapes
            ]
            self.update()

    def boundingRect(self) -> QRectF:
        return self._span

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        if not self._shapes:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        for polygon, colour in self._shapes:
            painter.setBrush(colour)
            painter.drawPolygon(polygon, Qt.FillRule.WindingFill)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
