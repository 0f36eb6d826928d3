"""The text of letters: every letter is asked for the next one, and the end of the text is never read while training."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FileError, FormatError, ModelError, UsageError
from gatescope.training.recipe import Recipe
from gatescope.training.settings import Settings
from gatescope.training.tasks import characters
from gatescope.training.tasks.task import Material, Prepared

TEXT = "".join(np.random.default_rng(0).choice(list("abc \n"), size=60_000)) + "z" * 100
RECIPE = Recipe(settings=Settings(batch=4))


@pytest.fixture(scope="module")
def prepared() -> Prepared:
    return characters.prepared_from(TEXT, RECIPE)


def test_each_letter_is_asked_for_the_next(prepared: Prepared) -> None:
    batch = next(prepared.training.of_pass(1))
    assert batch.lengths.tolist() == [64] * 4
    for start, end in zip(batch.offsets, batch.offsets[1:], strict=False):
        assert batch.inputs[start + 1 : end].tolist() == batch.targets[start : end - 1].tolist()


def test_the_last_twentieth_is_held_out_whole_and_in_order(prepared: Prepared) -> None:
    kept = "".join(prepared.labels[i] for i in prepared.held_out.targets)
    assert TEXT.endswith(kept)
    assert len(kept) == round(len(TEXT) / 20) - 1
    assert prepared.held_out.lengths.max() == characters.STRETCH


def test_no_letter_of_it_is_trained_on(prepared: Prepared) -> None:
    assert prepared.vocabulary is not None
    last = prepared.vocabulary.id("z")
    for epoch in (1, 2):
        assert not any((batch.inputs == last).any() or (batch.targets == last).any()
                       for batch in prepared.training.of_pass(epoch))  # fmt: skip


def test_stretches_longer_than_the_text_are_refused() -> None:
    most = len(TEXT) - round(0.05 * len(TEXT)) - 2
    characters.prepared_from(TEXT, replace(RECIPE, options={"stretch": most}))
    with pytest.raises(ModelError, match=f"60,100 characters, too few for stretches of {most + 1}: .*--stretch"):
        characters.prepared_from(TEXT, replace(RECIPE, options={"stretch": most + 1}))


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--corpus DIR"):
        characters.prepare(Material(), RECIPE)
    with pytest.raises(FileError):
        characters.prepare(Material(corpus=tmp_path), RECIPE)
    folder = tmp_path / characters.FOLDER
    folder.mkdir()
    (folder / "input.txt").write_text("too short")
    with pytest.raises(FormatError, match="9 letters"):
        characters.prepare(Material(corpus=tmp_path), RECIPE)
