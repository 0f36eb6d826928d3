"""Sentences in several lines, and powers of ten."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import RichText, power_text, power_width
from gatescope.plots.theme import DARK, LIGHT, Theme
from tests.paint.looking import box, ink, like, pixels


def painted(draw, theme: Theme = LIGHT) -> np.ndarray:
    """What `draw` paints with a canvas of 300 × 100."""
    picture = QImage(300, 100, QImage.Format.Format_RGB32)
    picture.fill(theme.surface)
    painter = QPainter(picture)
    draw(Canvas(painter, theme, QRectF(0, 0, 300, 100), 1.0))
    painter.end()
    return pixels(picture)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_name_has_the_hue_of_its_cell(cell: str, theme: Theme) -> None:
    html = f'<span class="{cell}">MMMM</span> and more'
    shown = painted(lambda canvas: RichText(canvas, html, 300).paint(4, 4), theme)
    assert like(shown, theme.cell_hue(cell), theme.surface)[:, :50].sum() > 60
    assert like(shown, theme.text, theme.surface)[:, 60:].sum() > 40


def test_it_is_wrapped_to_its_width() -> None:
    heights: list[float] = []

    def draw(canvas: Canvas) -> None:
        wide, narrow = (RichText(canvas, "some words that go on", width) for width in (290, 60))
        heights.extend((wide.height, narrow.height))
        narrow.paint(10, 2)

    found = box(ink(painted(draw), LIGHT.surface))
    assert heights[1] > 2 * heights[0]
    assert found.right() <= 70
    assert found.height() > heights[0]


def test_an_exponent_is_raised_and_smaller() -> None:
    def draw(html: str):
        return lambda canvas: power_text(canvas, html, 20, 60, size=30)

    ten = box(ink(painted(draw("10")), LIGHT.surface))
    both = ink(painted(draw("10<sup>8</sup>")), LIGHT.surface)
    raised = box(both[:, ten.right() + 2 :])
    assert raised.top() < ten.top()
    assert raised.bottom() < ten.bottom() - 5
    assert raised.height() < ten.height()


def test_a_power_is_as_wide_as_it_says_and_aligned_by_that() -> None:
    widths: list[float] = []
    html = "÷ 10<sup>−4.2</sup> at “but”"

    def draw(canvas: Canvas) -> None:
        widths.append(power_width(canvas, html, 14, bold=True))
        power_text(canvas, html, 280, 50, size=14, bold=True, align="right")

    found = box(ink(painted(draw), LIGHT.surface))
    assert found.right() == pytest.approx(280, abs=3)
    assert found.left() == pytest.approx(280 - widths[0], abs=3)
