"""Which writing the fonts of this machine have: in italics, and at all."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

_FIRST_DOUBTFUL = "\u0250"
"""The Latin letters before it are in every style of the bundled font."""

SAMPLES = {
    "Chinese, Japanese and Korean": ("你字かカ한", "fonts-noto-cjk"),
    "Arabic": ("مرحبا", "fonts-noto-core"),
    "Hebrew": ("שלום", "fonts-noto-core"),
    "Devanagari": ("नमस्ते", "fonts-noto-core"),
    "Thai": ("ไทย", "fonts-noto-core"),
    "emoji": ("😀🚀🥳", "fonts-noto-color-emoji"),
}
"""Scripts of the world: letters of each, and the Debian package with a font that has them."""


def has_italics(word: str, family: str) -> bool:
    """Return whether the fonts behind `family`, those that stand in for it included, have all of `word` in italics.

    Many scripts have none; a word of them is then written upright, as the sentence's editor does, rather than as boxes.
    """
    if not word or max(word) < _FIRST_DOUBTFUL:
        return True
    return all(_covers(family, True, char) for char in word if _is_drawn(char))


def without_font(family: str) -> dict[str, str]:
    """Return the scripts of `SAMPLES` that no font of this machine has, with the Debian package for each."""
    return {
        script: package
        for script, (letters, package) in SAMPLES.items()
        if not all(_covers(family, False, char) for char in letters if _is_drawn(char))
    }


@lru_cache(maxsize=8192)
def _covers(family: str, italic: bool, char: str) -> bool:
    font = QFont(family)
    font.setItalic(italic)
    return QFontMetricsF(font).inFontUcs4(ord(char))


def _is_drawn(char: str) -> bool:
    """Return whether a character has a shape of its own: joiners and marks take that of the letter before."""
    return unicodedata.category(char) not in ("Cf", "Mn", "Me")
