"""No output is torn, and each failure is said once, with the file, the reason and the way out.

By hand, with every kind and 20 kills each: see `tests.outputs`.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.outputs.disks import may_mount
from tests.outputs.writers import writers

FEW = ["project", "settings and lessons", "index", "left run", "states", "MP4"]


@pytest.mark.slow
@pytest.mark.skipif(not may_mount(), reason="no small file system can be mounted here")
def test_a_disk_that_fails_changes_nothing_and_leaves_nothing() -> None:
    ran("--kinds", *FEW)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")
def test_a_killed_process_leaves_the_file_before_or_the_one_after() -> None:
    ran("--kills", "2", "--kinds", "model and card")


@pytest.mark.slow
def test_every_function_that_writes_is_one_of_a_kind() -> None:
    ran("--writers")


def test_a_new_writer_is_found(tmp_path: Path) -> None:
    (tmp_path / "new.py").write_text(
        "class A:\n    def one(self):\n        def two():\n            Path('x').open('ab')\n"
        "def three():\n    with replacing(p) as f:\n        pass\n"
        "def four():\n    open(p, mode='rb').read('w')\n    text.replace('a', 'b')\n"
        "def five():\n    os.replace(a, b)\n",
        "utf-8",
    )
    assert writers(tmp_path) == {"new.py:A.one.two", "new.py:three", "new.py:five"}


def ran(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.outputs", *arguments], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
