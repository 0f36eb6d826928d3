"""The engine's side of each of its benches; every function makes one contestant."""

from __future__ import annotations

import itertools
from functools import partial

import numpy as np
from numpy.typing import NDArray

from gatescope.cli.bench.duel import Contestant
from gatescope.cli.bench.subjects import SEED, WORDS
from gatescope.engine import executors
from gatescope.engine.backward import backward
from gatescope.engine.network import Network
from gatescope.engine.packed import Gradients
from gatescope.engine.prefix_cache import CachedRun, PrefixCache
from gatescope.engine.record import Array, new_record
from gatescope.engine.run import run

MOST_TYPED = 2000


def step(network: Network, tokens: int) -> Contestant:
    """Time the kernel alone, over steps whose input product is there."""
    parameters = network.layers[0][0]
    record = new_record(network.cell, network.convention, parameters.units, network.dtype, tokens)
    products = np.random.default_rng(SEED).standard_normal(record.pre.shape).astype(network.dtype)
    layer = executors.current().layer(network.cell, network.convention, parameters)
    # The kernel adds to what lies there.
    return Contestant(partial(layer.run, record, np.array([0, tokens])), partial(np.copyto, record.pre, products))


def dense(network: Network, inputs: Array) -> Contestant:
    """Time the way from vectors to a trace."""
    return Contestant(partial(run, network, inputs=inputs))


def from_ids(network: Network, ids: NDArray[np.int64]) -> Contestant:
    """Time the way from ids to a trace as the window makes it: input products are known, but every token is new."""
    cache = PrefixCache()
    texts = itertools.cycle((ids, (ids + 1) % WORDS))
    return Contestant(lambda: cache.run(network, next(texts)))


def typing(network: Network, tokens: int) -> Contestant:
    """Time one more token, while the trace of those before it is still shown."""
    cache = PrefixCache()
    ids = np.random.default_rng(SEED).integers(0, WORDS, tokens + MOST_TYPED)
    lengths = itertools.count(tokens)
    shown: list[CachedRun] = []

    def once() -> None:
        shown[:] = [cache.run(network, ids[: next(lengths)])]

    return Contestant(once)


def weight_change(network: Network, ids: NDArray[np.int64]) -> Contestant:
    """Time a run after one gate's matrix was replaced."""
    cache = PrefixCache()
    key = f"layer0.forward.U.{network.cell.gates[0]}"
    matrix = network.array(key)
    matrices = itertools.cycle((matrix * np.float32(1.5), matrix))
    return Contestant(lambda: cache.run(network.with_array(key, next(matrices)), ids))


def gradients(network: Network, inputs: Array) -> Contestant:
    """Time a run and its way back from the sum of the last hidden state."""
    asked = np.zeros((len(inputs), network.units), network.dtype)
    asked[-1] = 1

    def once() -> Gradients:
        return backward(network, run(network, inputs=inputs), asked)

    return Contestant(once)
