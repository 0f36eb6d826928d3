"""The indexes in the user's cache, which several windows use: those that were used last are kept."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QLockFile

from gatescope.analysis.corpus.index import MANIFEST
from gatescope.session.corpus.index_folder import LOCK
from gatescope.session.file_age import age
from gatescope.session.lock_file import take_lock


def mark_used(directory: Path) -> None:
    """Count the index in `directory`, if there is one, as the one that was used last."""
    with suppress(OSError):
        os.utime(directory / MANIFEST)


def forget_oldest(root: Path, most: int) -> None:
    """Remove the indexes below `root` but the `most` that were used last, and those that a process is writing."""
    for manifest in sorted(root.glob(f"*/{MANIFEST}"), key=age)[most:]:
        _remove(manifest.parent)


def _remove(directory: Path) -> None:
    lock = QLockFile(str(directory / LOCK))
    if not take_lock(lock):
        return
    # The lock goes last, so that no process writes into a folder that is being emptied.
    with suppress(OSError):
        for path in directory.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            elif path.name != LOCK:
                with suppress(OSError):
                    path.unlink()
    lock.unlock()
    with suppress(OSError):
        directory.rmdir()
