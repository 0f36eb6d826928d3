"""RMSprop: Tieleman & Hinton 2012, lecture 6.5, in the form and with the defaults of ``torch.optim.RMSprop``."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from gatescope.engine.network import Array
from gatescope.training.optimisers.optimiser import Optimiser

DECAY, EPSILON = 0.99, 1e-8


class RMSprop(Optimiser):
    """v = ρv + (1−ρ)g², θ = θ − α g / (√v + ε)."""

    memories: ClassVar[tuple[str, ...]] = ("square",)

    def _moved(self, name: str, value: Array, gradient: Array, rate: float) -> Array:
        square = self._memory("square", name, value)
        square *= DECAY
        square += (1.0 - DECAY) * (gradient * gradient)
        moved: Array = value - rate * gradient / (np.sqrt(square) + EPSILON)
        return moved
