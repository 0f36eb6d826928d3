"""Where one step on the same input takes the states of a plane: arrows of a part with one or two units."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.part_alone import States, step_from
from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, Network

Values = NDArray[np.float64]

_ACROSS, _UP = 45, 30
"""Places of the grid: enough for a smooth background."""


@dataclass(frozen=True, eq=False)
class VectorField:
    """Steps from the places of a grid.

    Attributes:
        xs: (X,) values of the first unit, rising.
        ys: (Y,) of the second; a single 0 where there is but one.
        steps: (Y, X, 2) how far one step takes the state from there.
    """

    xs: Values
    ys: Values
    steps: Values

    @property
    def speed(self) -> Values:
        """(Y, X) the lengths of the steps."""
        return np.asarray(np.hypot(self.steps[..., 0], self.steps[..., 1]))


def vector_field(
    alone: Network,
    states: States,
    state: str,
    inputs: Array,
    low: Values,
    high: Values,
    executor: Executor | None = None,
) -> VectorField:
    """Return how one step on `inputs` moves the one or two units of a state.

    Args:
        alone: a single part, see `part_alone`.
        states: one row; the other state of an LSTM is this at every place of the grid.
        state: ``hidden_state`` or ``cell_state``.
        inputs: (I,).
        low, high: (2,) the range of the grid.
    """
    units = states.of(state).shape[1]
    xs = np.linspace(low[0], high[0], _ACROSS)
    ys = np.linspace(low[1], high[1], _UP) if units == 2 else np.zeros(1)
    places = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)[:, :units]
    everywhere = states.repeated(len(places)).with_state(state, places.astype(alone.dtype))
    after = step_from(alone, everywhere, inputs, executor=executor).of(state)
    steps = np.zeros((len(places), 2))
    steps[:, :units] = np.asarray(after, np.float64) - places
    return VectorField(xs, ys, steps.reshape(len(ys), len(xs), 2))
