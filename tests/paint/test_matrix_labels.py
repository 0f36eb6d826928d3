"""Rows and columns of a matrix are named by as many labels as there is room for."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QPainter

from gatescope.paint.map_frame import MapFrame
from gatescope.paint.matrix_labels import MatrixLabels
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.theme import LIGHT, UI_FAMILY

AREA = QRectF(60, 4, 400, 300)


class Recorder(QPainter):
    """Remembers what is written, where, and in which colour."""

    def __init__(self, image: QImage) -> None:
        super().__init__(image)
        self.rows: list[tuple[str, float, str]] = []
        self.columns: list[tuple[str, float, float]] = []

    def drawText(self, at, text):  # type: ignore[no-untyped-def, override]
        width = self.fontMetrics().horizontalAdvance(text)
        if at.y() > AREA.bottom() + 5:
            self.columns.append((text, at.x(), at.x() + width))
        else:
            assert at.x() + width < AREA.left()
            self.rows.append((text, at.y(), self.pen().color().name().upper()))


def written(plot: MatrixPlot, frame: MapFrame, marked: int | None = None, left: float = 0.0, **options) -> Recorder:
    font = QFont(UI_FAMILY)
    font.setPixelSize(10)
    picture = QImage(500, 340, QImage.Format.Format_RGB32)
    painter = Recorder(picture)
    MatrixLabels(plot, font, **options).paint(painter, frame, LIGHT, left, marked)
    painter.end()
    return painter


def plot(rows: int, columns: int, names: tuple[str, ...] = ()) -> MatrixPlot:
    values = np.zeros((rows, columns))
    return MatrixPlot("toy", "embedding", "", "", values, -1.0, 1.0, "word", "input", rows=names)


@pytest.mark.parametrize(("rows", "step"), [(4, 1), (22, 1), (40, 2), (100, 5), (3000, 200)])
def test_labels_are_thinned_and_never_overlap(rows: int, step: int) -> None:
    found = written(plot(rows, rows), MapFrame.all_of((rows, rows), AREA))
    assert [text for text, _, _ in found.rows] == [str(row) for row in range(0, rows, step)]
    assert all(below - above >= 12 for (_, above, _), (_, below, _) in pairwise(found.rows))
    assert all(left[2] + 4 <= right[1] for left, right in pairwise(found.columns))


def test_only_what_is_in_sight_is_labelled() -> None:
    frame = MapFrame((1000, 100), AREA, 503.6, 20.25, 20.0, 10.0)
    found = written(plot(1000, 100), frame)
    assert [text for text, _, _ in found.rows] == [str(row) for row in range(504, 524)]
    # The middle of column 20 is just in sight, as is that of 29.
    assert [text for text, _, _ in found.columns] == [str(column) for column in range(20, 30)]


def test_the_marked_row_is_named_and_its_neighbours_make_way() -> None:
    names = tuple(f"w{row}" for row in range(3000))
    found = written(plot(3000, 8, names), MapFrame.all_of((3000, 8), AREA), marked=1203)
    accent = [text for text, _, colour in found.rows if colour == LIGHT.accent]
    assert accent == ["w1203"]
    assert "w1200" not in [text for text, _, _ in found.rows]
    assert "w1400" in [text for text, _, _ in found.rows]


def test_names_are_cut_where_they_have_no_room_and_blanks_can_be_seen() -> None:
    found = written(plot(3, 2, ("extraordinary" * 90, " ", "a\nb")), MapFrame.all_of((3, 2), AREA), left=20.0)
    long, blank, broken = (text for text, _, _ in found.rows)
    assert long.endswith("…")
    assert len(long) < 10
    assert (blank, broken) == ("␣", "a⏎b")


def test_columns_make_way_for_what_ends_their_line() -> None:
    found = written(plot(3, 30), MapFrame.all_of((3, 30), AREA), ending="input →")
    (ending, start, stop), *numbers = found.columns
    assert ending == "input →"
    assert stop == pytest.approx(AREA.right(), abs=1)
    assert all(right < start for _, _, right in numbers)
    assert len(numbers) > 12
