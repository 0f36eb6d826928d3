"""What tells one state of a large file from another."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from gatescope.errors import FileError
from gatescope.formats.files.regular import open_file, size_of
from gatescope.progress import Report, silent
from gatescope.words import tr

_CHUNK = 1 << 22


@dataclass(frozen=True)
class Fingerprint:
    """A file as it was.

    Attributes:
        size: bytes.
        modified: nanoseconds since 1970.
        digest: SHA-256 of its content; empty where it was not asked for.
    """

    size: int
    modified: int
    digest: str = ""

    def same_stamp(self, other: Fingerprint) -> bool:
        """Return whether size and date are those of `other`."""
        return (self.size, self.modified) == (other.size, other.modified)


def stamp(path: Path) -> Fingerprint:
    """Return size and date of the file at `path`.

    Raises:
        FileError: it is missing, or no file.
    """
    size = size_of(path)
    try:
        return Fingerprint(size, path.stat().st_mtime_ns)
    except OSError as error:
        raise FileError(path, tr("cannot be read: {error}", error=error.strerror or error)) from error


def fingerprint(path: Path, report: Report = silent) -> Fingerprint:
    """Return size, date and digest of the file at `path`, which is read once.

    Raises:
        FileError: it cannot be read.
        Cancelled: `report` raised it.
    """
    found, digest, done = stamp(path), hashlib.sha256(), 0
    with open_file(path) as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            done += len(chunk)
            report(done / max(found.size, done))
    return Fingerprint(found.size, found.modified, digest.hexdigest())
