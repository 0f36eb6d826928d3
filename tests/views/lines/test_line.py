"""Lines over tokens: as heavy on a fine screen, and for an audience, as they should be."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter, QPainterPath

from gatescope.paint.marks import line_pen
from gatescope.views.lines.line import Line, draw_line


def ink(width: float, ratio: float, *, dash: int = 0) -> float:
    """Return the logical pixels of ink across a line that is `width` wide, at its middle."""
    size = 120
    image = QImage(round(size * ratio), round(size * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(0xFFFFFF)
    x, y = np.array([5.0, 115.0]), np.array([60.5, 60.5])
    path = QPainterPath()
    path.moveTo(x[0], y[0])
    path.lineTo(x[1], y[1])
    pen = line_pen("#000000", 1.0, dash)
    pen.setCosmetic(True)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_line(painter, pen, path, Line(x, y, np.array([1, 0], np.int32)), width)
    painter.end()
    middle = round(60 * ratio)
    column = [image.pixelColor(middle, row).lightnessF() for row in range(image.height())]
    return sum(1.0 - light for light in column) / ratio


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("width", [1.6, 2.2, 4.0])
def test_a_line_is_as_heavy_at_every_scale(width: float, ratio: float) -> None:
    assert ink(width, ratio) == pytest.approx(width, rel=0.2)


@pytest.mark.usefixtures("qapp")
def test_a_dashed_line_is_heavier_at_twice_the_pixels_too() -> None:
    thin = [ink(1.6, 2.0, dash=dash) for dash in (1, 2, 3)]
    assert max(thin) > 1.0
