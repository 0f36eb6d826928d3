"""The bytes of an ONNX file: damage, growth, tensors beside the file, and a missing package."""

from __future__ import annotations

import builtins
import os
import time
import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.errors import Cancelled, FileError, FormatError
from gatescope.formats.onnx import read
from gatescope.formats.onnx.protobuf import check_growth
from tests.formats.onnx.models import info, model, node, opened, weights

onnx = pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")

X = info("x", ("T", 1, 3))


def lstm(tensors: dict[str, Any] | None = None, **more: Any) -> Any:
    nodes = [node("LSTM", "x W R B", "y", hidden_size=4, name="lstm")]
    return model(nodes, [X], ["y"], weights("LSTM", 3, 4) if tensors is None else tensors, **more)


def refused(path: Path, data: bytes, match: str) -> None:
    path = path / "model.onnx"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=match):
        read(path)


def test_every_cut_of_a_file_is_refused(tmp_path: Path) -> None:
    data = lstm().SerializeToString()
    for length in range(0, len(data), 7):
        refused(tmp_path, data[:length], r"^model\.onnx: ")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x00" * 64, "is no ONNX model, or a damaged one"),
        (b"\xff" * 64, "is no ONNX model, or a damaged one"),
        (b"\x0b\x0c", "is no ONNX model, or a damaged one"),
        (b"\x08\x08", "it has no graph of operators"),
        (b"\x3a\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "is no ONNX model, or a damaged one"),
    ],
    ids=["zeros", "ones", "groups", "no graph", "a length of 2^62"],
)
def test_what_is_no_protobuf_or_no_model(data: bytes, reason: str, tmp_path: Path) -> None:
    refused(tmp_path, data, reason)


def field(number: int, data: bytes) -> bytes:
    """A field of bytes, or a message, of the wire format."""
    length, head = len(data), bytearray([number << 3 | 2])
    while length > 0x7F:
        head.append(length & 0x7F | 0x80)
        length >>= 7
    return bytes([*head, length]) + data


@pytest.mark.slow
@pytest.mark.parametrize(
    "graph",
    [
        pytest.param(b"\x0a\x00" * 3_000_000, id="empty nodes"),
        pytest.param(field(1, b"\x2a\x00" * 3_000_000), id="empty attributes"),
        pytest.param(field(1, b"\x0a\x00" * 3_000_000), id="empty names"),
        pytest.param(field(5, field(7, b"\x01" * 40_000_000)), id="numbers of one byte that take eight"),
    ],
)
def test_small_files_that_would_grow_are_refused_before_they_do(graph: bytes, tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(field(7, graph) + b"\x42\x02\x10\x11")
    began = time.perf_counter()
    with pytest.raises(FormatError, match="holds more parts than any model"):
        read(path)
    assert time.perf_counter() - began < 5


@pytest.mark.slow
def test_the_walk_takes_no_memory_for_each_part(tmp_path: Path) -> None:
    data = field(7, field(1, b"\x2a\x00" * 100_000))
    tracemalloc.start()
    check_growth(tmp_path, data, onnx.ModelProto.DESCRIPTOR)
    assert tracemalloc.get_traced_memory()[1] < 100_000
    tracemalloc.stop()


def test_messages_nested_without_end_are_refused(tmp_path: Path) -> None:
    graph = b""
    for _ in range(200):
        graph = field(1, field(5, field(6, graph)))
    refused(tmp_path, field(7, graph) + b"\x42\x02\x10\x11", "nested deeper")


def test_names_that_are_not_utf8_are_damage(tmp_path: Path) -> None:
    data = lstm().SerializeToString().replace(b"lstm", b"\xff\xfetm")
    refused(tmp_path, data, "a name that is not UTF-8")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"dims": [1, 16, 4]}, r"the tensor 'W' of shape \(1, 16, 4\) takes 256 bytes, but there are 192"),
        ({"dims": [1 << 40, 1 << 40]}, "the tensor 'W' of shape"),
        ({"dims": [-1, 16, 3]}, "the tensor 'W' has the shape"),
        ({"raw_data": b""}, "takes 192 bytes, but there are 0"),
    ],
)
def test_shapes_are_held_against_the_bytes(change: dict[str, Any], reason: str, tmp_path: Path) -> None:
    proto = lstm()
    (tensor,) = (t for t in proto.graph.initializer if t.name == "W")
    if "dims" in change:
        tensor.dims[:] = change["dims"]
    else:
        tensor.raw_data = change["raw_data"]
    refused(tmp_path, proto.SerializeToString(), reason)


