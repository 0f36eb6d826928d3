"""A row of controls that wraps to more lines where it gets too narrow."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QRect, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.views.base.text_size import scaled


@runtime_checkable
class Squeezable(Protocol):
    """A control that can do with less than its `sizeHint`."""

    def least_width(self) -> int:
        """Return the pixels of width in which everything can still be read."""


class WrappingRow(QWidget):
    """Controls from left to right, each as wide as it wants to be, in as many lines as that takes.

    Where all stand in one line if those that are `Squeezable` get a little less, they get less.

    One more widget may stand at the right end of the first line; it is left out where there is no room for it. The
    owner gives the row its place, and `height_for` says how high it has to be: were it left to layouts, a row that
    wraps would make the dock around it grow, and the maps beside that shrink.
    """

    height_changed = Signal()
    """The number of lines has changed."""

    def __init__(self, line: int, gap: int, margin: int = 0, parent: QWidget | None = None) -> None:
        """`line` is the least height of a line, `gap` the pixels between two controls, `margin` those at both ends."""
        super().__init__(parent)
        self._line, self._gap, self._margin = line, gap, margin
        self._controls: list[QWidget] = []
        self._ending: QWidget | None = None

    def set_controls(self, controls: list[QWidget]) -> None:
        """Show `controls` in this order, and hide earlier ones that are not among them."""
        for control in self._controls:
            if control not in controls:
                control.hide()
        for control in controls:
            if control not in self._controls:
                control.setParent(self)
                control.show()
        self._controls = list(controls)
        self._arrange()

    def set_ending(self, ending: QWidget) -> None:
        """Put `ending` at the right end of the first line."""
        self._ending = ending
        ending.setParent(self)
        self._arrange()

    def height_for(self, width: int) -> int:
        """Return the height of the controls in a row of this width, in pixels."""
        places = self._places(width)
        return places[-1].y() + self._high() if places else self._line

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        # Sent where a control with a new text needs another width.
        if event.type() == QEvent.Type.LayoutRequest:
            self._arrange()
        return super().event(event)

    def _high(self) -> int:
        """Return the height of a line: with larger text, as much more as its controls then need."""
        needed = max((control.sizeHint().height() for control in self._controls), default=self._line)
        return max(self._line, min(needed, round(scaled(self._line))))

    def _places(self, width: int) -> list[QRect]:
        """Return the rectangle of each control."""
        x, top, places = self._margin, 0, []
        for wide in self._widths(width - 2 * self._margin):
            if x > self._margin and x + wide > width - self._margin:
                x, top = self._margin, top + self._high()
            places.append(QRect(x, top, wide, self._high()))
            x += wide + self._gap
        return places

    def _widths(self, free: int) -> list[int]:
        """Return the width of each control in lines of `free` pixels."""
        wanted = [control.sizeHint().width() for control in self._controls]
        least = [
            one.least_width() if isinstance(one, Squeezable) else wide
            for one, wide in zip(self._controls, wanted, strict=True)
        ]
        gaps = self._gap * (len(wanted) - 1)
        lacking, spare = sum(wanted) + gaps - free, sum(wanted) - sum(least)
        if not 0 < lacking <= spare:
            return [min(wide, max(free, 1)) for wide in wanted]
        # Rounded down all together, so that what is left is not a pixel too wide.
        share = 1.0 - lacking / spare
        return [low + int((wide - low) * share) for wide, low in zip(wanted, least, strict=True)]

    def _arrange(self) -> None:
        places = self._places(self.width())
        for control, place in zip(self._controls, places, strict=True):
            high = min(control.sizeHint().height(), self._high())
            control.setGeometry(place.x(), place.y() + (self._high() - high) // 2, place.width(), high)
        if self._ending is not None:
            stop = max((place.right() + 1 for place in places if not place.y()), default=0)
            wide, right = self._ending.sizeHint().width(), self.width() - self._margin
            self._ending.setVisible(stop + self._gap + wide <= right)
            self._ending.setGeometry(right - wide, 0, wide, self._high())
        if self.height_for(self.width()) != self.height():
            self.height_changed.emit()
