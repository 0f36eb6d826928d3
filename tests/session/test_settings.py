from __future__ import annotations

import os
import shutil
import threading
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, QSettings
from shiboken6 import delete

from gatescope.session.lessons.progress import Progress, read_progress
from gatescope.session.lock_file import take_lock
from gatescope.session.project.layout import DockPlace, WindowPlace
from gatescope.session.settings import Settings

WINDOW = WindowPlace(-3, 40, 900, 700, True)
PLACES = (
    DockPlace("traces, “%”", "bottom", 2, True, True, False, 0.25, 1.0, (0, 1, 2)),
    DockPlace("weights", "left", 0, False, True, True, 2.5, 0.125, (), -1.5, 0.75),
)
DOCKS = {"why": PLACES, "watch": PLACES[:1], "of a newer version": ()}


def test_what_was_set_is_there_at_the_next_start(tmp_path):
    settings = Settings(tmp_path / "new" / "gatescope.ini")
    settings.theme = "dark"
    settings.folder = tmp_path
    settings.set_layout(WINDOW, "why", DOCKS)
    settings.save()
    assert settings.notice is None
    again = Settings(settings.path)
    assert again.theme == "dark"
    assert again.folder == tmp_path
    assert (again.window, again.workspace, again.docks) == (WINDOW, "why", DOCKS)


def test_a_first_start_has_defaults(tmp_path):
    settings = Settings(tmp_path / "gatescope.ini")
    assert (settings.theme, settings.window, settings.workspace, settings.docks) == ("system", None, "", {})
    assert settings.folder == Path.home()


def test_a_folder_that_has_gone_is_not_offered(tmp_path):
    settings = Settings(tmp_path / "gatescope.ini")
    settings.folder = tmp_path / "gone"
    assert settings.folder == Path.home()
    settings.save()


def test_settings_that_are_gone_before_their_file_has_failed_are_told_of_nothing(tmp_path, monkeypatch):
    ended = []
    monkeypatch.setattr(threading, "excepthook", ended.append)
    settings = Settings(tmp_path / "gatescope.ini")
    file, going_on = settings._file, threading.Event()
    monkeypatch.setattr(file, "_problem_of_writing", lambda _values: going_on.wait() and "the disk is full")
    settings.folder = tmp_path
    delete(settings)
    going_on.set()
    file.wait()
    assert (file.failed, file.cause, ended) == (True, "the disk is full", [])


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
    assert (settings.theme, settings.window) == ("system", None)
    assert settings.folder == Path.home()
    assert settings.recent == ()


def test_without_a_place_to_write_it_remembers_until_the_end_and_says_so(tmp_path):
    # Not even root can write a path below a file.
    (tmp_path / "home").write_text("")
    settings = Settings(tmp_path / "home" / "gatescope.ini")
    assert "nothing will be remembered" in settings.notice
    assert "gatescope.ini" in settings.notice
    settings.theme = "light"
    settings.set_layout(WINDOW, "why", DOCKS)
    settings.save()
    assert (settings.theme, settings.window, settings.docks) == ("light", WINDOW, DOCKS)


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


