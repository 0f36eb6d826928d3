"""Where a search for fixed points starts: at states that the layer visits, and around them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Array, Network
from gatescope.engine.packed import run_packed
from gatescope.engine.part import Part
from gatescope.engine.record import Record, states_after

Values = NDArray[np.float64]

_TEXTS, _TOKENS = 64, 32
# A relu may have run off to numbers that say nothing of where it works.
_FARTHEST = 1e3
_NEAR, _LEAST_NEAR = 0.1, 0.05
_LEAST_FAR = 0.5
_FAR_SHARE = 4
# In units of the mean distance of the visited states from their centre, as FixedPointFinder has it.
_REACH = 10.0
_LEAST_DISTANCE = 0.25


def random_walks(network: Network, part: Part, seed: int) -> Values:
    """Return (n, S) states of `part` while the network reads texts of random words, or vectors N(0, 1) where it has no
    embedding."""
    random = np.random.default_rng(seed)
    count = _TEXTS * _TOKENS
    if network.embedding is not None:
        inputs: Array = network.embedding[random.integers(0, len(network.embedding), count)]
    else:
        inputs = random.normal(size=(count, network.inputs)).astype(network.dtype)
    offsets = np.arange(_TEXTS + 1, dtype=np.int64) * _TOKENS
    record = run_packed(network, inputs, offsets).records[part]
    return states_of(record, np.arange(len(record.hidden))[states_after(offsets)])


def states_of(record: Record, rows: NDArray[np.int64] | slice = slice(1, None)) -> Values:
    """Return (n, S) the states of a record: h, or h then c of an LSTM."""
    return np.concatenate([record.hidden[rows], record.cell[rows]], axis=1).astype(np.float64)


class Region:
    """The part of the state space in which a layer works.

    Attributes:
        visited: (n, S) states in it; zeros where none is a number of reasonable size.
    """

    def __init__(self, visited: Values, width: int) -> None:
        with np.errstate(all="ignore"):
            kept = visited[(np.abs(visited) <= _FARTHEST).all(axis=1)]
        self.visited: Values = kept if len(kept) else np.zeros((1, width))
        self._centre = self.visited.mean(axis=0)
        distance = float(np.linalg.norm(self.visited - self._centre, axis=1).mean())
        self._radius = _REACH * max(distance, _LEAST_DISTANCE * np.sqrt(width))

    @property
    def spread(self) -> float:
        """The standard deviation of the visited values about their means."""
        return float(np.sqrt(((self.visited - self._centre) ** 2).mean()))

    def starts(self, count: int, seed: int) -> Values:
        """Return (count, S) visited states with noise; that of a quarter of them is wide, to find what lies between."""
        random = np.random.default_rng(seed)
        picked = self.visited[random.integers(0, len(self.visited), count)]
        noise = np.full((count, 1), max(_NEAR * self.spread, _LEAST_NEAR))
        noise[::_FAR_SHARE] = max(self.spread, _LEAST_FAR)
        return np.asarray(picked + noise * random.normal(size=picked.shape))

    def holds(self, states: Values) -> NDArray[np.bool_]:
        """Return (n,) whether (n, S) states lie in the region or not far beyond its edge."""
        with np.errstate(all="ignore"):
            return np.asarray(np.linalg.norm(states - self._centre, axis=1) <= self._radius)
