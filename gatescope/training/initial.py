"""Makes the network that training starts from."""

from __future__ import annotations

import numpy as np

from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.initialisers import initialise
from gatescope.engine.network import Array, LayerParameters, Network, ReadOut

FORGET_BIAS = 1.0
"""Jozefowicz et al. 2015: an LSTM that begins by remembering learns to keep what a sentence began with."""


def untrained(
    cell: str, *, tokens: int, embedding: int, units: int, readout: str, labels: tuple[str, ...], seed: int
) -> Network:
    """Return a network of one forward layer with a logistic read-out of two labels or a softmax one of more, float32.

    Embeddings are drawn from N(0, 0.1²), so that a word that was never seen pushes little; matrices and biases as
    ``torch.nn`` draws them, but for the forget gate's bias.
    """
    rng = np.random.default_rng(seed)
    gates = CELLS[cell].gates

    def draw(*shape: int) -> Array:
        return initialise("uniform (PyTorch)", shape, int(rng.integers(2**32)))

    table = rng.normal(0.0, 0.1, (tokens, embedding)).astype(np.float32)
    layer = LayerParameters(
        W=np.stack([draw(units, embedding) for _ in gates]),
        U=np.stack([draw(units, units) for _ in gates]),
        b_x=np.stack([draw(units) for _ in gates]),
        b_h=np.stack([draw(units) for _ in gates]),
    )
    if cell == "lstm":
        forget = gates.index("forget_gate")
        layer.b_x[forget], layer.b_h[forget] = FORGET_BIAS, 0.0
    columns = 1 if len(labels) == 2 else len(labels)
    limit = units**-0.5
    return Network(
        cell=CELLS[cell],
        convention=Convention(),
        layers=((layer,),),
        embedding=table,
        readouts=(
            ReadOut(
                name=readout,
                kind="logistic" if columns == 1 else "softmax",
                weight=rng.uniform(-limit, limit, (columns, units)).astype(np.float32),
                bias=np.zeros(columns, np.float32),
                labels=labels,
            ),
        ),
    )
