"""Text of several lines with bold names in the hues of their cells and symbols in the maths font; powers of ten."""

from __future__ import annotations

import re

from PySide6.QtCore import QRectF
from PySide6.QtGui import QTextDocument

from gatescope.paint.canvas import Align, Canvas
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
        rules = [f".{cell} {{ color: {theme.cell_hue(cell)}; font-weight: 600 }}" for cell in CELLS]
        # A bundled weight: Qt would smear the letters of a bolder one.
        rules.append("b { font-weight: 600 }")
        # Qt makes an exponent two thirds as large as its font: too small to read beside small text on paper.
        rules.append(f"sup {{ font-size: {round(size * _RAISED_SIZE * 1.5 * canvas.unit)}px }}")
        rules.append(f".math {{ font-family: '{MATH_FAMILY}'; font-size: {round(size * 1.15 * canvas.unit)}px }}")
        self._canvas = canvas
        self._document = QTextDocument()
        self._document.setDocumentMargin(0.0)
        self._document.setUseDesignMetrics(True)
        self._document.setDefaultFont(canvas.font(size))
        self._document.setDefaultStyleSheet("\n".join(rules))
        self._document.setHtml(f'<span style="color:{theme.text}">{html}</span>')
        self._document.setTextWidth(max(width, 1.0))
        self.height = self._document.size().height()

    def paint(self, x: float, top: float, canvas: Canvas | None = None) -> None:
        """Paint it with its upper left corner at (`x`, `top`), on the canvas it was made for or another one like it."""
        painter = (canvas or self._canvas).painter
        painter.save()
        painter.translate(x, top)
        self._document.drawContents(painter, QRectF(0.0, 0.0, self._document.textWidth(), self.height))
        painter.restore()


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
