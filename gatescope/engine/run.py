"""Runs one text through a network, in one go."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.engine import executors
from gatescope.engine.arithmetic import Arithmetic
from gatescope.engine.copied_weights import rewired
from gatescope.engine.executors import Executor
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Network
from gatescope.engine.packed import run_packed
from gatescope.engine.record import Array
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.words import tr

# Tokens from which on the compiled products are worth the copy of the matrix that they read.
_MANY = 64
# Columns from which on they are the faster ones.
_WIDE = 32


def run(
    network: Network,
    *,
    ids: ArrayLike | None = None,
    inputs: ArrayLike | None = None,
    initial: Mapping[str, Array] | None = None,
    interventions: Interventions | None = None,
    executor: Executor | None = None,
) -> Trace:
    """Step `network` over T tokens and return everything that happened.

    Args:
        network: what to run.
        ids: (T,) rows of the network's embedding; or
        inputs: (T, I) vectors.
        initial: ``layer{k}.{direction}.{hidden_state|cell_state}`` → (H,), or (P,) for the hidden state of an LSTM with
            a projection; the network's own, or zero, where none is given.
        interventions: what is changed while it runs.
        executor: steps the cells; the fastest one that is ready by default.

    Raises:
        UsageError: neither or both of `ids` and `inputs`, or something that does not fit the network.
    """
    if (ids is None) == (inputs is None):
        raise UsageError(tr("give a run either token ids or input vectors"))
    network, rest = rewired(network, interventions or NONE)
    rows = None if ids is None else checked_ids(network, ids)
    if rows is not None:
        assert network.embedding is not None
        inputs = network.embedding[rows]
    try:
        vectors: Array = np.asarray(inputs, dtype=network.dtype)
    except (TypeError, ValueError) as error:
        raise UsageError(
            tr("the inputs are no (tokens, {inputs}) array of numbers: {error}", inputs=network.inputs, error=error)
        ) from error
    executor = executor or executors.current()
    arithmetic = arithmetic_of(executor, network, len(vectors))
    tape = run_packed(network, vectors, np.array([0, len(vectors)]), executor, initial, rest, arithmetic)
    return Trace(network, tape.records, ids=rows, inputs=vectors if rows is None else None, interventions=rest)


def arithmetic_of(executor: Executor, network: Network, tokens: int) -> Arithmetic:
    """Return what multiplies for one text of so many tokens. Double precision, which is rare, is not worth seconds of
    compiling at its first use."""
    wide = min(network.inputs, network.units) >= _WIDE
    return executor.arithmetic(many=tokens >= _MANY and wide and network.dtype == np.float32)


def checked_ids(network: Network, ids: ArrayLike) -> NDArray[np.int64]:
    """Return `ids` as a (T,) int64 array.

    Raises:
        UsageError: the network has no embedding, or an id is no row of it.
    """
    if network.embedding is None:
        raise UsageError(tr("this network has no embedding: give it input vectors, not token ids"))
    try:
        found = np.asarray(ids)
    except ValueError as error:
        raise UsageError(tr("token ids must be a row of whole numbers: {error}", error=error)) from error
    if found.size and found.dtype.kind not in "iu":
        raise UsageError(tr("token ids must be whole numbers, not {dtype}", dtype=found.dtype))
    rows = found.astype(np.int64)
    if rows.ndim != 1:
        raise UsageError(tr("token ids must be a row of numbers, not an array of shape {shape}", shape=rows.shape))
    outside = np.flatnonzero((rows < 0) | (rows >= len(network.embedding)))
    if len(outside):
        raise UsageError(
            tr(
                "the token id {id} lies outside 0 … {count}, the rows of the embedding",
                id=found[outside[0]],
                count=len(network.embedding) - 1,
            )
        )
    return rows
