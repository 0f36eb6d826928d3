"""Safetensors of every type are read, and a header that lies is refused before anything is allocated."""

from __future__ import annotations

import json
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.numpy import save_file

from gatescope.errors import Cancelled, FormatError
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.tally import with_warnings
from gatescope.formats.safetensors.reader import read
from tests.formats.state_dict.tensors import draw, gru

A = draw(1)


def header(entries: dict[str, Any]) -> bytes:
    text = json.dumps(entries).encode()
    return len(text).to_bytes(8, "little") + text


def entry(kind: str = "F32", shape: tuple[int, ...] = (2,), offsets: tuple[int, int] = (0, 8)) -> dict[str, Any]:
    return {"dtype": kind, "shape": shape, "data_offsets": offsets}


def write(path: Path, arrays: dict[str, tuple[str, np.ndarray]]) -> Path:
    """The arrays, each under the type that its bytes are of, which NumPy may not know."""
    entries, data = {}, b""
    for name, (kind, array) in arrays.items():
        entries[name] = entry(kind, array.shape, (len(data), len(data) + array.nbytes))
        data += array.tobytes()
    path.write_bytes(header(entries) + data)
    return path


def bfloat16(array: np.ndarray) -> np.ndarray:
    return (array.view(np.uint32) >> 16).astype(np.uint16)


@pytest.mark.parametrize("kind", ["F16", "BF16", "F32", "F64"])
def test_every_precision_is_read_exactly(tmp_path: Path, kind: str) -> None:
    stored, values = {}, {}
    for name, array in gru("rnn.", 3, 4).items():
        if kind == "BF16":
            stored[name] = (kind, bfloat16(array))
            values[name] = (array.view(np.uint32) & np.uint32(0xFFFF0000)).view(np.float32)
        else:
            stored[name] = (kind, array.astype({"F16": "f2", "F32": "f4", "F64": "f8"}[kind]))
            values[name] = stored[name][1].astype(np.float64 if kind == "F64" else np.float32)
    found = read(write(tmp_path / "m.safetensors", stored))
    parameters = found.stacks[0].network.layers[0][0]
    np.testing.assert_array_equal(parameters.W.reshape(12, 3), values["rnn.weight_ih_l0"])
    np.testing.assert_array_equal(parameters.b_h.reshape(12), values["rnn.bias_hh_l0"])
    assert parameters.W.dtype == (np.float64 if kind == "F64" else np.float32)
    name = {"F16": "float16", "BF16": "bfloat16", "F32": "float32", "F64": "float64"}[kind]
    assert found.stacks[0].layers[0].stored_dtype == name
    assert {tensor.dtype for tensor in found.tensors} == {name}


def test_everything_else_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    others = {"steps": np.arange(3), "mask": np.array([True]), "scale": np.array(2.0, np.float32)}
    save_file({**gru("rnn.", 3, 4), **others}, path, {"format": "pt", "epoch": "12"})
    found = read(path)
    listed = {tensor.name: (tensor.shape, tensor.dtype, tensor.used_by) for tensor in found.tensors}
    assert listed["steps"] == ((3,), "int64", ())
    assert listed["mask"] == ((1,), "bool", ())
    assert listed["scale"] == ((), "float32", ())
    assert listed["rnn.weight_ih_l0"] == ((12, 3), "float32", ("rnn",))
    assert (found.kind, found.notes) == ("safetensors", ("epoch: 12",))


def test_normalised_weights_are_put_together(tmp_path: Path) -> None:
    """torch.nn.utils.weight_norm saves W as a direction v and a length g a row: W = g v / ‖v‖."""
    arrays = gru("rnn.", 3, 4)
    v, g = arrays.pop("rnn.weight_hh_l0"), A(12, 1)
    path = tmp_path / "m.safetensors"
    save_file({**arrays, "rnn.weight_hh_l0_v": v, "rnn.weight_hh_l0_g": g}, path)
    found = read(path)
    wanted = g * v / np.linalg.norm(v, axis=1, keepdims=True)
    np.testing.assert_allclose(found.stacks[0].layers[0].parameters[0].U.reshape(12, 4), wanted, atol=1e-6)
    assert any("weight norm" in note for note in found.notes)


def test_lengths_without_bound_give_infinite_weights_and_no_warning(tmp_path: Path) -> None:
    arrays = gru("rnn.", 3, 4)
    v, g = arrays.pop("rnn.weight_hh_l0"), np.full((12, 1), 3.4e38, np.float64)
    save_file({**arrays, "rnn.weight_hh_l0_v": v, "rnn.weight_hh_l0_g": g * 10}, tmp_path / "m.safetensors")
    found: ModelFile = with_warnings(read(tmp_path / "m.safetensors"))
    assert np.isinf(found.stacks[0].layers[0].parameters[0].U).any()
    assert any("weight_hh_l0" in note and "infinite" in note for note in found.stacks[0].notes)


def test_eight_bits_are_listed_but_not_read(tmp_path: Path) -> None:
    eight = {"scaled": ("F8_E4M3", np.zeros(4, np.uint8))}
    usual = {name: ("F32", array) for name, array in gru("rnn.", 3, 4).items()}
    found = read(write(tmp_path / "m.safetensors", {**usual, **eight}))
    assert found.tensors[-1].dtype == "float8_e4m3"
    eight = {"rnn.weight_ih_l0": ("F8_E4M3", np.zeros((12, 3), np.uint8))}
    with pytest.raises(FormatError, match=r"rnn\.weight_ih_l0 is stored as float8_e4m3"):
        read(write(tmp_path / "m.safetensors", {**usual, **eight}))


