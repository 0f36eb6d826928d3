"""What a layer reads again and again while its fixed points are looked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gatescope.analysis.fixed_points.found import FixedPoints
from gatescope.analysis.fixed_points.search import STARTS, fixed_points
from gatescope.engine.network import Array, Network
from gatescope.engine.packed import run_packed
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.errors import ModelError, UsageError
from gatescope.progress import Report, silent
from gatescope.words import tr

# Words after which the layers below are at rest, or never will be.
_WORDS = 2000
_STILL = 1e-6
# Weights × starts that the descent can do in a second or two.
_WORK = 1 << 25
_FEWEST = 32


@dataclass(frozen=True)
class Constant:
    """An input of the network that stays the same: a word, or a vector; zeros where neither is named.

    Attributes:
        word: its row of the embedding.
        vector: for networks without an embedding, its numbers as the bytes of float64, so that equal ones are equal.
    """

    word: int | None = None
    vector: bytes | None = None

    @classmethod
    def of(cls, vector: Array) -> Constant:
        """Return the input that is always `vector` (I,)."""
        return cls(vector=np.asarray(vector, np.float64).tobytes())


def constant_input(network: Network, part: Part, vector: Array) -> Array:
    """Return what `part` reads while the network reads (I,) `vector` for ever: that, or for a layer above the first,
    what the layers below come to rest at.

    Raises:
        ModelError: the layers below do not come to rest.
    """
    if not part.layer:
        return vector
    vectors = np.tile(np.asarray(vector, np.float64), (_WORDS, 1))
    tape = run_packed(network.astype(np.float64), vectors, np.array([0, _WORDS]))
    # In the middle both directions have read a thousand words.
    middle = _WORDS // 2
    sides = []
    for direction in network.directions:
        record = tape.records[Part.of(part.layer - 1, direction)]
        last, before = record.hidden[middle], record.hidden[middle - 1]
        with np.errstate(all="ignore"):
            still = bool(np.abs(last - before).max() <= _STILL)
        if not still:
            raise ModelError(
                tr(
                    "layer {layer} does not come to rest while the same is read for ever, so what {part} reads does "
                    "not stay the same: ask for a vector, or for the first layer",
                    layer=part.layer,
                    part=part,
                )
            )
        sides.append(last)
    return np.concatenate(sides)


def nearest_fixed_points(
    network: Network, _trace: Trace | None, *, constant: Constant, part: Part, report: Report = silent
) -> FixedPoints:
    """Return the fixed points of `part`, or of the last layer where there is no such part, while `constant` is read.

    A large layer has fewer starts. Nothing depends on `_trace`: the starts are states of random words.

    Raises:
        UsageError: there is no such word, or the vector has another width.
        ModelError: the layers below `part` do not come to rest.
        Cancelled: `report` raised it.
    """
    part = part if part in network.parts else network.parts[-1]
    weights = network.parameters(part).U.size
    starts = int(min(max(_WORK // max(weights, 1), _FEWEST), STARTS))
    return fixed_points(network, _vector(network, part, constant), part, starts=starts, report=report)


def _vector(network: Network, part: Part, constant: Constant) -> Array:
    """Return what `part` reads while the network reads `constant`; zeros of its own where that is zeros."""
    if constant.word is None and constant.vector is None:
        return np.zeros(network.parameters(part).inputs)
    if constant.vector is not None:
        vector: Array = np.frombuffer(constant.vector, np.float64)
    else:
        assert constant.word is not None
        if network.embedding is None or not 0 <= constant.word < len(network.embedding):
            raise UsageError(tr("there is no word {word} in the network's embedding", word=constant.word))
        vector = network.embedding[constant.word]
    if vector.shape != (network.inputs,):
        raise UsageError(
            tr("the network reads vectors of {inputs} numbers, not of {size}", inputs=network.inputs, size=vector.size)
        )
    return constant_input(network, part, vector)
