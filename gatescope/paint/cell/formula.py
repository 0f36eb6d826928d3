"""Short formulas as runs of text: italics, indices, and gates and states in their hues.

Qt's documents lay out rich text as well, but take a hundred times as long, and a step of a cell has dozens of symbols.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import unescape
from typing import NamedTuple, TypeAlias

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFont, QFontMetricsF

from gatescope.paint.canvas import Align, Canvas
from gatescope.paint.contrast import mix
from gatescope.plots.theme import MATH_FAMILY, UI_FAMILY

_TAG = re.compile(r"<(/?)(i|sub|span|b)([^>]*)>")
_CLASS = re.compile(r"class=['\"](\w+)['\"]")
_LOWER, _SMALLER = 0.22, 0.7
_ONLY_IN_MATHS = re.compile(r"([⊙Σσ])")

# To measure a letter takes as long as to draw it, and live numbers are made of the same few. Unlike fonts, widths may
# be shared by all canvases.
_Key: TypeAlias = tuple[str, int, bool, bool, bool]
_WIDTHS: dict[_Key, float] = {}
_MOST_WIDTHS = 8192


class Letters(NamedTuple):
    """Letters of one look: `low` for an index, `hue` is a signal, or empty for the colour of the formula."""

    text: str
    italic: bool
    low: bool
    hue: str


@lru_cache(maxsize=1024)
def runs(html: str) -> tuple[Letters, ...]:
    """Return the runs of rich text with the tags i, sub and span; a span's class is a signal, whose hue it takes."""
    found: list[Letters] = []
    italic = index = 0
    hues = [""]

    def add(text: str) -> None:
        pieces = _ONLY_IN_MATHS.split(unescape(text))
        found.extend(Letters(piece, italic > 0, index > 0, hues[-1]) for piece in pieces if piece)

    at = 0
    for match in _TAG.finditer(html):
        add(html[at : match.start()])
        at = match.end()
        closing, tag, rest = match.groups()
        if tag == "i":
            italic += -1 if closing else 1
        elif tag == "sub":
            index += -1 if closing else 1
        elif tag == "span" and closing:
            hues.pop()
        elif tag == "span":
            named = _CLASS.search(rest)
            hues.append(hues[-1] if named is None or named[1] == "math" else named[1])
    add(html[at:])
    return tuple(found)


class Formulas:
    """Writes formulas on one canvas; fonts are made once for all of them."""

    def __init__(self, canvas: Canvas) -> None:
        self._canvas, self.unit = canvas, canvas.unit
        self._fonts: dict[tuple[int, bool, bool, bool], tuple[QFont, QFontMetricsF]] = {}

    def width(self, html: str, size: float, *, math: bool = True, bold: bool = False) -> float:
        """Return the width of a formula of `size` design pixels, in logical pixels."""
        return sum(self._wide(self._key(run, size, math, bold)) for run in runs(html))

    def fitting(
        self, html: str, size: float, free_width: float, *, least: float, math: bool = False, bold: bool = False
    ) -> float:
        """Return the size, at most `size` and no less than `least`, in which a formula fits into a width."""
        while size > least and self.width(html, size, math=math, bold=bold) > free_width:
            size -= 0.5
        return size

    def write(
        self,
        html: str,
        x: float,
        baseline: float,
        *,
        size: float,
        colour: str = "",
        math: bool = True,
        bold: bool = False,
        align: Align = "left",
        pale: bool = False,
    ) -> float:
        """Write a formula and return its width.

        Args:
            math: take the maths font for all of it, else only for symbols.
            pale: as what is still to come.
        """
        canvas, painter = self._canvas, self._canvas.painter
        if align != "left":
            x -= self.width(html, size, math=math, bold=bold) * (0.5 if align == "centre" else 1.0)
        start, lower = x, _LOWER * size * canvas.unit
        for run in runs(html):
            key = self._key(run, size, math, bold)
            painter.setFont(self._font(key)[0])
            ink = canvas.theme.hue(run.hue) if run.hue else colour or canvas.theme.text
            painter.setPen(QColor(mix(ink, canvas.theme.surface, 1 - canvas.theme.strength_to_come) if pale else ink))
            painter.drawText(QPointF(x, baseline + (lower if run.low else 0.0)), run.text)
            x += self._wide(key)
        return x - start

    def _key(self, run: Letters, size: float, math: bool, bold: bool) -> _Key:
        mathematical = math or run.italic or run.text in "⊙Σ"
        scale = (_SMALLER if run.low else 1.0) * (1.08 if mathematical and not math else 1.0)
        pixels = max(round(size * scale * self._canvas.unit), 2)
        return run.text, pixels, run.italic, mathematical, bold and not mathematical

    def _wide(self, key: _Key) -> float:
        found = _WIDTHS.get(key)
        if found is None:
            if len(_WIDTHS) >= _MOST_WIDTHS:
                _WIDTHS.clear()
            found = _WIDTHS[key] = self._font(key)[1].horizontalAdvance(key[0])
        return found

    def _font(self, key: _Key) -> tuple[QFont, QFontMetricsF]:
        _, pixels, italic, mathematical, heavy = key
        found = self._fonts.get(key[1:])
        if found is None:
            font = QFont(MATH_FAMILY if mathematical else UI_FAMILY)
            font.setPixelSize(pixels)
            font.setItalic(italic)
            font.setWeight(QFont.Weight.DemiBold if heavy else QFont.Weight.Normal)
            font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
            found = self._fonts[key[1:]] = font, QFontMetricsF(font)
        return found
