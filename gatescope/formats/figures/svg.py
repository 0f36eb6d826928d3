"""A text among the facts in the element ``metadata`` of an SVG file (SVG 1.1, chapter 21).

Read by expat, event by event, without entities of the file's own and never beyond a depth that drawings have.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from xml.parsers import expat

from gatescope.errors import FormatError
from gatescope.formats.files.damage import DamagedFile
from gatescope.words import tr

_FACT = "https://gatescope.invalid/facts fact"
"""Namespace and name of the element of a fact, as `export.svg` writes it."""
_DEEPEST = 512
_PIECE = 1 << 16


def text_in(path: Path, data: bytes, key: str) -> str | None:
    """Return the text of the fact called `key` in the SVG file `data`, which lies at `path`; None without one.

    Raises:
        FormatError: it is no XML, is nested deeper than any drawing, or declares entities.
    """
    reader = _Reader(path, key)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.EntityDeclHandler = reader.characters, reader.entity
    try:
        for at in range(0, len(data), _PIECE):
            parser.Parse(data[at : at + _PIECE], False)
            if reader.done:
                return "".join(reader.found)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        # Of an encoding that it does not know, expat asks Python.
        raise DamagedFile(path, tr("is a damaged SVG file ({error})", error=error)) from error
    return "".join(reader.found) if reader.done else None


class _Reader:
    """Collects the text of one fact."""

    def __init__(self, path: Path, key: str) -> None:
        self.found: list[str] = []
        self.done = False
        self._path, self._key = path, key
        self._depth = 0
        self._inside = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise FormatError(self._path, tr("is an SVG file that is nested deeper than any drawing"))
        self._inside = not self.done and name == _FACT and attributes.get("name") == self._key

    def end(self, _name: str) -> None:
        self._depth -= 1
        self.done = self.done or self._inside
        self._inside = False

    def characters(self, text: str) -> None:
        if self._inside:
            self.found.append(text)

    def entity(self, name: str, *_rest: object) -> None:
        raise FormatError(
            self._path, tr("is an SVG file that declares the entity {name!r:.40}: those are not read", name=name)
        )
