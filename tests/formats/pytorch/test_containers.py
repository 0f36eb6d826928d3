"""The three containers, written by hand, and what they say when they are damaged."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FileError, FormatError
from gatescope.formats.pytorch import read
from tests.formats.pytorch.pickles import (
    MAGIC,
    called,
    counts,
    joined,
    mapping,
    named,
    number,
    pickle,
    stored,
    stream_file,
    tensor,
    text,
    zip_file,
)  # fmt: skip

RNG = np.random.default_rng(3)
W, U = RNG.normal(size=(12, 3)).astype(np.float32), RNG.normal(size=(12, 4)).astype(np.float32)
GRU = mapping({"weight_ih_l0": tensor("0", (12, 3)), "weight_hh_l0": tensor("1", (12, 4))})
STORAGES = {"data/0": W.tobytes(), "data/1": U.tobytes()}


def assert_is_the_gru(path: Path) -> None:
    (stack,) = read(path).stacks
    assert stack.layers[0].cell.name == "gru"
    assert np.array_equal(stack.network.layers[0][0].W.reshape(12, 3), W)
    assert np.array_equal(stack.network.layers[0][0].U.reshape(12, 4), U)


def test_a_zip(tmp_path: Path) -> None:
    path = zip_file(tmp_path / "a.pt", GRU, STORAGES)
    assert_is_the_gru(path)
    assert read(path).kind == "PyTorch state dict (zip)"


def test_a_zip_of_a_big_endian_machine(tmp_path: Path) -> None:
    swapped = {"data/0": W.byteswap().tobytes(), "data/1": U.byteswap().tobytes(), "byteorder": b"big"}
    assert_is_the_gru(zip_file(tmp_path / "a.pt", GRU, swapped))


def gru_stream(path: Path) -> Path:
    data = b"".join(struct.pack("<q", array.size) + array.tobytes() for array in (U, W))
    return stream_file(path, GRU, b"](" + text("1") + text("0") + b"e", data)


def test_a_stream(tmp_path: Path) -> None:
    path = gru_stream(tmp_path / "a.pt")
    assert_is_the_gru(path)
    assert read(path).kind == "PyTorch state dict (before 1.6)"


def test_a_stream_whose_storages_are_parts_of_one(tmp_path: Path) -> None:
    """As PyTorch had it before 0.4: a view is a key, a start and a count in the root storage."""

    def part(start: int, shape: tuple[int, int]) -> bytes:
        size = shape[0] * shape[1]
        view = joined(text(f"view {start}"), number(start), number(size))
        kind = named("torch", "FloatStorage")
        whole = joined(text("storage"), kind, text("0"), text("cpu"), number(84), view) + b"Q"
        return called("torch._utils", "_rebuild_tensor", whole, number(0), counts(shape), counts((shape[1], 1)))

    gru = mapping({"weight_ih_l0": part(0, (12, 3)), "weight_hh_l0": part(36, (12, 4))})
    data = struct.pack("<q", 84) + W.tobytes() + U.tobytes()
    assert_is_the_gru(stream_file(tmp_path / "a.pt", gru, b"](" + text("0") + b"e", data))


@pytest.mark.parametrize(
    ("value", "members", "reason"),
    [
        (GRU, {}, "the numbers of weight_ih_l0 are missing"),
        (GRU, STORAGES | {"data/1": b"1234"}, "storage of weight_hh_l0 holds 4 bytes, but 192 are declared"),
        (mapping({"epoch": number(3)}), {}, "no tensors found: it only holds epoch"),
        (b"]", {}, "no tensors found"),
        (tensor("0", (12, 3)), STORAGES, "no RNN/GRU/LSTM weights found"),
        (called("os", "system", text("touch payload_ran")), {}, "would run os.system"),
        (joined(text("storage"), named("os", "path"), text("0"), text("cpu"), number(1)) + b"Q", {}, "no storage of"),
        (text("('storage', FloatStorage, '0')") + b"Q", {}, "protocol 0"),
        (joined(text("file"), text("/etc/passwd")) + b"Q", {}, "refers to numbers in a way"),
        (stored("0", -1), {}, "refers to numbers in a way"),
        (stored("../../secret", 1), {}, "no tensors found"),
    ],
)
def test_a_damaged_zip(tmp_path: Path, value: bytes, members: dict[str, bytes], reason: str) -> None:
    with pytest.raises(FormatError, match=reason) as caught:
        read(zip_file(tmp_path / "a.pt", value, members))
    assert str(caught.value).startswith("a.pt: ")


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        (["model.json", "data/weights/model.pt"], r"a program that PyTorch exported"),
        (["run/best.pth", "log.txt"], "unpack it, and open 'run/best.pth'|holds 'run/best.pth': unpack it"),
        (["a.txt"], "none of PyTorch's"),
    ],
)
def test_other_zips_are_named(tmp_path: Path, names: list[str], reason: str) -> None:
    with zipfile.ZipFile(tmp_path / "a.pt", "w") as archive:
        for name in names:
            archive.writestr(name, b"x")
    with pytest.raises(FormatError, match=reason):
        read(tmp_path / "a.pt")


@pytest.mark.parametrize(
    ("first", "reason"),
    [
        ("run/model.pt", "is a tar archive of 'run/model.pt': unpack it"),
        ("sys_info", "is a tar of PyTorch before 0.1.10, which is not read: open it with torch.load and save it again"),
    ],
)
def test_tars_are_named(first: str, reason: str, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        info = tarfile.TarInfo(first)
        info.size = 3
        archive.addfile(info, io.BytesIO(b"abc"))
    with pytest.raises(FormatError, match=reason):
        read(tmp_path / "a.tar")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"hello", "neither a zip archive nor a pickle"),
        (b"\x80\x02", "cut short"),
        (MAGIC, "cut short"),
        (MAGIC + pickle(b"N") * 3 + pickle(b"N"), "does not list its storages"),
        (MAGIC + pickle(b"N") * 3 + pickle(b"](" + text("0") + b"e"), "which nothing refers to"),
        (MAGIC + pickle(b"N") * 2 + pickle(stored("0", 9)) + pickle(b"](" + text("0") + b"e"), "cut short"),
        (MAGIC + pickle(b"N") * 2 + pickle(stored("0", 9)) + pickle(b"](" + text("0") + b"e") + b"\x08" + b"\0" * 7,
         "32 bytes should follow"),
    ],
)  # fmt: skip
def test_a_damaged_stream(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.pt").write_bytes(content)
    with pytest.raises(FormatError, match=reason):
        read(tmp_path / "a.pt")


def test_no_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        read(tmp_path / "none.pt")
    with pytest.raises(FileError, match="is a folder"):
        read(tmp_path)
