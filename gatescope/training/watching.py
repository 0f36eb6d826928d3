"""What is told of a mini-batch beside its loss: norms of gradients and steps, saturated gates."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from gatescope.engine.network import Array
from gatescope.engine.packed import Tape
from gatescope.engine.record import states_after

EDGE = 0.1
"""A gate is called saturated within this of its ends (Karpathy, Johnson & Li 2015)."""


def norms(arrays: Mapping[str, Array]) -> dict[str, float]:
    """Return ‖a‖ of every array, by name."""
    return {name: math.sqrt(float(np.vdot(array, array))) for name, array in arrays.items()}


def relative_step(before: Mapping[str, Array], after: Mapping[str, Array]) -> float:
    """Return ‖after − before‖ / ‖before‖ over all arrays together; 0 where both are 0."""
    moved = sum(value * value for value in norms({name: after[name] - a for name, a in before.items()}).values())
    size = sum(value * value for value in norms(before).values())
    return math.sqrt(moved / size) if size > 0 else 0.0


def saturated(tape: Tape) -> dict[str, float]:
    """Return, by gate, the share of its values in a run that lie within 0.1 of an end of its range, over all layers.

    The candidate of an LSTM or GRU, and the hidden state of an RNN, have the ends −1 and 1.
    """
    cell, after = tape.network.cell, states_after(tape.offsets)
    found: dict[str, float] = {}
    for g, gate in enumerate(cell.gates):
        shares = []
        for part in tape.network.parts:
            record = tape.records[part]
            units = record.pre.shape[1] // len(cell.gates)
            gated = record.gates.shape[1] > 0
            values = record.gates[:, g * units : (g + 1) * units] if gated else record.hidden[after]
            low = 0.0 if gate in cell.unit_interval else -1.0
            shares.append(np.mean((values < low + EDGE) | (values > 1.0 - EDGE)))
        found[gate] = float(np.mean(shares))
    return found
