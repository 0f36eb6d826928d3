"""The canvas of all painters: text, symbols, lines and maps in one theme, in units that grow with the picture.

Everything but a map is a vector, so the same painter serves an image now and a vector file as well.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPaintEngine, QPainter, QPainterPath, QPen

from gatescope.paint.cells import HATCH, coloured, paint_cells
from gatescope.paint.colour_bar import ColourBar
from gatescope.paint.marks import line_pen
from gatescope.paint.pieces import pieces
from gatescope.paint.scripts import has_italics
from gatescope.paint.text_block import TextBlock
from gatescope.paint.tips import Tip
from gatescope.plots.theme import MATH_FAMILY, UI_FAMILY, Theme

Align = Literal["left", "centre", "right"]

# The sizes of this design are those of a picture of 1100 × 640; smaller ones keep their text legible, and larger ones
# (a slide) are read from farther away.
_WIDTH, _HEIGHT = 1100.0, 640.0
_SMALLEST, _LARGEST = 0.85, 1.8

_BAR = 54.0
# Pixels of an inch on paper.
_PRINTED = 300.0
TITLE = 15.0
"""The size of a title in design pixels; its baseline is as far below the top of the picture."""
PANEL_TITLE = 12.5
"""The size of a title in a figure, whose text has 12."""


class Canvas:
    """A painter with a theme and a unit of length.

    Attributes:
        painter: what it draws on.
        theme: the design.
        unit: logical pixels of one design pixel.
        head: how wide the title is that a figure has written above a panel, in place of the picture's own; None where
            the picture writes it.
        on_paper: whether the picture is a panel of a figure, whose caption says what it shows.
        thickness: how many times their usual width lines have.
        tips: gathers what is said of places; None where a picture has no readers with a mouse.
    """

    def __init__(
        self,
        painter: QPainter,
        theme: Theme,
        rect: QRectF,
        unit: float | None = None,
        *,
        head: float | None = None,
        thickness: float = 1.0,
    ) -> None:
        """Take the unit that suits a picture of `rect` unless one is given; 1 is the window's."""
        self.painter = painter
        self.theme = theme
        fitting = min(max(min(rect.width() / _WIDTH, rect.height() / _HEIGHT), _SMALLEST), _LARGEST)
        self.unit = fitting if unit is None else unit
        self.head, self.thickness = head, thickness
        self.on_paper = head is not None
        self.tips: list[Tip] | None = None
        # Made once a picture: making a font takes as long as writing a word in it. Not shared with other canvases, for
        # Qt keeps with a font what belongs to one thread.
        self._fonts: dict[tuple[int, bool, bool, str], tuple[QFont, QFontMetricsF]] = {}
        self._symbols: dict[tuple[str, int, str], TextBlock] = {}
        self._plain = painter.paintEngine().type() in (QPaintEngine.Type.Pdf, QPaintEngine.Type.SVG)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)

    def tip(self, rect: QRectF, words: str) -> None:
        """Say `words` of the place `rect`, where tips are gathered."""
        if self.tips is not None:
            self.tips.append(Tip(self.painter.worldTransform().mapRect(rect), words))

    def font(self, size: float, *, bold: bool = False, italic: bool = False, family: str = UI_FAMILY) -> QFont:
        """Return a font of `size` design pixels."""
        return self._font(size, bold, italic, family)[0]

    def text(
        self,
        words: str,
        x: float,
        baseline: float,
        *,
        size: float = 12.0,
        colour: str = "",
        bold: bool = False,
        italic: bool = False,
        align: Align = "left",
        max_width: float | None = None,
        rim: float = 0.0,
    ) -> float:
        """Write one line, elided to `max_width` logical pixels, and return its width.

        Args:
            rim: how many design pixels of the surface surround every letter, over what lies below.
        """
        font, metrics = self._font(size, bold, italic and has_italics(words, UI_FAMILY))
        if max_width is not None:
            words = self.fitted(words, max_width, size, bold=bold)
        width = metrics.horizontalAdvance(words)
        left = x - width * {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
        if rim:
            outline = QPainterPath()
            outline.addText(QPointF(left, baseline), font, words)
            pen = QPen(QColor(self.theme.surface), 2.0 * rim * self.unit)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            self.painter.strokePath(outline, pen)
        self.painter.setFont(font)
        self.painter.setPen(QColor(colour or self.theme.text))
        self.painter.drawText(QPointF(left, baseline), words)
        return width

    def title(self, words: str, x: float, baseline: float, *, max_width: float | None = None) -> float:
        """Write the title of a picture, unless it stands there already, and return its width."""
        if self.head is not None:
            # A picture of several parts has a title for each; only the first one is above it.
            head, self.head = self.head, None
            return head
        size = PANEL_TITLE if self.on_paper else TITLE
        return self.text(words, x, baseline, size=size, bold=True, max_width=max_width)

    def width(self, words: str, size: float = 12.0, *, bold: bool = False) -> float:
        """Return the width of a line of text in logical pixels."""
        return self._font(size, bold)[1].horizontalAdvance(words)

    def fitted(self, words: str, max_width: float, size: float = 12.0, *, bold: bool = False) -> str:
        """Return a line of text, elided where it is wider than `max_width` logical pixels."""
        metrics = self._font(size, bold)[1]
        # To measure takes a tenth of the time that Qt takes to find out that there is nothing to cut.
        if metrics.horizontalAdvance(words) <= max_width:
            return words
        return metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(max_width, 0.0))

    def symbol(self, html: str, x: float, baseline: float, *, size: float = 15.0, colour: str = "") -> float:
        """Write rich text in the maths font with its first line on `baseline`, and return its width."""
        block = self._block(html, size, colour or self.theme.muted)
        block.paint(self.painter, x, baseline - block.ascent)
        return block.width

    def symbol_width(self, html: str, size: float = 15.0) -> float:
        """Return the width of a symbol in logical pixels."""
        return self._block(html, size, self.theme.muted).width if html else 0.0

    def line(self, start: QPointF, stop: QPointF, colour: str, width: float = 1.0) -> None:
        self.painter.setPen(self.pen(colour, width))
        self.painter.drawLine(QLineF(start, stop))

    def frame(self, rect: QRectF, colour: str, width: float = 1.0, radius: float = 0.0) -> None:
        """Outline a rectangle."""
        self.painter.setPen(self.pen(colour, width))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(rect, radius * self.unit, radius * self.unit)

    def dot(self, centre: QPointF, radius: float, colour: str) -> None:
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(QColor(colour))
        self.painter.drawEllipse(centre, radius * self.unit, radius * self.unit)

    def curve(self, path: QPainterPath, colour: str, width: float = 1.8, dash: int = 0) -> None:
        """Draw a line through points; `dash` as in `Series`."""
        self.painter.setPen(self.pen(colour, width, dash))
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        # A pen that dashes counts from the beginning of a path, and a vector file has one element a line.
        for piece in (path,) if self._plain or dash else pieces(path):
            self.painter.drawPath(piece)

    def pen(self, colour: str, width: float = 1.0, dash: int = 0) -> QPen:
        return line_pen(colour, width * self.thickness, dash, self.unit)

    def map(self, rect: QRectF, shown: NDArray[np.uint8], colours: str) -> None:
        """Draw (rows, columns) colour indices, first row on top, as an image of sharp cells, hatched where one is
        `BAD`."""
        hatch = max(round(HATCH * self.unit), HATCH)
        paint_cells(self.painter, rect, coloured(shown, colours, self.theme), self.theme, hatch=hatch)

    def colour_bar(self, size: float) -> ColourBar:
        """Return a colour bar with numbers of `size` design pixels, to be painted in this design."""
        bar = QSizeF(_BAR * self.unit, size * 0.72 * self.unit)
        return ColourBar(self.font(size), bar, 5.0 * self.unit)

    def device_pixels(self, length: float) -> float:
        """Return how many pixels of the device a length has; in a vector file, how many a printer tells apart."""
        device = self.painter.device()
        return length * (_PRINTED / device.logicalDpiX() if self._plain else device.devicePixelRatio())

    def _pixels(self, size: float) -> int:
        # Of one pixel, Qt would make the indices of rich text, two thirds as high, none at all.
        return max(round(size * self.unit), 2)

    def _font(
        self, size: float, bold: bool = False, italic: bool = False, family: str = UI_FAMILY
    ) -> tuple[QFont, QFontMetricsF]:
        key = self._pixels(size), bold, italic, family
        found = self._fonts.get(key)
        if found is None:
            font = QFont(family)
            font.setPixelSize(key[0])
            font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
            font.setItalic(italic)
            # Hinted widths are those of one resolution, and the same layout is painted at 1× to 4×.
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            if self._plain:
                # A letter's other shape has no character of its own: text in a PDF could not be found or copied, and
                # the fonts in an SVG would be twice as large.
                font.setFeature(QFont.Tag("calt"), 0)
            found = self._fonts[key] = font, QFontMetricsF(font)
        return found

    def _block(self, html: str, size: float, colour: str) -> TextBlock:
        key = html, self._pixels(size), colour
        found = self._symbols.get(key)
        if found is None:
            found = self._symbols[key] = TextBlock(html, self.font(size, family=MATH_FAMILY), colour)
        return found
