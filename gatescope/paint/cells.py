"""The cells of a map: colour indices as an image, and a hatch where a value is not finite."""

from __future__ import annotations

from functools import lru_cache
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPaintEngine, QPainter, QTransform

from gatescope.plots.colours import BAD, table
from gatescope.plots.theme import Theme

HATCH = 8
"""Pixels after which the stripes of the hatch repeat, on screen."""
_STRIPE = 5 / 8
# Pixels of an inch of an SVG file, and of a side.
_FINE, _MOST = 240.0, 4096


def coloured(indices: NDArray[np.uint8], colours: str, theme: Theme) -> QImage:
    """Send indices, (rows, columns) uint8, through the table `colours`; a null image where there are none.

    What is not finite is left transparent, for a hatch behind it: its plain colour could be taken for a low value.
    """
    return image_of(pixels(indices, colours, theme))


def pixels(indices: NDArray[np.uint8], colours: str, theme: Theme) -> NDArray[np.uint32]:
    """Send indices through the table `colours`: (rows, columns) uint32, 0xAARRGGBB, 0 for what is not finite."""
    # The arrays of a file may be in column order, and the indices then are, too; Qt reads row by row.
    return np.ascontiguousarray(_entries(colours, theme)[indices])


def image_of(pixels: NDArray[np.uint32]) -> QImage:
    """Return the image of such pixels, whose memory is its own; a null image for an empty array."""
    rows, columns = pixels.shape
    if not rows or not columns:
        return QImage()
    # Qt scales 32-bit images three times as fast as those with a table of their own.
    plain = QImage.Format.Format_RGB32
    kind = plain if pixels.all() else QImage.Format.Format_ARGB32_Premultiplied
    return QImage(pixels.data, columns, rows, 4 * columns, kind).copy()


def paint_cells(
    painter: QPainter, place: QRectF, image: QImage, theme: Theme, source: QRectF | None = None, hatch: int = HATCH
) -> None:
    """Paint what `coloured` gave into `place`, hatched where it is transparent; nothing for a null image.

    Args:
        source: the part of the image to paint; all of it by default.
        hatch: logical pixels after which the stripes repeat, independent of the painter's transformation.
    """
    if image.isNull():
        return
    if image.hasAlphaChannel():
        world = painter.worldTransform()
        corner = world.map(place.topLeft())
        brush = QBrush(_hatch(theme, hatch))
        # The stripes begin at the map's corner, so that they move with it.
        brush.setTransform(QTransform.fromTranslate(corner.x(), corner.y()) * world.inverted()[0])
        painter.fillRect(place, brush)
    part = QRectF(image.rect()) if source is None else source
    if painter.paintEngine().type() == QPaintEngine.Type.SVG:
        times = _times(painter, place, part)
        image = image.scaled(image.size() * times, mode=Qt.TransformationMode.FastTransformation)
        part = QRectF(part.topLeft() * times, part.size() * times)
    painter.drawImage(place, image, part)


def _times(painter: QPainter, place: QRectF, part: QRectF) -> int:
    """Return how many pixels wide and high a cell must be in an SVG file.

    Some programs smooth every image that they enlarge, whatever the file asks for; of one so fine they cannot.
    """
    inch = painter.device().logicalDpiX()
    wanted = _FINE / inch * max(place.width() / part.width(), place.height() / part.height())
    return min(max(ceil(wanted), 1), max(_MOST // max(int(part.width()), int(part.height())), 1))


@lru_cache(maxsize=8)
def _hatch(theme: Theme, size: int) -> QImage:
    """Return a tile of slanted stripes in the colour of what is not finite."""
    x, y = np.meshgrid(np.arange(size), np.arange(size))
    striped = (x + y) % size < round(size * _STRIPE)
    pixels = np.where(striped, QColor(theme.bad).rgb(), QColor(theme.surface).rgb()).astype(np.uint32)
    return QImage(pixels.data, size, size, 4 * size, QImage.Format.Format_RGB32).copy()


@lru_cache(maxsize=64)
def _entries(colours: str, theme: Theme) -> NDArray[np.uint32]:
    rgba = table(colours, theme).astype(np.uint32)
    rgba[BAD] = 0
    packed: NDArray[np.uint32] = np.bitwise_or.reduce(rgba << np.array([16, 8, 0, 24], np.uint32), axis=1)
    return packed
