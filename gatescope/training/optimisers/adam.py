"""Adam: Kingma & Ba 2015, algorithm 1, with the defaults of the paper."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from gatescope.engine import executors
from gatescope.engine.arithmetic import AdamRates
from gatescope.engine.network import Array
from gatescope.training.optimisers.optimiser import Optimiser

BETA1, BETA2, EPSILON = 0.9, 0.999, 1e-8


class Adam(Optimiser):
    """m = β₁m + (1−β₁)g, v = β₂v + (1−β₂)g², θ = θ − α · m̂ / (√v̂ + ε), with m̂ = m/(1−β₁ᵗ) and v̂ = v/(1−β₂ᵗ)."""

    memories: ClassVar[tuple[str, ...]] = ("first", "second")

    def _moved(self, name: str, value: Array, gradient: Array, rate: float) -> Array:
        # Both corrections are applied to the scalars, so that no array is divided twice.
        root = float(np.sqrt(1.0 - BETA2**self.steps))
        rate = rate * root / (1.0 - BETA1**self.steps)
        first, second = self._memory("first", name, value), self._memory("second", name, value)
        scalars = (BETA1, 1.0 - BETA1, BETA2, 1.0 - BETA2, rate, EPSILON * root)
        rates = AdamRates(*(value.dtype.type(scalar) for scalar in scalars))
        # The same bits from any executor.
        return executors.current().arithmetic(many=True).move_by_adam(value, gradient, first, second, rates)
