"""Text in several forms, laid out in lines and painted.

Qt's document of rich text is no choice here: it has signals, and an object with signals that is made on a thread waits
for a lock of Qt with Python's lock in hand, while the window waits for them the other way round.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from gatescope.paint.marked_up import Form, marked_up

_PLACES = {
    "line": QTextCharFormat.VerticalAlignment.AlignNormal,
    "raised": QTextCharFormat.VerticalAlignment.AlignSuperScript,
    "lowered": QTextCharFormat.VerticalAlignment.AlignSubScript,
}


@dataclass(frozen=True, slots=True)
class Look:
    """How the pieces of one kind are set, beyond their form: empty and 0 leave what is around them."""

    colour: str = ""
    bold: bool = False
    family: str = ""
    pixels: int = 0


class TextBlock:
    """Marked up text in lines no wider than `width`; in one line without.

    Attributes:
        width: logical pixels of its widest line.
        height: logical pixels that its lines take.
        ascent: how far the baseline of its first line lies below its top.
    """

    def __init__(
        self,
        html: str,
        font: QFont,
        colour: str,
        width: float | None = None,
        *,
        looks: Mapping[str, Look] | None = None,
        raised_pixels: int = 0,
    ) -> None:
        """Lay it out.

        Args:
            html: as `marked_up` reads it.
            font: of what has no look of its own.
            colour: of what has none of its own, as ``#rrggbb``.
            width: logical pixels.
            looks: of the pieces with a class, by its name.
            raised_pixels: the size of the font of which exponents are two thirds as large; 0 for that around them.
        """
        self._looks, self._raised_pixels, self._colour = looks or {}, raised_pixels, colour
        marked = marked_up(html)
        option = QTextOption()
        option.setUseDesignMetrics(True)
        option.setWrapMode(
            QTextOption.WrapMode.NoWrap if width is None else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        )
        self._layout = QTextLayout(marked.text, font)
        self._layout.setTextOption(option)
        self._layout.setCacheEnabled(True)
        ranges = []
        for piece in marked.pieces:
            one = QTextLayout.FormatRange()
            one.start, one.length, one.format = piece.start, piece.length, self._format(piece.form)
            ranges.append(one)
        self._layout.setFormats(ranges)
        self.width = self.height = self.ascent = 0.0
        self._break_lines(width)

    def paint(self, painter: QPainter, x: float, top: float) -> None:
        """Paint it with its upper left corner at (`x`, `top`)."""
        painter.setPen(QColor(self._colour))
        self._layout.draw(painter, QPointF(x, top))

    def _break_lines(self, width: float | None) -> None:
        self._layout.beginLayout()
        while (line := self._layout.createLine()).isValid():
            line.setLeadingIncluded(True)
            line.setLineWidth(2.0**20 if width is None else max(width, 1.0))
            line.setPosition(QPointF(0.0, self.height))
            if not self.ascent:
                self.ascent = line.ascent()
            self.height += line.height()
            self.width = max(self.width, line.naturalTextWidth())
        self._layout.endLayout()

    def _format(self, form: Form) -> QTextCharFormat:
        look = self._looks.get(form.kind, Look())
        found = QTextCharFormat()
        found.setForeground(QBrush(QColor(form.colour or look.colour or self._colour)))
        if form.bold or look.bold:
            # A bundled weight: Qt would smear the letters of a bolder one.
            found.setFontWeight(QFont.Weight.DemiBold)
        if form.italic:
            found.setFontItalic(True)
        if look.family:
            found.setFontFamilies([look.family])
        pixels = self._raised_pixels if form.place == "raised" and self._raised_pixels else look.pixels
        if pixels:
            found.setProperty(QTextCharFormat.Property.FontPixelSize, pixels)
        found.setVerticalAlignment(_PLACES[form.place])
        return found