@pytest.mark.parametrize("kind", ["STRING", "FLOAT8E4M3FN", "COMPLEX64"])
def test_numbers_of_a_type_that_is_not_read_are_named(kind: str, tmp_path: Path) -> None:
    proto = lstm()
    (tensor,) = (t for t in proto.graph.initializer if t.name == "W")
    tensor.data_type = getattr(onnx.TensorProto, kind)
    refused(tmp_path, proto.SerializeToString(), f"stores the tensor 'W' as {kind.lower()}, which is not read")


def beside(proto: Any, **entries: str) -> Any:
    """`proto` with W in a file of its own."""
    (tensor,) = (t for t in proto.graph.initializer if t.name == "W")
    tensor.ClearField("raw_data")
    tensor.data_location = onnx.TensorProto.EXTERNAL
    for key, value in entries.items():
        tensor.external_data.add(key=key, value=value)
    return proto


def test_tensors_beside_the_file_are_read(tmp_path: Path) -> None:
    data = weights("LSTM", 3, 4)["W"]
    (tmp_path / "w.bin").write_bytes(b"\0" * 64 + data.tobytes() + b"more")
    (stack,) = opened(tmp_path, beside(lstm(), location="w.bin", offset="64", length="192")).stacks
    np.testing.assert_array_equal(stack.layers[0].parameters[0].W[0], data[0, :4])


def test_a_tensor_outside_the_folder_is_not_opened(tmp_path: Path) -> None:
    folder = tmp_path / "inside"
    folder.mkdir()
    outside = tmp_path / "w.bin"
    outside.write_bytes(bytes(192))
    (folder / "link.bin").symlink_to(outside)
    for location in ("../w.bin", str(outside), "link.bin", "", "\0"):
        with pytest.raises(FormatError, match=r"outside its folder|does not say where"):
            opened(folder, beside(lstm(), location=location))


@pytest.mark.parametrize(
    ("entries", "reason"),
    [
        (
            {"location": "missing.bin"},
            "keeps the tensor 'W' in 'missing.bin' beside it, but there: there is no such file",
        ),
        ({"location": "w.bin", "offset": "1"}, "from byte 1 on, but that has 191 there"),
        ({"location": "w.bin", "offset": "-4"}, "from byte -4 on"),
        ({"location": "w.bin", "length": "12"}, "but that has 12 there"),
        ({"location": "w.bin", "offset": "a"}, "does not say where the tensor 'W' lies"),
        ({"location": "pipe"}, "is a pipe or a device"),
    ],
)
def test_what_may_be_wrong_beside_the_file(entries: dict[str, str], reason: str, tmp_path: Path) -> None:
    (tmp_path / "w.bin").write_bytes(bytes(192))
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
    elif "pipe" in entries.values():
        pytest.skip("this system has no named pipes")
    with pytest.raises(FormatError, match=reason):
        opened(tmp_path, beside(lstm(), **entries))


def test_without_the_package_the_way_out_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(lstm().SerializeToString())
    found = builtins.__import__

    def without_onnx(name: str, *more: Any, **rest: Any) -> Any:
        if name == "onnx":
            raise ImportError(name)
        return found(name, *more, **rest)

    monkeypatch.setattr(builtins, "__import__", without_onnx)
    with pytest.raises(FormatError, match=r'pip install "gatescope\[onnx\]"'):
        read(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    for path in (tmp_path / "nothing.onnx", tmp_path):
        with pytest.raises(FileError):
            read(path)


def test_reading_reports_how_far_it_is_and_can_be_called_off(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    path.write_bytes(lstm().SerializeToString())
    shares: list[float] = []
    read(path, shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1

    def enough(share: float) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        read(path, enough)


@pytest.mark.parametrize("opset", [0, -1, 9999])
def test_opsets_that_do_not_exist(opset: int, tmp_path: Path) -> None:
    refused(tmp_path, lstm(opset=opset).SerializeToString(), rf"version {opset} of ONNX' operators")


def test_numbers_that_are_none_are_counted(tmp_path: Path) -> None:
    w = weights("LSTM", 3, 4)
    w["W"][0, 0, :2] = np.nan, np.inf
    file = opened(tmp_path, lstm(w))
    assert [(t.name, t.nan, t.inf) for t in file.tensors] == [("W", 1, 1), ("R", 0, 0), ("B", 0, 0)]
