"""A language model is known by its read-out, since no file says that it is one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import gatescope as gs
from gatescope.engine.network import Network, ReadOut
from gatescope.formats.core.next_token import predicts_next
from gatescope.text.vocabulary import Vocabulary
from tests.shared import MODELS, needs_models
from tests.views.helpers_controls import LETTERS, make_language_model, make_model

MODEL = make_language_model()


def with_readout(**fields: object) -> Network:
    readout: ReadOut = replace(MODEL.network.readouts[0], **fields)  # type: ignore[arg-type]
    return replace(MODEL.network, readouts=(readout,))


def test_a_softmax_over_the_vocabulary_says_what_comes_next() -> None:
    assert predicts_next(MODEL.network, MODEL.vocabulary)


@pytest.mark.parametrize(
    "network",
    [
        with_readout(kind="linear"),
        with_readout(labels=tuple(reversed(LETTERS))),
        with_readout(weight=np.zeros((4, 8)), bias=np.zeros(4), labels=("noun", "verb", "name", "rest")),
        replace(MODEL.network, readouts=()),
        replace(MODEL.network, embedding=None),
        make_model().network,
    ],
    ids=["plain values", "other labels", "fewer labels", "no read-out", "vectors", "sentiment"],
)
def test_what_speaks_against_it(network: Network) -> None:
    assert not predicts_next(network, MODEL.vocabulary)


def test_who_has_read_what_comes_predicts_nothing() -> None:
    wide = replace(MODEL.network.readouts[0], weight=np.zeros((len(LETTERS), 16), np.float32))
    rows = (MODEL.network.layers[0] * 2,)
    both = replace(MODEL.network, directions=("forward", "reverse"), layers=rows, readouts=(wide,))
    assert not predicts_next(both, MODEL.vocabulary)


def test_yes_and_no_about_two_symbols_are_no_language() -> None:
    two = ("0", "1")
    readout = ReadOut("odd", "softmax", np.zeros((2, 8), np.float32), np.zeros(2, np.float32), two)
    assert not predicts_next(replace(MODEL.network, readouts=(readout,)), Vocabulary(two, unknown=0))


def test_without_a_vocabulary_nobody_can_tell() -> None:
    assert not predicts_next(MODEL.network, None)


@needs_models
@pytest.mark.parametrize(
    ("path", "is_one"),
    [
        ("charrnn_gru_shakespeare/RNN_1_layer.pt", True),
        ("charrnn_gru_shakespeare/RNN_3_layers.pt", True),
        ("charrnn_gru_shakespeare/hidden_size_50.pt", True),
        ("charrnn_gru_shakespeare/DERIVED_hidden_size_50.safetensors", True),
        # Its read-out reads a weighted mean of all layers, which is not computed here.
        ("textgenrnn_lstm/textgenrnn_weights.hdf5", False),
        ("g2p_gru/DERIVED_encoder.safetensors", False),
    ],
)
def test_models_from_elsewhere(path: str, is_one: bool) -> None:
    model = gs.load(MODELS / path)
    assert predicts_next(model.network, model.vocabulary) == is_one
