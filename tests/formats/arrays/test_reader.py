"""Plain arrays by name in .npz and .json, and what such files hold that is no model."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.errors import FormatError
from gatescope.formats.arrays.reader import read
from tests.formats.state_dict.tensors import draw, gru, only

A = draw(2)
ARRAYS = {"embedding.weight": A(7, 3), **gru("rnn.", 3, 4)}


def save_json(path: Path, data: Any) -> Path:
    path.write_text(json.dumps(data))
    return path


def nested(arrays: dict[str, np.ndarray]) -> dict[str, Any]:
    return {name: array.tolist() for name, array in arrays.items()}


def assert_same(path: Path, dtype: type = np.float32) -> None:
    network, wanted = read(path).stacks[0].network, only(ARRAYS).network
    np.testing.assert_array_equal(network.layers[0][0].W, wanted.layers[0][0].W)
    np.testing.assert_array_equal(network.layers[0][0].b_h, wanted.layers[0][0].b_h)
    np.testing.assert_array_equal(network.embedding, wanted.embedding)
    assert network.dtype == dtype


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
def test_an_npz(tmp_path: Path, save: Any) -> None:
    path = tmp_path / "m.npz"
    extra = {"note": np.array("words"), "things": np.array([{}, None], object), "epoch": np.array(3)}
    save(path, **ARRAYS, **extra)
    assert_same(path)
    listed = {tensor.name: (tensor.shape, tensor.dtype) for tensor in read(path).tensors}
    assert listed["note"] == ((), "str")
    assert listed["things"] == ((2,), "object")
    assert listed["epoch"] == ((), "int64")
    assert read(path).kind == "arrays (.npz)"


@pytest.mark.parametrize("change", [np.asfortranarray, lambda a: a.astype(">f4"), lambda a: a[:]])
def test_columns_and_big_ends_are_read_as_they_are_meant(tmp_path: Path, change: Any) -> None:
    path = tmp_path / "m.npz"
    np.savez(path, **{name: change(array) for name, array in ARRAYS.items()})
    assert_same(path)


def test_pickled_weights_are_named_and_not_loaded(tmp_path: Path) -> None:
    path = tmp_path / "m.npz"
    np.savez(path, **{**ARRAYS, "rnn.weight_hh_l0": ARRAYS["rnn.weight_hh_l0"].astype(object)})
    with pytest.raises(FormatError, match=r"rnn\.weight_hh_l0 is stored as object"):
        read(path)


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (12, 400000000), }", r"with 272 bytes, where the shape"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (12, 5), }", r"with 272 bytes, where the shape \(12, 5\)"),
        ("{'descr': '<f4', 'fortran_order': False, 'shape': (-12, 3), }", "damaged: write the arrays"),
        (
            "{'descr': '<f4', 'fortran_order': __import__('os'), 'shape': (12, 3), }",
            "damaged: write the arrays",
        ),
        ("((((((((", "damaged: write the arrays"),
    ],
)
def test_a_header_that_lies(tmp_path: Path, header: str, sentence: str) -> None:
    path = tmp_path / "m.npz"
    np.savez(path, **{name: array for name, array in ARRAYS.items() if name != "rnn.weight_ih_l0"})
    text = header.encode().ljust(117) + b"\n"
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(
            "rnn.weight_ih_l0.npy", b"\x93NUMPY\x01\0" + len(text).to_bytes(2, "little") + text + bytes(144)
        )
    with pytest.raises(FormatError, match=rf"^m\.npz: holds 'rnn\.weight_ih_l0\.npy' .*{sentence}"):
        read(path)


@pytest.mark.parametrize("lacking", ["gru/kernel", "gru/recurrent_kernel"])
def test_names_of_keras_without_a_layer_among_them(tmp_path: Path, lacking: str) -> None:
    shapes = {"gru/kernel": (3, 12), "gru/recurrent_kernel": (4, 12), "a/recurrent_kernel": (3,)}
    arrays = {name: np.ones(shape) for name, shape in shapes.items()}
    np.savez(tmp_path / "m.npz", **{name: array for name, array in arrays.items() if name != lacking})
    with pytest.raises(FormatError, match="no RNN/GRU/LSTM weights found; it holds 2 tensors"):
        read(tmp_path / "m.npz")


def test_a_json(tmp_path: Path) -> None:
    assert_same(save_json(tmp_path / "flat.json", nested(ARRAYS)))
    deep = {"embedding": {"weight": ARRAYS["embedding.weight"].tolist()}, "rnn": nested(gru("", 3, 4))}
    assert_same(save_json(tmp_path / "deep.json", {**deep, "epoch": 3, "name": "toy"}))
    shaped = {n: {"shape": a.shape, "dtype": "float32", "data": a.reshape(-1).tolist()} for n, a in ARRAYS.items()}
    assert_same(save_json(tmp_path / "shaped.json", shaped))
    fine = {n: (a.astype(np.float64) + (1e-12 if "embed" in n else 0)).tolist() for n, a in ARRAYS.items()}
    path = save_json(tmp_path / "fine.json", fine)
    assert read(path).stacks[0].network.dtype == np.float64
    path.write_bytes(b"\xff\xfe" + json.dumps(nested(ARRAYS)).encode("utf-16-le"))
    assert_same(path)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"rnn.weight_ih_l0": [[1, 2], [3]]}, r"holds 'rnn\.weight_ih_l0', whose rows are not numbers of one length"),
        ({"rnn.weight_ih_l0": [[1, 2], ["a", 4]]}, "holds .*, whose rows are not numbers of one length"),
        ({"a": {"shape": [2, 2], "data": [1, 2, 3]}}, r"holds 'a' with 3 numbers and the shape \[2, 2\]"),
        ({"a": {"shape": ["x"], "data": [1]}}, "holds 'a' with 1 numbers"),
        ({"a": [1, 2, 3]}, "no RNN/GRU/LSTM weights found; it holds 1 tensor: a"),
        ({"a": "b", "c": 4}, "holds no arrays of numbers; its JSON has 'a', 'c'"),
        ({}, "holds no arrays of numbers; its JSON has nothing in it"),
        (
            {"cases": [{"x": "a"}, {"y": [[1, 2]]}]},
            r"holds arrays of numbers in lists alone, such as cases\[1\].y: each",
        ),
        ([1, 2], "is JSON without names"),
        (3, "is JSON without names"),
        (["the", "a"], "is a vocabulary of 2 tokens, not a model"),
        ({"the": 0, "a": 1}, "is a vocabulary of 2 tokens, not a model"),
        ({"graphemes": ["a", "b"], "phonemes": ["A", "B"]}, "is a vocabulary, not a model"),
        (
            {"version": "1.0", "model": {"type": "BPE", "vocab": {}, "merges": []}},
            r"is a tokenizer \(tokenizer\.json\)",
        ),
        ({"class_name": "Tokenizer", "config": {"word_index": "{}"}}, "is a Keras tokenizer"),
        ({"class_name": "Sequential", "config": {}}, "is the architecture of a Keras model without its weights"),
        ({"model_type": "bert", "hidden_size": 768}, r"is the configuration of a transformer \(bert\)"),
        ({"metadata": {"total_size": 1}, "weight_map": {}}, "is the index of a model that is split over several files"),
    ],
)
def test_json_that_is_no_model_is_named_for_what_it_is(tmp_path: Path, data: Any, sentence: str) -> None:
    with pytest.raises(FormatError, match=rf"^x\.json: {sentence}"):
        read(save_json(tmp_path / "x.json", data))


@pytest.mark.parametrize(
    "text",
    ['{"a": [1, 2', "[" * 100_000, '{"a": [NaN]}', '{"a": 1e999}', '{"a": [' + "9" * 5000 + "]}", '{"a": "\ud800"}'],
)
def test_damaged_json_is_one_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(FormatError, match=r"^x\.json: "):
        read(path)
