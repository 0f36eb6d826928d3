"""What Keras gives out at the end of a text, computed by the engine from what was read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatescope.engine import executors
from gatescope.engine.network import Array
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.formats.core.found import Stack


def trace_of(stack: Stack, inputs: Array) -> Trace:
    """Run `stack` over (T,) ids or (T, I) vectors; ids that are masked are left out."""
    if inputs.ndim == 2:
        return run(stack.network, inputs=inputs, executor=executors.reference)
    kept = inputs if stack.masked_id is None else inputs[inputs != stack.masked_id]
    return run(stack.network, ids=kept, executor=executors.reference)


def sequence(stack: Stack, trace: Trace) -> list[Array]:
    """(T, H) of every direction of the last layer, in the order of the tokens."""
    top = len(stack.layers) - 1
    return [trace[f"layer{top}.{direction}.hidden_state"] for direction in stack.layers[-1].directions]


def last_states(stack: Stack, trace: Trace) -> list[Array]:
    """(H,) of every direction of the last layer where it ended: at the last token, or at the first."""
    ends = [-1 if direction == "forward" else 0 for direction in stack.layers[-1].directions]
    return [hidden[end] for hidden, end in zip(sequence(stack, trace), ends, strict=True)]


def merged(parts: Sequence[Array], merge: str | None) -> Array:
    """The directions joined as the layer's merge mode says."""
    match merge:
        case "sum":
            return np.sum(parts, axis=0)
        case "ave":
            return np.mean(parts, axis=0)
        case "mul":
            return np.prod(parts, axis=0)
    return np.concatenate(parts, axis=-1)


def probabilities(stack: Stack, trace: Trace) -> Array:
    """(C,) what the one read-out says of the last states."""
    (readout,) = read_out(stack.network, np.concatenate(last_states(stack, trace))[None]).values()
    return readout[0]
