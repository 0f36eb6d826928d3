"""Moving pictures as animated PNG (APNG 1.0, part of the third edition of PNG): of each frame the part that changed."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from PIL import Image

from gatescope import __version__
from gatescope.export.animation.pace import Changed, Pace, Sample, changes
from gatescope.formats.files.atomic import replacing

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LONGEST = 0xFFFF


def write_apng(
    pictures: Iterable[Image.Image], path: Path, size: tuple[int, int], pace: Pace, sample: Sample, /
) -> None:
    """Write `pictures` (RGB, all of `size`) into the file `path`, whole or not at all; `sample` is not needed.

    Raises:
        FileError: the file cannot be written.
        UsageError: there is no picture.
    """
    with replacing(path) as file:
        file.write(_SIGNATURE)
        _write(file, b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
        counted = file.tell()
        _write(file, b"acTL", struct.pack(">II", 0, pace.loops))
        _write(file, b"tEXt", b"Software\0GateScope " + __version__.encode("ascii"))
        frames = sequence = 0
        for frames, part in enumerate(changes(pictures, pace), 1):
            _write(file, b"fcTL", _control(sequence, part))
            sequence += 1
            for data in _data(part.picture):
                if frames == 1:
                    _write(file, b"IDAT", data)
                else:
                    _write(file, b"fdAT", struct.pack(">I", sequence) + data)
                    sequence += 1
        _write(file, b"IEND", b"")
        # How many there are is known in the end, and stands at the beginning.
        file.seek(counted)
        _write(file, b"acTL", struct.pack(">II", frames, pace.loops))


def _control(sequence: int, part: Changed) -> bytes:
    """Return where a frame is and how long it stays; it replaces what was there."""
    ms, per_second = (part.ms, 1000) if part.ms <= _LONGEST else (min(part.ms // 10, _LONGEST), 100)
    place = part.picture.width, part.picture.height, part.left, part.top
    return struct.pack(">IIIIIHHBB", sequence, *place, ms, per_second, 0, 0)


def _data(picture: Image.Image) -> Iterator[bytes]:
    """Yield the compressed rows of a picture, as a PNG of its own has them."""
    buffer = BytesIO()
    picture.save(buffer, "PNG", compress_level=9)
    whole, at = buffer.getvalue(), len(_SIGNATURE)
    while at < len(whole):
        length, kind = struct.unpack(">I4s", whole[at : at + 8])
        if kind == b"IDAT":
            yield whole[at + 8 : at + 8 + length]
        at += length + 12


def _write(file: IO[bytes], kind: bytes, data: bytes) -> None:
    file.write(struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)))
