"""Which operation of a cell is in turn: its number, its name, and a segment for each of all."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.contrast import mix
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.text_size import scaled
from gatescope.words import tr

WIDTHS = (300, 216, 166)
"""Pixels that the line takes, by how much room there is beside it."""
_HEIGHT, _BAR, _GAP = 34, 4, 4


class StepLine(QWidget):
    """Click a segment to go to its operation."""

    step_picked = Signal(int)
    """The operation that the person wants, from 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._step, self._steps, self._title = 0, 0, ""
        self._width = WIDTHS[0]
        self.setAccessibleName(tr("Operation"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_step(self, step: int, steps: int, title: str) -> None:
        """Show operation `step` of `steps`, from 1; none where there are no steps."""
        if (step, steps, title) != (self._step, self._steps, self._title):
            self._step, self._steps, self._title = step, steps, title
            said = tr("Step {step} of {steps}: {title}", step=step, steps=steps, title=title) if steps else ""
            self.setAccessibleDescription(said)
            self.setToolTip(tr("{said}. Click a segment to go to its operation.", said=said) if said else "")
            self.update()

    def want(self, width: int) -> None:
        """Ask for one of `WIDTHS`; the row that asks for it lays it out."""
        self._width = width

    def sizeHint(self) -> QSize:
        return QSize(round(scaled(self._width)), round(scaled(_HEIGHT)))

    def segments(self) -> list[QRectF]:
        """Return the place of every segment."""
        if not self._steps:
            return []
        wide = min((self.width() - _GAP * (self._steps - 1)) / self._steps, scaled(40.0))
        top = self.height() - _BAR - 4.0
        return [QRectF(at * (wide + _GAP), top, wide, _BAR) for at in range(self._steps)]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        for at, place in enumerate(self.segments(), 1):
            if place.left() - _GAP / 2 <= event.position().x() <= place.right() + _GAP / 2:
                self.step_picked.emit(at)
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._steps:
            return
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bold = self.font()
        bold.setWeight(QFont.Weight.DemiBold)
        named = tr("Step {step} of {steps}", step=self._step, steps=self._steps)
        painter.setFont(bold)
        painter.setPen(theme.text)
        baseline = self.height() - _BAR - 11
        painter.drawText(0, baseline, named)
        left = QFontMetrics(bold).horizontalAdvance(named) + 8
        painter.setFont(self.font())
        painter.setPen(theme.muted)
        free_width = self.width() - left
        elided = QFontMetrics(self.font()).elidedText(self._title, Qt.TextElideMode.ElideRight, free_width)
        painter.drawText(left, baseline, elided)
        painter.setPen(Qt.PenStyle.NoPen)
        done, to_come = mix(theme.accent, theme.surface, 0.5), theme.grid
        for at, place in enumerate(self.segments(), 1):
            painter.setBrush(theme.accent if at == self._step else done if at < self._step else to_come)
            painter.drawRoundedRect(place, _BAR / 2, _BAR / 2)
        painter.end()
