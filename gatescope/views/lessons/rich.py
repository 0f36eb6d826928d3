"""The words of a card as rich text: what stands between dollar signs is set in the maths font."""

from __future__ import annotations

import re
from html import escape

from gatescope.paint.equation.symbols import SYMBOLS
from gatescope.views.base.math_text import in_math_font

_MATHS = re.compile(r"\$([^$]+)\$")
_PIECE = re.compile(r"\\tilde\{?(\w)\}?|\\([A-Za-z]+|.)|([_^])(?:\{([^}]*)\}|(.))|([A-Za-z])|(.)", re.DOTALL)


def rich(text: str, pixels: int) -> str:
    """Return `text` for a label whose letters have `pixels`; everything else in it is plain."""
    pieces = _MATHS.split(text)
    return "".join(
        in_math_font(_maths(piece), round(pixels * 1.12)) if at % 2 else escape(piece)
        for at, piece in enumerate(pieces)
    )


def symbol(latex: str, pixels: int) -> str:
    """Return a symbol for a label."""
    return in_math_font(_maths(latex), round(pixels * 1.12)) if latex else ""


def plain(text: str) -> str:
    """Return `text` without its dollar signs, to be read out."""
    return _MATHS.sub(r"\1", text)


def _maths(latex: str) -> str:
    return "".join(_html(*match) for match in _PIECE.findall(latex))


def _html(accented: str, command: str, script: str, group: str, single: str, letter: str, other: str) -> str:
    if accented:
        return f"<i>{accented}\u0303</i>"
    if command:
        return escape(SYMBOLS.get(command, command))
    if script:
        tag = "sub" if script == "_" else "sup"
        return f"<{tag}>{_maths(group or single)}</{tag}>"
    return f"<i>{letter}</i>" if letter else escape(other.replace("-", "−"))
