"""The places of the words of a connectivity: rows that wrap, as large as the height allows."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import sentence
from gatescope.plots.axis_words import axis_word
from gatescope.plots.memory.connectivity_plot import ConnectivityBlock, ConnectivityPlot

Widths = NDArray[np.float64]

TITLE, NAME, SMALL, SYMBOL = 15.0, 12.0, 11.5, 14.5
HEADING = 46.0
_LABEL, _GAP, _EDGE = 18.0, 8.0, 4.0
BESIDE = 44.0
"""What a name takes that stands beside its words."""
_COMFORTABLE_ROWS = 2
_NOTE = 15.0
# Of a word in a text so long that not all have room, these many before and behind the cursor are laid out.
_NEAR = 150
_LEAST_SCALE, _MOST_SCALE = 0.4, 2.0


class WordSize(NamedTuple):
    """How large words are: font, chip, bar and number, and from row to row, in design pixels."""

    font: float
    chip: float
    bar: float
    number: float
    pitch: float

    @property
    def numbered(self) -> bool:
        return self.number > 0.0

    def scaled(self, factor: float) -> WordSize:
        return WordSize(*(one * factor for one in self))


_SIZES = (
    WordSize(17.0, 28.0, 5.0, 11.0, 67.0),
    WordSize(15.0, 24.0, 4.0, 10.5, 52.0),
    WordSize(13.0, 20.0, 3.0, 10.0, 42.0),
    WordSize(12.0, 18.0, 3.0, 0.0, 27.0),
    WordSize(10.5, 15.0, 2.0, 0.0, 21.0),
)


_PRINTED, _MOST_WORDS, _HEAD = _SIZES[2], 480.0, 20.0


class WordPlace(NamedTuple):
    """Where a word is: its chip, the bar below it, and the baseline of its number."""

    token: int
    chip: QRectF
    bar: QRectF
    baseline: float

    @property
    def whole(self) -> QRectF:
        """The place of all of it."""
        return self.chip.united(self.bar)


class BlockLayout(NamedTuple):
    """One model's words.

    Attributes:
        label: the place of the model's name, above the words or, as wide as `BESIDE`, left of them; no height where
            there is but one.
        size: of the words.
        words: those that have room.
        first: the row at the top; scrolls: whether there are rows out of sight.
        note: where it is said which words are in sight; no height where all are, or where there is no room.
    """

    label: QRectF
    size: WordSize
    words: tuple[WordPlace, ...]
    first: int
    scrolls: bool
    note: QRectF


class ConnectivityLayout:
    """The parts of one picture, in logical pixels.

    Attributes:
        heading: title and what is measured; no height in a window, which has them in its title and its tool row.
        blocks: one a model.
        finding: the sentence, with its place.
    """

    def __init__(
        self,
        canvas: Canvas,
        plot: ConnectivityPlot,
        rect: QRectF,
        *,
        window: bool = False,
        zoom: float = 1.0,
        row: int | None = None,
    ) -> None:
        """Lay `plot` out in `rect`.

        Args:
            window: whether a window has title and symbols beside the picture.
            zoom: how much larger words are than fits.
            row: the row at the top; where not all have room, by default such that the cursor's is in sight.
        """
        unit = canvas.unit
        self.finding_text = sentence(canvas, plot.finding, rect.width(), size=NAME)
        said = 0.0 if self.finding_text is None else self.finding_text.height
        self.heading = QRectF(rect.left(), rect.top(), rect.width(), 0.0 if window else HEADING * unit)
        self.finding = QRectF(rect.left(), rect.bottom() - said, rect.width(), said)
        top = self.heading.bottom() + _EDGE * unit
        bottom = self.finding.top() - _GAP * unit
        count = max(len(plot.blocks), 1)
        high = max((bottom - top) / count, 1.0)
        # A name stands above its words, and in a low picture beside them.
        named, rows = count > 1, _SIZES[-1].pitch * unit
        beside = BESIDE * unit if named and high < _LABEL * unit + _COMFORTABLE_ROWS * rows else 0.0
        label = _LABEL * unit if named and not beside else 0.0
        self.blocks: list[BlockLayout] = []
        for at, block in enumerate(plot.blocks):
            start = top + at * high
            place = QRectF(rect.left() + beside, start + label, rect.width() - beside, high - label)
            above = QRectF(rect.left(), start, rect.width(), label)
            name = QRectF(rect.left(), start, beside, _SIZES[-1].chip * unit) if beside else above
            self.blocks.append(_laid_out(canvas, block, name, place, plot.cursor, zoom, row))

    def word_at(self, place: QPointF) -> tuple[int, WordPlace] | None:
        """Return the block and the word at `place`."""
        for at, block in enumerate(self.blocks):
            for word in block.words:
                if word.whole.contains(place):
                    return at, word
        return None

    def span_frames(self, span: range | None) -> list[QRectF]:
        """Return a frame around the words of a stretch in every row in which some of them are in sight."""
        frames: list[QRectF] = []
        for block in self.blocks:
            rows: dict[float, QRectF] = {}
            for word in block.words:
                if span is not None and word.token in span:
                    rows[word.chip.top()] = word.whole.united(rows.get(word.chip.top(), word.whole))
            frames += [row.adjusted(-2.0, -2.0, 2.0, 2.0) for row in rows.values()]
        return frames

    def place_of(self, block: int, token: int) -> WordPlace | None:
        """Return the place of a word; None where it is out of sight."""
        return next((word for word in self.blocks[block].words if word.token == token), None)


def connectivity_height(canvas: Canvas, plot: ConnectivityPlot, width: float) -> float:
    """Return the height of a panel in which the words of short texts have their numbers below them."""
    unit, high = canvas.unit, 0.0
    for block in plot.blocks:
        words = [canvas.width(axis_word(block.tokens, token), _SIZES[0].font) for token in range(len(block.tokens))]
        chips = np.minimum(_chip_widths(np.array(words), _PRINTED, unit), width)
        rows = len(_rows(chips, _gap(_PRINTED) * unit, width))
        high += (rows * _PRINTED.pitch + _GAP + (_LABEL if len(plot.blocks) > 1 else 0.0)) * unit
    return min(high, _MOST_WORDS * unit) + (HEADING - _HEAD + _EDGE + _GAP) * unit


def _laid_out(
    canvas: Canvas,
    block: ConnectivityBlock,
    label: QRectF,
    place: QRectF,
    cursor: int | None,
    zoom: float,
    row: int | None,
) -> BlockLayout:
    """Lay the words out in the largest size in which all have room, or a part of them in the smallest."""
    count, unit = len(block.tokens), canvas.unit
    anchor = min(block.target_token if cursor is None else cursor, count - 1)
    near = range(count) if count <= 2 * _NEAR else range(max(anchor - _NEAR, 0), min(anchor + _NEAR, count))
    base = _SIZES[0].font
    widths = np.array([canvas.width(axis_word(block.tokens, token), base) for token in near])
    size, rows, chips = _SIZES[-1], list[range](), widths
    for wanted in _SIZES[_SIZES.index(_PRINTED) :] if canvas.on_paper else _SIZES:
        size = wanted if zoom == 1.0 else wanted.scaled(min(max(zoom, _LEAST_SCALE), _MOST_SCALE))
        chips = np.minimum(_chip_widths(widths, size, unit), place.width())
        rows = _rows(chips, _gap(size) * unit, place.width())
        if len(rows) * wanted.pitch * unit <= place.height() + (wanted.pitch - _used(wanted)) * unit:
            break
    visible = max(int((place.height() + (size.pitch - _used(size)) * unit) / (size.pitch * unit)), 1)
    scrolls, note = len(rows) > visible or len(near) < count, QRectF()
    if scrolls and visible > 1:
        # The note takes the place of a row.
        visible -= 1
        top = place.top() + visible * size.pitch * unit
        note = QRectF(place.left(), top, place.width(), _NOTE * unit)
    first = 0
    if len(rows) > visible:
        here = next((at for at, one in enumerate(rows) if anchor - near.start in one), 0)
        # By default the cursor's row is the last in sight: what moves a read-out stands before it.
        first = max(here - visible + 1, 0) if row is None else row
        first = min(max(first, 0), len(rows) - visible)
    words = []
    if place.height() < size.chip * unit:
        visible = 0
    for line, tokens in enumerate(rows[first : first + visible]):
        x, y = place.left(), place.top() + line * size.pitch * unit
        for index in tokens:
            wide = float(chips[index])
            chip = QRectF(round(x), round(y), round(wide), round(size.chip * unit))
            bar_top = chip.bottom() + 3.0 * unit * size.font / base
            bar = QRectF(chip.left(), round(bar_top), chip.width(), max(round(size.bar * unit), 1))
            words.append(WordPlace(near[index], chip, bar, bar.bottom() + size.number * 1.25 * unit))
            x += wide + _gap(size) * unit
    return BlockLayout(label, size, tuple(words), first, scrolls, note)


def _used(size: WordSize) -> float:
    """Return how much of the pitch a row takes, without the space below it."""
    return size.chip + 4.0 + size.bar + 1.5 * size.number


def _gap(size: WordSize) -> float:
    return size.font * 0.42


def _chip_widths(words: Widths, size: WordSize, unit: float) -> Widths:
    """Return how wide the chips of words are, which are so wide in the largest size."""
    least = size.font * 1.9 if size.numbered else size.font * 1.1
    found: Widths = np.maximum(words * (size.font / _SIZES[0].font) + size.font * 0.8 * unit, least * unit)
    return found


def _rows(chips: Widths, gap: float, wide: float) -> list[range]:
    """Return the words of every row, by their place in `chips`."""
    ends = np.cumsum(chips + gap)
    rows, start, before = list[range](), 0, 0.0
    while start < len(chips):
        stop = max(int(np.searchsorted(ends, before + wide + gap, side="right")), start + 1)
        rows.append(range(start, stop))
        start, before = stop, float(ends[stop - 1])
    return rows
