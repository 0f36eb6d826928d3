"""How the token axis names its tokens, on screen and in a file alike: words where they fit, else round numbers."""

from __future__ import annotations

from gatescope.text.tokens import TokenSequence

# No axis has room for more, and measuring a word of a megabyte would take as long as the whole frame may.
_LONGEST = 40
# A blank or a control character has to be seen where it is a token of its own.
_PICTURES = {code: chr(0x2400 + code) for code in range(32)} | {0x7F: "␡", 0x2028: "␤", 0x2029: "␤"}
_PICTURES |= {ord(blank): picture for blank, picture in zip(" \t\n", "␣⇥⏎", strict=True)}


def axis_word(tokens: TokenSequence, index: int) -> str:
    """Return the token as an axis writes it: as typed, control characters and blanks made visible, cut when endless."""
    start, end = int(tokens.starts[index]), int(tokens.ends[index])
    word = visible(tokens.text[start : min(end, start + _LONGEST)])
    return word if end - start <= _LONGEST else word + "…"


def short_word(word: str) -> str:
    """Return a word out of a vocabulary as an axis writes it: with what has no shape made visible, cut when endless."""
    return visible(word) if len(word) <= _LONGEST else visible(word[:_LONGEST]) + "…"


def visible(word: str) -> str:
    """`word` as typed, but for blanks that are all of it, and control characters: they are made visible."""
    return word.translate(_PICTURES) if not word.isprintable() or word.isspace() else word


def round_step(least: float) -> int:
    """Return the smallest of 1, 2, 5 times a power of ten that is no less than `least`."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power >= least:
                return factor * power
        power *= 10
