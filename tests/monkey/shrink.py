"""Makes the list of actions that fails as short as it finds time for."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.monkey.action import Action, write

Fails = Callable[[Sequence[Action]], bool]


def shrunk(actions: Sequence[Action], fails: Fails, seconds: float) -> list[Action]:
    """A short part of `actions` for which `fails` still holds, or as much of it as is known after `seconds`."""
    last = time.monotonic() + seconds
    kept = list(actions)
    length = 1
    while length < len(kept) and time.monotonic() < last:
        if fails(kept[-length:]):
            kept = kept[-length:]
            break
        length *= 4
    piece = max(len(kept) // 2, 1)
    while piece and time.monotonic() < last:
        place = 0
        while place < len(kept) and time.monotonic() < last:
            shorter = kept[:place] + kept[place + piece :]
            if shorter and fails(shorter):
                kept = shorter
            else:
                place += piece
        piece //= 2
    return kept


def fails_in_a_process(actions: Sequence[Action]) -> bool:
    """Whether `actions` fail in a process of their own, which may crash."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "actions"
        write(path, actions)
        command = [sys.executable, "-m", "tests.monkey", "--replay", str(path), "--no-shrink"]
        return subprocess.run(command, capture_output=True, timeout=600, check=False).returncode != 0
