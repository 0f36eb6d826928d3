"""A zip archive gives what was asked for, no more of it, and nothing to the disk."""

from __future__ import annotations

import os
import struct
import tracemalloc
import warnings
import zipfile
from pathlib import Path

import pytest

from gatescope.errors import FileError, FormatError
from gatescope.formats.files.archive import Archive

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("stored", CONTENT)
        archive.writestr("sub/packed", CONTENT, zipfile.ZIP_DEFLATED)
        archive.writestr("empty", b"")
        archive.mkdir("folder")
    return path


def patched(path: Path, old: bytes, new: bytes, count: int = -1) -> Path:
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, count))
    return path


def sized(path: Path, name: str, size: int) -> Path:
    """`path` with another unpacked size for `name` in the archive's directory."""
    data = bytearray(path.read_bytes())
    entry = data.rindex(name.encode()) - 46
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 24 : entry + 28] = struct.pack("<I", size)
    path.write_bytes(data)
    return path


def test_members_are_listed_and_read(path: Path) -> None:
    with Archive(path) as archive:
        assert archive.names == ("stored", "sub/packed", "empty")
        assert "stored" in archive
        assert "folder/" not in archive
        assert archive.size("sub/packed") == len(CONTENT)
        assert archive.read("stored", len(CONTENT)) == archive.read("sub/packed", 1 << 20) == CONTENT
        assert archive.read("empty", 0) == b""
        with pytest.raises(FormatError, match=r"^a\.zip: lacks the member 'other'"):
            archive.read("other", 10)
        with pytest.raises(FormatError, match=r"'stored' with 10,240 bytes where at most 10,239 are expected"):
            archive.read("stored", len(CONTENT) - 1)


def test_the_beginning_of_a_member(path: Path) -> None:
    with Archive(path) as archive:
        assert archive.head("stored", 3) == archive.head("sub/packed", 3) == b"\x00\x01\x02"
        assert archive.head("empty", 3) == b""
        assert archive.head("stored", 1 << 20) == CONTENT
        with pytest.raises(FormatError, match="lacks the member"):
            archive.head("other", 3)


def test_a_member_with_a_path_is_only_a_name(tmp_path: Path) -> None:
    path = tmp_path / "inner" / "a.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("../escaped", b"x")
    with Archive(path) as archive:
        assert archive.read("../escaped", 1) == b"x"
    assert [found.name for found in tmp_path.rglob("*")] == ["inner", "a.zip"]


@pytest.mark.parametrize("name", ["stored", "sub/packed"])
@pytest.mark.parametrize("size", [len(CONTENT) - 1, len(CONTENT) + 1, 3])
def test_a_directory_that_lies_about_a_size(path: Path, name: str, size: int) -> None:
    with Archive(sized(path, name, size)) as archive, pytest.raises(FormatError, match=rf"a\.zip: holds '{name}'"):
        archive.read(name, 1 << 20)


def test_more_than_deflate_can_give_is_refused_unread(path: Path) -> None:
    with Archive(sized(path, "sub/packed", 1 << 30)) as archive, pytest.raises(FormatError, match="ones cannot give"):
        archive.read("sub/packed", 1 << 31)


def test_a_bomb_is_named_and_takes_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "bomb.pt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("zeros", bytes(40 << 20))
    tracemalloc.start()
    with Archive(path) as archive, pytest.raises(FormatError, match=r"unpack to 41,943,040: a zip bomb, not weights"):
        archive.read("zeros", 1 << 30)
    assert tracemalloc.get_traced_memory()[1] < 1 << 20
    tracemalloc.stop()


def test_a_directory_that_claims_gigabytes_is_refused(path: Path) -> None:
    data = path.read_bytes()
    end = data.rindex(b"PK\x05\x06")
    path.write_bytes(data[: end + 12] + struct.pack("<I", 1 << 30) + data[end + 16 :])
    with pytest.raises(FormatError, match="no zip archive, or a damaged one"):
        Archive(path)
    # Where the file is long enough for it, the claim is found out before the directory is read.
    with path.open("wb") as file:
        file.truncate(1 << 30)
        file.seek(0, os.SEEK_END)
        file.write(data[end : end + 12] + struct.pack("<II", 1 << 30, 0) + b"\0\0")
    with pytest.raises(FormatError, match="a directory of 1,073,741,824 bytes"):
        Archive(path)


def test_bytes_that_changed_are_found_out(path: Path) -> None:
    patched(path, CONTENT[:100], CONTENT[1:101], 1)
    with Archive(path) as archive, pytest.raises(FormatError, match=r"holds .stored. damaged .*CRC"):
        archive.read("stored", 1 << 20)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_packings_are_refused(tmp_path: Path, method: int) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w", method) as file:
        file.writestr("a", CONTENT)
    with Archive(path) as archive, pytest.raises(FormatError, match=f"packed by method {method}; only deflate"):
        archive.read("a", 1 << 20)


def test_an_encrypted_member_is_named(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[data.rindex(b"stored") - 46 + 8] |= 1
    path.write_bytes(data)
    with Archive(path) as archive, pytest.raises(FormatError, match="'stored' encrypted"):
        archive.read("stored", 1 << 20)


def test_two_members_of_one_name(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        file.writestr("a", b"1")
        file.writestr("a", b"2")
    with pytest.raises(FormatError, match="two members of one name"):
        Archive(path)


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04", b"PK\x05\x06" + b"\xff" * 18])
def test_what_is_no_archive_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=r"^a\.zip: is no zip archive, or a damaged one"):
        Archive(path)


def test_what_is_no_file_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="there is no such file"):
        Archive(tmp_path / "gone")
    with pytest.raises(FileError, match="is a folder"):
        Archive(tmp_path)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        with pytest.raises(FileError, match="is a pipe or a device"):
            Archive(tmp_path / "pipe")


def test_two_members_at_one_place_are_refused_by_every_python(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    path = tmp_path / "overlapping.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", b"the same")
        archive.writestr("b.txt", b"the same")
        first, second = archive.infolist()
        second.header_offset = first.header_offset
    with pytest.raises(FormatError, match="two members lie at one place"):
        Archive(path)
    assert not recwarn.list
