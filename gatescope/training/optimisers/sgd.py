"""Stochastic gradient descent: Robbins & Monro 1951."""

from __future__ import annotations

from gatescope.engine.network import Array
from gatescope.training.optimisers.optimiser import Optimiser


class SGD(Optimiser):
    """θ = θ − α g."""

    def _moved(self, name: str, value: Array, gradient: Array, rate: float) -> Array:
        return value - value.dtype.type(rate) * gradient
