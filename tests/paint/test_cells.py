"""The cells of a map, on screen and in files: exact colours, and stripes where there is no finite number."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from gatescope.paint.cells import HATCH, coloured, paint_cells
from gatescope.plots.colours import table
from gatescope.plots.theme import DARK, LIGHT, Theme
from tests.paint.looking import has, pixels


def painted(indices: np.ndarray, theme: Theme, left: float = 0.0, ratio: float = 1.0, **options: int) -> np.ndarray:
    """The pixels of 64 × 64 logical ones, on which the cells begin `left` pixels from the edge."""
    picture = QImage(round(64 * ratio), round(64 * ratio), QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    paint_cells(painter, QRectF(left, 0, 64, 64), coloured(indices, "signed", theme), theme, **options)
    painter.end()
    return pixels(picture)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_indices_become_the_colours_of_the_table(theme: Theme) -> None:
    indices = np.array([[0, 1, 128], [255, 7, 200]], np.uint8)
    image = coloured(indices, "signed", theme)
    colours = table("signed", theme)
    assert image.pixel(0, 0) == 0
    for row, column in [(0, 1), (0, 2), (1, 0), (1, 1), (1, 2)]:
        wanted = QColor(*(int(c) for c in colours[indices[row, column]]))
        assert QColor(image.pixel(column, row)) == wanted


def test_no_tokens_make_no_image() -> None:
    assert coloured(np.zeros((4, 0), np.uint8), "signed", LIGHT).isNull()


def test_the_order_in_memory_changes_nothing():
    indices = np.arange(1, 13, dtype=np.uint8).reshape(3, 4)
    image = coloured(indices, "signed", LIGHT)
    assert coloured(np.asfortranarray(indices), "signed", LIGHT) == image
    assert coloured(indices[::-1, ::-1], "signed", LIGHT).pixel(3, 2) == image.pixel(0, 0)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_what_is_not_finite_is_striped_and_nothing_else_is(theme: Theme) -> None:
    shown = painted(np.array([[255, 0], [255, 255]], np.uint8), theme)
    striped = has(shown, theme.bad)
    assert striped[:32, 32:].mean() == pytest.approx(5 / 8)
    assert has(shown, theme.surface)[:32, 32:].mean() == pytest.approx(3 / 8)
    assert not striped[32:].any()
    assert not striped[:, :32].any()


def test_stripes_move_with_the_map() -> None:
    still, moved = (painted(np.zeros((1, 1), np.uint8), LIGHT, left) for left in (0.0, 3.0))
    assert np.array_equal(moved[:, 3:], still[:, :-3])
    assert not np.array_equal(moved[:, 3:], still[:, 3:])


@pytest.mark.parametrize(("ratio", "size"), [(1.0, HATCH), (2.0, HATCH), (1.0, 16)])
def test_stripes_repeat_by_logical_pixels(ratio: float, size: int) -> None:
    striped = has(painted(np.zeros((1, 1), np.uint8), LIGHT, ratio=ratio, hatch=size), LIGHT.bad)
    period = round(size * ratio)
    assert np.array_equal(striped[:, period:], striped[:, :-period])
    assert not np.array_equal(striped[:, period // 2 :], striped[:, : -period // 2])
