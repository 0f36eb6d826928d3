"""A read-out of what the states hold: fitted without moving them, the same each time, and right where they tell it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.formats.own.tensors import tensors
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.fitted_read_out import FurtherReadOut, fitted, share_right, with_read_out
from gatescope.training.key_words import LABELS, NEGATIVE, POSITIVE, key_words, kinds_of_words
from gatescope.training.sequences import Sequences, pack
from tests.training.toys import network_for


def texts(count: int, seed: int = 0) -> Sequences:
    """Texts over the words 0 … 5, each to be told apart after it was read."""
    rng = np.random.default_rng(seed)
    ids = [rng.integers(0, 6, 8) for _ in range(count)]
    return pack(ids, [one % 3 for one in ids], [np.ones(8) for _ in ids])


def further() -> FurtherReadOut:
    return FurtherReadOut("kind", ("a", "b", "c"), texts(300), texts(60, 1), "alike")


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_it_says_what_the_states_tell_and_moves_none_of_them(cell: str) -> None:
    network = network_for(cell, tokens=6, embedding=6, units=48, seed=2)
    network = replace(network, embedding=np.eye(6, dtype=np.float32) * 9)
    asked = further()
    readout = fitted(network, asked, seed=1)
    assert share_right(network, readout, asked.held_out) > 0.9
    more = with_read_out(network, readout)
    assert [one.name for one in more.readouts] == ["r", "kind"]
    for name, array in tensors(network).items():
        assert tensors(more)[name] is array
    again = fitted(network, asked, seed=1)
    assert (again.weight.tobytes(), again.bias.tobytes()) == (readout.weight.tobytes(), readout.bias.tobytes())


def test_the_share_counts_tokens_as_they_weigh() -> None:
    network = network_for("rnn", tokens=6, embedding=2, units=3, seed=0)
    always = replace(fitted(network, further(), 0), weight=np.zeros((3, 3), np.float32), bias=np.array([1.0, 0, 0]))
    data = pack([np.array([0, 1, 2, 3])], [np.array([0, 1, 2, 0])], [np.array([1.0, 2.0, 3.0, 4.0])])
    assert share_right(network, always, data) == pytest.approx(0.5)


VOCABULARY = Vocabulary(("<unk>", "the", "not", *NEGATIVE, *POSITIVE), lower_case=True, unknown=0)


def test_kinds_of_words_do_not_depend_on_what_stands_before() -> None:
    words = ["the", "bad", "not", "good", "the"]
    data = pack([VOCABULARY.ids(words)], [np.zeros(5, np.int64)], [np.ones(5)])
    found = kinds_of_words(data, VOCABULARY)
    assert [LABELS[kind] for kind in found.targets] == [LABELS[0], LABELS[1], LABELS[0], LABELS[2], LABELS[0]]
    assert np.bincount(found.targets, weights=found.weights).tolist() == pytest.approx([1, 1, 1])


def test_texts_without_key_words_get_no_such_read_out() -> None:
    plain = pack([VOCABULARY.ids(["the", "not"])] * 60, [np.zeros(2, np.int64)] * 60, [np.ones(2)] * 60)
    rich = pack([VOCABULARY.ids(["the", "good", "bad"])] * 60, [np.zeros(3, np.int64)] * 60, [np.ones(3)] * 60)
    assert key_words(plain, rich, VOCABULARY) is None
    assert key_words(rich, plain, VOCABULARY) is None
    asked = key_words(rich, rich, VOCABULARY)
    assert asked is not None
    assert asked.labels == LABELS
