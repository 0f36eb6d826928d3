"""Texts in every encoding of Unicode, and files that are no texts."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest

from gatescope.errors import FileError, FormatError
from gatescope.formats.files.text import read_text

TEXT = "ça\r\nva 👩‍🚀"


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_a_text_keeps_every_character(tmp_path: Path, mark: bytes, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(mark + TEXT.encode(encoding))
    assert read_text(path) == TEXT


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"caf\xe9", r"is not UTF-8 text \(byte 3\): save it as UTF-8"),
        (codecs.BOM_UTF16_LE + b"a\x00b", r"is not UTF-16 text \(byte 4\)"),
        (b"x" * 11, "is too long: 11 bytes, where 10 are plenty"),
    ],
)
def test_what_is_no_text_is_one_sentence(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(FormatError, match=r"^a\.txt: " + reason):
        read_text(path, 10)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^b\.txt: there is no such file"):
        read_text(tmp_path / "b.txt")
