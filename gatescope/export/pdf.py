"""Plots as PDF: lines and text as vectors, the fonts embedded, one page of exactly the size of the picture."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from pathlib import Path

from PySide6.QtCore import QBuffer, QHashSeed, QIODevice, QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QPageSize, QPainter, QPdfWriter

from gatescope.errors import UsageError
from gatescope.export.pdf_objects import finished
from gatescope.export.png import describe
from gatescope.export.sheet import sheet_of
from gatescope.formats.files.atomic import write_atomically
from gatescope.paint.fonts import load_fonts
from gatescope.paint.painter import paint
from gatescope.plots.description import Plot
from gatescope.plots.theme import LIGHT, Theme

POINTS = 72.0
"""Of an inch."""
# ISO 32000-1, annex C: what a page may measure in points.
_LARGEST_SIDE = 14_400


def pdf(plot: Plot, width: int, height: int, theme: Theme = LIGHT, metadata: Mapping[str, str] | None = None) -> bytes:
    """Return `plot` as a PDF file of one page. Needs a QGuiApplication; the same plot gives the same bytes.

    Args:
        width, height: the size that the layout is made for, of pixels of which an inch has 96. A figure has a size on
            paper instead.
        metadata: facts beyond (or instead of) those of `png.describe`.

    Raises:
        UsageError: a side is not between one point and the largest one.
    """
    load_fonts()
    sheet = sheet_of(plot, width, height, theme)
    points = sheet.width / sheet.dpi * POINTS, sheet.height / sheet.dpi * POINTS
    if not all(1.0 <= side <= _LARGEST_SIDE for side in points):
        raise UsageError(
            f"a page of {points[0]:.0f} × {points[1]:.0f} points cannot be made; each side must be 1 to {_LARGEST_SIDE}"
        )
    # Qt knows pages of whole points only. The picture stands on the lower edge of a larger one, which is then cut.
    whole = QSizeF(*(ceil(side - 1e-9) for side in points))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # Qt numbers the fonts of a file in the order of a hash, whose seed is another one in every process.
    QHashSeed.setDeterministicGlobalSeed()
    writer = QPdfWriter(buffer)
    writer.setResolution(round(sheet.dpi))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setPageSize(QPageSize(whole, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    painter = QPainter(writer)
    try:
        # Otherwise Qt writes maps as JPEG, which mixes the colours of neighbours.
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        painter.translate(0.0, (whole.height() - points[1]) / POINTS * sheet.dpi)
        paint(painter, plot, QRectF(0, 0, sheet.width, sheet.height), theme)
    finally:
        painter.end()
        QHashSeed.resetRandomGlobalSeed()
    return finished(bytes(buffer.data().data()), points, describe(plot) | dict(metadata or {}))


def save_pdf(
    plot: Plot,
    path: str | Path,
    width: int,
    height: int,
    theme: Theme = LIGHT,
    metadata: Mapping[str, str] | None = None,
) -> None:
    """Write `plot` into the file `path`, whole or not at all; see `pdf`.

    Raises:
        FileError: the file cannot be written.
        UsageError: a side is not between one point and the largest one.
    """
    write_atomically(Path(path), pdf(plot, width, height, theme, metadata))
