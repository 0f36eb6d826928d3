"""A window that is killed gives back all work but that of the last ten seconds; by hand two hundred times."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signals on Windows")
def test_a_killed_window_gives_the_work_back() -> None:
    command = [sys.executable, "-m", "tests.killed", "--kills", "2", "--seed", "3"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert "2 kills, 0 faults" in done.stdout
