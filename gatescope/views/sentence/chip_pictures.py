"""The pieces of chips, drawn once as pictures, since laying text out costs ten times as much as a picture of it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from math import ceil
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPixmap

from gatescope.paint.scripts import has_italics
from gatescope.plots.theme import Theme
from gatescope.views.base.text_size import pixels
from gatescope.views.sentence.chip_fonts import ChipFonts

_WORD_LINE, _NUMBER_LINE, _NOTE_LINE = 18, 13, 15
MARGIN = 1
"""Pixels by which the picture of a shape is larger than the chip on every side: the outline lies on its edge."""
_RADIUS, _WORD_TOP = 6.0, 2.0
_MOST = 2_000
_CENTRE = Qt.AlignmentFlag.AlignCenter
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def word_line() -> int:
    """Return the height in pixels of the line with a chip's word."""
    return pixels(_WORD_LINE)


def number_line() -> int:
    """Return the height in pixels of a line with one of its numbers."""
    return pixels(_NUMBER_LINE)


def note_line() -> int:
    """Return the height in pixels of the line below a chip."""
    return pixels(_NOTE_LINE)


class ChipShape(NamedTuple):
    """A chip without its numbers.

    Attributes:
        outline: ``"cursor"``, ``"tentative"``, ``"unknown"``, ``"hover"`` or ``"plain"``.
        ground, ink: colours of the chip and of its word.
        width, height: logical pixels.
        bands: the colours behind the numbers, top down; none where the chip has one colour.
    """

    word: str
    known: bool
    outline: str
    ground: str
    ink: str
    width: int
    height: int
    bands: tuple[str, ...] = ()


class ChipRow(NamedTuple):
    """One number of a chip, behind the letter of its cell where a chip has several.

    Attributes:
        mark, mark_ink: the letter, or nothing, and its colour.
        text, ink: the number and its colour.
        width: logical pixels between the letter's left and the number's right end; 0 for as wide as the number.
    """

    mark: str
    mark_ink: str
    text: str
    ink: str
    width: int


class ChipNote(NamedTuple):
    """A line below a chip: a word, cut where it is too long, and a number behind it.

    Attributes:
        bold: the weight of both.
        ink: the colour of both.
        width: logical pixels of the chip.
    """

    word: str
    number: str
    bold: bool
    ink: str
    width: int


