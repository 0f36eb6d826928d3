"""The names of tokens on an axis, on screen and in a file alike: words where they fit, else round numbers."""

from __future__ import annotations

from gatescope.text.tokens import TokenSequence

# An axis has no space for more, and measuring a word of a megabyte would take a whole frame.
_LONGEST = 40
# A blank or a control character has to be seen where it is a token of its own.
_PICTURES = {code: chr(0x2400 + code) for code in range(32)} | {0x7F: "␡", 0x2028: "␤", 0x2029: "␤"}
_PICTURES |= {ord(blank): picture for blank, picture in zip(" \t\n", "␣⇥⏎", strict=True)}


def axis_word(tokens: TokenSequence, index: int) -> str:
    """Return the token as an axis writes it: as typed, with visible control characters and blanks, cut if very long."""
    start, end = int(tokens.starts[index]), int(tokens.ends[index])
    word = visible(tokens.text[start : min(end, start + _LONGEST)])
    return word if end - start <= _LONGEST else word + "…"


def short_word(word: str) -> str:
    """Return a word of a vocabulary as an axis writes it: invisible characters made visible, cut where very long."""
    return visible(word) if len(word) <= _LONGEST else visible(word[:_LONGEST]) + "…"


def visible(word: str) -> str:
    """Return `word` with visible control characters, and with visible blanks where it consists of blanks."""
    return word.translate(_PICTURES) if not word.isprintable() or word.isspace() else word
