"""The order in which chips are read: from the right where the text is, as the editor shows it.

It is what Unicode's bidirectional algorithm (UAX #9) does with words in place of letters, in two levels: the direction
of the text, and runs of words of the other one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

_LONGEST_RUN = 64
"""Words of a run; a longer one, more than a strip shows, keeps the direction of the text."""
_MOST_NEUTRAL = 4
_LOOKED_AT = 1000


def direction_of(text: str) -> int:
    """Return the direction of the first letter of `text` that has one: −1 from the right, 1 from the left, else 0."""
    for char in text[:_LOOKED_AT]:
        kind = unicodedata.bidirectional(char)
        if kind in ("R", "AL"):
            return -1
        if kind == "L":
            return 1
    return 0


class ReadingOrder:
    """The runs of words that are read against the direction of the text.

    Attributes:
        base: direction of the text, −1 from the right or 1 from the left.
    """

    def __init__(self, text: str, count: int, word: Callable[[int], str]) -> None:
        """`count` words, of which `word` returns each."""
        self._count, self._word = count, word
        # Text of more than ASCII is looked at word by word, only where it is in sight.
        self._plain = text.isascii()
        self.base = 1 if self._plain else direction_of(text) or 1
        self._against: dict[int, bool] = {}

    @property
    def from_right(self) -> bool:
        """Whether the first word stands at the right."""
        return self.base < 0

    def run(self, token: int) -> tuple[int, int] | None:
        """Return the first word, and the one behind the last, of the run against the direction that has `token`; None
        where it is in none."""
        if self._plain or not self._is_against(token):
            return None
        first, end = token, token + 1
        while first > 0 and end - first <= _LONGEST_RUN and self._is_against(first - 1):
            first -= 1
        while end < self._count and end - first <= _LONGEST_RUN and self._is_against(end):
            end += 1
        return (first, end) if end - first <= _LONGEST_RUN else None

    def _is_against(self, token: int) -> bool:
        found = self._against.get(token)
        if found is None:
            own = direction_of(self._word(token))
            # A comma between two words of a run is a part of it.
            found = own == -self.base if own else all(self._beside(token, s) == -self.base for s in (-1, 1))
            self._against[token] = found
        return found

    def _beside(self, token: int, step: int) -> int:
        """Return the direction of the nearest word on one side that has one."""
        for away in range(1, _MOST_NEUTRAL + 1):
            other = token + step * away
            if not 0 <= other < self._count:
                break
            own = direction_of(self._word(other))
            if own:
                return own
        return 0
