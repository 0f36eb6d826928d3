"""A picture of fixed points on screen: its painter's picture, in which a click chooses a point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.fixed_points.places import Place, place_at
from gatescope.plots.description import Plot
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.mouse_place import HoveredWidget
from gatescope.views.base.spot import Spot

_EDGE, _BOTTOM = 9.0, 6.0
_LEAST = QSize(0, 84)
_NOTCH = 120.0

Body: TypeAlias = Callable[[Canvas, Any, QRectF], tuple[Place, ...]]
"""Paints a plot without its title and returns where its parts are."""


class PointsPicture(HoveredWidget):
    """Paints a plot once into a pixmap, and again when something of it changed."""

    hovered = Signal(object)
    """The `Spot` under the mouse, or None."""
    point_chosen = Signal(object)
    """The `PointRef` that was clicked."""
    turned = Signal(object, float)
    """The wheel was turned at a place, by so many notches away from the person."""

    def __init__(self, name: str, body: Body, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._body, self._theme = body, LIGHT
        self._plot: Plot | None = None
        self._picture: QPixmap | None = None
        self._places: tuple[Place, ...] = ()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def shown(self) -> Plot | None:
        """The plot that is painted."""
        return self._plot

    @property
    def places(self) -> tuple[Place, ...]:
        """The parts of the picture, once it has been painted."""
        return self._places

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.repaint_all()

    def show_plot(self, plot: Plot | None) -> None:
        """Paint `plot`; None leaves the surface empty."""
        self._plot = plot
        self.repaint_all()

    def repaint_all(self) -> None:
        """Paint the picture anew."""
        self._picture = None
        self.update()

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.repaint_all()

    def canvas(self, painter: QPainter) -> Canvas:
        """Return a canvas in the units of the window."""
        return Canvas(painter, self._theme, QRectF(self.rect()), self._theme.text_scale)

    def area(self) -> QRectF:
        """Return the part of the widget that the plot has."""
        return QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._picture is None or self._picture.devicePixelRatio() != self.devicePixelRatioF():
            self._picture = self._paint()
            # Something else may be under the mouse now; to tell of it is no part of the painting.
            QTimer.singleShot(0, self, self._look_again)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = place_at(self._places, event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None and place.ref is not None:
            self.point_chosen.emit(place.ref)
        # The view behind takes the keyboard.
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)
        self._look_at(event.position())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y()
        if turn:
            self.turned.emit(event.position(), turn / _NOTCH)
        event.accept()

    def spot_at(self, place: QPointF) -> Spot | None:
        """Return what is at `place`; None between the parts."""
        found = place_at(self._places, place)
        return None if found is None else Spot.on(self, found.value, found.rect, self.mouse.on_screen)

    def _look_at(self, place: QPointF | None) -> None:
        self.hovered.emit(None if place is None else self.spot_at(place))

    def _paint(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(self._theme.surface)
        self._places = ()
        if self._plot is not None:
            painter = QPainter(picture)
            self._places = self._body(self.canvas(painter), self._plot, self.area())
            painter.end()
        return picture
