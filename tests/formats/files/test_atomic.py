"""A file is written whole or not at all, and what a killed writer left goes with the next write."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gatescope.errors import FileError
from gatescope.formats.files.atomic import check_writable, remove_left, replacing, write_atomically, write_together

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as POSIX does")

_AMID = """
import sys, time
from pathlib import Path
from gatescope.formats.files.atomic import replacing
with replacing(Path(sys.argv[1])) as file:
    file.write(b"half")
    file.flush()
    print("amid", flush=True)
    time.sleep(60)
"""


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def writer_of(path: Path) -> subprocess.Popen[str]:
    """A process that is amid writing `path`."""
    process = subprocess.Popen([sys.executable, "-c", _AMID, str(path)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "amid\n"
    return process


def killed(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize(
    "then",
    [
        lambda path: write_atomically(path, b"new"),
        lambda path: write_together({path: b"new"}),
        remove_left,
    ],
    ids=["write", "write together", "remove what is left"],
)
def test_what_a_killed_writer_left_goes_and_what_a_living_one_has_stays(tmp_path: Path, then: object) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    others = [".a.csv.b.x1.part", ".b.csv.x1.part", "a.csv.part", ".a.csv.X 1.part"]
    for name in others:
        (tmp_path / name).write_bytes(b"of somebody else")
    living, dying = writer_of(path), writer_of(path)
    killed(dying)
    (tmp_path / ".a.csv.x1.part.lock").write_bytes(b"of QSettings")
    assert path.read_bytes() == b"old"
    assert len([name for name in names(tmp_path) if name.startswith(".a.csv.") and name not in others]) == 3
    then(path)  # type: ignore[operator]
    left = [name for name in names(tmp_path) if name not in (*others, "a.csv")]
    assert len(left) == 1
    assert (tmp_path / left[0]).read_bytes() == b"half"
    killed(living)
    write_atomically(path, b"newer")
    assert names(tmp_path) == sorted(["a.csv", *others])


def test_a_link_of_that_name_is_followed_by_nobody(tmp_path: Path) -> None:
    (tmp_path / "kept").write_bytes(b"kept")
    (tmp_path / ".a.csv.x1.part").symlink_to(tmp_path / "kept")
    write_atomically(tmp_path / "a.csv", b"new")
    assert (tmp_path / "kept").read_bytes() == b"kept"


def fail_amid(path: Path, error: BaseException) -> None:
    with replacing(path) as file:
        file.write(b"half")
        raise error


def test_an_error_leaves_the_file_before_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(KeyboardInterrupt):
        fail_amid(path, KeyboardInterrupt())
    with pytest.raises(FileError, match=r"^a.csv: cannot be written: Input/output error; name a file in "):
        fail_amid(path, OSError(5, "Input/output error"))
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["a.csv"])


def test_every_writer_says_which_folder_is_missing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"")
    (tmp_path / "b").mkdir()
    wrong = {
        tmp_path
        / "none"
        / "x.csv": rf"x.csv: cannot be written: the folder {tmp_path / 'none'} does not exist; make it",
        tmp_path
        / "a"
        / "x.csv": rf"x.csv: cannot be written: {tmp_path / 'a'} is a file, not a folder; name a file in",
        tmp_path
        / "a"
        / "left"
        / "x.csv": rf"x.csv: cannot be written: {tmp_path / 'a'} is a file, not a folder; name a file in",
        tmp_path / "b": "b: cannot be written: it is a folder; name a file in it",
    }
    for path, sentence in wrong.items():
        for write in (check_writable, lambda path: write_atomically(path, b"x")):
            with pytest.raises(FileError) as raised:
                write(path)
            assert str(raised.value).startswith(sentence)
    assert names(tmp_path) == ["a", "b"]


def test_a_file_follows_the_mask_and_looking_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    check_writable(path, 3 << 20)
    assert names(tmp_path) == []
    before = os.umask(0o027)
    try:
        write_atomically(path, b"new")
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_keeps_its_permissions_and_a_new_one_follows_the_umask(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.npz"
    before = os.umask(0o027)
    try:
        write_atomically(path, b"first")
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
        path.chmod(mode)
        write_together({path: b"second"})
        assert stat.S_IMODE(path.stat().st_mode) == mode
        with replacing(path, private=True) as file:
            file.write(b"third")
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    finally:
        os.umask(before)
