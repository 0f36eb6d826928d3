"""Random models of any size, and sentences for them: speed and memory do not depend on the values of the weights."""

from __future__ import annotations

import numpy as np

from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.initialisers import initialise
from gatescope.engine.network import LayerParameters, Network, ReadOut
from gatescope.formats.core.model import Model
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary

INPUTS = 32
WORDS = 1000
SEED = 20


def network(cell: str, units: int, inputs: int = INPUTS, convention: Convention | None = None) -> Network:
    """Return one forward layer of `units` units over 1,000 words in `inputs` dimensions, with a logistic read-out."""
    kind = CELLS[cell]
    gates = len(kind.gates)

    def drawn(*shape: int) -> np.ndarray:
        return np.stack([initialise("uniform (PyTorch)", shape, SEED + gate) for gate in range(gates)])

    layer = LayerParameters(drawn(units, inputs), drawn(units, units), drawn(units), drawn(units))
    rng = np.random.default_rng(SEED)
    read_out = ReadOut(
        "label", "logistic", rng.standard_normal((1, units)).astype(np.float32), np.zeros(1, np.float32), ("no", "yes")
    )
    embedding = rng.standard_normal((WORDS, inputs)).astype(np.float32)
    return Network(kind, convention or Convention(), ((layer,),), embedding=embedding, readouts=(read_out,))


def model(cell: str, units: int) -> Model:
    """Return the network as a model of one family, so that all cells can be compared."""
    words = ("<unk>", *(f"w{number}" for number in range(1, WORDS)))
    vocabulary = Vocabulary(words, lower_case=True, unknown=0)
    card = {"family": "bench", "task": "bench", "cell": cell}
    return Model(f"bench-{cell}", network(cell, units), vocabulary, tokenizer("word"), card)


def sentence(tokens: int) -> str:
    """Return a text of that many known words."""
    rng = np.random.default_rng(SEED)
    return " ".join(f"w{number}" for number in rng.integers(1, WORDS, tokens))
