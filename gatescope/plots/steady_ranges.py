"""Ranges that stay while a text is typed or a weight is dragged: a scale that jumps at every key cannot be read."""

from __future__ import annotations

from collections.abc import Hashable

Range = tuple[float, float]

_LEAST_USED = 0.4
_MOST_KEPT = 64


class SteadyRanges:
    """Remembers the range of every picture that a window shows.

    A range grows as soon as values need it, and shrinks only when they use less than two fifths of it: a word that is
    being typed passes through other words, and their values would make the scale flicker.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, Range] = {}

    def keep(self, key: Hashable, wanted: Range) -> Range:
        """Return the range to draw in, where the values by themselves would have `wanted`.

        Args:
            key: what is drawn; another one has no history.
        """
        before = self._kept.pop(key, None)
        if before is not None:
            low, high = min(before[0], wanted[0]), max(before[1], wanted[1])
            if wanted[1] - wanted[0] >= _LEAST_USED * (high - low):
                wanted = low, high
        if len(self._kept) >= _MOST_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = wanted
        return wanted

    def forget(self) -> None:
        """Let every range be what its values need now."""
        self._kept.clear()
