"""The window works where nothing is as usual; by hand under every condition: ``python -m tests.conditions``."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.outputs.disks import may_mount


@pytest.mark.slow
@pytest.mark.skipif(not may_mount(), reason="no small file system can be mounted here")
def test_a_home_that_takes_no_files_is_said_and_the_rest_works() -> None:
    command = [sys.executable, "-m", "tests.conditions", "read-only-home"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert "gatescope.ini cannot be written (Read-only file system)" in ran.stdout
