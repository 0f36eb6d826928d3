"""Opens a file for reading, and nothing that only looks like one."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from gatescope.errors import FileError
from gatescope.words import tr


def size_of(path: Path) -> int:
    """Return the bytes of the regular file at `path`.

    Raises:
        FileError: the file is missing, may not be read, or is a folder, a pipe or a device.
    """
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise FileError(path, tr("there is no such file")) from error
    except (OSError, ValueError) as error:
        raise FileError(path, tr("cannot be read: {error}", error=getattr(error, "strerror", None) or error)) from error
    if stat.S_ISDIR(found.st_mode):
        raise FileError(path, tr("is a folder: give a file that lies in it"))
    if not stat.S_ISREG(found.st_mode):
        # Opening a pipe without a writer would wait for ever.
        raise FileError(path, tr("is a pipe or a device, not a file"))
    return found.st_size


def is_missing(path: Path) -> bool:
    """Return whether there is nothing at `path`. A path that may not be looked at may exist: opening it tells why
    not."""
    try:
        path.stat()
    except OSError as error:
        return isinstance(error, FileNotFoundError | NotADirectoryError)
    except ValueError:
        # No file can have such a name.
        return True
    return False


@contextmanager
def open_file(path: Path) -> Iterator[IO[bytes]]:
    """Open the regular file at `path` for a block.

    Raises:
        FileError: as `size_of`, or the file may not be read, or the disk fails in the block.
    """
    size_of(path)
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise FileError(path, tr("cannot be read: {error}", error=error.strerror or error)) from error
