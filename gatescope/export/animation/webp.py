"""Moving pictures as WebP without loss (RFC 9649): of each frame the part that changed."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

from PIL import Image

from gatescope.export.animation.pace import Pace, Sample, changes
from gatescope.formats.files.atomic import replacing

_ANIMATED = 0x02
_NO_BLENDING = 0x02
_LONGEST = (1 << 24) - 1


def write_webp(
    pictures: Iterable[Image.Image], path: Path, size: tuple[int, int], pace: Pace, sample: Sample, /
) -> None:
    """Write `pictures` (RGB, all of `size`) into the file `path`, whole or not at all; `sample` is not needed.

    Raises:
        FileError: the file cannot be written.
        UsageError: there is no picture.
    """
    with replacing(path) as file:
        file.write(b"RIFF" + struct.pack("<I", 0) + b"WEBP")
        file.write(_chunk(b"VP8X", bytes([_ANIMATED, 0, 0, 0]) + _three(size[0] - 1) + _three(size[1] - 1)))
        file.write(_chunk(b"ANIM", struct.pack("<IH", 0xFFFFFFFF, pace.loops)))
        # A frame begins at even pixels.
        for part in changes(pictures, pace, grid=2):
            width, height = part.picture.size
            place = _three(part.left // 2) + _three(part.top // 2) + _three(width - 1) + _three(height - 1)
            stays = _three(min(part.ms, _LONGEST)) + bytes([_NO_BLENDING])
            file.write(_chunk(b"ANMF", place + stays + _picture(part.picture)))
        end = file.tell()
        file.seek(4)
        file.write(struct.pack("<I", end - 8))


def _picture(picture: Image.Image) -> bytes:
    """Return the chunk of a picture's data, as a WebP of its own has it."""
    buffer = BytesIO()
    picture.save(buffer, "WEBP", lossless=True, quality=80, method=4)
    whole, at = buffer.getvalue(), 12
    found = b""
    while at < len(whole):
        length = struct.unpack("<I", whole[at + 4 : at + 8])[0]
        stop = at + 8 + length + length % 2
        if whole[at : at + 4] == b"VP8L":
            found = whole[at:stop]
        at = stop
    return found


def _chunk(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def _three(number: int) -> bytes:
    return number.to_bytes(3, "little")
