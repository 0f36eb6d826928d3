"""The scale of a table's columns: a network trains on numbers of mean 0 and deviation 1, and then reads the table's."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gatescope.engine.network import Array, Network


@dataclass(frozen=True, eq=False)
class StandardScale:
    """Means and standard deviations, (I,) of what is read and (C,) of what should be said; 1 of a column that never
    changes."""

    input_means: Array
    input_deviations: Array
    target_means: Array
    target_deviations: Array

    @classmethod
    def of(cls, inputs: Array, targets: Array) -> StandardScale:
        """Return the scale of (N, I) and (N, C) numbers."""
        return cls(inputs.mean(axis=0), _deviations(inputs), targets.mean(axis=0), _deviations(targets))

    def inputs(self, values: Array) -> Array:
        """Return (N, I) numbers as a network trains on them."""
        scaled: Array = (values - self.input_means) / self.input_deviations
        return scaled

    def targets(self, values: Array) -> Array:
        """Return (N, C) numbers as a network trains on them."""
        scaled: Array = (values - self.target_means) / self.target_deviations
        return scaled

    def folded_into(self, network: Network) -> Network:
        """Return the network that reads and says the numbers of the table as they are.

            W′ = W / σ_x    b_x′ = b_x − W′ μ_x        V′ = σ_y V    b_y′ = σ_y b_y + μ_y

        Args:
            network: of forward layers with one linear read-out, trained on scaled numbers.
        """
        (first, *_), (readout,) = network.layers[0], network.readouts
        W = first.W / self.input_deviations
        b_x = first.b_x - W @ self.input_means
        weight = readout.weight * self.target_deviations[:, None]
        bias = readout.bias * self.target_deviations + self.target_means
        dtype = network.dtype
        return replace(
            network,
            layers=((replace(first, W=W.astype(dtype), b_x=b_x.astype(dtype)),), *network.layers[1:]),
            readouts=(replace(readout, weight=weight.astype(dtype), bias=bias.astype(dtype)),),
        )


def _deviations(values: Array) -> Array:
    # Of equal numbers rounding may leave a deviation that is not 0, by which they would be divided.
    constant = values.min(axis=0) == values.max(axis=0)
    return np.where(constant, 1.0, values.std(axis=0))
