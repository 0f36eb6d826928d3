"""Paths of straight lines as arrays, and back: element by element, Python takes longer than Qt takes to draw them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QIODevice
from PySide6.QtGui import QPainterPath

MOVE, LINE = 0, 1
"""Kinds of elements, as `QPainterPath.ElementType` has them."""
_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
"""As a stream of Qt has them, behind their number, with the last start and the rule of filling after them."""
_HEAD = 4
_TAIL = bytes(8)

Elements = NDArray[np.void]
"""(N,) with the fields ``kind``, ``x`` and ``y``."""


def elements_of(path: QPainterPath) -> Elements:
    """Return the elements of `path` in their order."""
    data = QByteArray()
    stream = QDataStream(data, QIODevice.OpenModeFlag.WriteOnly)
    stream << path
    return np.frombuffer(data.data(), _ELEMENT, path.elementCount(), _HEAD).copy()


def path_of(elements: Elements) -> QPainterPath:
    """Return the path of `elements`, of which the first one is a move."""
    path = QPainterPath()
    data = len(elements).to_bytes(_HEAD, "big") + elements.tobytes() + _TAIL
    stream = QDataStream(QByteArray(data))
    stream >> path
    return path


def empty(count: int) -> Elements:
    """Return so many elements, whose fields are still to be set."""
    return np.zeros(count, _ELEMENT)
