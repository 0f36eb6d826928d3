"""A plane that is fitted on a file: every kind of file, only its beginning, and files that are none."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FileError, FormatError
from gatescope.session.space.fit import bundled_texts, fit_of
from gatescope.session.space.in_plane import states_in_plane
from tests.session.space.test_in_plane import of, placed

TEXTS = bundled_texts()
FILES = {
    "a.txt": "\n".join(TEXTS).encode(),
    "b.txt": "\r\n\r\n".join(TEXTS).encode("utf-16"),
    "c.csv": ("label,text\n" + "\n".join(f'1,"{text}"' for text in TEXTS)).encode(),
    "d.tsv": ("text\tlabel\n" + "\n".join(f"{text}\t0" for text in TEXTS)).encode(),
    "e.jsonl": "\n".join(json.dumps({"text": text}) for text in TEXTS).encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_the_texts_of_a_file_give_the_plane_that_they_give_elsewhere(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])
    one = of(units=5)
    found, expected = placed(one, str(tmp_path / name)), placed(one)
    np.testing.assert_array_equal(found.background.points, expected.background.points)
    assert found.background.words == expected.background.words
    assert found.source == str(tmp_path / name)


def test_only_the_beginning_is_read(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    path.write_bytes(b"the food was good\n" * 1000 + b"\xff\xfe no text\n")
    found = placed(of(units=4), str(path))
    assert 1990 < len(found.background.words) <= 2000
    path.write_bytes(b"the food " * 100_000)
    assert len(placed(of(units=4), str(path)).background.words) == 2000


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\x00\x01\x02\x00\x00\x00", "is no text"),
        (b"\n\n\n", "holds no word that toy could read"),
        (b"caf\xe9 \xff\xff", "is not UTF-8 text"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(FormatError, match=said):
        placed(of(units=4), str(path))
    with pytest.raises(FileError):
        placed(of(units=4), str(tmp_path / "missing.txt"))


def test_a_file_that_is_chosen_again_is_read_again(tmp_path: Path) -> None:
    path, one = tmp_path / "a.txt", of(units=4)
    path.write_text("the food was good\n")
    about = {"part": one.network.parts[-1], "state": "hidden_state"}
    first = states_in_plane(one.network, one.trace, fit=fit_of(str(path), [one], 1), **about)  # type: ignore[arg-type]
    path.write_text("the story is not good\n")
    kept = states_in_plane(one.network, one.trace, fit=fit_of(str(path), [one], 1), **about)  # type: ignore[arg-type]
    again = states_in_plane(one.network, one.trace, fit=fit_of(str(path), [one], 2), **about)  # type: ignore[arg-type]
    assert kept.plane is first.plane
    assert again.background.texts == ("the story is not good",)


def test_a_task_has_sentences_of_its_own_and_any_other_the_reviews() -> None:
    assert bundled_texts("agreement") != TEXTS
    assert bundled_texts("sentiment") == bundled_texts("../models/x") == TEXTS
