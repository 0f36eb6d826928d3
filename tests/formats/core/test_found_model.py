"""A model of what a file holds: which stack, read how, and what its card tells."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import save_file

from gatescope.engine.run import run
from gatescope.errors import FormatError, UsageError
from gatescope.formats.core.found import FoundLayer, ModelFile, Stack
from gatescope.formats.core.found_model import model_of
from gatescope.formats.detect.reading import read
from gatescope.formats.own.library import load
from gatescope.formats.own.weights_and_card import save_model
from tests.formats.models import random_model
from tests.formats.state_dict.tensors import draw, gru

A = draw(4)


@pytest.fixture
def file(tmp_path: Path) -> ModelFile:
    """Two stacks; the second has an embedding, two layers and a bias too few."""
    arrays = {**gru("a.", 5, 2), "b.embedding.weight": A(9, 3), **gru("b.rnn.", 3, 4), **gru("b.rnn.", 4, 4, "_l1")}
    del arrays["b.rnn.bias_ih_l1"]
    path = tmp_path / "two.safetensors"
    save_file(arrays, path, {"epoch": "7"})
    return read(path)


def test_the_first_stack_by_default_and_any_by_name(file: ModelFile) -> None:
    assert model_of(file).network.inputs == 5
    assert len(model_of(file, "b.rnn").network.layers) == 2
    upper = model_of(file, "b.rnn.l1")
    assert (upper.network.inputs, upper.network.embedding, upper.vocabulary) == (4, None, None)
    with pytest.raises(UsageError, match=r"has no recurrent layer 'c'; it has a, b\.rnn, b\.rnn\.l0, b\.rnn\.l1"):
        model_of(file, "c")


def test_an_embedding_without_words_takes_ids(file: ModelFile) -> None:
    model = model_of(file, "b.rnn")
    assert model.tokenizer is not None
    assert model.vocabulary is not None
    assert model.tokenizer.name == "ids"
    assert model.vocabulary.tokens == tuple(map(str, range(9)))
    assert model_of(file, "a").vocabulary is None


def test_the_card_tells_where_it_came_from(file: ModelFile) -> None:
    model = model_of(file, "b.rnn", name="mine")
    assert json.loads(json.dumps(model.card)) == model.card
    source = model.card["source"]
    assert (model.name, model.family) == ("mine", "mine")
    assert (source["file"], source["kind"], source["stack"]) == ("two.safetensors", "safetensors", "b.rnn")
    assert [entry[0] for entry in source["assumptions"]] == ["b.rnn.bias_ih_l1", "embedding"]
    assert source["notes"] == ["epoch: 7"]
    assert model.origin is not None
    assert (model.origin.path, model.origin.stack, model.origin.overrides) == (file.path, "b.rnn", {})


def test_what_a_person_says_counts(file: ModelFile) -> None:
    said = {"reset_after": "false", "gate_order": "z,r,n"}
    model, plain = model_of(file, "a", said), model_of(file, "a")
    assert model.network.convention.reset_after is False
    np.testing.assert_array_equal(model.network.layers[0][0].W[0], plain.network.layers[0][0].W[1])
    assert model.origin is not None
    assert model.origin.overrides == said
    with pytest.raises(UsageError, match="there is no convention 'colour'"):
        model_of(file, "a", {"colour": "red"})


def test_parts_that_do_not_fit_together_name_the_file(file: ModelFile) -> None:
    layer: FoundLayer = file.stack("a").layers[0]
    odd = Stack("odd", (layer,), embedding=A(4, 3))
    with pytest.raises(FormatError, match=r"^two\.safetensors: odd does not fit together: the embedding has shape"):
        model_of(ModelFile(file.path, file.kind, (odd,)))


def test_load_takes_the_stack_and_the_convention(file: ModelFile) -> None:
    model = load(file.path, rnn="b.rnn.l1", convention={"reset_after": "false"})
    assert model.network.convention.reset_after is False
    assert model.network.inputs == 4


def test_a_model_of_our_own_comes_back_as_it_was(tmp_path: Path) -> None:
    wanted = random_model("lstm", layers=2)
    save_model(wanted, tmp_path / "m.safetensors")
    model = load(tmp_path / "m.safetensors")
    assert (model.name, model.family, model.vocabulary) == ("toy-lstm", "toy", wanted.vocabulary)
    assert model.tokenizer == wanted.tokenizer
    ids = [1, 2, 5]
    np.testing.assert_array_equal(
        run(model.network, ids=ids)["hidden_state"], run(wanted.network, ids=ids)["hidden_state"]
    )
    assert load(tmp_path / "m.safetensors", convention={"forget_bias": "1"}).network.convention.forget_bias == 1
    assert load(tmp_path / "m.safetensors", rnn="layer1").network.embedding is None
