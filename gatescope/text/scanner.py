"""Finds tokens in a text, and after an edit only the tokens that the edit touched."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.text.common import common_prefix, common_suffix
from gatescope.text.graphemes import classify
from gatescope.text.tokens import TokenSequence

Positions = NDArray[np.int64]
_FIRST_WINDOW = 1024


@dataclass(frozen=True)
class Scanner:
    """A pattern that is matched again and again from the left, skipping what does not match.

    Attributes:
        pattern: without look-behind past its own start, so that where a token starts decides all that follows.
        lookahead: how many characters past a token's end can decide where it ends.
        letters: what the pattern reads in place of a text, as long as the text: its class letters (see
            `graphemes.classify`), or with ``str`` the text itself.
    """

    pattern: re.Pattern[str]
    lookahead: int
    letters: Callable[[str], str] = classify

    def scan(self, text: str) -> tuple[Positions, Positions]:
        """Return (T,) starts and (T,) ends of all tokens."""
        spans = [found.span() for found in self.pattern.finditer(self.letters(text))]
        # No single call works on all of 1 MiB: `list(finditer)` or an array of pairs would hold up every other thread.
        starts = np.fromiter((start for start, _ in spans), np.int64, len(spans))
        return starts, np.fromiter((end for _, end in spans), np.int64, len(spans))

    def rescan(self, text: str, previous: TokenSequence) -> Edit:
        """Return the tokens of `text` that those of an earlier text do not already tell.

        Reading resumes behind the last token that the edit cannot have reached and stops at the first start of a
        token that it shares with the earlier text: from there on both texts and so both readings are the same.
        """
        head = common_prefix(previous.text, text)
        tail = common_suffix(previous.text, text, min(len(previous.text), len(text)) - head)
        shift = len(text) - len(previous.text)
        kept = int(np.searchsorted(previous.ends, head - self.lookahead, side="right"))
        position = int(previous.ends[kept - 1]) if kept else 0
        spans: list[tuple[int, int]] = []
        window = _FIRST_WINDOW
        while position < len(text):
            stop = min(position + window, len(text))
            settled = stop if stop == len(text) else stop - self.lookahead
            origin = position
            for found in self.pattern.finditer(self.letters(text[position:stop])):
                start, end = origin + found.start(), origin + found.end()
                if end > settled:
                    break
                if start >= len(text) - tail:
                    same = int(np.searchsorted(previous.starts, start - shift))
                    if same < len(previous) and previous.starts[same] == start - shift:
                        return Edit(kept, spans, same, shift)
                spans.append((start, end))
                position = end
            else:
                # The rest of the window holds no token, and cannot unless the text behind it matters.
                position = max(position, settled)
            window *= 2
        return Edit(kept, spans, len(previous), shift)


@dataclass(frozen=True)
class Edit:
    """How a token sequence follows from an earlier one: its first `kept` tokens, then `spans`, then those from
    `same` on, moved by `shift` characters."""

    kept: int
    spans: list[tuple[int, int]]
    same: int
    shift: int
