from __future__ import annotations

import pytest

from gatescope.session.lessons.progress import NOTHING, Done, Progress, read_progress
from gatescope.session.settings import Settings


def test_progress_is_read_as_it_was_written():
    progress = Progress().guessed("6", 2).tested("6", "only if").tested("t 1", "false")
    again = read_progress(progress.written())
    assert again.of("6") == Done(2, "only if")
    assert again.of("t 1") == Done(None, "false")
    assert again.of("7") == NOTHING


@pytest.mark.parametrize("text", ["", "[]", "{", "[" * 100_000, '{"6": 3, "7": [9, "maybe"]}', '{"6": [true, null]}'])
def test_what_cannot_be_read_is_left_out(text):
    progress = read_progress(text)
    assert progress.of("6") == NOTHING
    assert progress.of("7") == NOTHING


def test_it_is_kept_in_the_settings(tmp_path):
    written = Progress().tested("6", "true").written()
    settings = Settings(tmp_path / "one.ini")
    settings.lessons = written
    settings.save()
    assert read_progress(Settings(tmp_path / "one.ini").lessons).of("6").verdict == "true"
