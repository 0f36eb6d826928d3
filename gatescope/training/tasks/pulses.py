"""Bits that pulses set: what flip-flops of three bits and of two read, and what they should say (Sussillo & Barak 2013,
section 3.1)."""

from __future__ import annotations

import math

import numpy as np

from gatescope.engine.network import Array
from gatescope.training.batches import Drawn
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Sequences
from gatescope.training.tasks.drawn_by_task import source
from gatescope.training.tasks.metric import Metric
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.task import Prepared
from gatescope.words import mark

NOISE = Option("noise", 0.1, mark("standard deviation of noise on the inputs in training"))
BATCHES, HELD_OUT = 50, 200

QUIET = (0.02, 0.25)
"""The chance of a pulse at a step, drawn for every sequence, so that some wait long between two."""
QUIET_STEPS = 4


def sequences(rng: np.random.Generator, count: int, length: int, bits: int, noise: float = 0.0) -> Sequences:
    """Draw `count` sequences of `length` steps of `bits` numbers: 0, or now and then a pulse of −1 or 1.

    After every step the target of a bit is the sign of its last pulse. Steps before every bit had a pulse do not count.

    Args:
        noise: standard deviation of what is added to every number.
    """
    chance = np.exp(rng.uniform(math.log(QUIET[0]), math.log(QUIET[1]), (count, 1, 1)))
    fired = rng.random((count, length, bits)) < chance
    inputs = np.where(fired, rng.choice((-1.0, 1.0), fired.shape), 0.0)
    targets = last_signs(inputs)
    counted = (targets != 0).all(axis=2)
    inputs += noise * rng.standard_normal(inputs.shape)
    return Sequences(
        inputs.reshape(-1, bits).astype(np.float32),
        np.arange(count + 1, dtype=np.int64) * length,
        targets.reshape(-1, bits).astype(np.float32),
        counted.reshape(-1).astype(np.float64),
    )


def last_signs(pulses: Array) -> Array:
    """Return (S, T, B) the sign of the last pulse of every bit of (S, T, B) pulses; 0 before the first."""
    steps = np.arange(pulses.shape[1])[None, :, None]
    last = np.maximum.accumulate(np.where(pulses != 0, steps, -1), axis=1)
    values: Array = np.take_along_axis(np.sign(pulses), np.maximum(last, 0), axis=1)
    return np.where(last < 0, 0.0, values)


def _bits(loss: float, logits: Array, data: Sequences) -> float:
    counted = data.weights > 0
    return float(np.mean(np.all(np.sign(logits[counted]) == data.targets[counted], axis=1)))


ALL_BITS = Metric("steps with all bits right", _bits)


def prepared(task: str, bits: int, length: int, seed: int, recipe: Recipe) -> Prepared:
    """Draw held-out sequences of `length` steps from `seed`, without noise; the mini-batches are drawn in each pass."""
    noise = float(recipe.options.get(NOISE.name, NOISE.default))

    def draw(rng: np.random.Generator, _epoch: int, size: int) -> Sequences:
        return sequences(rng, size, length, bits, noise)

    return Prepared(
        vocabulary=None,
        tokenizer=None,
        readout="bit",
        kind="linear",
        labels=tuple(str(k) for k in range(1, bits + 1)),
        training=Drawn(draw, recipe.settings.batch, BATCHES, recipe.seed),
        held_out=sequences(np.random.default_rng(seed), HELD_OUT, length, bits),
        metric=ALL_BITS,
        unit="sequences of pulses",
        sources=(source(task, recipe.settings, BATCHES, "sequences of pulses"),),
        inputs=tuple(f"pulse {k}" for k in range(1, bits + 1)),
        sample=sample(bits),
    )


def sample(bits: int) -> Array:
    """Return (T, bits) pulses that set every bit, then one bit after the other, with four quiet steps in between: all
    corners are visited (a Gray code)."""
    rows = [np.full(bits, -1.0)]
    state = -np.ones(bits)
    for k in range(1, 2**bits):
        bit = (k & -k).bit_length() - 1
        state[bit] = -state[bit]
        pulse = np.zeros(bits)
        pulse[bit] = state[bit]
        rows += [np.zeros(bits)] * QUIET_STEPS + [pulse]
    return np.array(rows + [np.zeros(bits)] * QUIET_STEPS, np.float32)
