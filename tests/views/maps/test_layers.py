"""The overview of all layers on screen: what a click means, and for which models it is there."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatescope.engine.part import Part
from gatescope.plots.signals import shown_values
from gatescope.session.document.document import UnitRef
from gatescope.views.maps.layers import LayersView
from gatescope.views.maps.layers_picture import LayersPicture
from tests.app.gestures import turn_wheel
from tests.plots.builders import run, snapshot
from tests.views.helpers import focus_on, lstm, put, settle, words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def view(qtbot: QtBot) -> LayersView:
    return LayersView()


def told(view: LayersView) -> list[tuple[str, Any]]:
    found: list[tuple[str, Any]] = []
    view.token_clicked.connect(lambda token: found.append(("token", token)))
    view.unit_clicked.connect(lambda unit, _extend: found.append(("unit", unit)))
    view.part_chosen.connect(lambda part: found.append(("part", part)))
    return found


def picture(view: LayersView) -> LayersPicture:
    (found,) = view.findChildren(LayersPicture)
    return found


def test_a_click_on_a_map_chooses_layer_token_and_unit(qtbot: QtBot, view: LayersView) -> None:
    deep = lstm(10, layers=3)
    put(qtbot, view, deep)
    found, unit = told(view), UnitRef(deep.model, Part.parse("layer1.forward"), 5)
    place = picture(view).cell_of(unit, 7)
    assert place is not None
    QTest.mouseClick(picture(view), Qt.MouseButton.LeftButton, pos=place.cell.center().toPoint())
    assert found == [("token", 7), ("unit", unit), ("part", unit.part)]


def test_a_click_on_a_name_chooses_its_layer_alone(qtbot: QtBot, view: LayersView) -> None:
    deep = lstm(10, layers=2)
    put(qtbot, view, deep)
    found, part = told(view), Part.parse("layer0.forward")
    place = picture(view).cell_of(UnitRef(deep.model, part, 0), 0)
    assert place is not None
    QTest.mouseClick(picture(view), Qt.MouseButton.LeftButton, pos=QPoint(30, round(place.cell.center().y())))
    assert found == [("part", part)]


def test_the_label_tells_the_value_that_is_under_the_mouse(qtbot: QtBot, view: LayersView) -> None:
    deep = lstm(6, layers=2, directions=("forward", "reverse"))
    put(qtbot, view, deep)
    for part in deep.network.parts:
        place = picture(view).cell_of(UnitRef(deep.model, part, 3), 4)
        assert place is not None
        spot = view.spot_at(picture(view).mapTo(view, place.cell.center().toPoint()))
        assert spot is not None
        assert spot.value.number == shown_values(deep, part, "hidden_state")[4, 3]


def test_the_layer_in_focus_is_marked(qtbot: QtBot, view: LayersView) -> None:
    deep = lstm(6, layers=2)
    shown = put(qtbot, view, deep, part=Part.parse("layer0.forward"))
    below = view.grab().toImage()
    view.show_focus(shown, focus_on(shown, part=Part.parse("layer1.forward")))
    settle()
    assert view.grab().toImage() != below


def test_the_wheel_zooms_the_tokens_and_show_all_undoes_it(qtbot: QtBot, view: LayersView) -> None:
    put(qtbot, view, lstm(40, layers=2))
    before = view.grab().toImage()
    turn_wheel(picture(view), picture(view).rect().center())
    settle()
    assert view.grab().toImage() != before
    view.reset_view()
    settle()
    assert view.grab().toImage() == before


def test_it_is_there_for_deep_networks_alone(qtbot: QtBot, view: LayersView) -> None:
    qtbot.addWidget(view)
    flat, deep, both = run(), run(layers=2), run(directions=("forward", "reverse"))
    assert view.is_idle(snapshot(flat))
    assert not view.is_idle(snapshot(deep))
    assert not view.is_idle(snapshot(both))
    assert not view.is_idle(snapshot(flat, deep))


def test_without_tokens_it_says_what_to_do(qtbot: QtBot, view: LayersView) -> None:
    put(qtbot, view, run(words(0), layers=2))
    assert view._veil.text.startswith("Type a sentence")
