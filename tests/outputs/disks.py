"""Disks that fail: full, read-only, or forbidden. Root mounts them; others get the rights by ``unshare -rm``."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SIZE = 24 << 20
_VERSION = 0x20080522
_OVER_PERMISSIONS = 0b110
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: without them, permissions hold for root as well."""
_LIBC = ctypes.CDLL(None, use_errno=True)


class _Words(ctypes.Structure):
    """A set of capabilities; also the header, whose version and process are its first two words."""

    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


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
        name.chmod(0o555 if name.is_dir() else 0o444)
    allowed = _capabilities()
    _allow(allowed & ~_OVER_PERMISSIONS)
    try:
        yield
    finally:
        _allow(allowed)
        for name in names:
            if name.exists():
                name.chmod(0o755 if name.is_dir() else 0o644)


def _capabilities() -> int:
    """Return what this thread may do beyond permissions, as capget(2) tells it."""
    data = (_Words * 2)()
    if _LIBC.capget(ctypes.byref(_Words(_VERSION, 0)), data) != 0:
        raise OSError(ctypes.get_errno(), "capget")
    return int(data[0].effective) | int(data[1].effective) << 32


def _allow(wanted: int) -> None:
    """Let this thread, and those that it starts, do what `wanted` says, of what it is permitted; see capset(2)."""
    data = (_Words * 2)()
    if _LIBC.capget(ctypes.byref(_Words(_VERSION, 0)), data) != 0:
        raise OSError(ctypes.get_errno(), "capget")
    data[0].effective, data[1].effective = wanted & 0xFFFFFFFF, wanted >> 32
    if _LIBC.capset(ctypes.byref(_Words(_VERSION, 0)), data) != 0:
        raise OSError(ctypes.get_errno(), "capset")


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
