"""The words of a token axis and their places, on screen and in a file alike: as many as fit."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from math import ceil, floor, inf
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.axis_words import AxisTexts, Measure, WordStyle
from gatescope.plots.numbers import whole_step
from gatescope.text.tokens import TokenSequence

TEXT_SIZE, BASELINE = 11.0, 14.0
"""The words' size, and how far the baseline of words that lie flat is below the plot, in design pixels."""
FLAT_HEIGHT = 20.0

# A column this wide holds enough of a word lying flat; below it the words stand upright where they may.
_FLAT_COLUMN = 34.0
# In a column this wide every word is written, cut where it is longer; in narrower ones only what has room.
_WORD_COLUMN = 24.0
# Single letters are written closer than words, each in its own column.
_LETTER_COLUMN = 6.0
# Less than so much of a word cannot be recognized.
_SHORTEST = 14.0
# So much of a word is enough to recognize it.
_LONGEST = 84.0
_UPRIGHT_PITCH = 12.0
# Upright words in less than this would be cut short, and take space from the plot.
UPRIGHT_LEAST = 50.0
# In narrower columns numbers tell a token's place in the text better than the few words that have room.
_NARROWEST, _NARROWEST_UPRIGHT = 1.7, 0.5
_NUMBER_PITCH = 90.0
_KEPT = 16
# Between a word that reaches into its neighbour's column and that neighbour; less where columns are narrow.
_APART, _CLOSE = 6.0, 3.0
_OVERHANG = 4.0

Array = NDArray[np.floating]


class AxisWord(NamedTuple):
    """One word of the axis, or the number of a token counted from one.

    Attributes:
        text: what to write, elided to `max_width` where it is wider.
        centre: its middle, in pixels right of the axis' left end.
        max_width: logical pixels that it may take along its line; infinite for an upright word, which the height
            limits.
    """

    text: str
    style: WordStyle
    centre: float
    max_width: float