def test_the_layout_of_an_older_version_is_forgotten(tmp_path):
    """Its bytes were Qt's, and end Qt when one of them is another."""
    path = tmp_path / "gatescope.ini"
    path.write_bytes(b"[General]\ntheme=dark\n[layout]\ndocks=@ByteArray(\\0\\xff)\ngeometry=@ByteArray(\\0)\n")
    settings = Settings(path)
    assert (settings.theme, settings.window, settings.docks) == ("dark", None, {})
    settings.set_layout(WINDOW, "why", DOCKS)
    settings.save()
    assert b"ByteArray" not in path.read_bytes()
    assert Settings(path).docks == DOCKS


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "[[[[",
        '{"window":{"left":1,"top":1,"width":1e400,"height":1,"maximized":false},"workspace":"","docks":{}}',
        '{"window":{"left":NaN,"top":1,"width":9,"height":1,"maximized":false},"workspace":"","docks":{}}',
        '{"window":{"left":1,"top":1,"width":9,"height":0,"maximized":false},"workspace":"","docks":{}}',
        '{"window":{"left":1,"top":1,"width":9,"height":9,"maximized":false},"workspace":"","docks":{"":[{"name":3}]}}',
        '{"window":{"left":1,"top":1,"width":9,"height":9,"maximized":false},"workspace":"","docks":[]}',
        '{"window":{"left":1,"top":1,"width":9,"height":9,"maximized":false},"workspace":"","docks":{"watch":{}}}',
        '{"window":{"left":1,"top":1,"width":9,"height":9,"maximized":false},"workspace":7,"docks":{}}',
        '{"window":null,"workspace":"","docks":{}}',
    ],
)
def test_a_layout_that_is_none_is_the_default_one(tmp_path, text):
    path = tmp_path / "gatescope.ini"
    store = QSettings(str(path), QSettings.Format.IniFormat)
    store.setValue("layout/arrangement", text)
    store.sync()
    settings = Settings(path)
    assert (settings.window, settings.workspace, settings.docks) == (None, "", {})


def test_a_value_for_which_python_has_no_kind_is_as_good_as_none(tmp_path):
    path = tmp_path / "gatescope.ini"
    path.write_bytes(b"[General]\ntheme=@Variant(\\0\\0\\0\\x38\\0\\0\\0\\x1)\nfolder=@Variant(\\0\\0\\0\\x3f\\0\\0)\n")
    settings = Settings(path)
    assert (settings.theme, settings.folder) == ("system", Path.home())


@contextmanager
def full_disk():
    """No file of this process may grow, as on a disk without space."""
    resource = pytest.importorskip("resource", reason="POSIX only")
    most, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))


def lose_folder(settings):
    shutil.rmtree(settings.path.parent)
    settings.path.parent.write_text("a file where the folder was to be")


@pytest.mark.parametrize("fault", ["full disk", "read-only"])
def test_a_failure_is_told_when_it_happens_and_once(qtbot, tmp_path, fault):
    settings = Settings(tmp_path / "config" / "gatescope.ini")
    told = []
    settings.failed.connect(told.append)
    settings.theme = "light"
    settings.save()
    assert told == []
    if fault == "read-only":
        lose_folder(settings)
    with full_disk() if fault == "full disk" else nullcontext():
        settings.theme = "dark"
        # It is told unasked.
        qtbot.waitUntil(lambda: bool(told))
        assert told == [settings.notice]
        settings.folder = tmp_path
        settings.recent = [tmp_path / "a.pt"]
        settings.save()
    assert len(told) == 1
    assert "gatescope.ini cannot be written" in told[0]
    assert (settings.theme, settings.folder) == ("dark", tmp_path)


def test_what_is_changed_is_in_the_file_soon(qtbot, tmp_path):
    """A crash costs no setting."""
    settings = Settings(tmp_path / "gatescope.ini")
    for number in range(200):
        settings.recent = [tmp_path / f"{number}.pt"]
    settings.theme = "dark"
    qtbot.waitUntil(lambda: settings.path.is_file() and b"theme=dark" in settings.path.read_bytes())
    assert Settings(settings.path).recent == (tmp_path / "199.pt",)


@pytest.mark.slow
def test_another_window_that_does_not_let_go_of_the_file_is_named_and_stops_nothing(qtbot, tmp_path):
    """A window that was stopped amid writing holds the lock without end."""
    settings, told = Settings(tmp_path / "gatescope.ini"), []
    settings.failed.connect(told.append)
    other = QLockFile(str(tmp_path / "gatescope.ini.lock"))
    assert take_lock(other)
    settings.theme = "dark"
    longest, last = 0.0, time.monotonic()
    give_up = last + 10.0
    while not told:
        qtbot.wait(10)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
        assert last < give_up, "nothing is said"
    assert longest < 1.0
    assert f"gatescope.ini cannot be written (process {os.getpid()} on" in told[0]
    assert settings.theme == "dark"
    other.unlock()


