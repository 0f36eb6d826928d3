"""The badge of the first bad value stands inside of its area, whole, whatever that is wide."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QWidget

from gatescope.plots.theme import DARK, LIGHT
from gatescope.session.run.snapshot import BadStep
from gatescope.views.base.bad_badge import BadBadge
from tests.views.helpers_controls import make_model, make_snapshot
from tests.window_text import cut_texts


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("width", [160, 300, 900])
def test_the_badge_is_whole_inside_of_its_area(qtbot, width, theme):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(1000, 400)
    badge = BadBadge(window)
    badge.set_theme(theme)
    window.show()
    badge.show_runs(make_snapshot("good", make_model(), bad=BadStep(0, "good", "preactivation.forget_gate", 3)).runs)
    area = QRect(40, 20, width, 300)
    badge.place(area)
    assert badge.isVisible()
    assert area.contains(badge.geometry())
    assert cut_texts(window) == []