def test_what_is_no_number_is_counted_and_told(tmp_path: Path) -> None:
    arrays = {**gru("rnn.", 3, 4), **gru("other.", 3, 4), "more": A(3)}
    arrays["rnn.weight_hh_l0"][0, :3] = np.nan, np.inf, -np.inf
    arrays["more"][:] = np.nan
    path = tmp_path / "m.safetensors"
    save_file(arrays, path)
    found: ModelFile = with_warnings(read(path))
    assert {tensor.name: (tensor.nan, tensor.inf) for tensor in found.tensors if tensor.nan or tensor.inf} == {
        "rnn.weight_hh_l0": (1, 2),
        "more": (3, 0),
    }
    assert found.stack("rnn").notes == ("rnn.weight_hh_l0 holds 1 NaN and 2 infinite weights",)
    assert found.stack("other").notes == ()


@pytest.mark.parametrize(
    ("entries", "data", "sentence"),
    [
        ({"a": entry()}, 4, "is cut short: its header speaks of 8 bytes of data, and 4 are there"),
        ({"a": entry()}, 9, "1 bytes at its end belong to no tensor"),
        ({"a": entry(), "b": entry(offsets=(4, 12))}, 12, "'b' overlaps another one"),
        ({"a": entry(), "b": entry(offsets=(12, 20))}, 20, "'b' leaves 4 bytes before it unused"),
        ({"a": entry(shape=(3,))}, 8, r"'a' of the shape \(3,\) takes 12 bytes as F32, but has 8"),
        ({"a": entry(shape=(2**40, 2**40))}, 8, "more bytes than a disk has"),
        ({"a": entry(shape=(2**70,))}, 8, "'a' has the shape"),
        ({"a": entry(shape=(1,) * 40)}, 8, "'a' has the shape"),
        ({"a": entry(shape=(-2,))}, 8, "'a' has the shape"),
        ({"a": entry(shape=(2.0,))}, 8, "'a' has the shape"),
        ({"a": {**entry(), "shape": "2"}}, 8, "'a' has the shape '2'"),
        ({"a": entry(offsets=(8, 0))}, 8, "'a' lies at"),
        ({"a": entry(offsets=(0,))}, 8, "'a' lies at"),
        ({"a": {**entry(), "data_offsets": None}}, 8, "'a' lies at None"),
        ({"a": entry("F128")}, 8, "'a' is stored as 'F128'; known are F64, F32"),
        ({"a": entry(None)}, 8, "'a' is stored as None"),
        ({"a": 3}, 8, "'a' is stored as None"),
        ({"__metadata__": {"a": 1}}, 0, "the metadata in its header"),
        ({}, 0, "no tensors found"),
    ],
)
def test_a_header_that_lies(tmp_path: Path, entries: dict[str, Any], data: int, sentence: str) -> None:
    path = tmp_path / "m.safetensors"
    path.write_bytes(header(entries) + bytes(data))
    with pytest.raises(FormatError, match=rf"^m\.safetensors: .*{sentence}"):
        read(path)


def test_a_name_that_stands_twice(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    text = f'{{"a": {json.dumps(entry())}, "a": {json.dumps(entry())}}}'.encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + bytes(8))
    with pytest.raises(FormatError, match="has the name 'a' twice in its header"):
        read(path)


def test_a_header_of_a_million_lists_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    text = b'{"a":[' + b"[]," * 4_000_000 + b"[]]}"
    path.write_bytes(len(text).to_bytes(8, "little") + text)
    tracemalloc.start()
    with pytest.raises(FormatError, match="a header of more than 500,000 values"):
        read(path)
    assert tracemalloc.get_traced_memory()[1] < 2 * len(text)
    tracemalloc.stop()


def test_a_file_that_changes_under_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "m.safetensors"
    save_file(gru("rnn.", 3, 4), path)
    whole = path.read_bytes()

    def cut(share: float) -> None:
        path.write_bytes(whole[:-40])

    with pytest.raises(FormatError, match="was changed while it was read"):
        read(path, cut)


def test_a_read_tells_how_far_it_is_and_can_be_ended(tmp_path: Path) -> None:
    path = tmp_path / "m.safetensors"
    save_file(gru("rnn.", 3, 4), path)
    heard: list[float] = []
    read(path, heard.append)
    assert heard == sorted(heard)
    assert (heard[0], heard[-1]) == (0.0, 1.0)

    def end(share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(path, end)


def test_what_a_stack_holds_is_not_read_twice(tmp_path: Path) -> None:
    """A large embedding is most of a file: to count its NaN in a second copy would take as much memory again."""
    path = tmp_path / "m.safetensors"
    save_file({"embedding.weight": A(400_000, 3), **gru("rnn.", 3, 4)}, path)
    tracemalloc.start()
    found = read(path)
    assert found.stacks[0].embedding_name == "embedding.weight"
    assert tracemalloc.get_traced_memory()[1] < 1.5 * path.stat().st_size
    tracemalloc.stop()
