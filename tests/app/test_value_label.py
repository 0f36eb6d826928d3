"""One label says what is under the mouse, in every view, whatever moves; and at the cursor for the keyboard."""

from __future__ import annotations

from operator import attrgetter

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gatescope.app.start.application import Desktop
from gatescope.views.analyses.connectivity_picture import ConnectivityPicture
from gatescope.views.analyses.pairs_picture import PairsPicture
from gatescope.views.cell.cell_picture import CellPicture
from gatescope.views.weights.matrix_map import MatrixMap
from tests.app.gestures import turn_wheel
from tests.app.label_truth import label_faults, misses
from tests.app.test_hover import move
from tests.rest import rest

TEXT = "The film was not good at all, but the end of it was absolutely wonderful to me."
SHOWN = {
    "rnn": ["sentiment-rnn"],
    "gru": ["sentiment-gru"],
    "lstm": ["sentiment-lstm"],
    "compare": ["sentiment-rnn", "sentiment-gru", "sentiment-lstm"],
}
PAINTED = {"gradients": "lines", "connectivity": "blocks", "ledger": "panels", "pairs": "panels", "cell": "wirings"}
"""Views of analyses, and what of their plot is there once the answer is."""
VIEWS = ("heatmaps", "traces", "readout", "weights", "chips", *PAINTED)
COLUMN_ALONE = ("traces", "readout", "gradients", "ledger")


def part(desktop: Desktop, name: str) -> QWidget:
    """The widget of a view that the mouse is over."""
    window = desktop.window
    if name == "chips":
        return window.sentence._chips
    view = window.views[name]
    if name == "weights":
        return view.findChild(MatrixMap)
    return view._picture if name in PAINTED else view._plot_area.viewport()


def point(widget: QWidget) -> QPoint:
    if isinstance(widget, CellPicture):
        frame = widget.panes[0].frame
        return frame.strip(frame.wiring.vector("hidden_state_before")).center().toPoint()
    if isinstance(widget, ConnectivityPicture | PairsPicture):
        # What is in their middle depends on where the words break.
        spot = widget.spot_at_cursor()
        assert spot is not None
        return widget.mapFromGlobal(spot.cell.center())
    return QPoint(widget.width() * 2 // 3, min(widget.height() // 2, widget.height() - 20))


@pytest.fixture
def shown(qtbot: QtBot, desktop: Desktop, request: pytest.FixtureRequest) -> tuple[Desktop, str]:
    """The window with models and a view in front."""
    models, name = request.param
    window, session = desktop.window, desktop.session
    window.resize(1280, 820)
    window.arrangements.show("cell" if name == "cell" else "why" if name in PAINTED else "watch")
    session.show(SHOWN[models])
    session.edit_text(TEXT, len(TEXT))
    qtbot.waitUntil(lambda: not session.computing and [r.model for r in session.snapshot.runs] == SHOWN[models])
    qtbot.waitUntil(lambda: session.snapshot.text == TEXT)
    if name in PAINTED:
        window.dock_host.docks[name].raise_()
        view = window.views[name]
        answered = attrgetter(PAINTED[name])
        qtbot.waitUntil(lambda: view._picture.shown is not None and bool(answered(view._picture.shown)), timeout=20_000)
    rest(desktop)
    return desktop, name


def matrix_of_views() -> pytest.MarkDecorator:
    # An RNN has no ledger, so there is no value to point at.
    cases = [(models, name) for models in SHOWN for name in VIEWS if (models, name) != ("rnn", "ledger")]
    return pytest.mark.parametrize("shown", cases, indirect=True, ids=["-".join(case) for case in cases])


def settle(qtbot: QtBot, desktop: Desktop) -> None:
    rest(desktop)


def check(qtbot: QtBot, desktop: Desktop, name: str, at: QPoint) -> None:
    """`at` is on the screen: what a view shows first may move all of it under the mouse."""
    window = desktop.window
    assert list(label_faults(window, desktop.session.snapshot)) == []
    spot = window.value_label.spot
    widget = part(desktop, name)
    if spot is None:
        # What changed may have put a gap between two maps under the mouse.
        view = window.sentence if name == "chips" else window.views[name]
        assert view.spot_at(view.mapFromGlobal(at)) is None
        return
    # The answer of an analysis, and with it the label, may be later than the snapshot.
    qtbot.waitUntil(window.value_label.label.isVisible)
    spot = window.value_label.spot
    if name in COLUMN_ALONE:
        axis = widget if name in PAINTED else widget.parent()
        assert spot.value.token == axis.token_at(axis.mapFromGlobal(at).x())
    else:
        assert not misses(spot, at)


@pytest.mark.slow
@matrix_of_views()
def test_it_is_the_value_under_the_mouse_while_everything_else_moves(qtbot: QtBot, shown: tuple[Desktop, str]) -> None:
    desktop, name = shown
    session, window, widget = desktop.session, desktop.window, part(desktop, name)
    at = point(widget)
    there = widget.mapToGlobal(at)
    move(widget, at.x(), at.y())
    settle(qtbot, desktop)
    check(qtbot, desktop, name, there)
    before = window.value_label.label.shown
    turn_wheel(widget, at)
    settle(qtbot, desktop)
    check(qtbot, desktop, name, there)
    turn_wheel(widget, at, Qt.KeyboardModifier.ShiftModifier)
    settle(qtbot, desktop)
    check(qtbot, desktop, name, there)
    QTest.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, desktop)
    for model in session.document.shown:
        network = session.document.networks[model]
        stronger = {key: network.array(key) * 1.7 for key in network.keys() if ".U." in key}  # noqa: SIM118
        session.set_parameters(model, stronger, label="Stronger")
    settle(qtbot, desktop)
    if name in PAINTED and name in COLUMN_ALONE:
        qtbot.waitUntil(lambda: window.value_label.spot is not None, timeout=20_000)
        rest(desktop)
    check(qtbot, desktop, name, there)
    assert window.value_label.spot is None or window.value_label.label.shown != before
    session.edit_text("Well. " + TEXT, 5)
    settle(qtbot, desktop)
    if name in PAINTED and name in COLUMN_ALONE:
        qtbot.waitUntil(lambda: window.value_label.spot is not None, timeout=20_000)
        rest(desktop)
    check(qtbot, desktop, name, there)
    session.edit_text("", 0)
    settle(qtbot, desktop)
    assert list(label_faults(window, session.snapshot)) == []
    assert name == "weights" or not window.value_label.label.isVisible()
    QApplication.sendEvent(widget, QEvent(QEvent.Type.Leave))
    owner = widget.parent() if name in ("heatmaps", "traces", "readout") else widget
    QApplication.sendEvent(owner, QEvent(QEvent.Type.Leave))
    assert not window.value_label.label.isVisible()


