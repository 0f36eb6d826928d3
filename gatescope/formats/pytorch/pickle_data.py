"""Takes a pickle's bytes apart into opcodes with their arguments, by the descriptions that ``pickletools`` has of them.

That module of the standard library reads pickles and runs none of them.
"""

from __future__ import annotations

import codecs
import io
import pickletools
from collections.abc import Callable
from typing import BinaryIO

_LONGEST_INTEGER = 1024
"""Bytes."""


class CutShortError(Exception):
    """The pickle ends where an opcode or its argument should stand."""


class PickleData:
    """The bytes of one or several pickles, and how far they are read."""

    def __init__(self, data: bytes, position: int = 0) -> None:
        self._stream, self._length = io.BytesIO(data), len(data)
        self._stream.seek(position)

    @property
    def position(self) -> int:
        """Of the next byte."""
        return self._stream.tell()

    def opcode(self) -> tuple[str, object]:
        """Return the name of the next opcode and its argument: two lines of it as a pair, None where it has none.

        Raises:
            CutShortError: the pickle ends before.
            ValueError, LookupError: there is no such opcode, or its argument is none.
        """
        info = _OPCODES.get(self._stream.read(1))
        if info is None:
            raise CutShortError if self.position >= self._length else LookupError("no opcode")
        name, read = info
        if read is None:
            return name, None
        try:
            argument = read(self._stream)
        except ValueError as error:
            # The readers have but one error, for what ends too soon and for what is wrong.
            if type(error) is ValueError and (self.position >= self._length or "sys.maxsize" in str(error)):
                raise CutShortError from error
            raise
        return name, argument


def _line(stream: BinaryIO) -> str:
    line = stream.readline()
    if not line.endswith(b"\n"):
        raise ValueError("no end of a line")
    return line[:-1].decode("utf-8")


def _long(stream: BinaryIO) -> int:
    size = pickletools.read_int4(stream)
    if not 0 <= size <= _LONGEST_INTEGER:
        raise ValueError(f"a whole number of {size} bytes")
    digits = stream.read(size)
    if len(digits) < size:
        raise ValueError("not enough bytes for a whole number")
    return int.from_bytes(digits, "little", signed=True)


def _python2_string(stream: BinaryIO) -> str | bytes:
    """Python 2 had one type for text and for bytes, written in quotes with escapes."""
    return _text(codecs.escape_decode(pickletools.read_stringnl(stream, decode=False))[0])


def _text(found: bytes) -> str | bytes:
    try:
        return found.decode("utf-8")
    except UnicodeDecodeError:
        return found


# Where pickletools takes text for ASCII or Latin 1.
_OTHERWISE: dict[str, Callable[[BinaryIO], object]] = {
    "GLOBAL": lambda stream: (_line(stream), _line(stream)),
    "INST": lambda stream: (_line(stream), _line(stream)),
    "PERSID": _line,
    "LONG4": _long,
    "STRING": _python2_string,
    "BINSTRING": lambda stream: _text(pickletools.read_string4(stream).encode("latin-1")),
    "SHORT_BINSTRING": lambda stream: _text(pickletools.read_string1(stream).encode("latin-1")),
    "BYTEARRAY8": pickletools.read_bytes8,
}
_OPCODES = {
    info.code.encode("latin-1"): (info.name, _OTHERWISE.get(info.name) or (info.arg.reader if info.arg else None))
    for info in pickletools.opcodes
}
