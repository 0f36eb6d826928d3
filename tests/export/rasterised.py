"""Vector files as pixels again: an SVG by Qt, a PDF by PDFium."""

from __future__ import annotations

import re

import numpy as np
import pypdfium2
from PySide6.QtCore import QByteArray, QRectF
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from tests.paint.looking import pixels


def of_svg(drawn: str, width: int, height: int, dpi: float = 96.0) -> np.ndarray:
    """(height, width, 3) uint8, on white: the upper left part of the drawing at `dpi` pixels an inch."""
    # Qt takes a list of families for the name of one.
    renderer = QSvgRenderer(QByteArray(re.sub(r"font-family=\"'(\w+)'[^\"]*\"", r'font-family="\1"', drawn).encode()))
    assert renderer.isValid()
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    try:
        wide, high = (float(side) / 25.4 * dpi for side in re.findall(r'(?:width|height)="([\d.]+)mm"', drawn)[:2])
        renderer.render(painter, QRectF(0, 0, wide, high))
    finally:
        painter.end()
    return pixels(picture)


def of_pdf(made: bytes, width: int, height: int, dpi: float = 96.0) -> np.ndarray:
    """(height, width, 3) uint8, on white: the upper left part of the page at `dpi` pixels an inch."""
    with pypdfium2.PdfDocument(made) as document:
        page = document[0]
        # PDFium stretches a page to whole pixels: by none where it has as many, but for rounding.
        bitmap = page.render(scale=dpi / 72 * (1 - 1e-6), rev_byteorder=True)
        shown = np.asarray(bitmap.to_numpy())[..., :3].copy()
        bitmap.close()
        page.close()
    assert all(0 <= drawn - asked <= 1 for drawn, asked in zip(shown.shape, (height, width), strict=False))
    return shown[:height, :width]
