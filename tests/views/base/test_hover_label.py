"""The label beside the mouse: where it stands, and that all of it can be read."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from pytestqt.qtbot import QtBot

from gatescope.paint.contrast import contrast
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.views.base.hover_label import HoverLabel, placed

SCREEN = QRect(100, 50, 1366, 768)
TEXTS = {
    "head": ValueText("“absolutely” · unit 31 · candidate", "0.52"),
    "equation": ValueText(
        "“<b>” · unit 0", "NaN", ("<i>f</i><sub><i>t</i></sub> = σ(<i>W</i>)", "= σ(0.1 + 2) = 0.89")
    ),
    "long": ValueText("x" * 40, "1", ("= " + " + ".join(["0.25 × 3"] * 40),), note="a note " * 30),
    "rows": ValueText("“all”", rows=tuple(TextRow(f"cell:{one}", one, "10<sup>−1.2</sup>") for one in ("lstm", "gru"))),
}


@pytest.mark.parametrize("seed", range(300))
def test_it_leaves_no_screen_and_covers_neither_cell_nor_mouse(seed: int) -> None:
    drawn = random.Random(seed)
    size = QSize(drawn.randint(60, 460), drawn.randint(20, 260))
    cell = QRect(
        drawn.randint(SCREEN.left(), SCREEN.right() - 60),
        drawn.randint(SCREEN.top(), SCREEN.bottom() - 40),
        drawn.randint(1, 60),
        drawn.randint(1, 40),
    )
    pointer = drawn.choice([None, cell.center(), cell.topLeft(), cell.bottomRight()])
    place = QRect(placed(size, cell, pointer, SCREEN), size)
    assert SCREEN.contains(place)
    assert not place.intersects(cell)
    assert pointer is None or not place.contains(pointer)


def test_a_cell_as_high_as_the_screen_has_it_beside(qtbot: QtBot) -> None:
    cell = QRect(SCREEN.left(), SCREEN.top(), 40, SCREEN.height())
    place = QRect(placed(QSize(300, 90), cell, cell.center(), SCREEN), QSize(300, 90))
    assert SCREEN.contains(place)
    assert not place.intersects(cell)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("name", TEXTS)
def test_all_of_it_is_there_and_can_be_read(qtbot: QtBot, name: str, theme: Theme) -> None:
    label = HoverLabel()
    qtbot.addWidget(label)
    label.set_theme(theme)
    label.show_text(TEXTS[name], QRect(30, 30, 10, 10), QPoint(35, 35))
    assert label.shown == TEXTS[name]
    assert label.width() <= 480
    said = label._document.toPlainText()
    assert TEXTS[name].head in said
    assert TEXTS[name].note.strip() in said
    assert label._document.size().height() <= label.height()
    assert label._document.idealWidth() <= label.width()
    colours = {theme.text, theme.muted, theme.bad}
    assert min(contrast(colour, theme.raised) for colour in colours) >= 4.5
    assert label.accessibleDescription() == TEXTS[name].plain


def test_larger_text_stays_on_the_screen_and_off_the_cell(qtbot: QtBot) -> None:
    label = HoverLabel()
    qtbot.addWidget(label)
    screen = label.screen().availableGeometry()
    cell = QRect(screen.right() - 40, screen.bottom() - 30, 20, 20)
    label.show_text(TEXTS["equation"], cell, cell.center())
    before = label.size()
    label.set_theme(replace(LIGHT, zoom=1.5))
    assert label.width() > before.width()
    assert screen.contains(label.geometry())
    assert not label.geometry().intersects(cell)


def test_it_takes_neither_mouse_nor_keyboard(qtbot: QtBot) -> None:
    label = HoverLabel()
    qtbot.addWidget(label)
    assert label.windowFlags() & Qt.WindowType.WindowTransparentForInput
    assert label.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    assert label.focusPolicy() == Qt.FocusPolicy.NoFocus
    label.show_text(TEXTS["head"], QRect(30, 30, 10, 10), None)
    label.hide()
    assert label.shown is None
