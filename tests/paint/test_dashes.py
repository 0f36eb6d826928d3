"""Dashes of a file lie where those of the window lie."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from gatescope.paint.dashes import dashed
from gatescope.paint.marks import DASHES, line_pen
from tests.paint.looking import ink, pixels

LINES = {
    "level": [(10.0, 20.5), (190.0, 20.5)],
    "steep": [(10.0, 10.0), (60.0, 190.0)],
    "diagonal": [(10.0, 10.0), (190.0, 190.0)],
    "bent": [(10.0, 100.0), (70.0, 30.0), (90.0, 170.0), (190.0, 150.0)],
}


def path(points: list[tuple[float, float]]) -> QPainterPath:
    made = QPainterPath()
    made.moveTo(*points[0])
    for point in points[1:]:
        made.lineTo(*point)
    return made


def drawn(line: QPainterPath, dash: int) -> np.ndarray:
    picture = QImage(200, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("#FFFFFF"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(line_pen("#000000", 1.0, dash))
    painter.drawPath(line)
    painter.end()
    return ink(pixels(picture), "#FFFFFF")


@pytest.mark.parametrize("dash", [1, 2, 3])
@pytest.mark.parametrize("line", LINES)
def test_dashes_are_those_of_a_line_of_one_pixel(line: str, dash: int) -> None:
    whole = path(LINES[line])
    cut, qt = drawn(dashed(whole, dash), 0), drawn(whole, dash)
    assert (cut & qt).sum() / (cut | qt).sum() > 0.8
    assert 0.1 < qt.sum() / drawn(whole, 0).sum() < 0.85


def test_a_solid_line_stays_whole() -> None:
    assert dashed(path(LINES["bent"]), 0) == path(LINES["bent"])


def test_a_new_piece_begins_with_a_dash() -> None:
    line = path([(0.0, 0.0), (8.0, 0.0)])
    line.moveTo(100.0, 0.0)
    line.lineTo(130.0, 0.0)
    cut = dashed(line, 1)
    length, gap = DASHES[1]
    places = [(cut.elementAt(i).x, cut.elementAt(i).isMoveTo()) for i in range(cut.elementCount())]
    assert places[:2] == [(0.0, True), (length, False)]
    second = places[places.index((100.0, True)) :]
    assert second[:3] == [(100.0, True), (100.0 + length, False), (100.0 + length + gap, True)]
