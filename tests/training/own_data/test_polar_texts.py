"""Tables of negative and positive sentences: which spellings are read, and which faults are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatescope.errors import FileError, FormatError
from gatescope.training.own_data.polar_texts import read_polar_texts


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("own.csv", "text,label\nfine,1\nbad,0\n"),
        ("own.csv", "fine,positive\nbad,NEG\n"),
        ("own.csv", '\ufefflabel,id,text\r\npos,1,"fine"\r\n0,2,bad\r\n'),
        ("own.tsv", "fine\t1\nbad\t0"),
        ("own.TSV", "Label\tText\n1\tfine\n0\tbad\n"),
    ],
)
def test_tables(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_bytes(content.encode())
    corpus = read_polar_texts(tmp_path / name)
    assert corpus.texts == ("fine", "bad")
    assert corpus.labels == (1, 0)
    assert corpus.sources[0].name == name


def test_quotes_join_lines_in_csv_and_mean_themselves_in_tsv(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text('"one\nand, ""two""\u2028three",1\nbad,0\n', encoding="utf-8", newline="")
    assert read_polar_texts(tmp_path / "own.csv").texts[0] == 'one\nand, "two"\u2028three'
    (tmp_path / "own.tsv").write_text('"so called\t1\nbad"\t0\n', encoding="utf-8")
    assert read_polar_texts(tmp_path / "own.tsv").texts == ('"so called', 'bad"')


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("own.txt", b"fine,1", "give a .csv, .tsv or .jsonl file"),
        ("own.csv", b"", "is empty"),
        ("own.csv", b"fine,1\ngood,1\n", "needs negative and positive"),
        ("own.csv", b"fine,1\nbad\n", "line 2 has 1 columns"),
        ("own.csv", b"fine,1\n\n ,0\n", "line 3 has an empty text"),
        ("own.csv", b"fine,1\nbad,perhaps\n", "line 2 has the label 'perhaps'"),
        ("own.csv", b'"a\nb",1\nbad,x\n', "line 3 has the label 'x'"),
        ("own.csv", b'fine,1\n"bad,0\n', "line 2 is no CSV"),
        ("own.tsv", b"fine\t1\nbad 0\n", "line 2 has 1 columns"),
        ("own.csv", b"caf\xe9,1\n", "not UTF-8 text soon after line 0: save it as UTF-8"),
        ("own.csv", "fine,1".encode("utf-16"), "needs negative and positive"),
    ],
)
def test_a_wrong_table_names_file_and_line(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FormatError, match=reason) as caught:
        read_polar_texts(tmp_path / name)
    assert str(caught.value).startswith(f"{name}: ")


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"^own.csv: there is no such file"):
        read_polar_texts(tmp_path / "own.csv")