class ChipPictures:
    """Pictures of shapes and rows in one theme, two fonts and one ratio of device pixels."""

    def __init__(self, theme: Theme, fonts: ChipFonts, ratio: float) -> None:
        self.ratio = ratio
        self._theme = theme
        self._word, self._unknown, self._number = fonts.word, fonts.unknown, fonts.number
        self._kept: dict[Hashable, QPixmap] = {}

    def paint(
        self,
        painter: QPainter,
        left: float,
        top: float,
        shape: ChipShape,
        rows: Sequence[ChipRow],
        below: ChipNote | None = None,
    ) -> None:
        """Paint a chip whose upper left corner is at (left, top), and what stands below it."""
        # Between two pixels a picture would be blurred.
        left = round(left * self.ratio) / self.ratio
        painter.drawPixmap(QPointF(left - MARGIN, top - MARGIN), self.shape(shape))
        if below is not None:
            painter.drawPixmap(QPointF(left, top + shape.height), self.note(below))
        top += word_line() + 1
        for row in rows:
            picture = self.row(row)
            painter.drawPixmap(QPointF(left + (shape.width - picture.width() / self.ratio) // 2, top), picture)
            top += number_line()

    def shape(self, shape: ChipShape) -> QPixmap:
        """Return the picture of the ground, the outline and the word."""
        kept = self._kept.get(shape)
        return self._keep(shape, self._draw_shape(shape)) if kept is None else kept

    def row(self, row: ChipRow) -> QPixmap:
        """Return the picture of the number with its letter, on a transparent ground."""
        kept = self._kept.get(row)
        return self._keep(row, self._draw_row(row)) if kept is None else kept

    def note(self, note: ChipNote) -> QPixmap:
        """Return the picture of a line below a chip, on a transparent ground."""
        kept = self._kept.get(note)
        return self._keep(note, self._draw_note(note)) if kept is None else kept

    def _keep(self, key: Hashable, picture: QPixmap) -> QPixmap:
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = picture
        return picture

    def _draw_shape(self, shape: ChipShape) -> QPixmap:
        picture, painter = self._begin(shape.width + 2 * MARGIN, shape.height + 2 * MARGIN)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(MARGIN, MARGIN)
        chip = QPainterPath()
        chip.addRoundedRect(QRectF(0.5, 0.5, shape.width - 1, shape.height - 1), _RADIUS, _RADIUS)
        painter.fillPath(chip, QColor(shape.ground))
        if shape.bands:
            self._draw_bands(painter, chip, shape)
        painter.strokePath(chip, self._outline(shape.outline))
        italic = not shape.known and has_italics(shape.word, self._unknown.family())
        painter.setFont(self._unknown if italic else self._word)
        painter.setPen(QColor(shape.ink))
        painter.drawText(QRectF(0.5, _WORD_TOP, shape.width - 1, word_line()), _CENTRE, shape.word)
        painter.end()
        return picture

    @staticmethod
    def _draw_bands(painter: QPainter, chip: QPainterPath, shape: ChipShape) -> None:
        """Draw the colours behind the numbers; the last one reaches down to the chip's end."""
        for at, colour in enumerate(shape.bands):
            top = word_line() + 1 + at * number_line()
            bottom = top + number_line() if at + 1 < len(shape.bands) else shape.height
            band = QPainterPath()
            band.addRect(QRectF(0, top, shape.width, bottom - top))
            painter.fillPath(chip.intersected(band), QColor(colour))

    def _draw_row(self, row: ChipRow) -> QPixmap:
        width = row.width or ceil(QFontMetricsF(self._number).horizontalAdvance(row.text)) + 2
        picture, painter = self._begin(width, number_line())
        painter.setFont(self._number)
        place = QRectF(0.0, 0.0, width, number_line())
        if row.mark:
            painter.setPen(QColor(row.mark_ink))
            painter.drawText(place, _AT_LEFT, row.mark)
        painter.setPen(QColor(row.ink))
        painter.drawText(place, _AT_RIGHT if row.mark else _CENTRE, row.text)
        painter.end()
        return picture

    def _draw_note(self, note: ChipNote) -> QPixmap:
        picture, painter = self._begin(note.width, note_line())
        font = QFont(self._number)
        font.setWeight(QFont.Weight.DemiBold if note.bold else QFont.Weight.Normal)
        metrics = QFontMetricsF(font)
        number = f" {note.number}"
        word = metrics.elidedText(
            note.word, Qt.TextElideMode.ElideRight, note.width - metrics.horizontalAdvance(number)
        )
        painter.setFont(font)
        painter.setPen(QColor(note.ink))
        painter.drawText(QRectF(0.0, 0.0, note.width, note_line()), _CENTRE, word + number)
        painter.end()
        return picture

    def _begin(self, width: int, height: int) -> tuple[QPixmap, QPainter]:
        picture = QPixmap(ceil(width * self.ratio), ceil(height * self.ratio))
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        return picture, QPainter(picture)

    def _outline(self, outline: str) -> QPen:
        theme = self._theme
        match outline:
            case "cursor":
                return QPen(QColor(theme.accent), 2 * theme.weight)
            case "tentative":
                return QPen(QColor(theme.muted), 1, Qt.PenStyle.DashLine)
            case "unknown":
                return QPen(QColor(theme.muted), 1, Qt.PenStyle.DotLine)
            case "hover":
                return QPen(QColor(theme.muted), 1)
            case _:
                return QPen(QColor(theme.border), 1)
