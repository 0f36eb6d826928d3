"""Linear layers whose names are numbered: ``fc1`` and ``fc2``, ``head.0`` and ``head.2``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from gatescope.formats.state_dict.linear import Linear

_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>\d{0,4})", re.DOTALL)


class Rows:
    """The linear layers that may stand above a module which gives `width` numbers, in the rows that they form."""

    def __init__(self, linears: Iterable[Linear], width: int) -> None:
        self._rows: defaultdict[str, list[tuple[int, Linear]]] = defaultdict(list)
        for linear in linears:
            stem, number = _numbered(linear)
            self._rows[stem].append((number, linear))
        self._first: dict[str, int] = {}
        self._last: dict[str, int] = {}
        for stem, row in self._rows.items():
            row.sort(key=_number)
            fitting = [(number, linear) for number, linear in row if linear.inputs == width]
            if fitting:
                self._first[stem] = fitting[0][0]
                self._last[stem] = max((number for number, linear in fitting if linear.bias is not None), default=-1)

    def goes_on(self, linear: Linear) -> bool:
        """Return whether a later layer of its row takes what the module gives."""
        stem, number = _numbered(linear)
        return self._last.get(stem, -1) > number

    def is_on_top(self, linear: Linear) -> bool:
        """Return whether `linear` takes what the layer before it in its row gives, and the row begins at the module."""
        stem, number = _numbered(linear)
        row = self._rows.get(stem, [])
        place = bisect_left(row, number, key=_number)
        begins = self._first.get(stem, number) < number
        return place > 0 and begins and row[place - 1][1].outputs == linear.inputs


def _number(entry: tuple[int, Linear]) -> int:
    return entry[0]


def _numbered(linear: Linear) -> tuple[str, int]:
    match = _NUMBERED.fullmatch(linear.name)
    return (match["stem"], int(match["number"] or 0)) if match is not None else (linear.name, 0)
