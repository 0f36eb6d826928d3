"""A long line is painted in pieces: the same pixels, and no long moment in which Python's lock is held."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from gatescope.paint.dashes import dashed
from gatescope.paint.marks import line_pen
from gatescope.paint.path_elements import elements_of, path_of
from gatescope.paint.pieces import pieces
from tests.paint.looking import ink, pixels


def zigzag(count: int, *, gap: bool = False) -> QPainterPath:
    ys = np.random.default_rng(3).uniform(10, 190, count)
    made = QPainterPath()
    made.moveTo(5.0, 100.0)
    for index, y in enumerate(ys.tolist()):
        (made.moveTo if gap and index % 50 == 7 else made.lineTo)(5.0 + 190.0 * index / count, y)
    return made


def drawn(paths: list[QPainterPath]) -> np.ndarray:
    picture = QImage(200, 200, QImage.Format.Format_RGB32)
    picture.fill(QColor("#FFFFFF"))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(line_pen("#000000", 1.4, 0))
    for one in paths:
        painter.drawPath(one)
    painter.end()
    return ink(pixels(picture), "#FFFFFF")


@pytest.mark.parametrize("dash", [0, 1, 2])
@pytest.mark.parametrize("gap", [False, True])
def test_the_pieces_cover_what_the_line_covers(dash: int, gap: bool) -> None:
    whole = dashed(zigzag(900, gap=gap), dash)
    cut = list(pieces(whole))
    assert len(cut) > 9
    assert max(one.elementCount() for one in cut) < 100
    one, other = drawn([whole]), drawn(cut)
    assert (one & other).sum() / (one | other).sum() > 0.99


def test_short_and_bent_lines_stay_whole() -> None:
    short, bent = zigzag(200), zigzag(400)
    bent.cubicTo(1.0, 2.0, 3.0, 4.0, 5.0, 6.0)
    assert list(pieces(short)) == [short]
    assert list(pieces(bent)) == [bent]


def test_a_path_comes_back_from_its_elements() -> None:
    path = zigzag(60, gap=True)
    assert path_of(elements_of(path)) == path
    assert len(elements_of(QPainterPath())) == 0
