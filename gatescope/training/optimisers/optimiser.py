"""What every optimiser has: a step, and a state that can be kept and given back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from gatescope.engine.network import Array


class Optimiser:
    """Moves parameters along their gradients, one array after the other.

    Attributes:
        memories: names of the arrays that are kept for every parameter.
        steps: how many steps were made.
    """

    memories: ClassVar[tuple[str, ...]] = ()

    def __init__(self) -> None:
        self.steps = 0
        self._kept: dict[str, dict[str, Array]] = {memory: {} for memory in self.memories}

    def step(self, values: Mapping[str, Array], gradients: Mapping[str, Array], rate: float) -> dict[str, Array]:
        """Return the parameters after one step; the arguments are not written, since a network may hold them.

        Args:
            rate: the learning rate of this step.
        """
        self.steps += 1
        return {name: self._moved(name, value, gradients[name], rate) for name, value in values.items()}

    def state(self) -> dict[str, Array]:
        """Return copies of what is kept, by ``memory/parameter``."""
        return {f"{memory}/{name}": array.copy() for memory, kept in self._kept.items() for name, array in kept.items()}

    def restore(self, steps: int, state: Mapping[str, Array]) -> None:
        """Take back what `state` gave after so many steps."""
        self.steps = steps
        self._kept = {memory: {} for memory in self.memories}
        for key, array in state.items():
            memory, _, name = key.partition("/")
            self._kept[memory][name] = array.copy()

    def _moved(self, name: str, value: Array, gradient: Array, rate: float) -> Array:
        raise NotImplementedError

    def _memory(self, memory: str, name: str, value: Array) -> Array:
        kept = self._kept[memory]
        if name not in kept:
            kept[name] = np.zeros_like(value)
        return kept[name]