class TokenAxisLayout:
    """The words of the tokens in a stretch of the axis, never over one another.

    The word under the cursor is always written, whole where the axis is long enough, and its neighbours give way. Where
    the columns are too narrow for all words the most important ones are written. Single letters are never left out: in
    columns too narrow for them, and where words would be too few, the tokens' numbers are written instead.

    Args:
        stretch: the first and the last place on the axis, where token i fills i … i + 1.
        width: of the axis in logical pixels.
        unit: logical pixels of one design pixel.
        most: the height that the words may take.
        texts: what other layouts of these tokens, with this `measure`, have found out about the words.
        importance: (T,) how much each word matters; by default the first of the words that have room are written.
        zoom: how many times its usual size the text has beside those pixels; wider words need wider columns.
        whole_words: let words stand as soon as one of them is cut.

    Attributes:
        width: of the axis, the argument.
        column: logical pixels a token takes.
        numbered: whether numbers are written instead of words.
        upright: whether the words stand.
        letters: whether every token in sight is a single letter.
    """

    def __init__(
        self,
        tokens: TokenSequence,
        cursor: int | None,
        stretch: tuple[float, float],
        width: float,
        measure: Measure,
        unit: float = 1.0,
        most: float = inf,
        texts: AxisTexts | None = None,
        importance: Array | None = None,
        zoom: float = 1.0,
        whole_words: bool = False,
    ) -> None:
        self.width = width
        self._texts = texts or AxisTexts(tokens, measure)
        self._tokens, self._measure, self._unit = tokens, measure, unit
        self._importance, self._text_unit = importance, unit * zoom
        self._first, self._last = stretch
        self.column = width / max(self._last - self._first, 1e-9)
        self._visible = range(max(floor(self._first), 0), min(ceil(self._last), len(tokens)))
        self._cursor = cursor if cursor is not None and cursor in self._visible else None
        seen = slice(self._visible.start, self._visible.stop)
        narrow = self.column < _FLAT_COLUMN * self._text_unit
        narrow = narrow or (whole_words and self.widest > max(self.column - _OVERHANG * unit, 0.0))
        self.letters = (
            narrow and len(self._visible) > 0 and int((tokens.ends[seen] - tokens.starts[seen]).max(initial=0)) <= 1
        )
        self.upright = (
            narrow
            and not self.letters
            and most >= UPRIGHT_LEAST * unit
            and self.column >= _NARROWEST_UPRIGHT * unit
            and self.widest > max(self.column - _OVERHANG * unit, _SHORTEST * unit)
        )
        least = _LETTER_COLUMN if self.letters else _NARROWEST
        self.numbered = narrow and not self.upright and self.column < least * unit

    @property
    def widest(self) -> float:
        """The width of the widest word in sight."""
        return self._texts.widest(self._visible)

    @cached_property
    def words(self) -> tuple[AxisWord, ...]:
        """The words to write, from left to right, the current word last."""
        if self.width <= 0.0 or not self._visible:
            return ()
        if self.numbered:
            return tuple(self._numbers())
        if self.letters:
            return tuple(self._letters())
        if self.upright or self.column < _WORD_COLUMN * self._text_unit:
            return tuple(self._thinned())
        return tuple(self._flat())

    def centre(self, index: float) -> float:
        """Return where the middle of a token's column is, in pixels right of the axis' left end."""
        return (index + 0.5 - self._first) * self.column

    def _style(self, index: int) -> WordStyle:
        if index == self._cursor:
            return "current"
        return "plain" if self._tokens.known[index] else "unknown"

    def _current(self) -> AxisWord | None:
        """Return the cursor's word where it lies flat, moved inwards at the ends of the axis."""
        if self._cursor is None:
            return None
        word = self._texts.word(self._cursor)
        half = min(self._measure(word, "current"), self.width) / 2.0
        over = _OVERHANG * self._unit
        centre = max(half - over, min(self.centre(self._cursor), self.width + over - half))
        return AxisWord(word, "current", centre, 2.0 * half)

    def _flat(self) -> Iterator[AxisWord]:
        """Yield all words side by side: a long one may reach as far beyond its column as its neighbours leave room."""
        gap, pitch = (_APART if self.column >= _FLAT_COLUMN * self._text_unit else _CLOSE) * self._unit, self.column
        current = self._current()
        named = [index for index in self._visible if index != self._cursor]
        texts = [self._texts.word(index) for index in named]
        styles = [self._style(index) for index in named]
        widths = [self._measure(text, style) for text, style in zip(texts, styles, strict=True)]
        halves = [min(width, pitch - gap) / 2.0 for width in widths]
        centres = [self.centre(index) for index in named]
        left_end, right_end = -_OVERHANG * self._unit, self.width + _OVERHANG * self._unit
        for at, (text, style, width, centre) in enumerate(zip(texts, styles, widths, centres, strict=True)):
            left = centres[at - 1] + halves[at - 1] + gap if at else left_end
            right = centres[at + 1] - halves[at + 1] - gap if at + 1 < len(named) else right_end
            if current is not None:
                if current.centre < centre:
                    left = max(left, current.centre + current.max_width / 2.0 + gap)
                else:
                    right = min(right, current.centre - current.max_width / 2.0 - gap)
            max_width = 2.0 * min(centre - left, right - centre)
            if width <= max_width or max_width >= _SHORTEST * self._text_unit:
                yield AxisWord(text, style, centre, max_width)
        if current is not None:
            yield current

    def _letters(self) -> Iterator[AxisWord]:
        """Yield every letter in its own column, the current one last."""
        for index in sorted(self._visible, key=lambda index: index == self._cursor):
            if 0.0 <= self.centre(index) <= self.width or index == self._cursor:
                yield AxisWord(self._texts.word(index), self._style(index), self.centre(index), self.column)

    def _thinned(self) -> Iterator[AxisWord]:
        """Yield the most important words that have room, each whole; those beside the cursor's give way to it."""
        current = self._upright_current() if self.upright else self._current()
        key = self._first, self._last, self.width, self._unit, self.upright
        found = self._texts.thinned.get(key)
        if found is None:
            if len(self._texts.thinned) >= _KEPT:
                self._texts.thinned.clear()
            found = self._texts.thinned[key] = self._with_room()
        gap = 0.0 if self.upright else _APART * self._unit
        own = 0.0 if current is None else _UPRIGHT_PITCH * self._unit if self.upright else current.max_width
        for index, width in found:
            centre = self.centre(index)
            free = current is None or abs(centre - current.centre) >= (width + own) / 2.0 + gap
            if free and index != self._cursor:
                yield AxisWord(self._texts.word(index), self._style(index), centre, inf if self.upright else width)
        if current is not None:
            yield current

    def _with_room(self) -> list[tuple[int, float]]:
        """Return the most important words in sight that have room, wherever the cursor is, and their widths.

        Words just out of sight take part, and places count from the beginning of the text: panned, the axis keeps its
        words.
        """
        column, gap = self.column, 0 if self.upright else ceil(_APART * self._unit)
        longest = (_UPRIGHT_PITCH if self.upright else _LONGEST) * self._unit
        beyond = ceil(longest / column)
        near = range(max(self._visible.start - beyond, 0), min(self._visible.stop + beyond, len(self._tokens)))
        base = floor(near.start * column - 2.0 * longest)
        taken = bytearray(ceil(near.stop * column + 2.0 * longest) - base)
        found: list[tuple[int, float]] = []
        for index in self._by_importance(near):
            place = (index + 0.5) * column - base
            if taken[int(place)]:
                continue
            width = longest - 1.0
            if not self.upright:
                width = min(self._measure(self._texts.word(index), self._style(index)), longest)
            left, right = floor(place - width / 2.0), ceil(place + width / 2.0)
            if taken.find(1, left, right) < 0 and not self._is_cut(index, width):
                left, right = left - gap, right + gap
                taken[left:right] = b"\x01" * (right - left)
                if index in self._visible:
                    found.append((index, width))
        return sorted(found)

    def _is_cut(self, index: int, width: float) -> bool:
        """Return whether a word reaches over an end of the axis."""
        centre, half = self.centre(index), 0.0 if self.upright else width / 2.0
        over = _OVERHANG * self._unit
        return centre - half < -over < centre + half or centre - half < self.width + over < centre + half

    def _upright_current(self) -> AxisWord | None:
        if self._cursor is None:
            return None
        return AxisWord(self._texts.word(self._cursor), "current", self.centre(self._cursor), inf)

    def _by_importance(self, near: range) -> list[int]:
        """Return these tokens, the most important first; equals are thinned evenly, wherever the axis is panned."""
        indices = np.arange(near.start, near.stop)
        lowest_bit = np.where(indices == 0, len(self._tokens), indices & -indices)
        known = self._importance is not None and len(self._importance) == len(self._tokens)
        importance = self._importance[near.start : near.stop] if known and self._importance is not None else lowest_bit
        order: list[int] = indices[np.lexsort((-lowest_bit, -importance))].tolist()
        return order

    def _numbers(self) -> Iterator[AxisWord]:
        """Yield the places in the text by the tokens' numbers, counted from one, beside the cursor's word."""
        current, gap = self._current(), _APART * self._unit
        step = whole_step(_NUMBER_PITCH * self._unit / self.column)
        for number in range(ceil((self._visible.start + 1) / step) * step, self._visible.stop + 1, step):
            text = f"{number:,}".replace(",", "\u202f")
            half, centre = self._measure(text, "plain") / 2.0, self.centre(number - 1)
            free = current is None or abs(centre - current.centre) >= half + current.max_width / 2.0 + gap
            if free and centre + half <= self.width + _OVERHANG * self._unit:
                yield AxisWord(text, "plain", centre, 2.0 * half)
        if current is not None:
            yield current
