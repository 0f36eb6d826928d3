"""An entry of a legend that switches its line off and on."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.math_text import math_text
from gatescope.views.base.text_size import scaled
from gatescope.views.controls.return_button import ReturnButton
from gatescope.views.tokens.words import WordMetrics
from gatescope.words import tr

_SAMPLE, _HEIGHT, _MARGIN = 23.4, 24, 6.0
_LEAST_SAMPLE, _LEAST_MARGIN = 15.0, 2.0


class LineButton(ReturnButton):
    """A sample of the line, its name and its symbol; muted while the line is off."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._line = ("", "", "", 0)
        self._name = WordMetrics(12)
        self.setCheckable(True)
        self.setChecked(True)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_line(self, label: str, symbol: str, spoken: str, hue: str, dash: int) -> None:
        """Show the sample, the name and the symbol of one line.

        Args:
            symbol: rich text; `spoken` is the same for screen reader and tool tip.
            hue: key for `Theme.line`; `dash` as in `Series`.
        """
        if (label, symbol, hue, dash) == self._line:
            return
        self._line = label, symbol, hue, dash
        self.setAccessibleName(tr("Line of {label} {spoken}", label=label, spoken=spoken))
        self.setToolTip(tr("Show or hide the line of {label} {spoken}", label=label, spoken=spoken))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        label, symbol, _, _ = self._line
        text = self._name.width(label) + 4.0 + math_text(symbol, 14).width
        return QSize(round(2 * _MARGIN + _SAMPLE + 6.0 + text), round(scaled(_HEIGHT)))

    def least_width(self) -> int:
        """Return the width with a short sample and narrow margins; see `Squeezable`."""
        return self.sizeHint().width() - round(2 * (_MARGIN - _LEAST_MARGIN) + _SAMPLE - _LEAST_SAMPLE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        label, symbol, hue, dash = self._line
        natural, least = self.sizeHint().width(), self.least_width()
        squeezed = min(max((natural - self.width()) / (natural - least), 0.0), 1.0)
        margin = _MARGIN - squeezed * (_MARGIN - _LEAST_MARGIN)
        sample = _SAMPLE - squeezed * (_SAMPLE - _LEAST_SAMPLE)
        theme, on = self._theme, self.isChecked()
        painter = QPainter(self)
        canvas = Canvas(painter, theme, QRectF(self.rect()), theme.text_scale)
        if self.underMouse() or self.hasFocus():
            painter.setPen(canvas.pen(theme.accent) if self.hasFocus() else QPen(Qt.PenStyle.NoPen))
            painter.setBrush(theme.raised)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5.0, 5.0)
        middle, x = self.height() / 2.0, margin
        painter.setPen(canvas.pen(theme.line(hue) if on else theme.border, 1.8, dash))
        painter.drawLine(QPointF(x, middle), QPointF(x + sample, middle))
        x += sample + 6.0
        ink = theme.text if on else theme.muted
        width = canvas.text(label, x, middle + scaled(4.3), size=12.0, colour=ink)
        canvas.symbol(symbol, x + width + 4.0, middle + scaled(4.3), size=14.0, colour=ink)
        painter.end()
