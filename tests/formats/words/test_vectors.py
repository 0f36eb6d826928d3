"""Word vectors as text: GloVe's, word2vec's and fastText's, damaged lines, and files larger than memory."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import Cancelled, FileError, FormatError
from gatescope.formats.words import vectors
from gatescope.formats.words.vectors import read

FLOAT32 = np.dtype(np.float32)
LINES = ["the 0.5 -1 2e-3", "film 4 5 6.25", "isn't 7 8 9", ". . . 1 1 1", "café -1 -2 -3"]
X = np.array([[0.5, -1, 2e-3], [4, 5, 6.25], [7, 8, 9], [1, 1, 1], [-1, -2, -3]], np.float32)


def written(folder: Path, text: str) -> Path:
    path = folder / "v.txt"
    path.write_bytes(text.encode())
    return path


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(LINES),
        "5 3\n" + "\n".join(LINES) + "\n",
        "5 3\n" + "".join(f"{line} \r\n" for line in LINES),
        "\ufeff" + "\n".join(LINES),
        "\n".join(line.replace(" ", "\t", 1) for line in LINES if line[0] != ".") + "\n. . .\t1\t1\t1",
    ],
)
def test_every_word_has_its_vector(tmp_path: Path, text: str) -> None:
    found = read(written(tmp_path, text), 3, FLOAT32)
    for line, vector in zip(LINES, X, strict=True):
        word = line.rsplit(" ", 3)[0]
        assert found.vectors[found.vocabulary.id(word)].tolist() == vector.tolist(), word
    assert found.vocabulary.tokens[-1] == "<unk>"
    assert found.vocabulary.id("nothing") == 5
    assert found.vectors[5].tolist() == [0, 0, 0]
    assert found.vocabulary.lower_case
    assert found.vectors.dtype == np.float32


def test_an_unknown_row_of_the_file_is_taken(tmp_path: Path) -> None:
    found = read(written(tmp_path, "The 1 2 3\n<unk> 4 5 6"), 3, FLOAT32)
    assert found.vocabulary.tokens == ("The", "<unk>")
    assert found.vocabulary.unknown == 1
    assert not found.vocabulary.lower_case


def test_damaged_lines_are_named_and_left_out(tmp_path: Path) -> None:
    bad = ["x 1 2", "y 1 2 z", "w 1 2 nan", "v 1 inf 3", "u"]
    found = read(written(tmp_path, "\n".join([LINES[0], *bad, LINES[1]])), 3, FLOAT32)
    assert found.vocabulary.tokens == ("the", "film", "<unk>")
    told = next(note for note in found.notes if "damaged" in note)
    assert [f"line {number}" in told for number in (2, 3, 4, 5)] == [True, True, True, False]
    assert told.endswith("and 2 more")


def test_a_word_that_comes_again_keeps_its_first_vector(tmp_path: Path) -> None:
    found = read(written(tmp_path, "a 1 2 3\nb 4 5 6\na 7 8 9"), 3, FLOAT32)
    assert found.vocabulary.tokens == ("a", "b", "<unk>")
    assert found.vectors[0].tolist() == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("the 1 2", "has vectors of 2 numbers; the model takes vectors of 3"),
        ("the 1 2 3 4\n", "has vectors of 4 numbers; the model takes vectors of 3"),
        ("400000 300\nthe 1 2 3", "has vectors of 300 numbers"),
        ("", "holds no word vectors"),
        ("a text of no numbers\n" * 200, "is no text of word vectors of 3 numbers"),
        ("x" * (1 << 18), "is no text of word vectors: line 1 is 262,144 bytes long"),
    ],
)
def test_what_is_wrong_is_one_sentence(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(FormatError, match=rf"^v\.txt: {reason}"):
        read(written(tmp_path, text), 3, FLOAT32)
    with pytest.raises(FileError, match=r"^gone\.txt: there is no such file"):
        read(tmp_path / "gone.txt", 3, FLOAT32)


def test_the_first_words_of_a_long_file_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "_MOST_BYTES", 10 * 3 * 4)
    path = written(tmp_path, "\n".join(f"w{k} {k} 0 1" for k in range(5000)))
    found = read(path, 3, FLOAT32)
    assert len(found.vocabulary) == 11
    assert found.vectors[9].tolist() == [9, 0, 1]
    assert "the first 10 words are read, the file goes on" in found.notes


def test_progress_is_told_and_can_end_the_read(tmp_path: Path) -> None:
    path = written(tmp_path, "\n".join(f"w{k} {k} 0 1" for k in range(5000)))
    shares: list[float] = []
    read(path, 3, FLOAT32, shares.append)
    assert len(shares) == 5
    assert shares == sorted(shares)
    assert 0 < shares[0] < shares[-1] <= 1

    def enough(share: float) -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        read(path, 3, FLOAT32, enough)
