"""One window a project, and what a killed one leaves."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gatescope.errors import FileError
from gatescope.session.project import ownership
from gatescope.session.project.ownership import (
    InUseError,
    abandoned,
    data_folder,
    has_abandoned_work,
    own_project,
    own_untitled,
)
from gatescope.session.project.stale_locks import remove_stale_locks
from gatescope.session.spare_folders import make_private, spare_folders


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of the test's own."""
    monkeypatch.setattr(ownership, "data_folder", lambda: tmp_path / "data")
    monkeypatch.setattr(ownership, "spare_folders", lambda home: ())
    return tmp_path / "data"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "work"
    folder.mkdir()
    return folder / "a.gatescope"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def killed_after(program: str, *arguments: object) -> None:
    """Run `program` in a process of its own and kill it when it has said that it is ready."""
    prelude = "import sys, time; from pathlib import Path; from gatescope.session.project.ownership import *\n"
    code = prelude + program + "\nprint('ready', flush=True); time.sleep(60)"
    process = subprocess.Popen([sys.executable, "-c", code, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()


@pytest.mark.usefixtures("data")
def test_closed_in_order_nothing_is_left(project: Path) -> None:
    owned = own_project(project)
    assert owned.recovery is None
    owned.autosave.write_bytes(b"unsaved")
    assert names(project.parent) == [".a.gatescope.autosave", ".a.gatescope.lock"]
    owned.release()
    assert names(project.parent) == []


@pytest.mark.usefixtures("data")
def test_a_second_window_is_told_who_was_first(project: Path) -> None:
    first = own_project(project)
    other = project.with_name("b.gatescope")
    project.write_bytes(b"")
    other.symlink_to(project)
    for path in (project, other):
        with pytest.raises(
            InUseError, match=rf"^a.gatescope: is open in another window \(process {os.getpid()}\): save your work"
        ):
            own_project(path)
    first.release()
    own_project(project).release()


@pytest.mark.usefixtures("data")
def test_a_window_on_another_computer_can_only_be_looked_for(project: Path) -> None:
    own_project(project).release()
    lock = project.with_name(".a.gatescope.lock")
    lock.write_text("4711\npython\nelsewhere\n")
    with pytest.raises(InUseError, match=r"process 4711 on elsewhere.*delete .*\.a\.gatescope\.lock$"):
        own_project(project)


@pytest.mark.usefixtures("data")
def test_what_a_killed_window_left_is_found(project: Path) -> None:
    program = """
owned = own_project(Path(sys.argv[1]))
owned.autosave.write_bytes(b"unsaved")
owned.autosave.with_name(f".{owned.autosave.name}.x1.part").write_bytes(b"torn")
Path(sys.argv[1]).with_name(".a.gatescope.x2.part").write_bytes(b"torn")
Path(sys.argv[1]).with_name(".b.gatescope.x3.part").write_bytes(b"of somebody else")
"""
    killed_after(program, project)
    owned = own_project(project)
    assert owned.recovery is not None
    assert owned.recovery.read_bytes() == b"unsaved"
    assert names(project.parent) == [".a.gatescope.lock", ".a.gatescope.recovery", ".b.gatescope.x3.part"]
    # Neither taken nor thrown away: it is offered again.
    owned.autosave.write_bytes(b"newer")
    owned.release()
    owned = own_project(project)
    owned.adopt_recovery()
    assert (owned.recovery, owned.autosave.read_bytes()) == (None, b"unsaved")
    owned.release()
    assert names(project.parent) == [".b.gatescope.x3.part"]


@pytest.mark.usefixtures("data")
def test_what_nobody_wants_goes(project: Path) -> None:
    project.with_name(".a.gatescope.autosave").write_bytes(b"unsaved")
    owned = own_project(project)
    owned.forget_recovery()
    owned.release()
    assert names(project.parent) == []


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("decision", ["adopt_recovery", "forget_recovery"])
def test_what_a_disk_does_not_let_go_of_is_no_failure(
    project: Path, monkeypatch: pytest.MonkeyPatch, decision: str
) -> None:
    """A disk that has become read-only: what was left there stays, and the next window offers it again."""
    project.with_name(".a.gatescope.autosave").write_bytes(b"unsaved")
    owned = own_project(project)
    with monkeypatch.context() as patched:

        def refused(*_arguments: object, **_options: object) -> None:
            raise OSError(errno.EROFS, "Read-only file system")

        patched.setattr(Path, "unlink", refused)
        patched.setattr(os, "replace", refused)
        getattr(owned, decision)()
        assert owned.recovery is None
    assert project.with_name(".a.gatescope.recovery").read_bytes() == b"unsaved"
    owned.release()
    owned = own_project(project)
    assert owned.recovery is not None
    owned.forget_recovery()
    owned.release()


def test_work_without_a_project(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert abandoned() is None
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    program = "owned = own_untitled(); owned.autosave.write_bytes(sys.argv[1].encode())"
    killed_after(program, "older")
    time.sleep(0.02)
    killed_after(program, "newer")
    monkeypatch.setattr(ownership, "data_folder", lambda: data / "gatescope" / "unsaved")
    mine = own_untitled()
    mine.autosave.write_bytes(b"mine")
    newer, older = abandoned(), abandoned()
    assert newer is not None
    assert older is not None
    assert (newer.autosave.read_bytes(), older.autosave.read_bytes()) == (b"newer", b"older")
    assert (newer.path, newer.recovery) == (None, None)
    assert abandoned() is None
    for owned in (mine, newer, older):
        owned.release()
    assert names(mine.autosave.parent) == []


def test_a_folder_that_takes_no_files(data: Path, tmp_path: Path) -> None:
    missing = tmp_path / "missing" / "a.gatescope"
    owned = own_project(missing)
    assert owned.autosave.parent == data
    assert owned.autosave.name.startswith("a.gatescope-")
    with pytest.raises(InUseError, match=r"^a.gatescope: is open in another window"):
        own_project(missing)
    owned.autosave.write_bytes(b"unsaved")
    owned.release()
    assert names(data) == []
    data.rmdir()
    data.write_bytes(b"no folder")
    with pytest.raises(FileError, match="no copy of unsaved work can be kept"):
        own_project(missing)
    with pytest.raises(FileError, match="takes no files"):
        own_untitled()
    assert abandoned() is None


@pytest.fixture
def spare(tmp_path: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder on another disk, as it were."""
    monkeypatch.setattr(ownership, "spare_folders", lambda home: (tmp_path / "spare",))
    return tmp_path / "spare"


def test_a_copy_moves_on_and_the_newest_is_found(project: Path, data: Path, spare: Path) -> None:
    owned = own_project(project)
    places = [owned.autosave]
    owned.autosave.write_bytes(b"older")
    os.utime(owned.autosave, (1, 1))
    while owned.move_on():
        places.append(owned.autosave)
    assert [place.parent for place in places] == [project.parent, data, spare]
    owned.autosave.write_bytes(b"newer")
    assert has_abandoned_work(project) is False
    owned.leave()
    assert has_abandoned_work(project) is True
    again = own_project(project)
    assert again.recovery is not None
    assert again.recovery.read_bytes() == b"newer"
    again.adopt_recovery()
    assert (again.autosave, again.autosave.read_bytes(), again.recovery) == (places[-1], b"newer", None)
    again.release()
    assert [names(folder) for folder in (project.parent, data, spare)] == [[], [], []]


def test_the_lock_of_another_program_stays(tmp_path: Path, data: Path) -> None:
    path = tmp_path / "data.txt"
    lock = tmp_path / ".data.txt.lock"
    for content in ("", "theirs", str(os.getpid())):
        lock.write_text(content)
        os.utime(lock, (1.6e9, 1.6e9))
        assert not has_abandoned_work(path)
        assert lock.read_text() == content


def test_a_copy_apart_of_a_project_that_is_open_is_not_left(project: Path, data: Path) -> None:
    apart = ownership.copies_of(project)[1]
    data.mkdir()
    apart.write_bytes(b"unsaved")
    assert has_abandoned_work(project)
    owned = own_project(project)
    assert owned.recovery == apart.with_suffix(".recovery")
    owned.adopt_recovery()
    assert owned.autosave == apart
    assert not has_abandoned_work(project)
    owned.leave()
    assert has_abandoned_work(project)


def test_work_without_a_project_moves_on_and_is_found(data: Path, spare: Path) -> None:
    owned = own_untitled()
    assert owned.move_on() == owned.autosave
    owned.autosave.write_bytes(b"unsaved")
    assert abandoned() is None
    owned.leave()
    data.rmdir()
    data.write_bytes(b"no folder")
    found = abandoned()
    assert found is not None
    assert found.autosave.read_bytes() == b"unsaved"
    found.release()
    found = own_untitled()
    assert found.autosave.parent == spare
    found.release()
    assert names(spare) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has a temporary folder for every user")
def test_a_spare_folder_is_the_users_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    first, runtime = spare_folders(tmp_path / "home")
    assert runtime == tmp_path / "run" / first.name
    assert spare_folders(tmp_path / "another home")[0] != first
    assert make_private(first)
    assert first.stat().st_mode & 0o77 == 0
    first.rmdir()
    (tmp_path / "of somebody else").mkdir()
    first.symlink_to(tmp_path / "of somebody else")
    assert not make_private(first)


def test_the_data_folder_is_the_systems(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    if sys.platform == "linux":
        assert data_folder() == tmp_path / "gatescope" / "unsaved"


def test_the_locks_of_killed_windows_go_and_their_work_stays(
    project: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(data))
    program = """
untitled, held = own_untitled(), own_project(Path(sys.argv[1]))
untitled.autosave.write_bytes(b"unsaved")
"""
    killed_after(program, project)
    folder = data / "gatescope" / "unsaved"
    monkeypatch.setattr(ownership, "data_folder", lambda: folder)
    other, elsewhere = project.with_name("b.gatescope"), project.with_name("c.gatescope")
    mine = own_project(other)
    project.with_name(".c.gatescope.lock").write_text("4711\npython\nelsewhere\n")
    assert project.with_name(".a.gatescope.lock").exists()
    remove_stale_locks([project, other, elsewhere])
    assert names(project.parent) == [".b.gatescope.lock", ".c.gatescope.lock"]
    assert [file.suffix for file in folder.iterdir()] == [".autosave"]
    mine.release()
    taken = abandoned()
    assert taken is not None
    taken.release()
