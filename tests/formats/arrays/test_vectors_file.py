"""Vectors to feed a network with, from every kind of file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FileError, FormatError, UsageError
from gatescope.formats.arrays.vectors_file import read

X = np.array([[0.5, -1.0, 2e-3], [4.0, 5.0, 6.25]])
FLOAT64 = np.dtype(np.float64)
TABLES = {
    "x.csv": "0.5,-1,0.002\n4,5,6.25\n",
    "head.csv": "a,b,c\r\n0.5,-1,2e-3\r\n\r\n4,5,6.25",
    "pandas.csv": ",a,b,c\n0,0.5,-1,0.002\n1,4,5,6.25\n",
    "german.csv": "0.5; -1; 0.002\n4; 5; 6.25",
    "x.tsv": "a\tb\tc\n0.5\t-1\t0.002\n4\t5\t6.25\n",
    "x.txt": "0.5  -1 0.002 \n4 5  6.25\n",
    "marked.csv": "\ufeff0.5,-1,0.002\n4,5,6.25\n",
}


@pytest.mark.parametrize("name", TABLES)
def test_tables(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(TABLES[name], "utf-8", newline="")
    assert np.array_equal(read(path, 3, FLOAT64), X)
    assert read(path, 3, np.dtype(np.float32)).dtype == np.float32


def test_an_array_is_told_by_its_content(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", X)
    (tmp_path / "x.npy").rename(tmp_path / "x.vectors")
    assert np.array_equal(read(tmp_path / "x.vectors", 3, FLOAT64), X)


@pytest.mark.parametrize(
    "arrays",
    [
        {"anything": X, "ids": np.arange(3), "h": np.ones((2, 5))},
        {"x": X, "h": np.ones((2, 3))},
        {"x": X[:, None], "text": np.array("abc")},
        {"inputs": X[None].astype(np.float32), "more": np.ones((4, 2, 3))},
    ],
)
def test_the_array_that_fits_is_taken(tmp_path: Path, arrays: dict[str, np.ndarray]) -> None:
    np.savez(tmp_path / "x.npz", **arrays)
    assert np.allclose(read(tmp_path / "x.npz", 3, FLOAT64), X)


@pytest.mark.parametrize(
    ("arrays", "reason"),
    [
        ({"a": X, "b": X}, "holds several arrays that fit, a, b: call the one inputs"),
        ({"a": X[:, :2]}, r"holds a \(2, 2\); the model takes vectors of shape \(T, 3\)"),
        ({"a": np.array(["x"])}, "holds no arrays of numbers"),
    ],
)
def test_none_that_fits_or_several(tmp_path: Path, arrays: dict[str, np.ndarray], reason: str) -> None:
    np.savez(tmp_path / "x.npz", **arrays)
    with pytest.raises(UsageError, match=rf"^x\.npz {reason}"):
        read(tmp_path / "x.npz", 3, FLOAT64)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1,2,3\n1,2\n", r"^x\.csv has 2 numbers in line 2; the model takes vectors of 3"),
        ("1,2,3\n1,2,x\n", r"^x\.csv: has 'x' in line 2, which is no number"),
        ("hello world\n", r"^x\.csv has 2 columns in its first line, which is no line of numbers; .* vectors of 3$"),
        ("a,b\n1,2,3\n", r"^x\.csv has 2 columns in its first line"),
        (",a,b,c,d\n0,1,2,3,4\n", r"^x\.csv has 5 columns in its first line"),
        ("a,b,c\n\n", r"^x\.csv: has names of columns in its first line, and no line of numbers below it$"),
        ("a,b,c\n1,2,\n", r"^x\.csv: has '' in line 2"),
        ("1,2,3\n" + "9" * 200_000, r"^x\.csv: is no table of numbers \(line 2"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "x.csv"
    path.write_text(text, "utf-8")
    with pytest.raises((FormatError, UsageError), match=reason):
        read(path, 3, FLOAT64)


def test_an_empty_table_is_no_vectors(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("\n", "utf-8")
    assert read(tmp_path / "x.csv", 3, FLOAT64).shape == (0, 3)
    with pytest.raises(FileError, match=r"^gone\.csv: there is no such file"):
        read(tmp_path / "gone.csv", 3, FLOAT64)