@pytest.mark.slow
@matrix_of_views()
def test_a_key_shows_it_at_the_cursor_and_escape_hides_it(qtbot: QtBot, shown: tuple[Desktop, str]) -> None:
    desktop, name = shown
    session, window, label = desktop.session, desktop.window, desktop.window.value_label
    widget = part(desktop, name)
    if name == "weights":
        widget.cell_selected.emit(1, 2)
    session.set_token(3)
    widget.setFocus() if name != "heatmaps" else window.heatmaps._plot_area.setFocus()
    if name in ("traces", "readout"):
        widget.parent().setFocus()
    desktop.controller.actions["value_at_cursor"].trigger()
    qtbot.waitUntil(lambda: label.label.isVisible())
    assert name == "weights" or label.spot.value.token == 3
    assert list(label_faults(window, session.snapshot)) == []
    first = label.label.shown
    session.step(1)
    settle(qtbot, desktop)
    assert list(label_faults(window, session.snapshot)) == []
    assert label.label.shown != first
    assert label.spot.value.token == 4
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not label.label.isVisible()
    desktop.controller.actions["value_at_cursor"].trigger()
    qtbot.waitUntil(lambda: label.label.isVisible())
    desktop.controller.actions["value_at_cursor"].trigger()
    assert not label.label.isVisible()


def test_a_resting_mouse_takes_nothing_from_the_cursor_and_a_moved_one_does(qtbot: QtBot, desktop: Desktop) -> None:
    session, window, label = desktop.session, desktop.window, desktop.window.value_label
    session.edit_text(TEXT, len(TEXT))
    settle(qtbot, desktop)
    widget = part(desktop, "heatmaps")
    move(widget, 100, 40)
    qtbot.waitUntil(lambda: label.label.isVisible())
    hovered = label.spot.value.token
    wanted = (hovered + 5) % 15
    session.set_token(wanted)
    desktop.controller.actions["value_at_cursor"].trigger()
    assert label.spot.value.token == wanted
    session.edit_text(TEXT + " so", len(TEXT))
    settle(qtbot, desktop)
    assert label.follows_cursor
    QTest.keyClick(window, Qt.Key.Key_Escape)
    session.edit_text(TEXT + " so", len(TEXT))
    settle(qtbot, desktop)
    assert not label.label.isVisible()
    move(widget, 140, 40)
    qtbot.waitUntil(lambda: label.label.isVisible())
    window.hide()
    assert not label.label.isVisible()


def test_it_costs_nothing_while_the_mouse_is_elsewhere(qtbot: QtBot, desktop: Desktop, monkeypatch) -> None:
    told: list[object] = []
    for view in (desktop.window.sentence, *desktop.window.views.values()):
        view.hovered.connect(told.append)
    monkeypatch.setattr(type(desktop.window.value_label.label), "show_text", lambda *_: told.append("laid out"))
    for end in (" so", " so b", " so ba"):
        desktop.session.edit_text(TEXT + end, len(TEXT) + len(end))
        settle(qtbot, desktop)
    desktop.session.step(-1)
    assert [one for one in told if one is not None] == []
