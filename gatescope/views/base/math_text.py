"""Symbols such as *f*ₜ or c̃ₜ in the maths font, painted or as rich text for a label."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QStaticText, QTextOption

from gatescope.plots.theme import MATH_FAMILY
from gatescope.views.base.text_size import pixels


def math_font(pixels: int) -> QFont:
    """Return the font of symbols and equations."""
    font = QFont(MATH_FAMILY)
    font.setPixelSize(pixels)
    return font


def in_math_font(html: str, pixels: int) -> str:
    """Wrap rich text so that a QLabel or a tooltip shows it in the maths font."""
    return f"<span style=\"font-family:'{MATH_FAMILY}'; font-size:{pixels}px\">{html}</span>"


class MathText:
    """A piece of rich text in the maths font, laid out once and painted many times.

    Attributes:
        width, height: pixels it takes.
    """

    def __init__(self, html: str, pixels: int) -> None:
        self._font = math_font(pixels)
        self._text = QStaticText(html)
        self._text.setTextFormat(Qt.TextFormat.RichText)
        # A static text breaks lines at its own idea of a width unless it is told not to.
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._text.setTextOption(option)
        self._text.prepare(font=self._font)
        size = self._text.size()
        self.width, self.height = size.width(), size.height()

    def paint(self, painter: QPainter, left: float, middle: float, colour: QColor) -> None:
        """Paint it from `left` on, centred on the height `middle`."""
        painter.setFont(self._font)
        painter.setPen(colour)
        painter.drawStaticText(QPointF(left, middle - self.height / 2.0), self._text)


def math_text(html: str, size: int) -> MathText:
    """Return the `MathText` of `html`, made once for all that paint it.

    `size` is in pixels where the text of the window has its usual size.
    """
    return _made(html, pixels(size))


@lru_cache(maxsize=256)
def _made(html: str, pixels: int) -> MathText:
    return MathText(html, pixels)
