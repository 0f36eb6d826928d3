"""The read-out at the token cursor in letters that are read from the back of a room."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gatescope.plots.description import LinePlot
from gatescope.plots.in_words import Said, heading, said
from gatescope.plots.theme import LEAST_PRESENTED, LIGHT, Theme
from gatescope.views.tokens.words import WordMetrics

_EDGE = 9.0
_LARGE, _LARGE_WORDS = 68, 28
_SEVERAL, _SEVERAL_WORDS = 34, 20
"""Pixels in the usual size of text; an audience sees them larger, the largest 96 high."""


def _fitting(style: WordMetrics, words: str, space: float) -> QFont:
    """Return the font of `style`, smaller where `words` would not fit into `space` pixels."""
    font, width = QFont(style.font), style.width(words)
    # A value that is no number has no words, which fit wherever they stand.
    if width > max(space, 0.0):
        font.setPixelSize(max(int(font.pixelSize() * space / width), LEAST_PRESENTED))
    return font


class LargeValue(QWidget):
    """Shows the values of a read-out at the cursor, with their labels in words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._heading = ""
        self._said: tuple[Said, ...] = ()
        self._small = WordMetrics(13)
        self._one = WordMetrics(_LARGE, bold=True), WordMetrics(_LARGE_WORDS, bold=True)
        self._several = WordMetrics(_SEVERAL, bold=True), WordMetrics(_SEVERAL_WORDS, bold=True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    @property
    def text(self) -> str:
        """All that is written."""
        values = ", ".join(f"{one.number} {one.words}".strip() for one in self._said)
        return f"{self._heading}: {values}" if self._said else ""

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._fit()

    def show_plot(self, plot: LinePlot) -> None:
        """Write what `plot` says at its cursor."""
        shown = heading(plot), said(plot)
        if shown != (self._heading, self._said):
            count = len(self._said)
            self._heading, self._said = shown
            self.setAccessibleName(self.text)
            self._fit() if len(self._said) != count else self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(self._small.height + len(self._said) * self._styles[0].height * 0.94) + 6)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        large, words = self._styles
        painter.setFont(self._small.font)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(
            QPointF(_EDGE, self._small.ascent), self._small.fitted(self._heading, self.width() - 2 * _EDGE)
        )
        row = large.height * 0.94
        for index, one in enumerate(self._said):
            baseline = self._small.height + index * row + large.ascent * 0.96
            painter.setPen(QColor(self._theme.line(one.hue)))
            painter.setFont(large.font)
            painter.drawText(QPointF(_EDGE, baseline), one.number)
            left = _EDGE + large.width(one.number) + words.width("n")
            space = self.width() - left - _EDGE
            painter.setFont(_fitting(words, one.words, space))
            painter.drawText(QPointF(left, baseline), one.words)
        painter.end()

    @property
    def _styles(self) -> tuple[WordMetrics, WordMetrics]:
        return self._one if len(self._said) < 2 else self._several

    def _fit(self) -> None:
        self.setFixedHeight(self.sizeHint().height())
        self.update()
