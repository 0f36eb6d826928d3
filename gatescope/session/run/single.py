"""One model on one text, once: what scripts and the command line need, without a session, a worker or a cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.copied_weights import rewired
from gatescope.engine.executors import Executor, load_kernels, reference
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Network
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.formats.core.model import Model
from gatescope.session.run.bad_step import bad_step
from gatescope.session.run.snapshot import Array, Run
from gatescope.text.tokens import TokenSequence

# Compiling the kernels from nothing takes some seconds; the reference does about this many multiplications in them.
_WORTH_COMPILING = 1e10
# What a step of the reference costs beside its multiplications, in multiplications.
_STEP = 5e4


def run_once(
    name: str,
    network: Network,
    tokens: TokenSequence,
    inputs: Array | None = None,
    executor: Executor | None = None,
    initial: Mapping[str, Array] | None = None,
    interventions: Interventions | None = None,
) -> Run:
    """Step `network` over `tokens`, or over `inputs` (T, I) where it is fed vectors.

    Args:
        initial: ``layer{k}.{direction}.{hidden_state|cell_state}`` → (H,); the network's own, or zero, by default.
        interventions: what is changed in the run.

    Raises:
        UsageError: an id, a vector, a state or an intervention does not fit the network.
    """
    fed: dict[str, Any] = {"ids": tokens.ids} if inputs is None else {"inputs": inputs}
    network, rest = rewired(network, interventions or NONE)
    trace = run(network, **fed, initial=initial, interventions=rest, executor=executor)
    readouts = read_out(network, trace.hidden)
    return Run(name, network, tokens, trace, readouts, bad_step(trace, readouts, tokens), 0, None)


def choose_executor(network: Network, tokens: int) -> Executor:
    """Return the reference if it takes less time than compiling the kernels, else the kernels."""
    work = sum(p.W.size + p.U.size + _STEP for row in network.layers for p in row)
    return load_kernels() if work * tokens > _WORTH_COMPILING else reference


def tokens_of_ids(model: Model, ids: Sequence[int]) -> TokenSequence:
    """Return tokens with these ids, written as in the vocabulary, or as numbers without one; those that
    the model masks are left out."""
    words = [str(i) for i in ids]
    if model.vocabulary is not None:
        known = model.vocabulary.tokens
        words = [known[i] if 0 <= i < len(known) else str(i) for i in ids]
    return _spelled(words, np.array(ids, np.int64)).without(model.masked_id)


def tokens_of_vectors(count: int) -> TokenSequence:
    """Return `count` tokens without word and id: numbered from one, with the id −1."""
    return _spelled([str(i + 1) for i in range(count)], np.full(count, -1, np.int64))


def _spelled(words: Sequence[str], ids: NDArray[np.int64]) -> TokenSequence:
    lengths = np.array([len(word) for word in words], np.int64)
    starts = np.array([0, *accumulate(len(word) + 1 for word in words)][: len(words)], np.int64)
    return TokenSequence(" ".join(words), starts, starts + lengths, ids, np.ones(len(words), np.bool_))
