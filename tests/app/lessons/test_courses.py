"""The cards that are played without being asked for: those that come along, then a person's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatescope.app.lessons import courses
from gatescope.lessons.library import bundled_lessons
from gatescope.progress import silent
from gatescope.session import user_folders
from tests.lessons.cards import CARD, written


def test_cards_of_a_persons_folder_come_after_those_that_come_along(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    folder = user_folders.lessons_folder()
    assert folder == tmp_path / "gatescope" / "lessons"
    bundled = [card.claim for card in bundled_lessons().cards]
    assert [card.claim for card in courses._own_course(silent).cards] == bundled
    folder.mkdir(parents=True)
    written(folder)
    written(folder, CARD.replace("right =", "rigth ="), "wrong.toml")
    found = courses._own_course(silent)
    assert [card.claim for card in found.cards] == [*bundled, "t1"]
    assert ["wrong.toml: line 9, rigth: is no key" in str(error) for error in found.errors] == [True]
