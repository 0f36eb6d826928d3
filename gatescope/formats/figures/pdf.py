"""A text in a PDF file (ISO 32000-1): in its XMP metadata (14.3.2), or in a file that is embedded in it (7.11.4).

Nothing of the document is interpreted: its bytes are searched, and of its packed streams those that say of themselves
that they are metadata or an embedded file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.words import tr

NAMESPACE = "urn:gatescope:figure"
_STREAM = re.compile(rb"stream\r?\n")
_KINDS = (b"/Metadata", b"/EmbeddedFile")
_BEFORE = 1024
"""Bytes before a stream in which its dictionary lies."""
_MOST_STREAMS, _MOST_INFLATED = 256, 64 << 20


def xmp_element(key: str, text: str) -> str:
    """Return the description of RDF that carries `text` under `key`, for the XMP metadata of a document."""
    return (
        f'<rdf:Description rdf:about="" xmlns:gatescope="{NAMESPACE}"><gatescope:{key}>{escape(text, quote=False)}'
        f"</gatescope:{key}></rdf:Description>"
    )


def text_in(path: Path, data: bytes, mark: re.Pattern[bytes]) -> str | None:
    """Return the first text that `mark` matches in the PDF file `data`, which lies at `path`; None without one.

    Raises:
        FormatError: a part of it unpacks to more than any figure has.
    """
    found = mark.search(data)
    if found is None:
        found = next((hit for part in _inflated(path, data) if (hit := mark.search(part)) is not None), None)
    return None if found is None else found[0].decode("ascii")


def _inflated(path: Path, data: bytes) -> Iterator[bytes]:
    left = _MOST_INFLATED
    streams = (
        found.end()
        for found in _STREAM.finditer(data)
        if any(kind in data[max(found.start() - _BEFORE, 0) : found.start()] for kind in _KINDS)
    )
    for _, start in zip(range(_MOST_STREAMS), streams, strict=False):
        stream = zlib.decompressobj()
        try:
            part = stream.decompress(data[start : start + _MOST_INFLATED], left)
        except zlib.error:
            continue
        left -= len(part)
        if left <= 0:
            raise FormatError(path, tr("is a PDF file with metadata that unpack to more than any figure has"))
        yield part
