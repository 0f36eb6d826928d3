"""The texts of a person's own file as one running text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.corpus.entries import entries
from gatescope.formats.detect.suffixes import RUNNING_TEXTS, has
from gatescope.words import tr

MOST_CHARACTERS = 10_000_000
"""What stands after them in a larger file is not read, so that the memory is bounded."""


@dataclass(frozen=True)
class RunningText:
    """A text.

    Attributes:
        text: the lines, or the texts of a table, each ended by a line end.
        whole: whether the file had no more.
    """

    text: str
    whole: bool


def read_running_text(path: Path, most: int = MOST_CHARACTERS) -> RunningText:
    """Return the text of a .txt file, or all texts of a .csv, .tsv or .jsonl file.

    Raises:
        FileError: it cannot be read.
        FormatError: it is empty, or not what its suffix says; the sentence names the line.
    """
    if not has(path, RUNNING_TEXTS):
        raise FormatError(path, tr("is no text: give a .txt, .csv, .tsv or .jsonl file"))
    pieces: list[str] = []
    size, whole = 0, True
    for entry in entries(path):
        if size + len(entry.text) > most:
            whole = False
            break
        pieces.append(entry.text + "\n")
        size += len(pieces[-1])
    text = "".join(pieces)
    if not text.strip():
        raise FormatError(path, tr("has no text in it: give some pages to learn from"))
    return RunningText(text, whole)
