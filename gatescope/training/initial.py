"""Makes the network that training starts from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.initialisers import initialise
from gatescope.engine.network import Array, LayerParameters, Network, ReadOut

if TYPE_CHECKING:
    from gatescope.training.recipe import Recipe
    from gatescope.training.tasks.task import Prepared

RECURRENT: Mapping[str, str] = {"uniform": "uniform (PyTorch)", "orthogonal": "orthogonal", "identity": "identity"}
"""How U may begin → the initialiser of that name; the identity is scaled by `IDENTITY`."""
IDENTITY = 0.9
"""The scale of the identity: below 1, so that a state without input fades (Le, Jaitly & Hinton 2015 try 1 and less)."""


def untrained(recipe: Recipe, prepared: Prepared) -> Network:
    """Return a network of forward layers with one read-out, float32.

    Embeddings are drawn from N(0, 0.1²), so that a word that was never seen pushes little; matrices and biases as
    ``torch.nn`` draws them, but for U where the recipe says so, and the biases of
    the gates that keep the state.
    """
    rng = np.random.default_rng(recipe.seed)
    table = None
    inputs = len(prepared.inputs)
    if prepared.vocabulary is not None:
        inputs = recipe.embedding
        table = rng.normal(0.0, 0.1, (len(prepared.vocabulary), inputs)).astype(np.float32)
    layers = []
    for _ in range(recipe.layers):
        layers.append((_layer(recipe, inputs, rng),))
        inputs = recipe.units
    limit = recipe.units**-0.5
    return Network(
        cell=CELLS[recipe.cell],
        convention=Convention(),
        layers=tuple(layers),
        embedding=table,
        readouts=(
            ReadOut(
                name=prepared.readout,
                kind=prepared.kind,
                weight=rng.uniform(-limit, limit, (prepared.columns, recipe.units)).astype(np.float32),
                bias=np.zeros(prepared.columns, np.float32),
                labels=prepared.labels,
            ),
        ),
    )


def _layer(recipe: Recipe, inputs: int, rng: np.random.Generator) -> LayerParameters:
    gates, units = CELLS[recipe.cell].gates, recipe.units

    def draw(name: str, *shape: int) -> Array:
        return initialise(name, shape, int(rng.integers(2**32)))

    uniform = RECURRENT["uniform"]
    recurrent = RECURRENT[recipe.recurrent]
    layer = LayerParameters(
        W=np.stack([draw(uniform, units, inputs) for _ in gates]),
        U=np.stack([draw(recurrent, units, units) for _ in gates]),
        b_x=np.stack([draw(uniform, units) for _ in gates]),
        b_h=np.stack([draw(uniform, units) for _ in gates]),
    )
    if recipe.recurrent == "identity":
        layer.U[:] *= np.float32(IDENTITY)
    if recipe.cell == "lstm":
        forget = gates.index("forget_gate")
        layer.b_x[forget], layer.b_h[forget] = recipe.forget_bias, 0.0
    if recipe.cell == "gru" and recipe.update_bias:
        update = gates.index("update_gate")
        layer.b_x[update], layer.b_h[update] = recipe.update_bias, 0.0
    return layer
