"""Reads a text file whole, whichever of Unicode's encodings it was saved in."""

from __future__ import annotations

import codecs
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.files.regular import open_file, size_of
from gatescope.words import tr

# UTF-32 before UTF-16, whose mark is the first half of its own.
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def read_text(path: Path, most: int | None = None) -> str:
    """Return the text of the file at `path`, line ends as they are and without a byte order mark.

    Args:
        most: bytes; a longer file is refused unread.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no text, or too long.
    """
    size = size_of(path)
    if most is not None and size > most:
        raise FormatError(path, tr("is too long: {size:,} bytes, where {most:,} are plenty", size=size, most=most))
    with open_file(path) as file:
        return decode(path, file.read())


def is_number(text: str) -> bool:
    """Return whether Python reads `text` as a number."""
    try:
        float(text)
    except ValueError:
        return False
    return True


def decode(path: Path, data: bytes) -> str:
    """Return the text in `data`: UTF-8, or UTF-16 or UTF-32 with their mark.

    Raises:
        FormatError: it is not text.
    """
    mark, encoding = next(((mark, name) for mark, name in MARKS if data.startswith(mark)), (b"", "utf-8"))
    try:
        return data[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        place = len(mark) + error.start
        raise FormatError(
            path,
            tr("is not {encoding} text (byte {place}): save it as UTF-8", encoding=encoding[:6].upper(), place=place),
        ) from error
