"""The colours of the chips, from the low to the high end of their range."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QSize, QSizeF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gatescope.paint.colour_bar import ColourBar
from gatescope.plots.numbers import span
from gatescope.plots.shading import Band
from gatescope.plots.theme import LIGHT, Theme
from gatescope.session.document.shading import SURPRISE
from gatescope.words import tr

_BAR = QSizeF(56, 8)
_PIXELS, _HEIGHT = 11, 28


class ShadingScale(QWidget):
    """A small colour bar with its two ends; nothing where several bands have colours of their own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Range of the shades"))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._shown: tuple[float, float, str] | None = None
        self._unit = ""
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        self._theme: Theme = theme
        font = QFont(self.font())
        font.setPixelSize(theme.pixels(_PIXELS))
        self._font = font
        self._ascent = QFontMetricsF(font).capHeight()
        self._bar = ColourBar(font, _BAR * theme.text_scale)
        self.updateGeometry()
        self.update()

    def show_bands(self, bands: tuple[Band, ...]) -> None:
        """Show the range of `bands`; cheap where it stayed."""
        ranges = {(band.low, band.high, band.colours) for band in bands}
        shown = ranges.pop() if len(ranges) == 1 else None
        unit = tr(" nats") if shown is not None and bands[0].quantity == SURPRISE else ""
        if (shown, unit) != (self._shown, self._unit):
            self._shown, self._unit = shown, unit
            self.setToolTip(
                ""
                if shown is None
                else tr("Colours of the chips: {span}{unit}", span=span(shown[0], shown[1]), unit=unit)
            )
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        if self._shown is None:
            return QSize(0, self._theme.pixels(_HEIGHT))
        unit = QFontMetricsF(self._font).horizontalAdvance(self._unit)
        return QSize(ceil(self._bar.width(*self._shown[:2]) + unit) + 2, self._theme.pixels(_HEIGHT))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._shown is None:
            return
        painter = QPainter(self)
        baseline = (self.height() + self._ascent) / 2
        self._bar.paint(painter, 0.0, baseline, *self._shown, self._theme)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QPointF(self._bar.width(*self._shown[:2]), baseline), self._unit)
        painter.end()
