from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from gatescope.session.settings import Settings


def test_what_was_set_is_there_at_the_next_start(tmp_path):
    settings = Settings(tmp_path / "new" / "gatescope.ini")
    settings.theme = "dark"
    settings.folder = tmp_path
    settings.set_layout(QByteArray(b"\x00geometry\xff"), QByteArray(b"docks\x00"))
    settings.save()
    assert settings.notice is None
    again = Settings(settings.path)
    assert again.theme == "dark"
    assert again.folder == tmp_path
    assert again.geometry == QByteArray(b"\x00geometry\xff")
    assert again.docks == QByteArray(b"docks\x00")


def test_a_first_start_has_defaults(tmp_path):
    settings = Settings(tmp_path / "gatescope.ini")
    assert (settings.theme, settings.geometry, settings.docks) == ("system", None, None)
    assert settings.folder == Path.home()


def test_a_folder_that_has_gone_is_not_offered(tmp_path):
    settings = Settings(tmp_path / "gatescope.ini")
    settings.folder = tmp_path / "gone"
    assert settings.folder == Path.home()


@pytest.mark.parametrize("count", [0, 1, 2, 15])
def test_the_newest_files_are_remembered_in_their_order(tmp_path, count):
    settings = Settings(tmp_path / "gatescope.ini")
    paths = [tmp_path / f"modèle, {number}.pt" for number in range(count)]
    settings.recent = [*paths, *paths]
    settings.save()
    assert Settings(settings.path).recent == tuple(paths[:10])


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01[[[", b"[General]\ntheme=mauve\nfolder=@Invalid()\n"])
def test_nonsense_in_the_file_is_as_good_as_no_file(tmp_path, content):
    path = tmp_path / "gatescope.ini"
    path.write_bytes(content)
    settings = Settings(path)
    assert (settings.theme, settings.geometry) == ("system", None)
    assert settings.folder == Path.home()
    assert settings.recent == ()


def test_without_a_place_to_write_it_remembers_until_the_end_and_says_so(tmp_path):
    # A path below a file can be written by nobody, not even by root.
    (tmp_path / "home").write_text("")
    settings = Settings(tmp_path / "home" / "gatescope.ini")
    assert "nothing will be remembered" in settings.notice
    assert "gatescope.ini" in settings.notice
    settings.theme = "light"
    settings.set_layout(QByteArray(b"g"), QByteArray(b"d"))
    settings.save()
    assert (settings.theme, settings.geometry, settings.docks) == ("light", QByteArray(b"g"), QByteArray(b"d"))


def test_a_place_that_is_lost_later_is_told_when_saving(tmp_path):
    folder = tmp_path / "config"
    settings = Settings(folder / "gatescope.ini")
    assert settings.notice is None
    shutil.rmtree(folder)
    folder.write_text("a file where the folder was to be")
    settings.theme = "dark"
    settings.save()
    assert "nothing will be remembered" in settings.notice
    assert settings.theme == "dark"
