"""How the text of a large file is encoded, from its beginning."""

from __future__ import annotations

from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.files.regular import open_file, size_of
from gatescope.formats.files.text import MARKS
from gatescope.words import tr

_LEAD = 1 << 16
_MANY, _FEW = 0.3, 0.02


def encoding_of(path: Path) -> tuple[str, int]:
    """Return the encoding of the text file at `path`, and how many bytes of a mark stand before the text.

    UTF-8, or UTF-16 or UTF-32 with their mark; UTF-16 without it, too, where every other byte is zero, as it is in
    most of the world's alphabets.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is empty, or no text.
    """
    if not size_of(path):
        raise FormatError(path, tr("is empty: give a file with a text a line"))
    with open_file(path) as file:
        lead = file.read(_LEAD)
    for mark, name in MARKS:
        if lead.startswith(mark):
            return name, len(mark)
    if 0 not in lead:
        return "utf-8", 0
    zeros = [lead[start::2].count(0) / max(len(lead[start::2]), 1) for start in (0, 1)]
    if zeros[1] > _MANY and zeros[0] < _FEW:
        return "utf-16-le", 0
    if zeros[0] > _MANY and zeros[1] < _FEW:
        return "utf-16-be", 0
    raise FormatError(path, tr("is no text: it has bytes that are zero; give a .txt, .csv, .tsv or .jsonl file"))
