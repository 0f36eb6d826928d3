"""Moving pictures as GIF: one palette for all frames, and of each the part that changed."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from gatescope.errors import FormatError
from gatescope.export.animation.pace import Pace, Sample, Sampled, changes
from gatescope.formats.files.atomic import replacing

_TICK_MS = 10
_COLOURS = 256
_TRAILER = b"\x3b"
_STAY = 1 << 2
"""The disposal that leaves a frame where it is."""
_LONGEST = 0xFFFF


def write_gif(
    pictures: Iterable[Image.Image], path: Path, size: tuple[int, int], pace: Pace, sample: Sample, /
) -> None:
    """Write `pictures` (RGB, all of `size`) into the file `path`, whole or not at all.

    Args:
        sample: draws the colours of all of them, for the palette.

    Raises:
        FileError: the file cannot be written.
        UsageError: there is no picture.
    """
    colours = _colours(sample())
    palette = Image.new("P", (1, 1))
    palette.putpalette(colours)
    indexed = (_indices(picture, palette) for picture in pictures)
    with replacing(path) as file:
        # 0xF7: a palette of 256 colours follows.
        file.write(b"GIF89a" + struct.pack("<HHBBB", *size, 0xF7, 0, 0) + colours)
        if pace.loops != 1:
            repeats = 0 if pace.loops == 0 else pace.loops - 1
            file.write(b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", repeats) + b"\0")
        for part in changes(indexed, pace, _TICK_MS):
            ticks = min(part.ms // _TICK_MS, _LONGEST)
            file.write(b"\x21\xf9\x04" + struct.pack("<BHBB", _STAY, ticks, 0, 0))
            file.write(b"\x2c" + struct.pack("<HHHHB", part.left, part.top, *part.picture.size, 0))
            file.write(_compressed(part.picture))
        file.write(_TRAILER)


def _colours(sampled: Sampled) -> bytes:
    """Return the palette: the exact colours as they are, for a cut mixes them with what is near, and a cut of all."""
    exact = bytes(part for colour in sampled.exact for part in colour)
    cut = sampled.picture.quantize(
        _COLOURS - len(sampled.exact), method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE
    )
    return (exact + bytes(cut.getpalette("RGB") or ()))[: 3 * _COLOURS].ljust(3 * _COLOURS, b"\0")


def _indices(picture: Image.Image, palette: Image.Image) -> Image.Image:
    """Return the places of a picture's colours in the palette, as a picture of their own."""
    found = np.array(picture.quantize(palette=palette, dither=Image.Dither.NONE))
    # The search is for what is near within 4 steps; a ground that is not quite white is seen.
    ground = np.array((palette.getpalette("RGB") or [])[:3], dtype=np.uint8)
    found[(np.asarray(picture) == ground).all(axis=2)] = 0
    return Image.fromarray(found)


def _compressed(indices: Image.Image) -> bytes:
    """Return the picture data of a GIF: the size of the first codes, and blocks up to the empty one."""
    buffer = BytesIO()
    indices.save(buffer, "GIF", optimize=False, interlace=0)
    whole = buffer.getvalue()
    at = 13 + (3 << ((whole[10] & 7) + 1) if whole[10] & 0x80 else 0)
    while whole[at] == 0x21:
        at = _after_blocks(whole, at + 2)
    if whole[at] != 0x2C or whole[at + 9] & 0x80:
        raise FormatError("GIF", "the encoder wrote a picture in an unknown way")
    start = at + 10
    return whole[start : _after_blocks(whole, start + 1)]


def _after_blocks(data: bytes, at: int) -> int:
    """Return where a row of blocks ends that begins at `at`."""
    while data[at]:
        at += data[at] + 1
    return at + 1
