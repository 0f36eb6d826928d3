"""Scrolls the maps by whole rows, so that none is cut in half."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollBar, QWidget

from gatescope.plots.map_stack import Band, Stack
from gatescope.words import tr

_WIDTH = 10
_NOTCH_PIXELS = 40.0
_SPARE = 1.0
"""Pixels of the last map that may be out of sight: it counts as shown."""


class RowScroll(QScrollBar):
    """Its value is the pixels of the stack that are scrolled away above, always up to where a map begins."""

    moved = Signal()
    """Another row is the first in sight."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Vertical, parent)
        self.setAccessibleName(tr("Scroll the maps"))
        self.hide()
        self._starts: tuple[float, ...] = (0.0,)
        self._tops: tuple[float, ...] = (0.0,)
        self._height = 1.0
        self._before = 0
        self.valueChanged.connect(self._snap)

    def fit(self, stack: Stack, right: int, top: float, height: float) -> None:
        """Take the maps, and the place of their area in the parent: its right end, top and height."""
        self._starts, self._height = stack.starts or (0.0,), height
        self._tops = tuple(band.top for band in stack.bands) or (0.0,)
        overflow = round(stack.height - height) if stack.height > height + _SPARE else 0
        last = next((start for start in self._starts if start >= overflow), self._starts[-1]) if overflow else 0
        self.setRange(0, round(last))
        self.setPageStep(round(height))
        self.setVisible(overflow > 0)
        self.setGeometry(right - _WIDTH, round(top), _WIDTH, round(height))

    def shows(self, band: Band) -> bool:
        """Return whether all of a map is in sight, or the first one as far as there is room."""
        top = self.value()
        # Below the name of its model, which a low window has hardly room for, the first map is to be seen all the same.
        first = next((begin for start, begin in zip(self._starts, self._tops, strict=True) if start >= top), 0.0)
        return band.top >= top and (band.bottom <= top + self._height + _SPARE or band.top <= first + 1.0)

    def turn(self, notches: float) -> None:
        """Scroll by notches of a wheel, upwards positive."""
        self.setValue(round(self.value() - notches * _NOTCH_PIXELS))

    def _snap(self, value: int) -> None:
        """Go on to the next row in the direction in which the value has changed."""
        down = value >= self._before
        rows = [start for start in self._starts if (start >= value if down else start <= value)]
        nearest = round(min(rows) if down else max(rows)) if rows else value
        self._before = nearest
        if nearest != value:
            self.blockSignals(True)
            self.setValue(nearest)
            self.blockSignals(False)
        self.moved.emit()
