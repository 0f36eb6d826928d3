"""The range beside a map: both numbers, and between them the map's own colours."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from gatescope.paint.colour_bar import ColourBar
from gatescope.plots.colours import OUTSIDE, table
from gatescope.plots.theme import DARK, LIGHT, UI_FAMILY, Theme
from tests.paint.looking import box, has, ink, pixels


def font() -> QFont:
    made = QFont(UI_FAMILY)
    made.setPixelSize(11)
    return made


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_the_bar_runs_through_the_colours_of_the_map_between_its_numbers(theme: Theme) -> None:
    bar = ColourBar(font(), QSizeF(90, 8))
    picture = QImage(200, 30, QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    bar.paint(painter, 10, 18, -2.5, 2.5, "signed", theme)
    painter.end()
    shown = pixels(picture)
    frame = box(has(shown, theme.border), least=8)
    assert (frame.width(), frame.height()) == (92, 10)
    row = shown[frame.center().y(), frame.left() + 1 : frame.right()].astype(int)
    wanted = table("signed", theme)[np.linspace(1, 255, 90).round().astype(int), :3].astype(int)
    assert np.abs(row - wanted).max() <= 12
    inked = ink(shown, theme.surface)
    inked[:, frame.left() : frame.right() + 1] = False
    numbers = box(inked)
    assert 10 <= numbers.left() < frame.left()
    assert frame.right() < numbers.right() <= 10 + bar.width(-2.5, 2.5)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize(("name", "ends"), [("signed", (1, 255)), ("cell_state", (255,))])
def test_arrows_say_that_values_lie_beyond_the_range(theme: Theme, name: str, ends: tuple[int, ...]) -> None:
    for colours, marked in ((name, False), (name + OUTSIDE, True)):
        picture = QImage(200, 30, QImage.Format.Format_RGB32)
        picture.fill(QColor(theme.surface))
        painter = QPainter(picture)
        ColourBar(font(), QSizeF(90, 8)).paint(painter, 10, 18, -2.5, 2.5, colours, theme)
        painter.end()
        for end in ends:
            red, green, blue = (int(part) for part in table(name + OUTSIDE, theme)[end, :3])
            found = has(pixels(picture), QColor(red, green, blue).name())
            assert (found.sum() >= 6) == marked
