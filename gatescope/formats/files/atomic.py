"""Writes a file whole or not at all."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from gatescope.errors import FileError

_CHUNK = 1 << 20
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
    folder = path.parent
    # os.path: where a name is too long, pathlib raises.
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise FileError(path, f"cannot be written: {folder} is a file, not a folder; name a file in a folder")
    if not os.path.exists(folder):
        raise FileError(path, f"cannot be written: the folder {folder} does not exist; make it first")
    if os.path.isdir(path):
        raise FileError(path, "cannot be written: it is a folder; name a file in it")
    try:
        with tempfile.NamedTemporaryFile(prefix=f".{path.name}.", suffix=".part", dir=folder) as file:
            for start in range(0, size, _CHUNK):
                file.write(bytes(min(_CHUNK, size - start)))
    except OSError as error:
        raise unwritable(path, error, f" for {size / 1e6:.1f} MB") from error


def unwritable(path: Path, error: OSError, size_told: str = "") -> FileError:
    """Return the failure to write the file `path`, with the reason and the way out.

    Args:
        size_told: how much is needed, as " for 2.0 MB".
    """
    way_out = "name a file in another folder"
    if error.errno in _FULL:
        way_out = f"make room{size_told}, or {way_out}"
    elif error.errno == errno.ENAMETOOLONG:
        way_out = "give it a shorter name"
    return FileError(path, f"cannot be written: {error.strerror or error}; {way_out}")


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
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Give a file to write that takes the place of `path` when the block ends, and vanishes when it raises.

    Raises:
        FileError: the folder is missing or read-only, or the disk is full.
    """
    with replacing_by_name(path) as name, open(name, "wb") as file:
        yield file


@contextmanager
def replacing_by_name(path: Path) -> Iterator[Path]:
    """Give the name of an empty file, for another program to write, that takes the place of `path` as `replacing` has
    it.

    Raises:
        FileError: the folder is missing or read-only, or the disk is full.
    """
    temporary: str | None = None
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".part", dir=path.parent)
        os.close(handle)
        yield Path(temporary)
        with open(temporary, "rb+") as file:
            os.fsync(file.fileno())
        # mkstemp makes a file for its owner only; a saved file has to follow the umask instead.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except BaseException as error:
        if temporary is not None:
            Path(temporary).unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise unwritable(path, error) from error
        raise
