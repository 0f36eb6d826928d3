"""What has a lock: the process that lives and holds its file, whatever stands in it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile, QSysInfo

from gatescope.session.corpus.building import build_index
from gatescope.session.crash.crash_log import left_logs
from gatescope.session.lock_file import take_lock
from gatescope.session.project import ownership
from gatescope.session.project.ownership import abandoned, own_project
from gatescope.session.settings import Settings
from tests.session.helpers import word_model

LONGEST_S = 4.0
"""Two seconds for a lock that has just been made, and the time to look."""


def named(process: int, computer: str) -> bytes:
    return f"{process}\n{Path('/proc/self/comm').read_text().strip()}\n{computer}\n".encode()


def left_in(lock: Path, content: bytes, age_s: float = 60.0) -> Path:
    """Have a lock that a process left which was killed."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    lock.write_bytes(content)
    os.utime(lock, (time.time() - age_s,) * 2)
    return lock


@pytest.mark.slow
@pytest.mark.parametrize("age_s", [0.0, 60.0, -3600.0], ids=["just now", "a minute ago", "before the clock was set"])
@pytest.mark.parametrize("content", [b"", b"47", b"nonsense\n\n"], ids=["empty", "torn", "nonsense"])
def test_a_lock_that_names_no_process_is_taken(tmp_path: Path, content: bytes, age_s: float) -> None:
    lock, start = QLockFile(str(left_in(tmp_path / "a.lock", content, age_s))), time.monotonic()
    assert take_lock(lock)
    assert time.monotonic() - start < LONGEST_S
    assert lock.getLockInfo()[0] == os.getpid()


@pytest.mark.skipif(not Path("/proc/self/comm").exists(), reason="Linux tells the name of a process there")
def test_a_number_that_another_process_has_by_now_does_not_hold_it(tmp_path: Path) -> None:
    path = left_in(tmp_path / "a.lock", named(os.getpid(), QSysInfo.machineHostName()))
    assert take_lock(QLockFile(str(path)))


@pytest.mark.parametrize("age_s", [0.0, 1e6])
def test_a_living_owner_keeps_it(tmp_path: Path, age_s: float) -> None:
    first = QLockFile(str(tmp_path / "a.lock"))
    assert take_lock(first)
    os.utime(tmp_path / "a.lock", (time.time() - age_s,) * 2)
    start = time.monotonic()
    assert not take_lock(QLockFile(str(tmp_path / "a.lock")), 150)
    assert time.monotonic() - start < 1.0
    first.unlock()
    assert take_lock(QLockFile(str(tmp_path / "a.lock")))


def test_an_owner_on_another_computer_keeps_it(tmp_path: Path) -> None:
    path = left_in(tmp_path / "a.lock", b"4711\npython\nelsewhere\n", 1e6)
    assert not take_lock(QLockFile(str(path)))


def test_no_torn_lock_stands_in_the_way_of_anything(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The work of a killed window, its project, its log, the settings and an index, each with an empty lock."""
    monkeypatch.setattr(ownership, "data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(ownership, "spare_folders", lambda home: ())
    left_in(tmp_path / "data" / "untitled-1.lock", b"")
    (tmp_path / "data" / "untitled-1.autosave").write_bytes(b"work")
    left_in(tmp_path / ".a.gatescope.lock", b"")
    left_in(tmp_path / "crashes" / "one.lock", b"")
    (tmp_path / "crashes" / "one.log").write_text("--\na fault\n", "utf-8")
    left_in(tmp_path / "index" / "lock", b"")
    (tmp_path / "corpus.txt").write_text("a b\n", "utf-8")
    left_in(tmp_path / "gatescope.ini.lock", b"")

    found = abandoned()
    assert found is not None
    found.release()
    own_project(tmp_path / "a.gatescope").release()
    assert left_logs(tmp_path / "crashes") == (tmp_path / "crashes" / "one.log",)
    assert build_index(word_model(), tmp_path / "corpus.txt", tmp_path / "index").manifest.tokens
    settings, start = Settings(tmp_path / "gatescope.ini"), time.monotonic()
    settings.theme = "dark"
    settings.save()
    assert time.monotonic() - start < LONGEST_S
    assert (settings.notice, Settings(settings.path).theme) == (None, "dark")
