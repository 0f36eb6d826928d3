"""Windows come and go in one process without a crash and without leaving memory behind."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

WINDOWS, WARM = 100, 20
# PySide keeps a string of 58 bytes for each connection to a method of C++, and a window makes 14 of them: 0.8 kB.
# What a window of ours leaves when it is kept is a hundred kB and more.
MOST_BYTES = 2048


@pytest.mark.slow
def test_a_hundred_windows_with_undo_steps_leave_nothing(tmp_path):
    """Deleting a window whose undo steps held its session ended the process in the garbage collector."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.app.start.hundred_windows", tmp_path / "settings.ini", str(WINDOWS), str(WARM)],
        capture_output=True,
        text=True,
        timeout=600,
        # Python's own allocator takes memory from the system by the megabyte, and tells nobody how much of it is used.
        env=os.environ | {"PYTHONMALLOC": "malloc"},
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stderr == ""
    assert int(ran.stdout) <= (WINDOWS - WARM) * MOST_BYTES
