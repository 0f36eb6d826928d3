"""Small models and snapshots for the tests of the controls: real cells, random weights, a known vocabulary."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.executors import reference
from gatescope.engine.network import LayerParameters, Network, ReadOut
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.formats.core.model import Model
from gatescope.formats.core.next_token import predicts_next
from gatescope.session.run.snapshot import BadStep, Run, Snapshot
from gatescope.text.character import CharacterTokenizer
from gatescope.text.tokens import UNKNOWN
from gatescope.text.vocabulary import Vocabulary
from gatescope.text.word import WordTokenizer

_WORDS = "the food was not good at all , but service absolutely wonderful . film a"
WORDS = (UNKNOWN, *_WORDS.split())
SENTENCE = "The food was not good at all, but the service was absolutely wonderful."


def make_model(
    cell: str = "lstm", units: int = 8, seed: int = 1, words: tuple[str, ...] = WORDS, layers: int = 1
) -> Model:
    """A model of the family ``sentiment`` with a logistic read-out."""
    rng = np.random.default_rng(seed)

    def array(*shape: int) -> np.ndarray:
        return rng.normal(0, 0.6, shape).astype(np.float32)

    gates, inputs = len(CELLS[cell].gates), 6
    network = Network(
        CELLS[cell],
        Convention(),
        tuple(
            (
                LayerParameters(
                    W=array(gates, units, units if k else inputs),
                    U=array(gates, units, units),
                    b_x=array(gates, units),
                    b_h=array(gates, units),
                ),
            )
            for k in range(layers)
        ),
        embedding=array(len(words), inputs),
        readouts=(ReadOut("sentiment", "logistic", array(1, units), array(1), ("negative", "positive")),),
    )
    vocabulary = Vocabulary(words, lower_case=True, unknown=0)
    return Model(f"sentiment-{cell}", network, vocabulary, WordTokenizer(), {"family": "sentiment"})


def make_snapshot(
    text: str, *models: Model, caret: int | None = None, generation: int = 1, bad: BadStep | None = None
) -> Snapshot:
    """What the session would show for `text`."""
    runs = []
    for model in models:
        assert model.tokenizer is not None
        assert model.vocabulary is not None
        tokens = model.tokenizer.tokenize(text, model.vocabulary, caret=caret)
        trace = run(model.network, ids=tokens.ids, executor=reference)
        readouts = read_out(model.network, trace.hidden)
        run_of = Run(model.name, model.network, tokens, trace, readouts, bad, 0, 600.0)
        runs.append(replace(run_of, predicts_next=predicts_next(model.network, model.vocabulary)))
    return Snapshot(generation, text, tuple(runs), "reference", 1.0)


LETTERS = tuple(" abcdefghilmnoprstuvwy.")


def make_language_model(cell: str = "gru", units: int = 8, seed: int = 3) -> Model:
    """A model of letters whose read-out says which letter comes next."""
    made = make_model(cell, units, seed, LETTERS)
    rng = np.random.default_rng(seed + 1)
    weight = rng.normal(0, 1.5, (len(LETTERS), units)).astype(np.float32)
    readout = ReadOut("decoder", "softmax", weight, np.zeros(len(LETTERS), np.float32), LETTERS)
    network = replace(made.network, readouts=(readout,))
    vocabulary = Vocabulary(LETTERS, lower_case=True, unknown=0)
    return Model(f"letters-{cell}", network, vocabulary, CharacterTokenizer(), {"family": "letters"})
