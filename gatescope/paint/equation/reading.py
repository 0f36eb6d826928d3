"""Lays out an equation that is written in LaTeX. What it does not know it writes as it stands: nothing fails."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtGui import QFont, QFontMetricsF

from gatescope.paint.equation.box import Box, Letters, Mark, Stroke, beside, space, stacked
from gatescope.paint.equation.symbols import (
    ACCENTS,
    FUNCTIONS,
    GATE_LETTERS,
    LARGE,
    OPERATIONS,
    RELATIONS,
    SPACES,
    SYMBOLS,
    UPRIGHT,
)
from gatescope.plots.theme import MATH_FAMILY

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|[^\s\\]|\s+", re.DOTALL)
_PRIMES = re.compile(r"\^\s*(?:\{\s*((?:\\prime\s*)+)\}|(\\prime)(?![A-Za-z]))")
_SMALLER, _LEAST = 0.72, 0.5
_RAISED, _LOWERED = 0.42, 0.2
_AXIS = 0.26
"""How high above the baseline fractions have their line, and brackets their middle, in parts of the size."""
_RULE = 0.05
_PLAIN = {"-": "−", "*": "∗", "'": "′"}
_WORDS = ("text", "mathrm", "operatorname", "textrm", "mathbf", "mathit")
_FENCES = {"(": "(", ")": ")", "[": "[", "]": "]", "|": "|", ".": ""}


@lru_cache(maxsize=256)
def equation_box(latex: str, size: float) -> Box:
    """Return the equation `latex` with letters of `size` pixels."""
    return _Reader(latex).row(size, ())


class _Reader:
    """Reads tokens from left to right and lays out as it goes."""

    def __init__(self, latex: str) -> None:
        # The font draws a prime raised: as an exponent it would be raised, and made smaller, twice.
        latex = _PRIMES.sub(lambda found: "'" * found[0].count("prime"), latex)
        self._tokens = [token for token in _TOKEN.findall(latex) if not token.isspace()]
        self._source = latex
        self._spaced = _TOKEN.findall(latex)
        self._at = 0

    # -- rows

    def row(self, size: float, stops: tuple[str, ...], scale: float = 1.0) -> Box:
        """Return everything up to one of `stops`, which is left to be read."""
        boxes: list[Box] = []
        alone = True
        while self._at < len(self._tokens) and self._peek() not in stops:
            token = self._tokens[self._at]
            if token == "}":
                self._at += 1
                continue
            box, kind = self._scripted(size, scale)
            around = {"relation": 0.28, "operation": 0.2}.get(kind, 0.0) * size * scale
            if around and scale == 1.0 and not alone:
                boxes += [space(around), box, space(around)]
            else:
                boxes.append(box)
            alone = kind in ("relation", "operation")
        return beside(boxes)

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _group(self, size: float, scale: float) -> Box:
        """Return what stands in braces, or the one token that follows."""
        if self._peek() == "{":
            self._at += 1
            box = self.row(size, ("}",), scale)
            self._at += 1
            return box
        return self._atom(size, scale)[0] if self._peek() else Box()

    def _words(self) -> str:
        """Return what stands in braces as it is written, without its backslashes."""
        if self._peek() != "{":
            return self._next()
        self._at += 1
        words: list[str] = []
        while self._peek() not in ("}", ""):
            words.append(self._next().lstrip("\\") or " ")
        self._at += 1
        return self._as_spaced("".join(words))

    def _as_spaced(self, words: str) -> str:
        """Return `words` with the blanks that the source has between them."""
        pattern = r"\s*".join(re.escape(letter) for letter in words)
        found = re.search(r"\{\s*(" + pattern + r")\s*\}", self._source)
        return " ".join(found[1].split()) if found else words

    # -- pieces

    def _scripted(self, size: float, scale: float) -> tuple[Box, str]:
        token = self._peek()
        large = LARGE.get(token[1:]) if token.startswith("\\") else None
        if large is not None:
            self._at += 1
            box, kind = _large(large, size * scale), "large"
        else:
            box, kind = self._atom(size, scale)
        over = under = None
        smaller = max(scale * _SMALLER, _LEAST)
        while self._peek() in ("^", "_", "'"):
            mark = self._next()
            if mark == "'":
                box = beside([box, _letters("′", size * scale, italic=False)])
            elif mark == "^":
                over = beside([*([over] if over else []), self._group(size, smaller)])
            else:
                under = self._group(size, smaller)
        if over is None and under is None:
            return box, kind
        if large is not None and scale == 1.0:
            return beside([stacked(box, over, under, 0.1 * size), space(0.12 * size)]), kind
        return _with_scripts(box, over, under, size * scale), kind

    def _atom(self, size: float, scale: float) -> tuple[Box, str]:
        token, full = self._next(), size * scale
        if token == "{":
            box = self.row(size, ("}",), scale)
            self._at += 1
            return box, ""
        if token.startswith("\\"):
            return self._command(token[1:], size, scale)
        text = _PLAIN.get(token, token)
        kind = "relation" if text in RELATIONS else "operation" if text in OPERATIONS else ""
        hue = GATE_LETTERS.get(text, "") if scale == 1.0 else ""
        box = _letters(text, full, italic=text.isalpha() and text not in UPRIGHT, hue=hue)
        return (beside([box, space(0.16 * full)]) if text == "," else box), kind

    def _command(self, name: str, size: float, scale: float) -> tuple[Box, str]:
        full = size * scale
        if name in ("frac", "dfrac", "tfrac"):
            return _fraction(self._group(size, scale), self._group(size, scale), full), ""
        if name == "sqrt":
            return _root(self._group(size, scale), full), ""
        if name in ACCENTS:
            return _accented(self._group(size, scale), ACCENTS[name], full), ""
        if name in _WORDS:
            return _letters(self._words(), full, italic=False), ""
        if name in ("left", "right", "bigl", "bigr", "big", "Big", "Bigl", "Bigr"):
            return self._fenced(name, size, scale), ""
        if name in FUNCTIONS:
            spaced = self._peek() not in ("(", "^", "_", "'", "\\left")
            return beside([_letters(name, full, italic=False), space(0.16 * full if spaced else 0.0)]), ""
        if name in SPACES:
            return space(SPACES[name] * full), ""
        text = SYMBOLS.get(name, name)
        kind = "relation" if text in RELATIONS else "operation" if text in OPERATIONS else ""
        return _letters(text, full, italic=text.isalpha() and len(text) == 1 and text not in UPRIGHT), kind

    def _fenced(self, name: str, size: float, scale: float) -> Box:
        """Return a row between brackets that are as high as it is."""
        if name != "left":
            fence = self._fence()
            return _letters(fence, size * scale, italic=False) if fence else Box()
        left = self._fence()
        inside = self.row(size, ("\\right",), scale)
        self._at += 1
        right = self._fence() if self._peek() else ""
        return beside([_grown(left, inside, size * scale), inside, _grown(right, inside, size * scale)])

    def _fence(self) -> str:
        token = self._next()
        return SYMBOLS.get(token[1:], "") if token.startswith("\\") else _FENCES.get(token, token)


# -- boxes of letters and lines


def math_font(size: float, *, italic: bool) -> QFont:
    """Return the maths font with letters of `size` pixels."""
    font = QFont(MATH_FAMILY)
    font.setPixelSize(max(round(size), 1))
    font.setItalic(italic)
    return font


def _letters(text: str, size: float, *, italic: bool, hue: str = "") -> Box:
    metrics = QFontMetricsF(math_font(size, italic=italic))
    ink = metrics.tightBoundingRect(text)
    # A slanted letter leans over its own width, as f does.
    width = max(metrics.horizontalAdvance(text), ink.right() + 0.03 * size if italic else 0.0)
    return Box(width, max(-ink.top(), 0.0), max(ink.bottom(), 0.0), (Letters(0.0, 0.0, text, size, italic, hue),))


def _large(symbol: str, size: float) -> Box:
    drawn = _letters(symbol, size * 1.5, italic=False)
    # Its middle at the height of the lines of fractions.
    shift = (drawn.above - drawn.below) / 2 - _AXIS * size
    return Box(drawn.width, drawn.above - shift, drawn.below + shift, drawn.at(0.0, shift))


def _with_scripts(box: Box, over: Box | None, under: Box | None, size: float) -> Box:
    marks: list[Mark] = list(box.marks)
    above, below, wide = box.above, box.below, 0.0
    if over is not None:
        up = max(_RAISED * size, box.above - 0.28 * size)
        marks += over.at(box.width + 0.03 * size, -up)
        above, wide = max(above, up + over.above), over.width
    if under is not None:
        down = max(_LOWERED * size, box.below - 0.05 * size)
        marks += under.at(box.width + 0.02 * size, down)
        below, wide = max(below, down + under.below), max(wide, under.width)
    return Box(box.width + wide + 0.06 * size, above, below, tuple(marks))


def _fraction(top: Box, bottom: Box, size: float) -> Box:
    rule, gap, axis = _RULE * size, 0.14 * size, _AXIS * size
    width = max(top.width, bottom.width) + 0.2 * size
    marks = [
        *top.at((width - top.width) / 2, -(axis + gap + top.below)),
        *bottom.at((width - bottom.width) / 2, gap + bottom.above - axis),
        Stroke(((0.0, -axis), (width, -axis)), rule),
    ]
    above, below = axis + gap + top.below + top.above, gap + bottom.above + bottom.below - axis
    return Box(width + 0.06 * size, above, below, tuple(marks))


def _root(inside: Box, size: float) -> Box:
    hook, gap = 0.55 * size, 0.12 * size
    top, foot = -(inside.above + gap), inside.below
    points = (
        (0.0, -0.25 * size),
        (0.15 * size, -0.32 * size),
        (0.32 * size, foot),
        (hook - 0.05 * size, top),
        (hook + inside.width, top),
    )
    return Box(hook + inside.width + 0.05 * size, -top, inside.below, (Stroke(points, _RULE * size), *inside.at(hook)))


def _accented(inside: Box, accent: str, size: float) -> Box:
    metrics = QFontMetricsF(math_font(size * 0.9, italic=False))
    ink = metrics.tightBoundingRect(accent)
    lift = inside.above + 0.04 * size
    # By their ink: accents stand at quite different heights in the font.
    x, y = (inside.width - ink.width()) / 2 - ink.left() + 0.06 * size, -(lift + ink.bottom())
    letters = Letters(x, y, accent, size * 0.9, italic=False)
    return Box(inside.width, lift + ink.height(), inside.below, (*inside.marks, letters))


def _grown(fence: str, inside: Box, size: float) -> Box:
    if not fence:
        return Box()
    plain = _letters(fence, size, italic=False)
    needed = max(inside.above - _AXIS * size, inside.below + _AXIS * size) * 2
    drawn = _letters(fence, size * max(needed / max(plain.above + plain.below, 1.0), 1.0), italic=False)
    shift = (drawn.above - drawn.below) / 2 - _AXIS * size
    return Box(drawn.width, drawn.above - shift, drawn.below + shift, drawn.at(0.0, shift))
