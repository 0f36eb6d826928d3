"""Text of several lines with bold names in the hues of their cells and symbols in the maths font; powers of ten."""

from __future__ import annotations

import re

from gatescope.paint.canvas import Align, Canvas
from gatescope.paint.text_block import Look, TextBlock
from gatescope.plots.hues import CELLS
from gatescope.plots.theme import MATH_FAMILY

_RAISED_SIZE, _RAISED_BY = 0.74, 0.42
_POWER = re.compile(r"(.*?)<sup>(.*?)</sup>")


class RichText:
    """Rich text with the classes ``rnn``, ``gru``, ``lstm`` and ``math``, wrapped to a width.

    Attributes:
        height: logical pixels that it takes.
    """

    def __init__(self, canvas: Canvas, html: str, width: float, *, size: float = 12.0) -> None:
        theme = canvas.theme
        looks = {cell: Look(theme.cell_hue(cell), bold=True) for cell in CELLS}
        looks["math"] = Look(family=MATH_FAMILY, pixels=round(size * 1.15 * canvas.unit))
        self._canvas = canvas
        self._block = TextBlock(
            html, canvas.font(size), theme.text, width, looks=looks,
            # Qt makes an exponent two thirds as large as its font: too small to read beside small text on paper.
            raised_pixels=round(size * _RAISED_SIZE * 1.5 * canvas.unit),
        )  # fmt: skip
        self.height = self._block.height

    def paint(self, x: float, top: float, canvas: Canvas | None = None) -> None:
        """Paint it with its upper left corner at (`x`, `top`), on the canvas it was made for or another one like it."""
        self._block.paint((canvas or self._canvas).painter, x, top)


def sentence(canvas: Canvas, html: str, width: float, *, size: float = 12.0) -> RichText | None:
    """Return what a picture says of itself below it, wrapped; None where that is nothing, or where the caption of a
    figure says it."""
    return RichText(canvas, html, width, size=size) if html and not canvas.on_paper else None


def power_width(canvas: Canvas, html: str, size: float, *, bold: bool = False) -> float:
    """Return the width of `power_text` in logical pixels."""
    return sum(canvas.width(text, size * scale, bold=bold) for text, scale in _parts(html))


def power_text(
    canvas: Canvas,
    html: str,
    x: float,
    baseline: float,
    *,
    size: float,
    colour: str = "",
    bold: bool = False,
    align: Align = "left",
) -> None:
    """Write one line of plain text in which ``<sup>…</sup>`` is raised, as in 10<sup>−1.8</sup>."""
    x -= power_width(canvas, html, size, bold=bold) * {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
    for text, scale in _parts(html):
        up = 0.0 if scale == 1.0 else size * _RAISED_BY * canvas.unit
        x += canvas.text(text, x, baseline - up, size=size * scale, colour=colour, bold=bold)


def _parts(html: str) -> list[tuple[str, float]]:
    """Return the pieces on the line and the raised ones, each with its scale."""
    found: list[tuple[str, float]] = []
    stop = 0
    for match in _POWER.finditer(html):
        found += [(match[1], 1.0), (match[2], _RAISED_SIZE)]
        stop = match.end()
    return [(text, scale) for text, scale in [*found, (html[stop:], 1.0)] if text]
