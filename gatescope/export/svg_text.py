"""The text of an SVG file: the bundled fonts embedded, cut down to the letters that are used, and what stands in."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from functools import lru_cache
from html import unescape
from io import BytesIO

from PySide6.QtGui import QFont, QFontMetricsF

from gatescope.plots.theme import MATH_FAMILY, UI_FAMILY
from gatescope.resources import resource

FALLBACKS = {
    UI_FAMILY: "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif",
    MATH_FAMILY: "'STIX Two Text', 'STIX Two Math', 'Cambria Math', 'Times New Roman', 'Liberation Serif', serif",
}
"""Families that stand in for the bundled ones in programs that do not read embedded fonts."""
_FILES = {
    (UI_FAMILY, 400, "normal"): "Inter-Regular",
    (UI_FAMILY, 400, "italic"): "Inter-Italic",
    (UI_FAMILY, 500, "normal"): "Inter-Medium",
    (UI_FAMILY, 600, "normal"): "Inter-SemiBold",
    (MATH_FAMILY, 400, "normal"): "STIX-Regular",
    (MATH_FAMILY, 400, "italic"): "STIX-Italic",
}
# In every file, so that the next one most often needs a font that has been cut already: it takes a third of a second.
_USUAL = frozenset(map(chr, range(0x20, 0x7F)))
_TEXT = re.compile(
    r'<text ([^>]*?)font-family="([^"]*)" font-size="(\d+)" font-weight="(\d+)" font-style="(\w+)"[^>]*>(.*?)</text>',
    re.DOTALL,
)
# Every text has its font itself.
_OF_GROUP = re.compile(r'\nfont-family="[^"]*" font-size="[^"]*" font-weight="[^"]*" font-style="[^"]*" \n>')

Face = tuple[str, int, str]
"""The family, the weight and the style of a font."""


def embedded(drawn: str) -> tuple[str, str]:
    """Return the style sheet with the fonts of a drawing, and the drawing with the families that may stand in.

    A text keeps its width with any of them. Needs a QGuiApplication with the bundled fonts.
    """
    letters: dict[Face, set[str]] = {}

    def finished(found: re.Match[str]) -> str:
        before, family, size, weight, style, text = found.groups()
        face = _nearest(family, int(weight), style)
        plain = unescape(text)
        if face is not None:
            letters.setdefault(face, set()).update(plain)
        width = _width(plain, family, int(size), int(weight), style)
        # An accent, which Qt takes from another font than its letter, has none.
        kept = f' textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs"' if width > 0.0 else ""
        families = f"'{family}', {FALLBACKS.get(family, 'sans-serif')}"
        return (
            f'<text {before}font-family="{families}" font-size="{size}" font-weight="{weight}" '
            f'font-style="{style}"{kept}>{text}</text>'
        )

    drawn = _TEXT.sub(finished, _OF_GROUP.sub(">", drawn))
    faces = "".join(_rule(face, letters[face]) for face in sorted(letters))
    return f"<style>\n{faces}</style>\n" if faces else "", drawn


def _width(text: str, family: str, size: int, weight: int, style: str) -> float:
    font = QFont(family)
    font.setPixelSize(size)
    font.setWeight(QFont.Weight(weight))
    font.setItalic(style == "italic")
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return QFontMetricsF(font).horizontalAdvance(text)


def _nearest(family: str, weight: int, style: str) -> Face | None:
    """Return the bundled font that Qt takes for a weight; None for a family that is not bundled."""
    known = [face for face in _FILES if face[0] == family and face[2] == style]
    return min(known, key=lambda face: abs(face[1] - weight), default=None)


def _rule(face: Face, letters: Iterable[str]) -> str:
    family, weight, style = face
    data = b64encode(_subset(_FILES[face], "".join(sorted({*letters, *_USUAL})))).decode("ascii")
    return (
        f"@font-face {{ font-family: '{family}'; font-weight: {weight}; font-style: {style}; "
        f"src: url(data:font/woff;base64,{data}) format('woff'); }}\n"
    )


@lru_cache(maxsize=64)
def _subset(name: str, letters: str) -> bytes:
    """Return a bundled font with these letters alone, as WOFF."""
    # Taken apart only where an SVG is really written: the command line imports this module at every start.
    from fontTools import subset

    options = subset.Options()
    options.flavor = "woff"
    options.recalc_timestamp = False
    options.hinting = False
    options.desubroutinize = True
    options.drop_tables += ["FFTM"]
    options.layout_features = ["kern", "ccmp", "mark", "mkmk"]
    whole, cut = BytesIO((resource("fonts") / f"{name}.otf").read_bytes()), BytesIO()
    with subset.load_font(whole, options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(text=letters)
        subsetter.subset(font)
        subset.save_font(font, cut, options)
    return cut.getvalue()
