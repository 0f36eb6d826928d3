"""The names of tokens on an axis, on screen and in a file alike: words where they fit, else round numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from gatescope.text.tokens import TokenSequence

WordStyle = Literal["plain", "unknown", "current"]
Measure = Callable[[str, WordStyle], float]
"""The width of a word in logical pixels."""

# An axis has no space for more, and measuring a word of a megabyte would take a whole frame.
_LONGEST = 40
# A blank or a control character has to be seen where it is a token of its own.
_PICTURES = {code: chr(0x2400 + code) for code in range(32)} | {0x7F: "␡", 0x2028: "␤", 0x2029: "␤"}
_PICTURES |= {ord(blank): picture for blank, picture in zip(" \t\n", "␣⇥⏎", strict=True)}


def axis_word(tokens: TokenSequence, index: int) -> str:
    """Return the token as an axis writes it: as typed, with visible control characters and blanks, cut if very long."""
    start, end = int(tokens.starts[index]), int(tokens.ends[index])
    word = visible(tokens.text[start : min(end, start + _LONGEST)])
    return word if end - start <= _LONGEST else word + "…"


def short_word(word: str) -> str:
    """Return a word of a vocabulary as an axis writes it: invisible characters made visible, cut where very long."""
    return visible(word) if len(word) <= _LONGEST else visible(word[:_LONGEST]) + "…"


def visible(word: str) -> str:
    """Return `word` with visible control characters, and with visible blanks where it consists of blanks."""
    return word.translate(_PICTURES) if not word.isprintable() or word.isspace() else word


class AxisTexts:
    """The words of one text as axes write them, each read and measured once for all layouts.

    Attributes:
        thinned: by what it depends on, the words that have room where not all have, with their widths.
    """

    def __init__(self, tokens: TokenSequence, measure: Measure, before: AxisTexts | None = None) -> None:
        """Take over from `before`, with the same `measure`, what has not changed since."""
        self._tokens, self._measure = tokens, measure
        self.thinned: dict[tuple[float, ...], list[tuple[int, float]]] = {}
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
