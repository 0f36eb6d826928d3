"""Gradient descent with momentum: Polyak 1964, in the form of ``torch.optim.SGD(momentum=0.9)``."""

from __future__ import annotations

from typing import ClassVar

from gatescope.engine.network import Array
from gatescope.training.optimisers.optimiser import Optimiser

MOMENTUM = 0.9


class Momentum(Optimiser):
    """v = μv + g, θ = θ − α v."""

    memories: ClassVar[tuple[str, ...]] = ("velocity",)

    def _moved(self, name: str, value: Array, gradient: Array, rate: float) -> Array:
        velocity = self._memory("velocity", name, value)
        velocity *= MOMENTUM
        velocity += gradient
        return value - value.dtype.type(rate) * velocity
