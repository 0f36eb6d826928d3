"""The words of the chips and the width of each chip, which mostly stay: a key changes the last word of a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from gatescope.text.tokens import TokenSequence
from gatescope.views.sentence.chip_data import ChipData


class ChipWord(NamedTuple):
    """The word of a chip as it is written, whether the vocabulary has it, and the width of the chip in pixels."""

    text: str
    known: bool
    width: float


class ChipWords:
    """Reads and measures a word when it is asked for, and again only when it has changed."""

    def __init__(self, measure: Callable[[str, bool], float]) -> None:
        """`measure` returns the width of the chip of a word, which the vocabulary has or not."""
        self._measure = measure
        self._data: ChipData | None = None
        self._tokens: TokenSequence | None = None
        self._kept: list[ChipWord | None] = []

    def take(self, data: ChipData | None) -> None:
        """Take the tokens of `data`."""
        tokens = None if data is None else data.tokens
        if tokens is not self._tokens:
            same = 0 if tokens is None or self._tokens is None else tokens.same_until(self._tokens)
            del self._kept[same:]
            self._kept += [None] * ((0 if tokens is None else len(tokens)) - same)
        self._data, self._tokens = data, tokens

    def forget_widths(self) -> None:
        """Measure all chips anew: they have other fonts, or other numbers."""
        self._kept = [None] * len(self._kept)

    def __getitem__(self, token: int) -> ChipWord:
        word = self._kept[token]
        if word is None:
            assert self._data is not None
            text, known = self._data.word(token), self._data.known(token)
            word = self._kept[token] = ChipWord(text, known, self._measure(text, known))
        return word
