"""How long one token takes in the cells of a network, measured over enough tokens to mean the kernel."""

from __future__ import annotations

import time
from collections.abc import Mapping

import numpy as np

from gatescope.engine.executors import LayerRunner
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.record import new_record, write_initial

_FIRST, _MOST, _FACTOR = 4, 512, 8
_ENOUGH_NS = 150_000
"""A run that takes this long is the work of the steps; calling a kernel takes one or two millionths of a second."""
_REPEATS = 2
_LONG_NS = 2_000_000


def step_time(network: Network, layers: Mapping[Part, LayerRunner]) -> float:
    """Return the nanoseconds that one token takes in the cells of all parts of `network`, whatever text it reads.

    More and more tokens are stepped until a run takes long enough, so that a small network takes a millisecond and a
    large one no more than a few tokens.

    Args:
        layers: what steps each part, its parameters laid out.
    """
    return sum(_part_time(network, part, layers[part]) for part in network.parts)


def _part_time(network: Network, part: Part, layer: LayerRunner) -> float:
    tokens = _FIRST
    while (elapsed := _elapsed(network, part, layer, tokens)) < _ENOUGH_NS and tokens < _MOST:
        tokens = min(tokens * _FACTOR, _MOST)
    # The least of a few: whatever else the machine does only adds to it.
    repeats = _REPEATS if elapsed < _LONG_NS else 0
    return min([elapsed, *(_elapsed(network, part, layer, tokens) for _ in range(repeats))]) / tokens


def _elapsed(network: Network, part: Part, layer: LayerRunner, tokens: int) -> int:
    """Return the nanoseconds that `tokens` steps from the initial state take."""
    parameters = network.parameters(part)
    record = new_record(
        network.cell, network.convention, parameters.units, network.dtype, tokens, outputs=parameters.outputs
    )
    write_initial(record, parameters)
    # Products as large as those of a text, so that no nonlinearity takes a short cut.
    few = np.random.default_rng(0).standard_normal((_FIRST, record.pre.shape[1]))
    record.pre[:] = np.resize(few, record.pre.shape)
    rows = np.array([0, tokens])
    with np.errstate(all="ignore"):
        began = time.perf_counter_ns()
        layer.run(record, rows)
        return time.perf_counter_ns() - began
