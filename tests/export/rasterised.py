"""Vector files as pixels again: an SVG by Qt, a PDF by PDFium."""

from __future__ import annotations

import re

import numpy as np
import pypdfium2
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from tests.paint.looking import pixels


def of_svg(drawn: str, width: int, height: int) -> np.ndarray:
    """(height, width, 3) uint8, on white."""
    # Qt takes a list of families for the name of one.
    renderer = QSvgRenderer(QByteArray(re.sub(r"font-family=\"'(\w+)'[^\"]*\"", r'font-family="\1"', drawn).encode()))
    assert renderer.isValid()
    picture = QImage(width, height, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    try:
        renderer.render(painter)
    finally:
        painter.end()
    return pixels(picture)


def of_pdf(made: bytes, width: int, height: int) -> np.ndarray:
    """(height, width, 3) uint8, on white."""
    with pypdfium2.PdfDocument(made) as document:
        page = document[0]
        bitmap = page.render(scale=width / page.get_width(), rev_byteorder=True)
        shown = np.asarray(bitmap.to_numpy())[..., :3].copy()
        bitmap.close()
        page.close()
    assert shown.shape[1] == width
    assert abs(shown.shape[0] - height) <= 1
    return shown[:height]
