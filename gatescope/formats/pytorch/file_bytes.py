"""Storages that lie one after another in an open file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO

from gatescope.errors import FormatError
from gatescope.formats.core.extent import allowance
from gatescope.formats.files.damage import DamagedFile
from gatescope.formats.pytorch.objects import StorageBytes
from gatescope.words import tr


@dataclass(frozen=True)
class Stretch:
    """Bytes of a file: where they begin and how many they are."""

    start: int
    length: int


class OpenFile:
    """An open file, read in pieces that are asked for by their place.

    Attributes:
        path: named in every error.
        size: bytes in all.
    """

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self._file = file
        self.size = file.seek(0, 2)

    def read(self, stretch: Stretch) -> bytes:
        """Return those bytes.

        Raises:
            FormatError: the file ends before.
            OSError: the disk fails.
        """
        if stretch.length > self.size - stretch.start:
            raise DamagedFile(
                self.path,
                tr(
                    "is cut short: {length:,} bytes should follow byte {start:,}",
                    length=stretch.length,
                    start=stretch.start,
                ),
            )
        self._file.seek(stretch.start)
        data = self._file.read(stretch.length)
        if len(data) != stretch.length:
            raise FormatError(self.path, tr("was changed while it was read"))
        return data

    def head(self, start: int, most: int) -> bytes:
        """Return up to `most` bytes from `start` on."""
        return self.read(Stretch(start, max(0, min(most, self.size - start))))

    def count_at(self, start: int) -> int:
        """Return a count in eight bytes, little-endian; `FormatError` where it is negative."""
        count = int.from_bytes(self.read(Stretch(start, 8)), "little", signed=True)
        if count < 0:
            raise DamagedFile(
                self.path, tr("is damaged: it counts {count:,} numbers at byte {start:,}", count=count, start=start)
            )
        return count

    def storages(self, places: dict[str, Stretch]) -> StorageBytes:
        """Return what reads the storages that lie at `places`, which may still be filled in."""
        return StorageBytes(
            lambda key: self._place(places, key).length,
            lambda key: self.read(self._place(places, key)),
            self.path,
            allowance(self.size),
        )

    def _place(self, places: dict[str, Stretch], key: str) -> Stretch:
        if key not in places:
            raise DamagedFile(self.path, tr("is damaged: it lacks the storage {key!r:.40}", key=key))
        return places[key]
