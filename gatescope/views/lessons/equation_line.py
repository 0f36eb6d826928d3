"""The equation of a card, painted as in print."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gatescope.paint.equation.box import Box
from gatescope.paint.equation.painting import paint_equation
from gatescope.paint.equation.reading import equation_box
from gatescope.plots.theme import LIGHT, Theme
from gatescope.words import tr

_SIZE, _LEAST, _MARGIN = 19.0, 9.0, 4


class EquationLine(QWidget):
    """One equation, smaller where it would not fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._latex = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_equation(self, latex: str) -> None:
        """Show an equation written in LaTeX; nothing where it is empty."""
        if latex != self._latex:
            self._latex = latex
            self.setAccessibleName(tr("Equation: {latex}", latex=latex) if latex else "")
            self.setVisible(bool(latex))
            self.updateGeometry()
            self.update()

    def natural_width(self) -> int:
        """Return the pixels that it takes in its usual size."""
        return round(self._box(self._theme.pixels(_SIZE)).width) + 2 * _MARGIN

    def sizeHint(self) -> QSize:
        box = self._box(self._theme.pixels(_SIZE))
        return QSize(self.natural_width(), round(box.above + box.below) + 2 * _MARGIN)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        box = self._fitting()
        painter = QPainter(self)
        free = self.height() - box.above - box.below
        paint_equation(painter, box, _MARGIN, free / 2 + box.above, self._theme)
        painter.end()

    def _fitting(self) -> Box:
        size = float(self._theme.pixels(_SIZE))
        box = self._box(size)
        width = self.width() - 2 * _MARGIN
        return box if box.width <= width else self._box(max(size * width / max(box.width, 1.0), _LEAST))

    def _box(self, size: float) -> Box:
        return equation_box(self._latex, size)
