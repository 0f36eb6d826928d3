"""Plots as SVG: lines and text as vectors, the fonts embedded, the size in millimetres."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator

from gatescope.errors import UsageError
from gatescope.export.png import describe
from gatescope.export.sheet import Sheet, sheet_of
from gatescope.export.svg_text import embedded
from gatescope.formats.files.atomic import write_atomically
from gatescope.paint.fonts import load_fonts
from gatescope.paint.painter import paint
from gatescope.paint.tips import Tip
from gatescope.plots.description import Plot
from gatescope.plots.theme import LIGHT, Theme

_LARGEST_SIDE = 100_000
_HEAD = re.compile(r"<svg[^>]*>.*?<defs>", re.DOTALL)
# Browsers smooth the cells of a map away unless they are told not to.
_FAST = 'image-rendering="optimizeSpeed"'
_SHARP = f'{_FAST} style="image-rendering:pixelated"'
_NOTHING = re.compile(r"<g [^>]*>\s*</g>\s*")
# XML 1.0 has no place for these, not even escaped.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def svg(
    plot: Plot,
    width: int,
    height: int,
    theme: Theme = LIGHT,
    metadata: Mapping[str, str] | None = None,
    tips: list[Tip] | None = None,
) -> str:
    """Return `plot` as the text of an SVG file. Needs a QGuiApplication; the same plot gives the same text.

    Args:
        width, height: the size that the layout is made for, of pixels of which an inch has 96. A figure has a size on
            paper instead.
        metadata: facts beyond (or instead of) those of `png.describe`.
        tips: gathers what the picture says of its places, which the file itself does not.

    Raises:
        UsageError: a side is not between 1 and the largest one.
    """
    load_fonts()
    sheet = sheet_of(plot, width, height, theme)
    if not all(0 < side <= _LARGEST_SIDE for side in (sheet.width, sheet.height)):
        raise UsageError(f"a picture of {width} × {height} cannot be made; each side must be 1 to {_LARGEST_SIDE}")
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # SVG Tiny, the default, has no clipping.
    generator = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)
    generator.setOutputDevice(buffer)
    generator.setResolution(round(sheet.dpi))
    generator.setSize(QSize(round(sheet.width), round(sheet.height)))
    generator.setViewBox(QRectF(0, 0, sheet.width, sheet.height))
    painter = QPainter(generator)
    try:
        paint(painter, plot, QRectF(0, 0, sheet.width, sheet.height), theme, tips)
    finally:
        painter.end()
    drawn = _FORBIDDEN.sub("", bytes(buffer.data().data()).decode("utf-8"))
    drawn = _NOTHING.sub("", drawn).replace(_FAST, _SHARP)
    facts = describe(plot) | dict(metadata or {})
    style, drawn = embedded(drawn)
    return _HEAD.sub(lambda _: _head(sheet, facts, style), drawn, count=1)


def save_svg(
    plot: Plot,
    path: str | Path,
    width: int,
    height: int,
    theme: Theme = LIGHT,
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Write `plot` into the file `path`, whole or not at all; see `svg`.

    Raises:
        FileError: the file cannot be written.
        UsageError: a side is not between 1 and the largest one.
    """
    write_atomically(Path(path), svg(plot, width, height, theme, metadata).encode("utf-8"))


def _head(sheet: Sheet, facts: Mapping[str, str], style: str) -> str:
    """Return the beginning of the file: its size, its title, what it says of itself, and the fonts."""
    wide, high = sheet.mm
    clean = {key: _FORBIDDEN.sub(" ", value) for key, value in facts.items()}
    said = "".join(f'<gs:fact name="{escape(key)}">{escape(value)}</gs:fact>\n' for key, value in clean.items())
    return (
        f'<svg width="{wide:.4f}mm" height="{high:.4f}mm" viewBox="0 0 {sheet.width:.4f} {sheet.height:.4f}"\n'
        ' xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1">\n'
        f"<title>{escape(clean.get('Title', ''))}</title>\n"
        f"<desc>{escape(clean.get('Description', ''))}</desc>\n"
        f'<metadata xmlns:gs="https://gatescope.invalid/facts">\n{said}</metadata>\n'
        f"<defs>\n{style}"
    )
