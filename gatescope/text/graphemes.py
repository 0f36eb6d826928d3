"""Grapheme clusters: what a person calls one character, after Unicode Standard Annex 29.

A text is first mapped to a string of class letters of the same length; clusters and words are then patterns over those
letters, whose positions are positions in the text. The rules are the annex' GB3 to GB13 but for GB9b and GB9c
(prepended marks and Indic conjuncts), whose tables Python does not carry; Extended_Pictographic is taken to be all of
category So, the arrows and the emoji planes.
"""

from __future__ import annotations

import re
import unicodedata

# One letter a class. Letters of words: w letter, n decimal digit, c ideograph or kana, l v t Hangul jamo,
# y x Hangul syllable without and with a final. Marks: m extends the character before it, z zero-width joiner.
# The rest: e pictograph, r half a flag, q apostrophe, d full stop or comma, p other visible character,
# s space, k control or format character (a lone surrogate too), a carriage return, b line feed.
_FIXED = {"\r": "a", "\n": "b", "\u200d": "z", "\u200c": "m", ".": "d", ",": "d", "'": "q", "’": "q", "ʼ": "q"}
_BY_CATEGORY = {
    **dict.fromkeys(("Lu", "Ll", "Lt", "Lm", "Lo", "Nl", "No"), "w"),
    **dict.fromkeys(("Mn", "Mc", "Me"), "m"),
    **dict.fromkeys(("Cc", "Cf", "Cs", "Zl", "Zp"), "k"),
    "Nd": "n",
    "So": "e",
    "Zs": "s",
}
_BY_RANGE = (
    (0x1100, 0x115F, "l"),
    (0x1160, 0x11A7, "v"),
    (0x11A8, 0x11FF, "t"),
    (0x2190, 0x21FF, "e"),
    (0x3041, 0x3096, "c"),
    (0x30A1, 0x30FA, "c"),
    (0x3400, 0x4DBF, "c"),
    (0x4E00, 0x9FFF, "c"),
    (0xA960, 0xA97C, "l"),
    (0xD7B0, 0xD7C6, "v"),
    (0xD7CB, 0xD7FB, "t"),
    (0xF900, 0xFAFF, "c"),
    (0x1F1E6, 0x1F1FF, "r"),
    (0x1F3FB, 0x1F3FF, "m"),  # skin tones
    (0x1F000, 0x1FAFF, "e"),
    (0x20000, 0x3FFFF, "c"),
    (0xE0020, 0xE007F, "m"),  # tags of regional flags
)

GRAPHEME = re.compile(r"ab|[kab]|rr?[mz]*|em*(?:zem*)*[mz]*|l*(?:yv*|x|v+)t*[mz]*|l+[mz]*|t+[mz]*|.[mz]*")


class _Classes(dict[int, str]):
    """Code point → class letter, filled as characters are met: the whole of Unicode would cost a start 0.3 s."""

    def __missing__(self, code: int) -> str:
        letter = self[code] = _class_of(code)
        return letter


def _class_of(code: int) -> str:
    character = chr(code)
    if character in _FIXED:
        return _FIXED[character]
    if 0xAC00 <= code <= 0xD7A3:
        return "x" if (code - 0xAC00) % 28 else "y"
    for first, last, letter in _BY_RANGE:
        if first <= code <= last:
            return letter
    return _BY_CATEGORY.get(unicodedata.category(character), "p")


_CLASSES = _Classes()
_PIECE = 1 << 15


def classify(text: str) -> str:
    """Return the class letter of every character of `text`; as long as the text."""
    # In pieces, because one call on 1 MiB that is not ASCII would hold up every other thread for 0.1 s.
    return "".join(text[start : start + _PIECE].translate(_CLASSES) for start in range(0, len(text), _PIECE))


def graphemes(text: str) -> list[str]:
    """Return the grapheme clusters of `text`; joined they give it back."""
    return [text[found.start() : found.end()] for found in GRAPHEME.finditer(classify(text))]
