"""Damaged and foreign safetensors files end in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FileError, FormatError
from gatescope.formats.files.atomic import write_atomically
from gatescope.formats.safetensors.file import bytes_of_tensors, read_tensors


def file_of(header: str, data: bytes = b"") -> bytes:
    encoded = header.encode()
    return len(encoded).to_bytes(8, "little") + encoded + data


def entry(dtype: str = "F32", shape: tuple[int, ...] = (1,), offsets: tuple[int, int] = (0, 4)) -> str:
    return json.dumps({"dtype": dtype, "shape": shape, "data_offsets": offsets})


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "cut short"),
        (b"PK\x03\x04 a zip", "cut short"),
        ((2**63 + 5).to_bytes(8, "little"), "cut short"),
        (file_of("{"), "not JSON"),
        (file_of("[" * 50_000), "not JSON"),
        (file_of("[]"), "no JSON object"),
        (file_of('{"a": 1}'), "'a' is stored as None"),
        (file_of(f'{{"a": {entry("BF16", offsets=(0, 2))}}}', b"12"), "'a' is stored as bfloat16"),
        (file_of(f'{{"a": {entry()}, "a": {entry()}}}', b"1234"), "the name 'a' twice"),
        (file_of(f'{{"a": {entry(shape=(2,))}}}', b"1234"), "is damaged"),
        (file_of(f'{{"a": {entry(shape=(2**40, 2**40))}}}', b"1234"), "is damaged"),
        (file_of(f'{{"a": {entry()}}}', b""), "is cut short"),
    ],
)
def test_damage_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "weights.safetensors"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=reason) as caught:
        read_tensors(path)
    assert str(caught.value).startswith("weights.safetensors: ")


def test_hostile_files_raise_nothing_but_our_error(bad: Path) -> None:
    for number in (1, 10, 11, 12, 13, 15, 16, 17):
        (path,) = bad.glob(f"{number:02}_*.safetensors")
        with pytest.raises(FormatError):
            read_tensors(path)


def test_arrays_that_are_no_plain_blocks_are_written_as_they_read(tmp_path: Path) -> None:
    array = np.arange(12, dtype=np.float32).reshape(3, 4)
    (tmp_path / "a.safetensors").write_bytes(bytes_of_tensors({"t": array.T, "s": array[::2, ::-1]}))
    read = read_tensors(tmp_path / "a.safetensors")
    assert np.array_equal(read["t"], array.T)
    assert np.array_equal(read["s"], array[::2, ::-1])


def test_a_failed_write_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    write_atomically(path, b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(FileError, match=r"a.json: cannot be written: No space left on device"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]
