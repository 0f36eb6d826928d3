"""The place of a mouse that rests over a widget, while what lies under it moves."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtGui import QHideEvent, QMouseEvent
from PySide6.QtWidgets import QWidget


class MousePlace:
    """Remembers where on the screen the mouse is, since the widget may move under it as well."""

    def __init__(self, widget: QWidget) -> None:
        self._widget = widget
        self._global: QPointF | None = None

    @property
    def on_screen(self) -> QPoint | None:
        """The mouse in pixels of the screen; None where it is not over the widget."""
        return None if self._global is None or self.place is None else self._global.toPoint()

    @property
    def place(self) -> QPointF | None:
        """The mouse in pixels of the widget; None where it is not over it."""
        if self._global is None:
            return None
        place = self._widget.mapFromGlobal(self._global)
        return place if self._widget.rect().contains(place.toPoint()) else None

    def move(self, event: QMouseEvent) -> None:
        """Take the place of a mouse event."""
        self._global = event.globalPosition()

    def leave(self) -> None:
        """Forget the mouse: it is elsewhere."""
        self._global = None


class HoveredWidget(QWidget):
    """A widget that tells what is under the mouse: a subclass overrides `_look_at`.

    Attributes:
        mouse: where it is, while it is over the widget.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mouse = MousePlace(self)
        self.setMouseTracking(True)

    def _look_at(self, place: QPointF | None) -> None:
        """Tell what is at `place` in the widget; None once the mouse is elsewhere."""

    def _look_again(self) -> None:
        """Tell what is under a resting mouse now that something else may be."""
        place = self.mouse.place
        if place is not None:
            self._look_at(place)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)
        self._look_at(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        self.mouse.leave()
        self._look_at(None)
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self.mouse.leave()
        self._look_at(None)
        super().hideEvent(event)
