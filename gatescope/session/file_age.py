"""The order in which files were written, some of which another window may have removed meanwhile."""

from __future__ import annotations

from pathlib import Path


def age(file: Path) -> float:
    """Return a number that is the less, the newer `file` is; that of a file that is gone is greater than all."""
    try:
        return -file.stat().st_mtime
    except OSError:
        return 0.0
