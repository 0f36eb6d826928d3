"""A model survives its two files bit for bit, and files that do not fit say so."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.errors import FileError, FormatError, ModelError
from gatescope.formats.own.weights_and_card import load_model, save_model
from gatescope.formats.safetensors.file import bytes_of_tensors, read_tensors
from tests.formats.models import random_model


def edit_card(path: Path, **fields: Any) -> None:
    card = json.loads(path.read_text())
    card.update(fields)
    path.write_text(json.dumps(card))


def equal(left: Network, right: Network) -> bool:
    return left.keys() == right.keys() and all(
        np.array_equal(left.array(key), right.array(key)) and left.array(key).dtype == right.array(key).dtype
        for key in left.keys()  # noqa: SIM118 - a network is no mapping
    )


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_save_and_load(tmp_path: Path, cell: str, layers: int, dtype: type[np.float32]) -> None:
    model = random_model(cell, layers=layers, directions=("forward", "reverse"), dtype=dtype)
    save_model(model, tmp_path / "m.safetensors")
    for path in (tmp_path / "m.safetensors", tmp_path / "m.json"):
        loaded = load_model(path)
        assert equal(loaded.network, model.network)
        assert (loaded.network.cell, loaded.network.convention) == (model.network.cell, model.network.convention)
        assert loaded.network.directions == model.network.directions
        assert (loaded.name, loaded.family, loaded.vocabulary) == (model.name, "toy", model.vocabulary)
        assert loaded.tokenizer == model.tokenizer
        assert loaded.card["parameters"] == model.network.parameter_count()
        assert loaded.card["task"] == "sentiment"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["m.json", "m.safetensors"]


def test_a_network_that_takes_vectors(tmp_path: Path) -> None:
    model = random_model()
    model = replace(model, network=replace(model.network, embedding=None), vocabulary=None, tokenizer=None)
    save_model(model, tmp_path / "m.safetensors")
    loaded = load_model(tmp_path / "m.safetensors")
    assert equal(loaded.network, model.network)
    assert loaded.vocabulary is None
    assert loaded.tokenizer is None


def test_the_weights_do_not_depend_on_the_card(tmp_path: Path) -> None:
    save_model(random_model(card={"date": "2001-01-01"}), tmp_path / "a.safetensors")
    save_model(random_model(card={"date": "2002-02-02"}), tmp_path / "b.safetensors")
    assert (tmp_path / "a.safetensors").read_bytes() == (tmp_path / "b.safetensors").read_bytes()


def test_a_card_cannot_overrule_the_network_it_describes(tmp_path: Path) -> None:
    save_model(random_model(card={"units": 99, "cell": "gru", "vocabulary": None}), tmp_path / "m.safetensors")
    assert load_model(tmp_path / "m.safetensors").network.units == 3


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"format": 2}, "format 2; this version reads format 1"),
        ({"cell": "mamba"}, "'cell' is 'mamba', not one of rnn, gru, lstm"),
        ({"cell": "gru"}, "shape .* its card asks for"),
        ({"units": 4}, "shape .* its card asks for"),
        ({"units": True}, "'units' is True"),
        ({"units": 0}, "'units' is 0"),
        ({"layers": 10**9}, "'layers' is 1000000000"),
        ({"layers": 2}, "lacks the tensor 'layer1.forward.W'"),
        ({"directions": ["sideways"]}, "'directions'"),
        ({"directions": [["forward"]]}, "'directions'"),
        ({"convention": {"activation": "gelu", "reset_after": True}}, "there is no activation 'gelu'"),
        ({"convention": None}, "'convention' is None"),
        ({"vocabulary": None}, "embedding that does not fit"),
        ({"vocabulary": {"tokenizer": "word", "tokens": ["a"]}}, "'embedding' has shape"),
        ({"vocabulary": {"tokenizer": "bpe", "tokens": ["a"]}}, "no tokenizer 'bpe'"),
        ({"vocabulary": {"tokenizer": "word", "tokens": ["a", "a"]}}, "'a' twice"),
        ({"readouts": []}, "holds a tensor 'readout"),
        ({"readouts": [3]}, "something else"),
        ({"readouts": [{"name": "mood", "kind": "logistic", "labels": ["a"]}]}, "needs a name and its labels"),
    ],
)
def test_a_card_that_does_not_fit_says_so(tmp_path: Path, fields: dict[str, Any], reason: str) -> None:
    save_model(random_model(), tmp_path / "m.safetensors")
    edit_card(tmp_path / "m.json", **fields)
    with pytest.raises(FormatError, match=reason) as caught:
        load_model(tmp_path / "m.safetensors")
    assert str(caught.value).startswith(("m.json: ", "m.safetensors: "))


@pytest.mark.parametrize("content", [b"", b"<html>", b"[1]", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_card_says_so(tmp_path: Path, content: bytes) -> None:
    save_model(random_model(), tmp_path / "m.safetensors")
    (tmp_path / "m.json").write_bytes(content)
    with pytest.raises(FormatError, match=r"^m.json: (is no model card|is damaged: the model card is not JSON)"):
        load_model(tmp_path / "m.safetensors")


def test_a_missing_half_is_named(tmp_path: Path) -> None:
    save_model(random_model(), tmp_path / "m.safetensors")
    (tmp_path / "m.json").unlink()
    with pytest.raises(FileError, match=r"^m.safetensors: its model card m.json is not beside it"):
        load_model(tmp_path / "m.safetensors")
    save_model(random_model(), tmp_path / "m.safetensors")
    (tmp_path / "m.safetensors").unlink()
    with pytest.raises(FileError, match=r"^m.safetensors: there is no such file"):
        load_model(tmp_path / "m.json")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes among the files of this system")
@pytest.mark.parametrize("half", ["m.json", "m.safetensors"])
def test_a_half_that_is_a_pipe_or_endless_is_not_waited_for(tmp_path: Path, half: str) -> None:
    save_model(random_model(), tmp_path / "m.safetensors")
    for put in (os.mkfifo, lambda path: path.symlink_to("/dev/zero")):
        (tmp_path / half).unlink()
        put(tmp_path / half)
        with pytest.raises(FileError, match=rf"^{half}: is a pipe or a device"):
            load_model(tmp_path / "m.json")


def test_a_card_of_more_values_than_any_model_needs_is_not_parsed(tmp_path: Path) -> None:
    save_model(random_model(), tmp_path / "m.safetensors")
    (tmp_path / "m.json").write_bytes(b"[" + b"[]," * 5_000_000 + b"0]")
    with pytest.raises(FormatError, match="the model card holds more than 4,000,000 values"):
        load_model(tmp_path / "m.safetensors")


def test_mixed_precision_is_refused(tmp_path: Path) -> None:
    save_model(random_model(), tmp_path / "m.safetensors")
    tensors = read_tensors(tmp_path / "m.safetensors")
    tensors["embedding"] = tensors["embedding"].astype(np.float64)
    (tmp_path / "m.safetensors").write_bytes(bytes_of_tensors(tensors))
    with pytest.raises(FormatError, match="mixes F32 and F64"):
        load_model(tmp_path / "m.safetensors")


def test_saving_elsewhere_than_in_a_safetensors_file_or_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"saved as a .safetensors file"):
        save_model(random_model(), tmp_path / "m.pt")
    with pytest.raises(FileError, match=r"cannot be written: the folder .* does not exist; make it first"):
        save_model(random_model(), tmp_path / "missing" / "m.safetensors")
    assert list(tmp_path.iterdir()) == []
