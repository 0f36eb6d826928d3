"""What of a network is no longer as trained, line by line, in plain words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.identity import same_memory
from gatescope.engine.network import Array, Network
from gatescope.plots.matrix import matrix
from gatescope.plots.numbers import short
from gatescope.plots.weight_words import weight_in_words
from gatescope.views.weights.edits import Arrays, with_cell
from gatescope.words import tr

MOST_CELLS = 8
"""More changed numbers of one array than this are one line: a gain, or a new start."""


@dataclass(frozen=True)
class Change:
    """One line of the list.

    Attributes:
        key: of the array.
        cell: row and column of the one number that changed; None where the line is of the whole array.
        words: what changed; before, now: its value as trained, and by now.
    """

    key: str
    cell: tuple[int, int] | None
    words: str
    before: str
    now: str


class Changes:
    """Counts and lists changes; an array that is the same as before is not looked through again."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[Array, Array, NDArray[np.int64]]] = {}

    def count(self, network: Network, trained: Network, changed: Iterable[str]) -> int:
        """Return how many lines there are, of the arrays that are known to have `changed`."""
        return sum(self._lines(len(self._places(key, network, trained))) for key in changed)

    def listed(
        self, network: Network, trained: Network, changed: Iterable[str], words: Sequence[str]
    ) -> tuple[Change, ...]:
        """Return the lines, array by array; `words` is the vocabulary."""
        return tuple(line for key in changed for line in self._of_array(network, trained, key, words))

    def _of_array(self, network: Network, trained: Network, key: str, words: Sequence[str]) -> list[Change]:
        now, before = _as_matrix(network.array(key)), _as_matrix(trained.array(key))
        places = self._places(key, network, trained)
        if self._lines(len(places)) == 1 != len(places):
            about = tr(
                "{title}: {count} numbers, root mean square", title=matrix(network, "", key).title, count=len(places)
            )
            return [Change(key, None, about, _size(before), _size(now))]
        cells = [(int(row), int(column)) for row, column in places]
        return [
            Change(key, cell, weight_in_words(network, key, *cell, words), _number(before[cell]), _number(now[cell]))
            for cell in cells
        ]

    def _places(self, key: str, network: Network, trained: Network) -> NDArray[np.int64]:
        now, before = network.array(key), trained.array(key)
        known = self._found.get(key)
        if known is None or not (same_memory(known[0], now) and same_memory(known[1], before)):
            mine, theirs = _as_matrix(now), _as_matrix(before)
            places: NDArray[np.int64] = np.argwhere((mine != theirs) & ~((mine != mine) & (theirs != theirs)))
            known = self._found[key] = now, before, places
        return known[2]

    @staticmethod
    def _lines(cells: int) -> int:
        return cells if cells <= MOST_CELLS else 1


def reverted(change: Change, network: Network, trained: Network) -> Arrays:
    """Return the arrays that take one line back."""
    before = trained.array(change.key)
    if change.cell is None:
        return {change.key: before}
    value = float(_as_matrix(before)[change.cell])
    return {change.key: with_cell(network.array(change.key), *change.cell, value)}


def _as_matrix(values: Array) -> Array:
    return values if values.ndim == 2 else values[None, :]


def _size(values: Array) -> str:
    with np.errstate(over="ignore", invalid="ignore"):
        return _number(np.sqrt(np.mean(np.square(values.astype(np.float64)))))


def _number(value: np.floating) -> str:
    return short(float(value)) if np.isfinite(value) else str(value)
