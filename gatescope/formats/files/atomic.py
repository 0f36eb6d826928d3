"""Writes a file whole or not at all.

What is written lies beside its target as ``.NAME.xxxxxxxx.part`` until it is whole, in a file that the system knows to
be this process's. A process that is killed amid it leaves that file; the next one that writes NAME removes it, and
`remove_left` does so where nothing is to be written.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO

from gatescope.errors import FileError
from gatescope.words import tr

_CHUNK = 1 << 20
_RANDOM, _SUFFIX = r"[a-z0-9_]+", ".part"
_FULL = {errno.ENOSPC, errno.EDQUOT} if hasattr(errno, "EDQUOT") else {errno.ENOSPC}


def write_atomically(path: Path, data: bytes) -> None:
    """Put `data` into the file `path`; an older file of that name stays until the new one is complete.

    Raises:
        FileError: the folder is missing or read-only, or the disk is full.
    """
    with replacing(path) as file:
        file.write(data)


def check_writable(path: Path, size: int = 1) -> None:
    """Find out now whether `write_atomically` will be able to put `size` bytes into the file `path`.

    Raises:
        FileError: it will not; the sentence says why, and the way out.
    """
    misplaced = _misplaced(path)
    if misplaced is not None:
        raise misplaced
    try:
        with _temporary(path) as (handle, _):
            for start in range(0, size, _CHUNK):
                _write_all(handle, bytes(min(_CHUNK, size - start)))
    except OSError as error:
        raise unwritable(path, error, size) from error


def is_full(error: FileError) -> bool:
    """Return whether a file could not be written, as `error` says, because its disk is full."""
    return isinstance(error.__cause__, OSError) and error.__cause__.errno in _FULL


def unwritable(path: Path, error: OSError, size: int = 0) -> FileError:
    """Return the failure to write the file `path`, with the reason and the way out.

    Args:
        size: bytes that are needed; 0 where that is not known.
    """
    misplaced = _misplaced(path)
    if misplaced is not None:
        return misplaced
    way_out = tr("name a file in another folder")
    if error.errno in _FULL:
        way_out = (
            tr("make room for {size:.1f} MB, or name a file in another folder", size=max(size / 1e6, 0.1))
            if size
            else tr("make room, or name a file in another folder")
        )
    elif error.errno == errno.ENAMETOOLONG:
        way_out = tr("give it a shorter name")
    return FileError(path, tr("cannot be written: {error}; {way_out}", error=error.strerror or error, way_out=way_out))


def _misplaced(path: Path) -> FileError | None:
    """Return why no file can be where `path` is, whatever is written; None where one can."""
    folder = path.parent
    # os.path: where a name is too long, pathlib raises.
    there = next((one for one in (folder, *folder.parents) if os.path.exists(one)), folder)
    if os.path.exists(there) and not os.path.isdir(there):
        return FileError(
            path, tr("cannot be written: {folder} is a file, not a folder; name a file in a folder", folder=there)
        )
    if not os.path.exists(folder):
        return FileError(
            path, tr("cannot be written: the folder {folder} does not exist; make it first", folder=folder)
        )
    if os.path.isdir(path):
        return FileError(path, tr("cannot be written: it is a folder; name a file in it"))
    return None


def write_together(files: Mapping[Path, bytes]) -> None:
    """Put data into several files that belong together: none is replaced before all are complete.

    Raises:
        FileError: one cannot be written; all of them are as they were.
    """
    with ExitStack() as stack:
        for path, data in files.items():
            file = stack.enter_context(replacing(path))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


@contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[IO[bytes]]:
    """Give a file to write that takes the place of `path` when the block ends, and vanishes when it raises.

    Args:
        private: whether it is for its owner alone. Else it gets the permissions of the file before it, or as a new
            one those of the umask.

    Raises:
        FileError: the folder is missing or read-only, or the disk is full.
    """
    with replacing_by_name(path, private=private) as name, open(name, "wb") as file:
        yield file


@contextmanager
def replacing_by_name(path: Path, *, private: bool = False) -> Iterator[Path]:
    """Give the name of an empty file, for another program to write, that takes the place of `path` as `replacing` has
    it.

    Raises:
        FileError: the folder is missing or read-only, or the disk is full.
    """
    remove_left(path)
    try:
        with _temporary(path) as (handle, temporary):
            yield temporary
            # Another program may have put a file of its own in place of this one.
            with open(temporary, "rb+") as file:
                os.fsync(file.fileno())
            # mkstemp makes a file for its owner only.
            os.chmod(temporary, 0o600 if private else _mode(path))
            if sys.platform == "win32":  # which replaces no open file
                os.close(handle)
            os.replace(temporary, path)
    except OSError as error:
        raise unwritable(path, error) from error


def _mode(path: Path) -> int:
    """Return the permissions of the file at `path`; those of any new one where there is none."""
    with suppress(OSError):
        mode = stat.S_IMODE(os.stat(path).st_mode) & 0o777
        # There a file that is only read cannot be removed, should it not come to take the place of the other.
        return mode | stat.S_IWUSR if sys.platform == "win32" else mode
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def remove_left(path: Path) -> None:
    """Remove what processes left beside `path` that were killed while they wrote it; a file in use stays."""
    name = re.compile(re.escape(f".{path.name}.") + _RANDOM + re.escape(_SUFFIX) + r"(\..+)?")
    try:
        with os.scandir(path.parent) as entries:
            found = sorted(entry.path for entry in entries if name.fullmatch(entry.name))
    except OSError:
        return
    for left in found:
        with suppress(OSError):
            # Windows removes no open file by itself. QSettings has files of its own beside the one that it writes.
            if sys.platform == "win32" or not left.endswith(_SUFFIX):
                os.unlink(left)
                continue
            handle = os.open(left, os.O_RDWR | os.O_NOFOLLOW)
            try:
                if _lock(handle) is True:
                    os.unlink(left)
            finally:
                os.close(handle)


@contextmanager
def _temporary(path: Path) -> Iterator[tuple[int, Path]]:
    """Give an empty file beside `path`, open and known to be in use; it is gone afterwards unless it was renamed."""
    while True:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_SUFFIX, dir=path.parent)
        # Another process may have taken it for a left one before it was locked.
        if _lock(handle) is not False and os.path.exists(name):
            break
        os.close(handle)
    try:
        yield handle, Path(name)
    finally:
        with suppress(OSError):
            os.close(handle)
        with suppress(OSError):
            os.unlink(name)


def _lock(handle: int) -> bool | None:
    """Mark an open file as one in use, until it is closed; return False where another process has done so, and None
    where its disk knows no such marks."""
    if sys.platform == "win32":
        return None
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _write_all(handle: int, data: bytes) -> None:
    while data:
        data = data[os.write(handle, data) :]
