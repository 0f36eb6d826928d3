"""The words of a token axis and their places, on screen and in a file alike: as many as fit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from math import ceil, floor, inf
from typing import Literal, NamedTuple

from gatescope.plots.axis_words import axis_word
from gatescope.plots.numbers import whole_step
from gatescope.text.tokens import TokenSequence

TEXT_SIZE, BASELINE = 11.0, 14.0
"""The words' size, and how far the baseline of words that lie flat is below the plot, in design pixels."""
FLAT_HEIGHT = 20.0

# A column this wide holds enough of a word lying flat; below it the words stand upright.
_FLAT_COLUMN = 34.0
# Less than so much of a word cannot be recognized.
_SHORTEST = 14.0
_UPRIGHT_PITCH = 12.0
# Upright words in less than this would be cut short, and take space from the plot.
UPRIGHT_LEAST = 50.0
# Where only every so many-eth token could be named, numbers tell its place in the text better than words.
_SPARSEST = 24
_NUMBER_PITCH = 90.0
# Between a word that reaches into its neighbour's column and that neighbour.
_APART = 6.0
_OVERHANG = 4.0

WordStyle = Literal["plain", "unknown", "current"]
Measure = Callable[[str, WordStyle], float]
"""The width of a word in logical pixels."""


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


class AxisTexts:
    """The words of one text as axes write them, each read and measured once for all layouts."""

    def __init__(self, tokens: TokenSequence, measure: Measure, before: AxisTexts | None = None) -> None:
        """Take over from `before`, with the same `measure`, what has not changed since."""
        self._tokens, self._measure = tokens, measure
        same = 0 if before is None else tokens.same_until(before._tokens)
        new = [None] * (len(tokens) - same)
        self._words: list[str | None] = [*before._words[:same], *new] if before is not None else [*new]
        self._widths: list[float | None] = [*before._widths[:same], *new] if before is not None else [*new]

    def word(self, index: int) -> str:
        """Return what an axis writes for the token `index`."""
        word = self._words[index]
        if word is None:
            word = self._words[index] = axis_word(self._tokens, index)
        return word

    def widest(self, visible: range) -> float:
        """Return the width of the widest of these words."""
        widths = self._widths[visible.start : visible.stop]
        if None in widths:
            for index in visible:
                if self._widths[index] is None:
                    self._widths[index] = self._measure(self.word(index), "plain")
            widths = self._widths[visible.start : visible.stop]
        return max((width for width in widths if width is not None), default=0.0)


class TokenAxisLayout:
    """The words of the tokens in a stretch of the axis: flat, upright, thinned or numbered, never over one another.

    The word under the cursor is always written, whole where the axis is long enough, and its neighbours give way.

    Args:
        stretch: the first and the last place on the axis, where token i fills i … i + 1.
        width: of the axis in logical pixels.
        unit: logical pixels of one design pixel.
        most: the height that the words may take.
        texts: what other layouts of these tokens, with this `measure`, have found out about the words.

    Attributes:
        width: of the axis, the argument.
        column: logical pixels a token takes.
        numbered: whether numbers are written instead of words.
        upright: whether the words stand.
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
    ) -> None:
        self.width = width
        self._texts = texts or AxisTexts(tokens, measure)
        self._tokens, self._measure, self._unit = tokens, measure, unit
        self._first, self._last = stretch
        self.column = width / max(self._last - self._first, 1e-9)
        self._visible = range(max(floor(self._first), 0), min(ceil(self._last), len(tokens)))
        self._cursor = cursor if cursor is not None and cursor in self._visible else None
        narrow = self.column < _FLAT_COLUMN * unit
        self.numbered = narrow and ceil(_UPRIGHT_PITCH * unit / self.column) > _SPARSEST
        self.upright = (
            narrow
            and not self.numbered
            and most >= UPRIGHT_LEAST * unit
            and self.widest > max(self.column - _OVERHANG * unit, _SHORTEST * unit)
        )
        self._step = 1
        if narrow and not self.numbered:
            pitch = _UPRIGHT_PITCH * unit if self.upright else self.widest + 2.0 * unit
            self._step = max(ceil(pitch / self.column), 1)
            self.numbered = self._step > _SPARSEST
            self.upright = self.upright and not self.numbered

    @property
    def widest(self) -> float:
        """The width of the widest word in sight."""
        return self._texts.widest(self._visible)

    @cached_property
    def words(self) -> tuple[AxisWord, ...]:
        """The words to write, from left to right, the current word last."""
        if self.width <= 0.0 or not self._visible:
            return ()
        if self.upright:
            return tuple(self._upright())
        return tuple(self._numbers() if self.numbered else self._flat())

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

    def _named(self) -> list[int]:
        """Return the tokens that the thinning leaves, without the cursor's; the same ones wherever the axis is
        panned."""
        start = ceil(self._visible.start / self._step) * self._step
        return [index for index in range(start, self._visible.stop, self._step) if index != self._cursor]

    def _flat(self) -> Iterator[AxisWord]:
        """Yield the words that lie side by side: a long one may reach as far beyond its column as its neighbours leave
        room."""
        gap, pitch = _APART * self._unit, self.column * self._step
        current = self._current()
        named = self._named()
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
            if width <= max_width or max_width >= _SHORTEST * self._unit:
                yield AxisWord(text, style, centre, max_width)
        if current is not None:
            yield current

    def _upright(self) -> Iterator[AxisWord]:
        for index in self._named():
            centre = self.centre(index)
            near = self._cursor is not None and abs(index - self._cursor) * self.column < _UPRIGHT_PITCH * self._unit
            if not near and 0.0 <= centre <= self.width:
                yield AxisWord(self._texts.word(index), self._style(index), centre, inf)
        if self._cursor is not None:
            yield AxisWord(self._texts.word(self._cursor), "current", self.centre(self._cursor), inf)

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