def test_a_link_to_the_file_stays_one(tmp_path):
    (tmp_path / "kept.ini").write_text("[General]\nlessons=some\n", "utf-8")
    (tmp_path / "gatescope.ini").symlink_to(tmp_path / "kept.ini")
    settings = Settings(tmp_path / "gatescope.ini")
    settings.theme = "dark"
    settings.save()
    assert (tmp_path / "gatescope.ini").is_symlink()
    again = Settings(tmp_path / "kept.ini")
    assert (again.theme, again.lessons) == ("dark", "some")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["gatescope.ini", "kept.ini"]


def two_windows(path):
    """Two windows that began with the same file: three files opened last, two commands with keys."""
    settings = Settings(path)
    settings.recent = [Path("c.pt"), Path("b.pt"), Path("a.pt")]
    settings.shortcuts = {"open": ("Ctrl+1",), "save": ("Ctrl+2",)}
    settings.save()
    return Settings(path), Settings(path)


def test_two_windows_keep_the_lists_of_each_other(tmp_path):
    first, second = two_windows(tmp_path / "gatescope.ini")
    for window, name in ((first, "d.pt"), (second, "e.pt"), (first, "f.pt")):
        window.recent = [Path(name), *window.recent]
        window.corpora = [Path(f"{name}.txt"), *window.corpora]
        window.save()
    again = Settings(first.path)
    assert [path.stem for path in again.recent] == ["f", "e", "d", "c", "b", "a"]
    assert [path.name for path in again.corpora] == ["f.pt.txt", "e.pt.txt", "d.pt.txt"]


def test_what_one_window_takes_out_of_a_list_stays_away(tmp_path):
    first, second = two_windows(tmp_path / "gatescope.ini")
    first.recent = [path for path in first.recent if path.stem != "b"]
    first.save()
    # To the front, where it was already: the list of the other window counts but for that.
    second.recent = [Path("a.pt"), *second.recent]
    second.save()
    assert [path.stem for path in Settings(first.path).recent] == ["a", "c"]
    second.recent = []
    second.save()
    assert Settings(first.path).recent == ()


def test_a_full_list_gives_up_its_oldest_and_not_what_another_window_opened(tmp_path):
    path = tmp_path / "gatescope.ini"
    settings = Settings(path)
    settings.recent = [Path(f"{number}.pt") for number in range(10)]
    settings.save()
    first, second = Settings(path), Settings(path)
    for window, name in ((first, "x.pt"), (second, "y.pt")):
        window.recent = [Path(name), *window.recent]
        window.save()
    assert [path.stem for path in Settings(path).recent] == ["y", "x", *map(str, range(8))]


def test_two_windows_keep_the_shortcuts_and_the_lessons_of_each_other(tmp_path):
    first, second = two_windows(tmp_path / "gatescope.ini")
    first.shortcuts = {"open": ("Ctrl+1",), "save": ("Ctrl+9",), "close": ()}
    first.lessons = Progress().guessed("t1", 2).written()
    first.save()
    # One is changed, one is given back the usual keys.
    second.shortcuts = {"find": ("F7",), "save": ("Ctrl+2",)}
    second.lessons = Progress().tested("t2", "true").written()
    second.save()
    again = Settings(first.path)
    assert again.shortcuts == {"find": ("F7",), "save": ("Ctrl+9",), "close": ()}
    progress = read_progress(again.lessons)
    assert (progress.of("t1").guess, progress.of("t2").verdict) == (2, "true")
    first.shortcuts = {}
    first.save()
    assert Settings(first.path).shortcuts == {"find": ("F7",)}


def test_a_list_whose_file_was_removed_is_written_whole(tmp_path):
    first, _ = two_windows(tmp_path / "gatescope.ini")
    first.path.unlink()
    first.recent = [Path("d.pt"), *first.recent]
    first.save()
    assert [path.stem for path in Settings(first.path).recent] == ["d", "c", "b", "a"]
