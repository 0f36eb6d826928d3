"""A further read-out, fitted to the states of a network that is already trained: it tells what they hold, and changes
nothing of them (a diagnostic classifier: Hupkes, Veldhoen & Zuidema 2018)."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, Network, ReadOut
from gatescope.engine.packed import run_packed
from gatescope.training.gradients import vectors
from gatescope.training.losses import LOSSES
from gatescope.training.optimisers.adam import Adam
from gatescope.training.sequences import Ids, Sequences

PASSES, FEWEST_STEPS, BATCH, RATE = 6, 300, 2048, 0.02
FITTED = 4
"""What the random generator is for, beside those of `batches`."""
_CHUNK = 2000
"""Sequences that are run at once, so that no more than their states are kept beside those of the last layer."""


@dataclass(frozen=True, eq=False)
class FurtherReadOut:
    """What is read out beside the answer.

    Attributes:
        name: of the read-out.
        labels: of its columns, a softmax.
        training, held_out: the sequences of the task with other targets and weights.
        weighed: how its tokens count, for the card.
    """

    name: str
    labels: tuple[str, ...]
    training: Sequences
    held_out: Sequences
    weighed: str


def fitted(network: Network, further: FurtherReadOut, seed: int, executor: Executor | None = None) -> ReadOut:
    """Return the softmax read-out with the least cross-entropy on the states of `network`, by Adam from zeros.

    The same arguments give the same weights, bit for bit, on the same machine.
    """
    data = further.training
    hidden, counted = _states(network, data, executor), np.flatnonzero(data.weights > 0)
    columns, dtype = len(further.labels), network.dtype
    values = {"weight": np.zeros((columns, hidden.shape[1]), dtype), "bias": np.zeros(columns, dtype)}
    adam, rng = Adam(), np.random.default_rng([seed, FITTED])
    batches = -(-len(counted) // BATCH)
    passes = max(PASSES, -(-FEWEST_STEPS // max(batches, 1)))
    steps, done = passes * batches, 0
    for _ in range(passes):
        order = rng.permutation(counted)
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            share = (data.weights[rows] / data.weights[rows].sum()).astype(dtype)
            logits = hidden[rows] @ values["weight"].T + values["bias"]
            _, slope = LOSSES["softmax"](logits, data.targets[rows], share)
            gradients = {"weight": slope.T @ hidden[rows], "bias": slope.sum(axis=0)}
            values = adam.step(values, gradients, RATE * (1.0 + math.cos(math.pi * done / steps)) / 2.0)
            done += 1
    return ReadOut(further.name, "softmax", values["weight"], values["bias"], further.labels)


def share_right(network: Network, readout: ReadOut, data: Sequences, executor: Executor | None = None) -> float:
    """Return the share of the tokens, as their weights count them, for which `readout` says the target."""
    logits = _states(network, data, executor) @ readout.weight.T + readout.bias
    return float(data.weights @ (logits.argmax(axis=1) == data.targets) / data.weights.sum())


def with_read_out(network: Network, readout: ReadOut) -> Network:
    """Return `network` with `readout` as its last one."""
    return replace(network, readouts=(*network.readouts, readout))


def _states(network: Network, data: Sequences, executor: Executor | None) -> Array:
    """Return (N, F) the hidden states of the last layer."""
    parts = []
    for start in range(0, len(data), _CHUNK):
        some: Ids = np.arange(start, min(start + _CHUNK, len(data)))
        chunk = data.take(some)
        parts.append(run_packed(network, vectors(network, chunk), chunk.offsets, executor).hidden)
    joined: Array = np.concatenate(parts)
    return joined
