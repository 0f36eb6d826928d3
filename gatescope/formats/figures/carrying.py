"""Which pictures carry a text, by their content, and the text that one carries."""

from __future__ import annotations

import re
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.figures import pdf, png, svg
from gatescope.formats.files.regular import open_file, size_of
from gatescope.words import tr

KEY = "gatescope-scene"
MARK = re.compile(rb"gatescope:[A-Za-z0-9_-]{16,}")
"""What the text looks like where a file is searched for it."""
CARRYING = "PNG, SVG and PDF"
"""The kinds of picture that carry one, for a sentence."""
_LEAD = 4096
_LARGEST = 512 << 20
_XML = (b"<?xml", b"<svg", b"<!--", b"<!DOCTYPE svg")
_OTHERS = (b"\xff\xd8\xff", b"GIF8")


def is_picture(path: Path) -> bool:
    """Return whether the file at `path` is a picture or a page, whether it can carry a text or not.

    Raises:
        FileError: it cannot be read.
    """
    with open_file(path) as file:
        lead = file.read(_LEAD)
    return _kind(lead) != "" or lead.startswith(_OTHERS) or lead[8:12] == b"WEBP"


def carried_text(path: Path) -> str | None:
    """Return the text that the picture at `path` carries; None where it carries none.

    Raises:
        FileError: it cannot be read.
        FormatError: it is damaged.
    """
    if size_of(path) > _LARGEST:
        raise FormatError(path, tr("is larger than any figure that GateScope writes"))
    with open_file(path) as file:
        data = file.read(_LARGEST)
    match _kind(data[:_LEAD]):
        case "png":
            return png.text_in(path, data, KEY)
        case "svg":
            return svg.text_in(path, data, KEY)
        case "pdf":
            return pdf.text_in(path, data, MARK)
    return None


def _kind(lead: bytes) -> str:
    if lead.startswith(png.SIGNATURE):
        return "png"
    if lead.startswith(b"%PDF-"):
        return "pdf"
    return "svg" if b"<svg" in lead and lead.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_XML) else ""
