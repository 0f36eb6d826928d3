"""The names: each with the language of its file, and one that is in two files on one side alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatescope.errors import FileError, UsageError
from gatescope.training.recipe import Recipe
from gatescope.training.tasks import names
from gatescope.training.tasks.task import Material, Prepared


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / names.FOLDER
    folder.mkdir()
    (folder / "Czech.txt").write_text("".join(f"Novak{chr(97 + i)}\n" for i in range(20)) + "Adam\n", encoding="utf-8")
    (folder / "Irish.txt").write_text(
        "".join(f"O'Brien{chr(97 + i)}\n" for i in range(20)) + "Adam\n", encoding="utf-8"
    )
    (folder / "README.txt").write_text("not a language\n")
    return tmp_path


def said(prepared: Prepared) -> list[tuple[str, str]]:
    """The held-out names with their languages."""
    data = prepared.held_out
    assert prepared.vocabulary is not None
    words = ["".join(prepared.vocabulary.tokens[i] for i in data.inputs[a:b])
             for a, b in zip(data.offsets, data.offsets[1:], strict=False)]  # fmt: skip
    return [(word, prepared.labels[data.targets[last]]) for word, last in zip(words, data.last, strict=True)]


def test_a_file_is_a_language(corpus: Path) -> None:
    prepared = names.prepare(Material(corpus=corpus), Recipe())
    assert prepared.labels == ("Czech", "Irish")
    assert all(word == "adam" or word.startswith("novak" if language == "Czech" else "o'brien")
               for word, language in said(prepared))  # fmt: skip


def test_a_name_of_two_languages_is_on_one_side(corpus: Path) -> None:
    prepared = names.prepare(Material(corpus=corpus), Recipe())
    assert sum(word == "adam" for word, _ in said(prepared)) in (0, 2)
    assert len(prepared.held_out) + prepared.training.sequences == 42


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--corpus DIR"):
        names.prepare(Material(), Recipe())
    with pytest.raises(FileError, match="file LANGUAGE"):
        names.prepare(Material(corpus=tmp_path), Recipe())
