"""Gradients of one sequence, from its trace."""

from __future__ import annotations

import numpy as np

from gatescope.engine import executors
from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.engine.packed import Gradients, Tape, backward_packed
from gatescope.engine.record import Array
from gatescope.engine.run import arithmetic_of
from gatescope.engine.trace import Trace


def backward(network: Network, trace: Trace, d_hidden: Array, executor: Executor | None = None) -> Gradients:
    """Return the derivatives of a loss in every parameter, every recorded quantity and every input of a run.

    Args:
        network: the one that made `trace`.
        trace: of T tokens.
        d_hidden: (T, F) derivative of the loss in `trace.hidden`.
        executor: steps the cells; the fastest one that is ready by default.

    Raises:
        UsageError: `d_hidden` has another shape than `trace.hidden`.
    """
    inputs = trace.inputs
    if inputs is None:
        assert network.embedding is not None
        inputs = network.embedding[trace.ids]
    offsets = np.array([0, trace.length])
    what_if, length = trace.interventions, trace.length
    clamps = {part: what_if.clamps(network, part, record, 0, length) for part, record in trace.records.items()}
    executor = executor or executors.current()
    arithmetic = arithmetic_of(executor, network, length)
    tape = Tape(network, executor, inputs, offsets, trace.records, trace.hidden, clamps, arithmetic)
    return backward_packed(tape, d_hidden)
