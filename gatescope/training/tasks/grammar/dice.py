"""Many small choices from one random generator, drawn in blocks: a call a choice would take most of the time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np

T = TypeVar("T")
_BLOCK = 2048


class Dice:
    """Choices that are a function of the generator's seed and of the order in which they are asked for."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._rng = rng
        self._drawn: list[float] = []

    def share(self) -> float:
        """Return a number from 0 to below 1."""
        if not self._drawn:
            self._drawn = self._rng.random(_BLOCK).tolist()
        return self._drawn.pop()

    def number(self, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`, both included."""
        return least + int(self.share() * (most - least + 1))

    def pick(self, among: Sequence[T]) -> T:
        """Return one of several things, each as likely as the others."""
        return among[int(self.share() * len(among))]

    def chance(self, probability: float) -> bool:
        """Return whether something of that probability happens."""
        return self.share() < probability
