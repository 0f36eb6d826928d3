"""Vocabularies as lines: a token a line (.txt), with its id or its count beside it, and tables (.csv, .tsv)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.files.bounded_json import MOST_VALUES
from gatescope.formats.files.text import is_number
from gatescope.text.vocabulary import rows_of, unnamed
from gatescope.words import tr

_TOKEN_HEADS = ("token", "word", "char", "character", "piece", "text", "symbol", "label", "grapheme", "phoneme")
_ID_HEADS = ("id", "index", "idx", "row", "token_id", "word_id", "char_id", "")
_OTHER_HEADS = ("count", "counts", "frequency", "freq", "score", "n")
# Fields of a line from which on it is a vector with its word rather than a token with its id.
_VECTOR = 8


def read_lines(path: Path, text: str, rows: int | None) -> tuple[str, ...]:
    """Return the tokens of a text of lines, row by row.

    Args:
        rows: V of the embedding, or None.

    Raises:
        FormatError: it is something else.
        ModelError: its ids are no rows.
    """
    # Only line feeds part lines: a vocabulary of characters may have the others as tokens.
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    if len(lines) > MOST_VALUES:
        raise FormatError(path, tr("has {count:,} lines: no vocabulary is that long", count=len(lines)))
    if lines and all(_is_vector(line) for line in (lines[0], lines[-1], lines[len(lines) // 2])):
        raise FormatError(path, tr("holds word vectors, which are for models that take vectors and have no embedding"))
    for separator in "\t ":
        pairs = [line.split(separator) for line in lines]
        if all(len(pair) == 2 and pair[0] and pair[1] for pair in pairs):
            return _of_pairs(pairs, rows) or tuple(lines)
    if sum(" " in line.strip() for line in lines) > len(lines) // 2:
        raise FormatError(path, tr("is a text of sentences, no vocabulary: that has one token a line"))
    return tuple(line or unnamed(row) for row, line in enumerate(lines))


def read_table(path: Path, text: str, rows: int | None) -> tuple[str, ...]:
    """Return the tokens of a table with commas, semicolons or tabs, row by row; its first line may be a head.

    Raises:
        FormatError: it is no table, or no column of it holds tokens.
        ModelError: its ids are no rows.
    """
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        table = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True) if row]
    except csv.Error as error:
        raise FormatError(path, tr("is no table of tokens: {error}", error=error)) from error
    heads = [cell.strip().lower() for cell in table[0]] if table else []
    if set(heads) & {*_TOKEN_HEADS, *_ID_HEADS, *_OTHER_HEADS} - {""} and len(set(heads)) == len(heads):
        table = table[1:]
    else:
        heads = []
    width = len(heads) or (len(table[0]) if table else 0)
    for number, row in enumerate(table):
        if len(row) != width:
            raise FormatError(
                path,
                tr(
                    "has {count} columns in entry {number}, and {width} in the first",
                    count=len(row),
                    number=number + 1,
                    width=width,
                ),
            )
    columns = [[row[k] for row in table] for k in range(width)]
    at = next((k for k, head in enumerate(heads) if head in _TOKEN_HEADS), None)
    if at is None:
        at = next((k for k, column in enumerate(columns) if not all(map(is_number, column))), 0 if columns else None)
    if at is None:
        raise FormatError(path, tr("holds no tokens"))
    others = [k for k in range(width) if k != at and (not heads or heads[k] in _ID_HEADS)]
    for k in others:
        found = _by_id(columns[at], columns[k], rows)
        if found:
            return found
    return tuple(columns[at])


def _of_pairs(pairs: Sequence[Sequence[str]], rows: int | None) -> tuple[str, ...] | None:
    """Return the tokens of lines with two fields each; None where neither field is a number."""
    left, right = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    for tokens, numbers in ((left, right), (right, left)):
        if all(map(is_number, numbers)):
            # Numbers that cannot be ids are counts or scores: then the rows are in the order of the lines.
            return _by_id(tokens, numbers, rows) or tuple(tokens)
    return None


def _by_id(tokens: Sequence[str], numbers: Sequence[str], rows: int | None) -> tuple[str, ...] | None:
    """Return the tokens in the order of their ids; None where the numbers are none, repeat, leave much out, or are
    missing."""
    if not numbers or not all(number.isascii() and number.isdigit() and len(number) < 10 for number in numbers):
        return None
    ids = [int(number) for number in numbers]
    if len(set(ids)) < len(ids) or max(ids) > len(ids) + len(ids) // 8 + 8 or len(set(tokens)) < len(tokens):
        return None
    return rows_of(dict(zip(tokens, ids, strict=True)), rows)


def _is_vector(line: str) -> bool:
    fields = line.split()
    return len(fields) > _VECTOR and all(map(is_number, fields[1:]))
