"""Looks at pictures as a person would: where is ink, where is a colour."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

from gatescope.plots.colours import rgb


def pixels(picture: QImage) -> np.ndarray:
    """(height, width, 3) uint8 RGB."""
    plain = picture.convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine())
    return rows[:, : 3 * plain.width()].reshape(plain.height(), plain.width(), 3).copy()


def has(shown: np.ndarray, colour: str) -> np.ndarray:
    """(height, width) bool: the pixels of exactly that colour."""
    return (shown == rgb(colour)).all(axis=2)


def like(shown: np.ndarray, colour: str, background: str) -> np.ndarray:
    """(height, width) bool: the pixels of that colour, however thinly a smoothed line spread it over the background."""
    away = rgb(colour).astype(float) - rgb(background)
    found = shown.astype(float) - rgb(background).astype(float)
    weight = found @ away / (away @ away)
    return (weight > 0.35) & (np.abs(found - weight[..., None] * away).max(axis=2) < 12)


def ink(shown: np.ndarray, background: str) -> np.ndarray:
    """(height, width) bool: the pixels that differ from the background visibly."""
    return np.abs(shown.astype(int) - rgb(background).astype(int)).max(axis=2) > 40


def box(mask: np.ndarray, least: int = 1) -> QRect:
    """The rectangle of the rows and columns that hold at least `least` pixels of `mask`."""
    rows, columns = (np.flatnonzero(mask.sum(axis=axis) >= least) for axis in (1, 0))
    assert len(rows), "there is nothing of it in the picture"
    assert len(columns), "there is nothing of it in the picture"
    return QRect(int(columns[0]), int(rows[0]), int(columns[-1] - columns[0] + 1), int(rows[-1] - rows[0] + 1))
