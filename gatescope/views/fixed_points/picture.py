"""A picture of fixed points on screen: its painter's picture, in which a click chooses a point."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.fixed_points.places import Place, place_at
from gatescope.plots.description import Plot
from gatescope.views.base.kept_picture import KeptPicture
from gatescope.views.base.spot import Spot

_EDGE, _BOTTOM = 9.0, 6.0
_NOTCH = 120.0

Body: TypeAlias = Callable[[Canvas, Any, QRectF], tuple[Place, ...]]
"""Paints a plot without its title and returns where its parts are."""


class PointsPicture(KeptPicture[Plot, tuple[Place, ...]]):
    """Paints a plot once into a pixmap, and again when something of it changed."""

    point_chosen = Signal(object)
    """The `PointRef` that was clicked."""
    turned = Signal(object, float)
    """The wheel was turned at a place, by so many notches away from the person."""

    def __init__(self, name: str, body: Body, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._paint_plot = body
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def places(self) -> tuple[Place, ...]:
        """The parts of the picture, once it has been painted."""
        return self.layout_now or ()

    def show_plot(self, plot: Plot | None) -> None:
        """Paint `plot`; None leaves the surface empty."""
        self._plot = plot
        self.repaint_all()

    def canvas(self, painter: QPainter) -> Canvas:
        """Return a canvas in the units of the window."""
        return self._canvas(painter)

    def area(self) -> QRectF:
        """Return the part of the widget that the plot has."""
        return QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = place_at(self.places, event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None and place.ref is not None:
            self.point_chosen.emit(place.ref)
        # The view behind takes the keyboard.
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y()
        if turn:
            self.turned.emit(event.position(), turn / _NOTCH)
        event.accept()

    def spot_at(self, place: QPointF) -> Spot | None:
        """Return what is at `place`; None between the parts."""
        found = place_at(self.places, place)
        return None if found is None else Spot.on(self, found.value, found.rect, self.mouse.on_screen)

    def _look_at(self, place: QPointF | None) -> None:
        self.hovered.emit(None if place is None else self.spot_at(place))

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._theme.surface)
        if self._layout:
            self._layout = ()
            self._painted_anew()

    def _paint_body(self, canvas: Canvas, plot: Plot) -> tuple[Place, ...]:
        return self._paint_plot(canvas, plot, self.area())
