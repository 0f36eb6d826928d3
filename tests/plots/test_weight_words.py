"""What one weight does, in plain words, for every array of every cell."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.network import ReadOut
from gatescope.plots.weight_words import weight_in_words
from tests.plots.builders import network
from tests.session.helpers import random_network

LSTM = network()
LAYER = "layer0.forward."


@pytest.mark.parametrize(
    ("key", "cell", "words"),
    [
        (f"{LAYER}U.candidate", (2, 1), "candidate: what unit 2 takes from unit 1"),
        (f"{LAYER}U.candidate", (1, 1), "candidate: what unit 1 takes from itself"),
        (f"{LAYER}W.forget_gate", (2, 0), "forget gate: what unit 2 takes from input 0"),
        (f"{LAYER}b_x.output_gate", (0, 2), "output gate: bias of unit 2"),
        (f"{LAYER}b_h.output_gate", (0, 2), "output gate: bias of unit 2, hidden side"),
        (f"{LAYER}peepholes.input_gate", (0, 1), "input gate: what unit 1 sees of its cell state"),
        (f"{LAYER}initial_cell.cell_state", (0, 1), "initial cell state of unit 1"),
        ("readout.sentiment.weight", (0, 1), "sentiment read-out: what “positive” takes from unit 1"),
        ("readout.sentiment.bias", (0, 0), "sentiment read-out: bias of “positive”"),
        ("embedding", (3, 1), "embedding: input 1 of word 3"),
    ],
)
def test_the_weights_of_one_layer(key: str, cell: tuple[int, int], words: str) -> None:
    assert weight_in_words(LSTM, key, *cell) == words


def test_words_layers_and_labels_are_named() -> None:
    assert weight_in_words(LSTM, "embedding", 3, 1, ("a", "b", "c", "film")) == "embedding: input 1 of “film”"
    deep = network(layers=2, directions=("forward", "reverse"))
    said = weight_in_words(deep, "layer1.reverse.W.candidate", 0, 5)
    assert said == "candidate: what unit 0 takes from unit 5 below, layer 2, reverse"
    topics = network(readout=ReadOut("topic", "softmax", np.zeros((2, 3)), np.zeros(2), ("news", "sport")))
    assert weight_in_words(topics, "readout.topic.bias", 0, 1) == "topic read-out: bias of “sport”"
    plain = network(readout=ReadOut("score", "linear", np.zeros((1, 3)), np.zeros(1), ()))
    assert weight_in_words(plain, "readout.score.weight", 0, 2) == "score read-out: what output 0 takes from unit 2"


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_every_array_has_words(cell: str) -> None:
    made = random_network(cell, layers=2)
    for key in made.keys():  # noqa: SIM118
        assert weight_in_words(made, key, 0, 0)
