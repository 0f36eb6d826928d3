"""Time scales on screen: every model that is shown, what a dot says, and the picture of its file."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatescope.paint.canvas import Canvas
from gatescope.paint.units.dots import Hit, paint_rings
from gatescope.paint.units.time_scales import TimeScalesLayout, paint_time_scales_body
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.document.document import UnitRef
from gatescope.views.units.time_scales import TimeScalesView
from tests.app.gestures import turn_wheel
from tests.paint.looking import pixels
from tests.plots.units.real import real_run
from tests.views.helpers import said, settle
from tests.views.units.shown import put


def test_in_compare_every_model_is_asked_about(qtbot: QtBot) -> None:
    runs = [real_run(cell) for cell in ("rnn", "gru", "lstm")]
    view, _ = put(qtbot, TimeScalesView(), *runs)
    assert [group.model for group in view.plot().groups] == [
        "toy-lstm",
        "toy-gru",
        "toy-lstm",
        "toy-rnn",
        "toy-gru",
    ]


def test_a_dot_is_chosen_and_tells_of_both_time_scales(qtbot: QtBot) -> None:
    run = real_run()
    view, _ = put(qtbot, TimeScalesView(), run, size=(560, 160))
    told: list[UnitRef] = []
    view.unit_clicked.connect(lambda ref, _extend: told.append(ref))
    layout = view._picture.layout_now
    at = layout.centre(Hit(0, 4)).toPoint()
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=at)
    assert told == [UnitRef(run.model, run.network.parts[0], 4)]
    spot = view.spot_at(at)
    assert "unit 4" in said(spot)
    assert "half-life " in said(spot)
    assert "after another beginning " in said(spot)
    before = view.plot().x
    turn_wheel(view._picture, at)
    assert view.plot().x != before
    view.reset_view()
    assert view.plot().x == before


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("cells", [("lstm",), ("rnn",), ("rnn", "gru", "lstm")])
def test_screen_and_file_are_one_picture(qtbot: QtBot, cells: tuple[str, ...], theme: Theme) -> None:
    view, _ = put(qtbot, TimeScalesView(), *(real_run(cell) for cell in cells), size=(560, 180))
    view.set_theme(theme)
    settle()
    picture = QImage(view.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    canvas, plot = Canvas(painter, theme, QRectF(), 1.0), view.plot()
    layout = TimeScalesLayout(canvas, plot, QRectF(view.rect()).adjusted(9, 0, -9, -8))
    paint_time_scales_body(canvas, plot, layout)
    paint_rings(canvas, plot, layout)
    painter.end()
    assert np.array_equal(pixels(view.grab().toImage()), pixels(picture))
