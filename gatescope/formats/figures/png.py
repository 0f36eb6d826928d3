"""A text in a chunk ``iTXt`` of a PNG file (ISO/IEC 15948, 11.3.4.5); animated PNG files have the same chunks."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.files.damage import DamagedFile
from gatescope.words import tr

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEAD = 12
"""Bytes of a chunk beside its content: length, kind, checksum."""
_MOST_CHUNKS = 1 << 20
_PLAIN = b"\0\0\0\0\0"
"""End of the key, not compressed, method 0, no language, no translated key."""


def with_text(data: bytes, key: str, text: str) -> bytes:
    """Return the PNG file `data` with `text` under `key` before its pixels.

    Args:
        key: ASCII, 1 to 79 characters.
    """
    content = key.encode("ascii") + _PLAIN + text.encode()
    body = b"iTXt" + content
    chunk = len(content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")
    # The header is the first chunk, of 13 bytes.
    behind = len(SIGNATURE) + _HEAD + 13
    return data[:behind] + chunk + data[behind:]


def text_in(path: Path, data: bytes, key: str) -> str | None:
    """Return the text under `key` in the PNG file `data`, which lies at `path`; None where there is none.

    Raises:
        FormatError: a chunk is cut short, or its checksum says that it is damaged.
    """
    for kind, content in _chunks(path, data):
        if kind == b"iTXt" and content.startswith(key.encode("ascii") + b"\0"):
            plain = content[len(key) :]
            if not plain.startswith(_PLAIN):
                raise FormatError(path, tr("holds its scene in a form that GateScope does not write"))
            return plain[len(_PLAIN) :].decode("utf-8", "replace")
    return None


def _chunks(path: Path, data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and content of every chunk; only those of texts are looked at closely."""
    at = len(SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + _HEAD + length
        if len(kind) < 4 or end > len(data):
            raise DamagedFile(path, tr("is a PNG file that was cut short"))
        if kind == b"IEND":
            return
        if kind == b"iTXt":
            if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
                raise DamagedFile(path, tr("is a damaged PNG file: the checksum of a text in it is wrong"))
            yield kind, data[at + 8 : end - 4]
        at = end
    raise FormatError(path, tr("is a PNG file of more chunks than any picture has"))
