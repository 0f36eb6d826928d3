"""The marks of HTML that pictures write with, read into pieces of one form each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from html import unescape
from typing import Literal

Place = Literal["line", "raised", "lowered"]

_TAG = re.compile(r"<(/?)([a-z]+)([^<>]*)>")
_CLASS = re.compile(r"""class=["']([^"']*)["']""")
_COLOUR = re.compile(r"""[;"'\s]color:\s*([^;"']+)""")
_WEIGHT = re.compile(r"font-weight:\s*600")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_END = "\u2028"


@dataclass(frozen=True, slots=True)
class Form:
    """How a piece of text is set.

    Attributes:
        kind: the class of the innermost ``span`` that has one; empty without.
        colour: a colour of its own, as ``#rrggbb``; empty without.
        bold: whether its weight is 600.
        italic: whether it slants.
        place: on the line, above it (``sup``) or below it (``sub``).
    """

    kind: str = ""
    colour: str = ""
    bold: bool = False
    italic: bool = False
    place: Place = "line"


_PLAIN = Form()


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text from the character `start` on, `length` long, in one form."""

    start: int
    length: int
    form: Form


@dataclass(frozen=True, slots=True)
class MarkedUp:
    """A text without its marks, lines apart by U+2028, and the pieces of it whose form is not the plain one.

    Places count in UTF-16 units, as Qt counts them.
    """

    text: str
    pieces: tuple[Piece, ...]


@lru_cache(maxsize=512)
def marked_up(html: str) -> MarkedUp:
    """Read ``b``, ``i``, ``sub``, ``sup``, ``br`` and ``span`` with a class, a colour or a weight of 600.

    Other marks are left out, and white space becomes one space, as in HTML.
    """
    parts: list[tuple[str, Form]] = []
    forms = [_PLAIN]
    stop = 0
    for tag in _TAG.finditer(html):
        _add(parts, html[stop : tag.start()], forms[-1])
        stop = tag.end()
        closing, name, attributes = tag.groups()
        if name == "br":
            _trim(parts)
            parts.append((_END, _PLAIN))
        elif not closing:
            forms.append(_form(forms[-1], name, attributes))
        elif len(forms) > 1:
            forms.pop()
    _add(parts, html[stop:], forms[-1])
    return _joined(parts)


def _form(outer: Form, name: str, attributes: str) -> Form:
    if name == "b":
        return replace(outer, bold=True)
    if name == "i":
        return replace(outer, italic=True)
    if name in ("sub", "sup"):
        return replace(outer, place="lowered" if name == "sub" else "raised")
    kind, colour = _CLASS.search(attributes), _COLOUR.search(attributes)
    return replace(
        outer,
        kind=kind[1] if kind else outer.kind,
        colour=colour[1].strip() if colour else outer.colour,
        bold=outer.bold or _WEIGHT.search(attributes) is not None,
    )


def _add(parts: list[tuple[str, Form]], raw: str, form: Form) -> None:
    words = unescape(_SPACE.sub(" ", raw))
    if words.startswith(" ") and (not parts or parts[-1][0][-1] in (" ", _END)):
        words = words[1:]
    if words:
        parts.append((words, form))


def _trim(parts: list[tuple[str, Form]]) -> None:
    """Take away the space at the end."""
    if parts and parts[-1][0].endswith(" "):
        words, form = parts.pop()
        if words[:-1]:
            parts.append((words[:-1], form))


def _joined(parts: list[tuple[str, Form]]) -> MarkedUp:
    _trim(parts)
    if parts and parts[-1][0] == _END:
        parts.pop()
    pieces, at = [], 0
    for words, form in parts:
        length = len(words.encode("utf-16-le")) // 2
        if form != _PLAIN:
            pieces.append(Piece(at, length, form))
        at += length
    return MarkedUp("".join(words for words, _ in parts), tuple(pieces))
