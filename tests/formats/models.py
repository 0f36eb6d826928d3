"""Small models with varied random weights, for the tests of formats and of what is built on them."""

from __future__ import annotations

from typing import Any

import numpy as np

from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.engine.network import LayerParameters, Network, ReadOut
from gatescope.formats.core.model import Model
from gatescope.text.vocabulary import Vocabulary
from gatescope.text.word import WordTokenizer


def random_model(
    cell: str = "lstm",
    *,
    units: int = 3,
    inputs: int = 4,
    layers: int = 1,
    directions: tuple[Direction, ...] = ("forward",),
    dtype: type[np.float32] | type[np.float64] = np.float32,
    card: dict[str, Any] | None = None,
) -> Model:
    """A model over six tokens with a logistic and a softmax read-out."""
    rng = np.random.default_rng(7)
    gates = len(CELLS[cell].gates)

    def layer(width: int) -> LayerParameters:
        shapes = ((gates, units, width), (gates, units, units), (gates, units), (gates, units))
        return LayerParameters(*(rng.normal(size=shape).astype(dtype) for shape in shapes))

    width = units * len(directions)
    network = Network(
        cell=CELLS[cell],
        convention=Convention(reset_after=False),
        layers=tuple(tuple(layer(inputs if k == 0 else width) for _ in directions) for k in range(layers)),
        directions=directions,
        embedding=rng.normal(size=(6, inputs)).astype(dtype),
        readouts=(
            ReadOut("mood", "logistic", rng.normal(size=(1, width)).astype(dtype), np.ones(1, dtype), ("bad", "good")),
            ReadOut("kind", "softmax", rng.normal(size=(3, width)).astype(dtype), np.ones(3, dtype), ("a", "b", "c")),
            ReadOut("price", "linear", rng.normal(size=(1, width)).astype(dtype), np.ones(1, dtype), ("0",)),
        ),
    )
    vocabulary = Vocabulary(("<unk>", "the", "isn't", "é", "🙂", "."), lower_case=True, unknown=0)
    return Model(f"toy-{cell}", network, vocabulary, WordTokenizer(), card or {"family": "toy", "task": "sentiment"})
