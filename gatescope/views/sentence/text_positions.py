"""Between Python's text and Qt's: positions in code points and in UTF-16 units, and what an editor can show.

A Qt document counts UTF-16 units, cannot hold some characters and reads others as ends of paragraphs. What is shown
therefore stands in for what was typed, unit for unit, so that a position in one is the same position in the other.
"""

from __future__ import annotations

import re
import unicodedata

# Control characters show as their pictures; a carriage return shows as a space, since a line feed mostly follows
# it. Half a surrogate pair cannot be passed on, and Qt keeps three code points to itself. A string that begins with
# U+FEFF or U+FFFE loses it on the way to Qt, which takes it for a byte order mark (the second even turns round the
# bytes of what follows); the word joiner is what Unicode has in the place of the first.
_STAND_INS = {"\r": " ", "\u2029": "\n", "\x7f": "\u2421", "\ufeff": "\u2060"}
_STAND_INS |= {chr(code): chr(0x2400 + code) for code in range(32) if chr(code) not in "\t\n\r"}
_SPECIAL = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2029\ufdd0\ufdd1\ufeff\ufffc\ufffe\ud800-\udfff]")


def shown(text: str) -> str:
    """Return the text that shows `text` in a Qt document: as many UTF-16 units, and lines that end in ``\\n``."""
    return _SPECIAL.sub(lambda match: _STAND_INS.get(match.group(), "\ufffd"), text)


def needs_stand_in(text: str) -> bool:
    """Return whether a Qt document cannot hold `text` as it is, or takes parts of it for ends of paragraphs."""
    return "\n" in text or shown(text) != text


def units(text: str) -> int:
    """Return the number of UTF-16 units of `text`."""
    return len(text) if text.isascii() else len(_utf16(text)) // 2


def to_units(text: str, index: int) -> int:
    """Return the UTF-16 position of the code point `index` of `text`."""
    return index if text.isascii() else len(_utf16(text[:index])) // 2


def from_units(text: str, position: int) -> int:
    """Return the code point at the UTF-16 `position` of `text`; inside a surrogate pair, the pair itself."""
    if text.isascii():
        return min(position, len(text))
    encoded = _utf16(text)
    if len(encoded) == 2 * len(text):
        return min(position, len(text))
    return len(encoded[: 2 * position].decode("utf-16-le", "ignore"))


def break_points(line: str, length: int) -> list[int]:
    """Return where a long line is broken for display: every `length` to 2 · `length` code points, after a space.

    A cluster such as a letter and its accents, or two emoji that are joined, stays whole unless it is itself longer.
    """
    result = []
    start = 0
    while len(line) - start > 2 * length:
        space = line.rfind(" ", start + length, start + 2 * length)
        cut = space + 1 if space >= 0 else _between_clusters(line, start + length, start + 2 * length)
        result.append(cut)
        start = cut
    return result


def _between_clusters(line: str, first: int, last: int) -> int:
    return next((i for i in range(first, last) if not _joins(line[i - 1], line[i])), last)


def _joins(before: str, after: str) -> bool:
    joiner, modifiers = "\u200d", ("\U0001f3fb", "\U0001f3ff")
    regional = "\U0001f1e6" <= before <= "\U0001f1ff" and "\U0001f1e6" <= after <= "\U0001f1ff"
    return (
        joiner in (before, after)
        or regional
        or modifiers[0] <= after <= modifiers[1]
        or unicodedata.category(after) in ("Mn", "Me", "Mc")
    )


def _utf16(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
