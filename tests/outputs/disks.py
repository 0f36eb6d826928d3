"""Disks that fail: full, read-only, or forbidden. Root mounts them; others get the rights by ``unshare -rm``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SIZE = 24 << 20
NOBODY = 65534


@contextmanager
def disk(at: Path) -> Iterator[Path]:
    """Mount a small file system at `at`, and give a folder in it."""
    at.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(at)], check=True)
    try:
        (at / "work").mkdir()
        yield at / "work"
    finally:
        subprocess.run(["umount", "-l", str(at)], check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Fill the disk of `folder` to its last byte."""
    filler = folder.parent / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        for size in (1 << 16, 1):
            with suppress(OSError):
                while True:
                    file.write(bytes(size))
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """Mount the disk of `folder` anew, for reading alone."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder.parent)], check=True)
    try:
        yield
    finally:
        subprocess.run(["mount", "-o", "remount,rw", str(folder.parent)], check=True)


@contextmanager
def forbidden(folder: Path) -> Iterator[None]:
    """Let the process be one that may read `folder`, but not write there."""
    names = [folder, *folder.rglob("*")]
    for name in names:
        name.chmod(0o755 if name.is_dir() else 0o644)
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if os.geteuid() != os.getuid():
            os.seteuid(os.getuid())
        folder.chmod(0o755)


FAILURES: dict[str, Callable[[Path], object]] = {"ENOSPC": full, "EROFS": read_only, "EACCES": forbidden}


def may_mount() -> bool:
    """Return whether this process, or one by ``unshare -rm``, can mount a file system."""
    if sys.platform != "linux":
        return False
    with suppress(OSError):
        return subprocess.run([*privilege(), "true"], capture_output=True, check=False).returncode == 0
    return False


def privilege() -> list[str]:
    """Return what stands before a command that mounts: a name space of its own, so that no mount stays."""
    return ["unshare", "-m"] if os.getuid() == 0 else ["unshare", "-rm"]
