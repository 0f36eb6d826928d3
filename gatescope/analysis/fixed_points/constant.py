"""What a layer reads again and again while its fixed points are looked for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gatescope.analysis.fixed_points.found import FixedPoints
from gatescope.analysis.fixed_points.search import STARTS, fixed_points
from gatescope.analysis.part_alone import input_at
from gatescope.engine.network import Array, Network
from gatescope.engine.packed import run_packed
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.errors import ModelError, UsageError
from gatescope.progress import Report, silent

# Words after which the layers below are at rest, or never will be.
_WORDS = 2000
_STILL = 1e-6
# Weights × starts that the descent can do in a second or two.
_WORK = 1 << 25
_FEWEST = 32


@dataclass(frozen=True)
class Constant:
    """An input that stays the same: a word, or the vector at a token; zeros where neither is named.

    Attributes:
        word: its row of the embedding.
        token: of a run; for networks without an embedding.
    """

    word: int | None = None
    token: int | None = None


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
                f"layer {part.layer} does not come to rest while the same is read for ever, so what {part} reads "
                "does not stay the same: ask for a vector, or for the first layer"
            )
        sides.append(last)
    return np.concatenate(sides)


def nearest_fixed_points(
    network: Network, trace: Trace, *, constant: Constant, part: Part, report: Report = silent
) -> FixedPoints:
    """Return the fixed points of `part`, or of the last layer where there is no such part, while `constant` is read.

    A large layer has fewer starts. With an embedding nothing depends on the trace.

    Raises:
        UsageError: there is no such token or word.
        ModelError: the layers below `part` do not come to rest.
        Cancelled: `report` raised it.
    """
    part = part if part in network.parts else network.parts[-1]
    weights = network.parameters(part).U.size
    starts = int(min(max(_WORK // max(weights, 1), _FEWEST), STARTS))
    return fixed_points(network, _vector(network, trace, part, constant), part, starts=starts, report=report)


def _vector(network: Network, trace: Trace, part: Part, constant: Constant) -> Array:
    if constant.token is not None:
        return input_at(network, trace, part, constant.token)
    vector = np.zeros(network.inputs)
    if constant.word is not None:
        if network.embedding is None or not 0 <= constant.word < len(network.embedding):
            raise UsageError(f"there is no word {constant.word} in the network's embedding")
        vector = network.embedding[constant.word].astype(np.float64)
    elif part.layer:
        return np.zeros(network.parameters(part).inputs)
    return constant_input(network, part, vector)
