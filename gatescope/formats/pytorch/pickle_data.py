"""Takes a pickle's bytes apart into the arguments of its opcodes."""

from __future__ import annotations

import codecs
import struct

_LONGEST_INTEGER = 1024


class CutShortError(Exception):
    """The pickle ends where an argument should stand."""


class PickleData:
    """The bytes of one or several pickles, and how far they are read.

    Attributes:
        position: of the next byte.
    """

    def __init__(self, data: bytes, position: int = 0) -> None:
        self._data = data
        self.position = position

    def byte(self) -> int:
        """Return the next byte; raises `CutShortError` at the end, like all that follow."""
        if self.position >= len(self._data):
            raise CutShortError
        self.position += 1
        return self._data[self.position - 1]

    def take(self, count: int) -> bytes:
        """Return the next `count` bytes."""
        begin, end = self.position, self.position + count
        if end > len(self._data):
            raise CutShortError
        self.position = end
        return self._data[begin:end]

    def skip(self, count: int) -> None:
        """Leave out `count` bytes."""
        self.take(count)

    def unsigned(self, size: int) -> int:
        """Return a little-endian number of `size` bytes."""
        return int.from_bytes(self.take(size), "little")

    def signed(self, size: int) -> int:
        """Return a little-endian number of `size` bytes in two's complement.

        Raises:
            ValueError: the count has too many digits.
        """
        if size > _LONGEST_INTEGER:
            raise ValueError(f"a whole number of {size} bytes")
        return int.from_bytes(self.take(size), "little", signed=True)

    def double(self) -> float:
        """Return a big-endian float64."""
        (number,) = struct.unpack(">d", self.take(8))
        return float(number)

    def counted(self, size: int) -> bytes:
        """Return the bytes whose count stands before them in `size` bytes."""
        return self.take(self.unsigned(size))

    def text(self, size: int) -> str:
        """UTF-8 whose count of bytes stands before it in `size` bytes; lone surrogates pass, as `pickle` has it."""
        return self.counted(size).decode("utf-8", "surrogatepass")

    def line(self) -> bytes:
        """Return what stands before the next line feed, which is skipped."""
        end = self._data.find(b"\n", self.position)
        if end < 0:
            raise CutShortError
        found = self._data[self.position : end]
        self.position = end + 1
        return found

    def word(self) -> str:
        """Return a line of UTF-8."""
        return self.line().decode("utf-8")

    def quoted(self) -> bytes:
        """Return a line that is a Python 2 string in quotes, escapes undone.

        Raises:
            ValueError: it is not in quotes.
        """
        found = self.line().strip()
        if len(found) < 2 or found[:1] not in (b"'", b'"') or found[-1:] != found[:1]:
            raise ValueError("a string without its quotes")
        plain, _ = codecs.escape_decode(found[1:-1])
        assert isinstance(plain, bytes)
        return plain
