"""Files that cannot be learnt from, the same faults in every format: each says file, line and the way out."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from gatescope.errors import FileError, FormatError
from gatescope.training.own_data.labelled_texts import read_labelled_texts
from gatescope.training.own_data.number_table import read_number_table
from gatescope.training.own_data.running_text import read_running_text

Cells = Sequence[str]
Reader = Callable[[Path], object]
FORMATS = ("csv", "tsv", "jsonl")


def written(path: Path, names: Cells, rows: Sequence[Cells]) -> Path:
    """A file of the format that its suffix says; a row of another length has its cells under the first names."""
    if path.suffix == ".jsonl":
        lines = [json.dumps(dict(zip(names, row, strict=False))) for row in rows]
    else:
        mark = {".csv": ",", ".tsv": "\t", ".txt": " "}[path.suffix]
        lines = [mark.join(row) for row in ((names, *rows) if names else rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def said(read: Reader, path: Path) -> str:
    with pytest.raises((FormatError, FileError)) as caught:
        read(path)
    sentence = str(caught.value)
    assert sentence.startswith(f"{path.name}: ")
    return sentence


GOOD = [("fine film", "up"), ("bad film", "down"), ("dull film", "down"), ("good film", "up")]
TEXTS: dict[str, tuple[Cells, Sequence[Cells], str]] = {
    "no label column": (("text", "stars"), GOOD, "label"),
    "no text column": (("words", "label"), GOOD, "text"),
    "one class": (("text", "label"), [("a", "up"), ("b", "up")], "one label only, 'up'"),
    "a ragged row": (("text", "label"), [*GOOD, ("one",)], "line "),
    "an empty label": (("text", "label"), [*GOOD, ("one", " ")], "has an empty label: fill it in"),
    "an empty text": (("text", "label"), [*GOOD, ("", "up")], "has an empty text: fill it in"),
    "a label a row": (("text", "label"), [("a", str(k)) for k in range(300)], "up to 200 of them are learnt"),
    "only names": (("text", "label"), [], "no rows"),
}


@pytest.mark.parametrize("suffix", FORMATS)
@pytest.mark.parametrize("fault", TEXTS)
def test_labelled_texts(tmp_path: Path, fault: str, suffix: str) -> None:
    names, rows, reason = TEXTS[fault]
    if fault == "only names" and suffix == "jsonl":
        reason = "is empty" if not rows else reason
        (tmp_path / "own.jsonl").write_bytes(b"")
        assert reason in said(read_labelled_texts, tmp_path / "own.jsonl")
        return
    assert reason in said(read_labelled_texts, written(tmp_path / f"own.{suffix}", names, rows))


def test_names_that_are_none_of_ours_are_no_row_of_data(tmp_path: Path) -> None:
    path = written(tmp_path / "own.csv", ("Words", "Stars"), GOOD)
    assert "'Stars' in line 1 and never again" in said(read_labelled_texts, path)


NUMBERS = [("1", "2", "3"), ("2", "3", "5"), ("3", "4", "7")]
TABLES: dict[str, tuple[Cells, Sequence[Cells], str]] = {
    "one column": (("a",), [("1",), ("2",)], "one column"),
    "a ragged row": (("a", "b", "y"), [*NUMBERS, ("1", "2")], "line "),
    "a missing number": (("a", "b", "y"), [*NUMBERS, ("1", "", "2")], "has no number in the column b: fill it in"),
    "a word": (("a", "b", "y"), [*NUMBERS, ("1", "two", "2")], "'two' in the column b, which is no number"),
    "an infinite number": (("a", "b", "y"), [*NUMBERS, ("1", "inf", "2")], "has inf in the column b"),
    "no column to read": (("y", "y_2"), [("1", "2")], "no column to read"),
}


@pytest.mark.parametrize("suffix", [*FORMATS, "txt"])
@pytest.mark.parametrize("fault", TABLES)
def test_tables_of_numbers(tmp_path: Path, fault: str, suffix: str) -> None:
    names, rows, reason = TABLES[fault]
    if suffix == "txt" and fault == "a missing number":
        # White space parts the columns, so that the row is short.
        reason = "line 5 has 2 columns where the first line has 3"
    assert reason in said(read_number_table, written(tmp_path / f"own.{suffix}", names, rows))


@pytest.mark.parametrize("suffix", [*FORMATS, "txt"])
@pytest.mark.parametrize("read", [read_labelled_texts, read_number_table, read_running_text])
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        ("text,label\ncaf\xe9,1\n".encode("latin-1"), "is not UTF-8 text"),
        (b"\x00\x01\x02\x00\x00\x03" * 40, "is no text"),
        (b"x" * 1_200_000, "more than 1,000,000 characters"),
    ],
    ids=["empty", "wrong encoding", "no text", "a huge cell"],
)
def test_files_of_either_kind(tmp_path: Path, read: Reader, suffix: str, content: bytes, reason: str) -> None:
    path = tmp_path / f"own.{suffix}"
    path.write_bytes(content)
    sentence = said(read, path)
    if read is read_labelled_texts and suffix == "txt":
        assert "has no columns: give a .csv, .tsv or .jsonl file" in sentence
    else:
        assert reason in sentence


@pytest.mark.parametrize("read", [read_labelled_texts, read_number_table, read_running_text])
def test_a_missing_file_and_one_of_another_kind(tmp_path: Path, read: Reader) -> None:
    assert "there is no such file" in said(read, tmp_path / "own.csv")
    (tmp_path / "own.xlsx").write_bytes(b"PK")
    assert ".jsonl" in said(read, tmp_path / "own.xlsx")


def test_an_open_quote_is_found_before_it_fills_the_memory(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text('text,label\nfine,up\n"bad,down\n' + "more text,up\n" * 20_000)
    assert "line 3 has a cell of more than 131,072 characters: close its quote" in said(read_labelled_texts, path)


@pytest.mark.parametrize("line", ["[1, 2]", "7", "{", '{"text": ["a"], "label": "up"}'])
def test_a_line_that_is_no_object_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text('{"text": "fine", "label": "up"}\n' + line + "\n")
    assert "line 2 " in said(read_labelled_texts, path)
