"""A text and the document that shows it, which differ only by breaks in long lines of the document.

Qt lays out a whole paragraph at every key, which takes a quarter of a second for 1 MiB in one line. A long line is
therefore shown as several paragraphs.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gatescope.views.sentence.text_positions import break_points, from_units, shown, to_units, units

PIECE = 2000
"""Code points of a long line that one paragraph shows, at least; at most twice as many."""
PARAGRAPH = "\u2029"


class DisplayText:
    """Keeps `text` exactly, and translates positions: an index counts its code points, a position the document's units.

    Attributes:
        text: what was typed, pasted or set.
        breaks: (N,) ascending positions of the paragraph ends that the text does not have.
        length: units in the document.
    """

    def __init__(self) -> None:
        self.text = ""
        self.breaks: NDArray[np.int64] = np.empty(0, np.int64)
        self.length = 0

    def index(self, position: int) -> int:
        """Return the code point at a position of the document."""
        return from_units(self.text, position - int(np.searchsorted(self.breaks, position, side="left")))

    def position(self, index: int) -> int:
        """Return the position of a code point; at a break, the position behind it."""
        in_text = self.breaks - np.arange(len(self.breaks))
        place = to_units(self.text, index)
        return place + int(np.searchsorted(in_text, place, side="right"))

    def replace(self, start: int, end: int, new: str) -> tuple[int, int, str]:
        """Replace the code points from `start` up to `end`.

        Returns:
            What to do to the document: (first position, last position, what to put between them, lines ending in
            ``\\n``).
        """
        first, last = self.position(start), self.position(end)
        if start < end:
            # With the text go the breaks before it, which would be left as empty paragraphs.
            while first - 1 in self.breaks:
                first -= 1
        pieces, places = _pieces(new)
        display = "\n".join(pieces)
        self.text = self.text[:start] + new + self.text[end:]
        self._shift(first, last, units(display))
        self.add_breaks(first + np.asarray(places, np.int64))
        return first, last, display

    def take(self, position: int, removed: int, added: str) -> bool:
        """Carry over a change of the document: `removed` units at `position` became `added`.

        What both sides share at their ends is left alone, because the document only has stand-ins for some of it.
        Returns whether anything is left then: Qt also reports text that is still being composed.
        """
        before = self.part(position, position + removed)
        start, end = difference(before, added)
        kept = len(before) - end
        first, last = position + units(before[:start]), position + units(before[:end])
        new = added[start : len(added) - kept].replace(PARAGRAPH, "\n")
        self.text = self.text[: self.index(first)] + new + self.text[self.index(last) :]
        self._shift(first, last, units(new))
        return start < end or bool(new)

    def part(self, first: int, last: int) -> str:
        """Return the document's content from `first` up to `last`, with paragraphs that end in U+2029."""
        part = shown(self.text[self.index(first) : self.index(last)]).replace("\n", PARAGRAPH)
        for place in (self.breaks[(self.breaks >= first) & (self.breaks < last)] - first).tolist():
            index = from_units(part, place)
            part = part[:index] + PARAGRAPH + part[index:]
        return part

    def add_breaks(self, places: NDArray[np.int64]) -> None:
        """Add paragraph ends that `length` counts already."""
        if len(places):
            self.breaks = np.sort(np.concatenate([self.breaks, places]))

    def break_at(self, place: int) -> None:
        """Add a paragraph end that was inserted into the document at `place`."""
        self._shift(place, place, 1)
        self.add_breaks(np.array([place], np.int64))

    def _shift(self, first: int, last: int, added: int) -> None:
        moved = added - (last - first)
        self.breaks = np.concatenate([self.breaks[self.breaks < first], self.breaks[self.breaks >= last] + moved])
        self.length += moved


def difference(old: str, new: str) -> tuple[int, int]:
    """Return the start and the end of the part of `old` that differs from `new`."""
    shorter = min(len(old), len(new))
    head = _largest(shorter, lambda n: old[:n] == new[:n])
    tail = _largest(shorter - head, lambda n: old[len(old) - n :] == new[len(new) - n :])
    return head, len(old) - tail


def _largest(most: int, holds: Callable[[int], bool]) -> int:
    """Return the largest n up to `most` for which `holds` is true, by bisection: a loop would take a second."""
    low = 0
    while low < most:
        middle = (low + most + 1) // 2
        low, most = (middle, most) if holds(middle) else (low, middle - 1)
    return low


def _pieces(text: str) -> tuple[list[str], list[int]]:
    """Return the paragraphs that show `text`, and the places (from its start) of the ends that are not in it."""
    pieces: list[str] = []
    places: list[int] = []
    place = 0
    for line in shown(text).split("\n"):
        cuts = [0, *break_points(line, PIECE), len(line)]
        for number, (start, end) in enumerate(pairwise(cuts)):
            if number:
                places.append(place - 1)
            pieces.append(line[start:end])
            place += units(line[start:end]) + 1
    return pieces, places
