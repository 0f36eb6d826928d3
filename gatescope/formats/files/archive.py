"""The one reader of zip archives (.pt, .keras, .npz, .gatescope): into memory, and never more than was asked for.

Nothing is ever extracted, so that the path in a member's name is only a name.
"""

from __future__ import annotations

import zipfile
from io import BufferedReader, BytesIO, FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from gatescope.errors import FileError, FormatError
from gatescope.formats.files.damage import DamagedFile, OverfullFile
from gatescope.formats.files.regular import size_of
from gatescope.words import tr

# A directory entry takes 46 bytes of the file and half a kilobyte once zipfile has made an object of it.
_LARGEST_DIRECTORY = 8 << 20
# Deflate cannot pack tighter than 1032 : 1 (zlib's technical notes); weights do not get anywhere near a tenth of it.
_DEFLATE_LIMIT = 1032
_RATIO, _RATIO_FROM = 100, 32 << 20
_ENCRYPTED = 0x1


class Archive:
    """A zip archive that is open for reading; a context manager.

    Args:
        path: where it lies, or what it lies in.
        content: its bytes, where it is a member of another archive.

    Attributes:
        path: where it lies.
        names: of all members but folders, in the order of the archive's directory.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no zip archive, is damaged, or has two members of one name or at one place.
    """

    def __init__(self, path: Path, content: bytes | None = None) -> None:
        self.path = path
        size_of(path)
        self._file = _open(path, content)
        try:
            self._zip = zipfile.ZipFile(self._file)
            self._members = {info.filename: info for info in self._zip.infolist()}
        except Exception as error:
            self._file.close()
            # zipfile raises any error over damaged data: struct.error, ValueError, NotImplementedError, OSError…
            raise DamagedFile(
                path, tr("is no zip archive, or a damaged one, probably cut short ({reason})", reason=_reason(error))
            ) from error
        if len(self._members) < len(self._zip.infolist()):
            self.close()
            raise DamagedFile(
                path, tr("is a zip archive with two members of one name, so that it says two things at once")
            )
        if len({info.header_offset for info in self._members.values()}) < len(self._members):
            # Newer versions of zipfile only warn of it.
            self.close()
            raise DamagedFile(
                path, tr("is a zip archive in which two members lie at one place, as only a damaged one has")
            )
        self._file.longest_read = None
        self.names: tuple[str, ...] = tuple(name for name in self._members if not name.endswith("/"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def __contains__(self, name: str) -> bool:
        return name in self._members and not name.endswith("/")

    def close(self) -> None:
        """Close the file."""
        self._zip.close()
        self._file.close()

    def size(self, name: str) -> int:
        """Return the bytes of a member once unpacked, as the archive declares them.

        Raises:
            FormatError: there is no such member.
        """
        return self._info(name).file_size

    def read(self, name: str, most: int) -> bytes:
        """Return the content of a member.

        Args:
            most: bytes that the caller has use for; a member of more is refused before it is unpacked.

        Raises:
            FormatError: there is no such member, it is larger than `most`, damaged, encrypted, packed by something
                else than deflate, or packed so tightly that it can only be meant to fill the memory.
        """
        info = self._info(name)
        self._check(info, most)
        try:
            with self._zip.open(info) as member:
                data = member.read(info.file_size)
                if len(data) == info.file_size:
                    # The end must be met as well, for the checksum is looked at there.
                    member.read(1)
        except Exception as error:
            raise DamagedFile(
                self.path, tr("holds {name!r} damaged ({reason})", name=name, reason=_reason(error))
            ) from error
        if len(data) != info.file_size:
            raise DamagedFile(
                self.path,
                tr(
                    "holds {name!r} with {count} bytes where its directory says {size}",
                    name=name,
                    count=len(data),
                    size=info.file_size,
                ),
            )
        return data

    def head(self, name: str, most: int) -> bytes:
        """Return up to `most` bytes from the beginning of a member; no checksum tells whether they are right.

        Raises:
            FormatError: as `read`, but for the size.
        """
        info = self._info(name)
        self._check(info, info.file_size)
        try:
            with self._zip.open(info) as member:
                return member.read(most)
        except Exception as error:
            raise DamagedFile(
                self.path, tr("holds {name!r} damaged ({reason})", name=name, reason=_reason(error))
            ) from error

    def _info(self, name: str) -> zipfile.ZipInfo:
        if name not in self:
            raise FormatError(self.path, tr("lacks the member {name!r}", name=name))
        return self._members[name]

    def _check(self, info: zipfile.ZipInfo, most: int) -> None:
        name, size, packed = info.filename, info.file_size, info.compress_size
        if info.flag_bits & _ENCRYPTED:
            raise FormatError(
                self.path, tr("holds {name!r} encrypted: unpack it with its password and save it without", name=name)
            )
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise FormatError(
                self.path,
                tr(
                    "holds {name!r} packed by method {method}; only deflate is read",
                    name=name,
                    method=info.compress_type,
                ),
            )
        if size > most:
            raise FormatError(
                self.path,
                tr(
                    "holds {name!r} with {size:,} bytes where at most {most:,} are expected",
                    name=name,
                    size=size,
                    most=most,
                ),
            )
        stored = info.compress_type == zipfile.ZIP_STORED
        if size > (packed if stored else packed * _DEFLATE_LIMIT + _DEFLATE_LIMIT):
            raise DamagedFile(
                self.path,
                tr(
                    "holds {name!r} with {size:,} bytes, which {packed:,} packed ones cannot give",
                    name=name,
                    size=size,
                    packed=packed,
                ),
            )
        if size > _RATIO_FROM and size > packed * _RATIO:
            raise OverfullFile(
                self.path,
                tr(
                    "holds {name!r}, {packed:,} bytes that unpack to {size:,}: a zip bomb, not weights",
                    name=name,
                    packed=packed,
                    size=size,
                ),
            )


class _GuardedFile(BufferedReader):
    """A file that returns no more than `longest_read` bytes at once.

    zipfile asks for the whole directory in one piece, of the length that the archive claims.
    """

    longest_read: int | None = _LARGEST_DIRECTORY

    def read(self, size: int | None = -1, /) -> bytes:
        if self.longest_read is not None and size is not None and size > self.longest_read:
            raise zipfile.BadZipFile(f"a directory of {size:,} bytes")
        return super().read(size)


def _open(path: Path, content: bytes | None) -> _GuardedFile:
    try:
        return _GuardedFile(FileIO(path) if content is None else BytesIO(content))
    except OSError as error:
        raise FileError(path, tr("cannot be read: {error}", error=error.strerror or error)) from error


def _reason(error: Exception) -> str:
    return f"{error}".rstrip(".") or type(error).__name__
