"""Marks over the maps and lines, in scene pixels: the token cursor, the cell under the mouse, the chosen units."""

from __future__ import annotations

from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from gatescope.paint.marks import paint_cursor_frame, paint_cursor_line, paint_held_frames, paint_map_frames
from gatescope.plots.theme import LIGHT, Theme


class Mark(pg.GraphicsObject):  # type: ignore[misc]
    """A mark that is painted over a rectangle of the scene, or hidden."""

    def __init__(self, height: float) -> None:
        super().__init__()
        self._theme: Theme = LIGHT
        self._rect = QRectF()
        self.setZValue(height)

    @property
    def rect(self) -> QRectF:
        """Its place in scene pixels; null where it is hidden."""
        return self._rect

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def set_rect(self, rect: QRectF) -> None:
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = QRectF(rect)

    def boundingRect(self) -> QRectF:
        return QRectF() if self._rect.isNull() else self._rect.adjusted(-4.0, -4.0, 6.0, 6.0)


class CursorFrame(Mark):
    """The token cursor: one frame around a column of all maps; a rectangle of no width is a line."""

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        rect = self._rect
        if rect.isNull():
            return
        if rect.width() <= 0.0:
            paint_cursor_line(painter, rect.left(), rect, self._theme)
        else:
            paint_cursor_frame(painter, rect, self._theme)


class CellOutline(Mark):
    """The cell under the mouse."""

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        if self._rect.isNull():
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.surface), 1))
        painter.drawRect(self._rect.adjusted(-1.5, -1.5, 1.5, 1.5))
        painter.setPen(QPen(QColor(self._theme.text), 1))
        painter.drawRect(self._rect.adjusted(-0.5, -0.5, 0.5, 0.5))


class UnitTicks(Mark):
    """Small ticks left and right of the maps at the rows of the chosen units; `set_rect` sets the place of the maps."""

    def __init__(self, height: float) -> None:
        super().__init__(height)
        self._middles: tuple[float, ...] = ()

    @property
    def middles(self) -> tuple[float, ...]:
        """Scene pixels at which rows are marked."""
        return self._middles

    def set_middles(self, middles: Sequence[float]) -> None:
        """Take the middles of the chosen rows, in scene pixels."""
        if tuple(middles) != self._middles:
            self._middles = tuple(middles)
            self.update()

    def boundingRect(self) -> QRectF:
        return self._rect.adjusted(-8.0, -4.0, 8.0, 4.0)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        if not self._middles:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.accent))
        left, right = self._rect.left() - 1.0, self._rect.right() + 1.0
        for y in self._middles:
            for tip, back in ((left, left - 6.0), (right, right + 6.0)):
                painter.drawPolygon(QPolygonF([QPointF(tip, y), QPointF(back, y - 3.5), QPointF(back, y + 3.5)]))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


class MapFrames(Mark):
    """A hairline around every map; `set_rect` sets the part of the scene that may be painted."""

    def __init__(self, height: float) -> None:
        super().__init__(height)
        self._frames: list[QRectF] = []
        self._clamped: list[QRectF] = []

    def set_held(self, clamped: list[QRectF]) -> None:
        """Frame values that are held, too."""
        if clamped != self._clamped:
            self._clamped = clamped
            self.update()

    def set_frames(self, frames: list[QRectF]) -> None:
        if frames != self._frames:
            self._frames = frames
            self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        paint_map_frames(painter, self._frames, self._theme)
        paint_held_frames(painter, self._clamped, self._theme)
