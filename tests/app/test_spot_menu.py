"""The menus of every view, by mouse and by key: copy, choose, hold and release."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from gatescope.app.start.application import Desktop
from gatescope.engine.interventions import Clamp
from gatescope.formats.conventions.override import override
from gatescope.session.document.document import UnitRef
from gatescope.views.maps.heatmaps import HeatmapsView
from tests.app.test_value_label import matrix_of_views, part, point, settle, shown

__all__ = ["shown"]
# The offscreen platform has no pop-ups that take the keyboard.
pytestmark = [pytest.mark.slow, pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)]


def entries(desktop: Desktop) -> dict[str, QAction]:
    menu = desktop.controller.spot_menu.menu
    assert menu is not None
    assert menu.isVisible()
    shown = [action for action in menu.actions() if not action.isSeparator()]
    return {action.text().replace("&&", "\0").replace("&", "").replace("\0", "&"): action for action in shown}


def open_by(
    desktop: Desktop, name: str, reason: QContextMenuEvent.Reason, at: QPoint | None = None
) -> dict[str, QAction]:
    widget = part(desktop, name)
    at = at or point(widget)
    event = QContextMenuEvent(reason, at, widget.mapToGlobal(at))
    QApplication.sendEvent(widget, event)
    return entries(desktop)


def _unit_at(maps: HeatmapsView, place: QPoint) -> UnitRef | None:
    spot = maps.spot_at(place)
    return None if spot is None else spot.value.unit


def frames(maps: HeatmapsView) -> list[QRectF]:
    """Where something is held, in pixels of the plot area."""
    area = maps._plot_area.area
    return [place.translated(area.topLeft()) for place in maps._frames._clamped]


def starting(found: dict[str, QAction], text: str) -> QAction:
    return next(action for said, action in found.items() if said.startswith(text))


@pytest.mark.parametrize("reason", [QContextMenuEvent.Reason.Mouse, QContextMenuEvent.Reason.Keyboard])
@matrix_of_views()
def test_every_view_offers_what_applies_to_it(qtbot: QtBot, shown, reason: QContextMenuEvent.Reason) -> None:
    desktop, name = shown
    if name == "weights":
        part(desktop, name).cell_selected.emit(1, 2)
    found = open_by(desktop, name, reason)
    head, *_ = found
    assert not found[head].isEnabled()
    clipboard = QApplication.clipboard()
    starting(found, "Copy as text").trigger()
    assert clipboard.text().startswith(head)
    if name not in ("chips",):
        clipboard.clear()
        starting(found, "Copy plot").trigger()
        qtbot.waitUntil(lambda: not clipboard.image().isNull())
    if name in ("heatmaps", "traces", "readout", "weights"):
        starting(found, "Copy value").trigger()
        assert abs(float(clipboard.text())) < 100
    assert any(said.startswith("Hold") for said in found) == (name in ("heatmaps", "traces", "cell"))
    of_units = ("heatmaps", "traces", "weights", "cell", "pairs")
    assert any(said.startswith("Choose unit") for said in found) == (name in of_units)
    assert not any(said.startswith("Release") for said in found)
    desktop.controller.spot_menu.menu.close()


@pytest.mark.parametrize("shown", [(models, "heatmaps") for models in ("rnn", "gru", "lstm", "compare")], indirect=True)
@pytest.mark.parametrize("alone", [False, True], ids=["whole text", "one word"])
def test_a_held_gate_is_marked_and_released_and_both_are_undone(qtbot: QtBot, shown, alone: bool) -> None:
    desktop, name = shown
    session, window = desktop.session, desktop.window
    badge = window.status.findChild(QToolButton, "heldBadge")
    assert badge.isHidden()
    found = open_by(desktop, name, QContextMenuEvent.Reason.Mouse)
    spot = window.heatmaps.spot_at(
        window.heatmaps.mapFromGlobal(part(desktop, name).mapToGlobal(point(part(desktop, name))))
    )
    value = spot.value
    starting(found, "Hold it on" if alone else "Hold ").trigger()
    settle(qtbot, desktop)
    ref = value.unit
    (clamp,) = session.document.interventions[ref.model].items
    assert clamp == Clamp(
        value.signal,
        pytest.approx(value.number),
        (ref.unit,),
        range(value.token, value.token + 1) if alone else None,
        ref.part.layer,
        ref.part.direction,
    )
    run = session.snapshot.run(ref.model)
    kept = run.trace[f"{ref.part}.{value.signal}"][:, ref.unit]
    assert kept[value.token] == pytest.approx(value.number)
    assert alone or (kept == kept[0]).all()
    marks = frames(window.heatmaps)
    assert len(marks) == 1
    assert (marks[0].width() < window.heatmaps._plot_area.area.width() / 2) == alone
    labels = [label for label in window.heatmaps._labels.labels if "held" in label.accessibleName()]
    assert [(label._panel.model, label._panel.signal) for label in labels] == [(ref.model, value.signal)]
    assert (badge.text(), badge.isVisible()) == ("1 held", True)
    assert value.signal in badge.toolTip()
    # What was held is shown with what changed above the maps, which makes them lower.
    near = [marks[0].center().toPoint() + QPoint(0, down) for down in range(-3, 4)]
    maps = window.heatmaps
    there = next(at for at in near if _unit_at(maps, maps._plot_area.mapTo(maps, at)) == ref)
    again = open_by(desktop, name, QContextMenuEvent.Reason.Mouse, there)
    starting(again, f"Release {value.signal.replace('_', ' ')} of unit").trigger()
    settle(qtbot, desktop)
    assert not session.document.interventions
    assert frames(window.heatmaps) == []
    session.undo_stack.undo()
    settle(qtbot, desktop)
    assert (len(frames(window.heatmaps)), badge.isVisible()) == (1, True)
    QTest.mouseClick(badge, Qt.MouseButton.LeftButton)
    settle(qtbot, desktop)
    assert (not session.document.interventions, badge.isVisible()) == (True, False)
    session.undo_stack.undo()
    session.undo_stack.undo()
    settle(qtbot, desktop)
    assert not session.document.interventions


def test_beside_every_value_the_menu_still_has_the_plot(qtbot: QtBot, desktop: Desktop) -> None:
    desktop.session.edit_text("good film", 9)
    settle(qtbot, desktop)
    maps = desktop.window.heatmaps
    corner = QPoint(2, maps.height() - 3)
    QApplication.sendEvent(maps, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, corner, maps.mapToGlobal(corner)))
    assert list(entries(desktop)) == ["Copy plot of gates and states", "Figure with gates and states…"]
    desktop.controller.spot_menu.menu.close()


@pytest.mark.parametrize("shown", [("gru", "heatmaps")], indirect=True)
def test_a_menu_goes_with_the_models_it_is_about(qtbot: QtBot, shown) -> None:
    """A project that was being read may be there while it is open; typing and playback leave it open."""
    desktop, name = shown
    open_by(desktop, name, QContextMenuEvent.Reason.Mouse)
    menu = desktop.controller.spot_menu.menu
    desktop.session.step(-1)
    desktop.session.edit_text("good film", 9)
    settle(qtbot, desktop)
    assert menu.isVisible()
    desktop.session.close_model("sentiment-gru")
    assert not menu.isVisible()
    settle(qtbot, desktop)
    assert desktop.controller.spot_menu.menu is None
    assert not isValid(menu)


@pytest.mark.parametrize("shown", [("gru", "heatmaps")], indirect=True)
def test_the_badge_tells_an_update_gate_as_the_person_held_it(qtbot: QtBot, shown) -> None:
    desktop, _name = shown
    session = desktop.session
    model = session.document.models["sentiment-gru"]
    session.replace_model(
        replace(model, network=override(model.network, {"update_gate_keeps": "new"})), label="Read z the other way"
    )
    settle(qtbot, desktop)
    run, maps = session.snapshot.run("sentiment-gru"), desktop.window.heatmaps
    place = next(
        QPoint(x, y)
        for y in range(maps.height())
        for x in (maps.width() // 2,)
        if (spot := maps.spot_at(QPoint(x, y))) is not None and spot.value.signal == "update_gate"
    )
    value = maps.spot_at(place).value
    desktop.controller.spot_menu.open(maps, maps.spot_at(place), maps.mapToGlobal(place))
    starting(entries(desktop), "Hold update gate").trigger()
    settle(qtbot, desktop)
    (clamp,) = session.document.interventions[run.model].items
    assert clamp.value == pytest.approx(1 - value.number)
    badge = desktop.window.status.findChild(QToolButton, "heldBadge")
    assert f"update_gate={value.number:g}@u{value.unit.unit}" in badge.toolTip()
