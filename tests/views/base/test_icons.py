"""The bundled icons in the colours of a theme."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QIcon, QImage
from pytestqt.qtbot import QtBot

from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.views.base import icons


def image(drawn: QIcon, mode: QIcon.Mode, state: QIcon.State) -> QImage:
    return drawn.pixmap(20, 20, mode, state).toImage().convertToFormat(QImage.Format.Format_ARGB32)


@pytest.mark.usefixtures("qtbot")
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_all_that_an_icon_covers_has_the_colour_of_its_state(theme: Theme) -> None:
    expected = {
        (QIcon.Mode.Normal, QIcon.State.Off): theme.text,
        (QIcon.Mode.Disabled, QIcon.State.Off): theme.muted,
        (QIcon.Mode.Normal, QIcon.State.On): theme.on_accent,
    }
    strongest: dict[QIcon.Mode, int] = {}
    for (mode, state), colour in expected.items():
        drawn = image(icons.icon("undo", theme), mode, state)
        covered = [drawn.pixelColor(x, y) for x in range(20) for y in range(20)]
        most = max(covered, key=QColor.alpha)
        strongest[mode] = most.alpha()
        for found, wanted in zip(most.getRgb()[:3], QColor(colour).getRgb()[:3], strict=True):
            assert abs(found - wanted) <= 2
    assert strongest[QIcon.Mode.Normal] > 150
    assert strongest[QIcon.Mode.Disabled] < 0.8 * strongest[QIcon.Mode.Normal]


def test_another_theme_draws_no_shape_again(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    icons.icon("redo", LIGHT)
    icons.icon.cache_clear()

    def drawn_again(*_: object) -> None:
        raise AssertionError("an SVG was drawn again")

    monkeypatch.setattr(icons, "_pixmap", drawn_again)
    assert not icons.icon("redo", DARK).isNull()
