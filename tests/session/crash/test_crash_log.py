"""The log of one process: there while it lives, found by the next one where it tells of a fault, and gone otherwise."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gatescope.errors import FileError
from gatescope.session.crash.crash_log import CrashLog, crash_folder, forget_logs, keep_logs, left_logs, read_log


def fault() -> Exception:
    try:
        raise KeyError("forget_gate")
    except KeyError as error:
        return error


def test_a_log_that_tells_of_nothing_goes_with_its_process(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    log = CrashLog(folder)
    assert log.path.exists()
    assert left_logs(folder) == ()
    log.close()
    assert list(folder.iterdir()) == []


def test_a_fault_is_kept_for_the_next_start_and_told_once(tmp_path: Path) -> None:
    log = CrashLog(tmp_path)
    assert [log.note(fault()) for _ in range(50)] == [True, *[False] * 49]
    # Those of a process that lives are its own.
    assert left_logs(tmp_path) == ()
    log.close()
    (left,) = left_logs(tmp_path)
    text = read_log(left)
    assert text.startswith("GateScope ")
    assert text.count("KeyError: 'forget_gate'") == 20
    assert "in fault" in text
    keep_logs([left], tmp_path / "report.txt")
    assert (tmp_path / "report.txt").read_text("utf-8") == text
    assert [file.name for file in tmp_path.iterdir()] == ["report.txt"]


def test_what_cannot_be_saved_is_kept(tmp_path: Path) -> None:
    log = CrashLog(tmp_path)
    log.note(fault())
    log.close()
    logs = left_logs(tmp_path)
    with pytest.raises(FileError, match=r"report\.txt: cannot be written"):
        keep_logs(logs, tmp_path / "missing" / "report.txt")
    assert left_logs(tmp_path) == logs
    forget_logs(logs)
    assert left_logs(tmp_path) == ()
    with pytest.raises(FileError, match="cannot be read"):
        read_log(logs[0])


def test_of_very_many_the_newest_stay(tmp_path: Path) -> None:
    for number in range(14):
        (tmp_path / f"20260101-0000{number:02}-x.log").write_text("--\nSegmentation fault", "utf-8")
    assert [path.name[13:15] for path in left_logs(tmp_path)] == [f"{number:02}" for number in range(13, 3, -1)]
    assert len(list(tmp_path.iterdir())) == 10


def test_no_folder_for_a_log(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(FileError, match="cannot be written"):
        CrashLog(tmp_path / "file")
    assert left_logs(tmp_path / "file") == ()
    assert crash_folder().name == "crashes"


CRASH = """
import faulthandler, sys
from pathlib import Path
from gatescope.session.crash.crash_log import CrashLog
log = CrashLog(Path(sys.argv[1]))
faulthandler.enable(log.fileno())
if sys.argv[2] == "segfault":
    faulthandler._sigsegv()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")
def test_a_crash_below_python_is_told_and_a_kill_is_none(tmp_path: Path) -> None:
    crashed = subprocess.run([sys.executable, "-c", CRASH, tmp_path, "segfault"], capture_output=True, check=False)
    assert crashed.returncode == -signal.SIGSEGV
    killed = subprocess.Popen([sys.executable, "-c", CRASH, tmp_path, "wait"], stdin=-1, stdout=-1, text=True)
    assert killed.stdout is not None
    assert killed.stdout.readline() == "ready\n"
    (left,) = left_logs(tmp_path)
    killed.kill()
    killed.communicate()
    assert left_logs(tmp_path) == (left,)
    assert "Segmentation fault" in read_log(left)
    assert "faulthandler._sigsegv()" in read_log(left) or 'File "<string>"' in read_log(left)
    assert sorted(file.name for file in tmp_path.iterdir()) == [left.name]


def test_a_log_that_goes_while_it_is_looked_at_is_left_out(tmp_path, monkeypatch):
    """Two windows look at once, and one of them forgets what it found."""
    log = CrashLog(tmp_path)
    log.note(ValueError("a fault"))
    log.close()
    found = tmp_path.glob
    monkeypatch.setattr(Path, "glob", lambda self, pattern: [*found(pattern), tmp_path / "99990101-000000-gone.log"])
    assert left_logs(tmp_path) == (log.path,)
