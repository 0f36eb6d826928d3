"""Adam: Kingma & Ba 2015, algorithm 1, with the defaults of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from gatescope.engine.network import Array


@dataclass
class Adam:
    """m = β₁m + (1−β₁)g, v = β₂v + (1−β₂)g², θ = θ − α · m̂ / (√v̂ + ε), with m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ)."""

    learning_rate: float = 1e-3
    beta1: float = 0.9
    beta2: float = 0.999
    epsilon: float = 1e-8
    _steps: int = 0
    _first: dict[str, Array] = field(default_factory=dict)
    _second: dict[str, Array] = field(default_factory=dict)

    def step(self, values: Mapping[str, Array], gradients: Mapping[str, Array]) -> dict[str, Array]:
        """Return the parameters after one step; the arguments are not written, since a network may hold them."""
        self._steps += 1
        # Both corrections are applied to the scalars, so that no array is divided twice.
        root = float(np.sqrt(1.0 - self.beta2**self._steps))
        rate = self.learning_rate * root / (1.0 - self.beta1**self._steps)
        moved: dict[str, Array] = {}
        for name, value in values.items():
            gradient = gradients[name]
            first = self._first.setdefault(name, np.zeros_like(value))
            second = self._second.setdefault(name, np.zeros_like(value))
            first *= self.beta1
            first += (1.0 - self.beta1) * gradient
            second *= self.beta2
            second += (1.0 - self.beta2) * (gradient * gradient)
            moved[name] = value - rate * first / (np.sqrt(second) + self.epsilon * root)
        return moved
