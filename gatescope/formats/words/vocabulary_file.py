"""Reads a vocabulary in any of its forms: JSON, lines, a table, a tokenizer of Keras or others."""

from __future__ import annotations

from pathlib import Path

from gatescope.errors import FormatError, ModelError, UsageError
from gatescope.formats.detect.suffixes import TABLES, has
from gatescope.formats.files.bounded_json import MOST_BYTES
from gatescope.formats.files.text import read_text
from gatescope.formats.words.vocabulary_json import read_json
from gatescope.formats.words.vocabulary_kind import FoundVocabulary, guess
from gatescope.formats.words.vocabulary_lines import read_lines, read_table
from gatescope.words import tr

__all__ = ["FoundVocabulary", "read"]


def read(path: Path, rows: int | None = None) -> FoundVocabulary:
    """Return the vocabulary in the file at `path`, with what cuts a text into its tokens.

    Args:
        rows: V of the embedding it is for, or None where there is none. Then it has that many rows, and of several
            lists in a file the one that fits is taken.

    Raises:
        FileError: the file cannot be read.
        FormatError: it holds no vocabulary, one that contradicts itself, or one of more tokens than rows; or reading it
            takes a package that is not installed.
    """
    text = read_text(path, MOST_BYTES)
    try:
        return _read(path, text, rows)
    except FormatError:
        raise
    except ModelError as error:
        raise FormatError(path, tr("is no vocabulary for this model: {error}", error=error)) from error
    except UsageError as error:
        raise FormatError(path, str(error)) from error


def _read(path: Path, text: str, rows: int | None) -> FoundVocabulary:
    if not text.strip("\r\n"):
        raise FormatError(path, tr("is empty"))
    if has(path, (".json",)):
        return read_json(path, text, rows)
    if has(path, TABLES):
        return guess(read_table(path, text, rows), rows)
    if text.lstrip().startswith(("{", "[")):
        try:
            return read_json(path, text, rows)
        except FormatError:
            # A list of tokens may well begin with "[PAD]".
            pass
    return guess(read_lines(path, text, rows), rows)
