"""Comparing what is seen with what should be."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage

from tests.journeys.screen import Pixels, Point, Region


def middle(region: Region) -> Point:
    x, y, width, height = region
    return x + width // 2, y + height // 2


def agreement(a: Pixels, b: Pixels, steps: int = 8) -> float:
    """Share of pixels that are the same to a few of the 256 steps of each colour."""
    assert a.shape == b.shape
    return float((np.abs(a.astype(int) - b).max(axis=2) <= steps).mean())


def pixels_of(picture: QImage) -> Pixels:
    picture = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), -1)[:, : 3 * picture.width()]
    # A copy, since the bits go with the picture.
    return rows.reshape(picture.height(), picture.width(), 3).copy()
