"""No output is torn, and each failure is said once, with the file, the reason and the way out.

By hand, with every kind and 20 kills each: see `tests.outputs`.
"""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.outputs.disks import may_mount

FEW = ["project", "settings and lessons", "index"]


@pytest.mark.slow
@pytest.mark.skipif(not may_mount(), reason="no small file system can be mounted here")
def test_a_disk_that_fails_changes_nothing_and_leaves_nothing() -> None:
    ran("--kinds", *FEW)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")
def test_a_killed_process_leaves_the_file_before_or_the_one_after() -> None:
    ran("--kills", "2", "--kinds", "model and card")


def ran(*arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.outputs", *arguments], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
