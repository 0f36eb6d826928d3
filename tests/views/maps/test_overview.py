"""The strip of the whole text: what it says, what it moves, and that it costs no drawing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gatescope.plots.overview import place_in_text
from gatescope.session.document.document import UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.run.snapshot import Snapshot
from gatescope.views.maps.heatmaps import HeatmapsView
from gatescope.views.maps.overview import OverviewStrip
from tests.plots.builders import run, snapshot
from tests.views.helpers import focus_on, lstm, put, settle, words

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

COUNT = 600


@pytest.fixture
def view(qtbot: QtBot) -> HeatmapsView:
    return HeatmapsView()


@pytest.fixture
def shown(qtbot: QtBot, view: HeatmapsView) -> Snapshot:
    return put(qtbot, view, lstm(COUNT), token=COUNT - 1)


def send(strip: OverviewStrip, kind: QEvent.Type, x: float) -> None:
    at = QPointF(x, 16.0)
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(strip, QMouseEvent(kind, at, strip.mapToGlobal(at), button, buttons, none))
    settle()


def drag(strip: OverviewStrip, start: float, stop: float) -> None:
    send(strip, QEvent.Type.MouseButtonPress, start)
    for step in range(1, 6):
        send(strip, QEvent.Type.MouseMove, start + (stop - start) * step / 5)
    send(strip, QEvent.Type.MouseButtonRelease, stop)


def x_of(view: HeatmapsView, token: float) -> float:
    return view._overview._x_of(token)


def test_it_shows_while_a_part_of_the_text_is_out_of_sight(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, lstm(20))
    assert not view._overview.isVisible()
    long = snapshot(lstm(COUNT))
    view.show_snapshot(long, focus_on(long, token=COUNT - 1))
    settle()
    assert view._overview.isVisible()
    assert view._overview.y() >= view._plot_area.geometry().bottom()
    view.token_range.show(0.0, COUNT)
    settle()
    assert not view._overview.isVisible()


def test_it_says_which_tokens_are_in_sight(view: HeatmapsView, shown: Snapshot) -> None:
    first = int(view.token_range.first) + 1
    assert view._overview.place == f"{first}–{COUNT} of {COUNT}"
    assert view._overview.accessibleName() == f"Whole text: tokens {first}–{COUNT} of {COUNT}"
    assert place_in_text(1917.0, 2007.0, 2007) == "1\u202f918–2\u202f007 of 2\u202f007"
    assert place_in_text(0.0, 8.0, 3) == "1–3 of 3"


def test_it_lies_below_the_maps_and_ends_with_them(view: HeatmapsView, shown: Snapshot) -> None:
    area, left = view._plot_area.area, view._plot_area.x()
    assert x_of(view, 0) == left + area.left()
    assert x_of(view, COUNT) == left + area.right()
    frame = view._overview.frame
    assert frame.right() == pytest.approx(x_of(view, COUNT), abs=1)
    assert frame.left() == pytest.approx(x_of(view, view.token_range.first), abs=1)


def test_dragging_the_frame_moves_the_maps_and_is_no_click(view: HeatmapsView, shown: Snapshot) -> None:
    heard: list[int] = []
    view.token_clicked.connect(heard.append)
    span, middle = view.token_range.span, view._overview.frame.center().x()
    drag(view._overview, middle, middle - (x_of(view, 300) - x_of(view, 0)))
    assert view.token_range.span == span
    assert view.token_range.last == pytest.approx(COUNT - 300, abs=2)
    assert view._plot_area.stretch == (view.token_range.first, view.token_range.last)
    assert heard == []


@pytest.mark.parametrize("end", ["first", "last"])
def test_dragging_an_end_zooms(view: HeatmapsView, shown: Snapshot, end: str) -> None:
    view.token_range.show(200.0, 300.0)
    settle()
    frame = view._overview.frame
    start, stop = (frame.left(), x_of(view, 100)) if end == "first" else (frame.right(), x_of(view, 400))
    drag(view._overview, start, stop)
    found = view.token_range.first, view.token_range.last
    assert found == pytest.approx((100, 300) if end == "first" else (200, 400), abs=3)


def test_a_click_goes_there(view: HeatmapsView, shown: Snapshot) -> None:
    heard: list[int] = []
    view.token_clicked.connect(heard.append)
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
        send(view._overview, kind, x_of(view, 250.5))
    assert heard == [pytest.approx(250, abs=1)]
    assert (view.token_range.first + view.token_range.last) / 2 == pytest.approx(250.5, abs=1)


def test_a_double_click_shows_all_and_takes_the_click_back(view: HeatmapsView, shown: Snapshot) -> None:
    undone: list[bool] = []
    view.click_undone.connect(lambda: undone.append(True))
    for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.MouseButtonDblClick):
        send(view._overview, kind, x_of(view, 250.5))
    assert undone == [True]
    assert (view.token_range.first, view.token_range.last) == (0.0, COUNT)


def test_keys_move_and_zoom_the_frame(view: HeatmapsView, shown: Snapshot) -> None:
    strip, seen = view._overview, view.token_range
    span = seen.span
    assert strip.focusPolicy() & Qt.FocusPolicy.TabFocus
    QTest.keyClick(strip, Qt.Key.Key_Home)
    assert seen.first == 0.0
    QTest.keyClick(strip, Qt.Key.Key_PageDown)
    assert seen.first == pytest.approx(span)
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert seen.first == pytest.approx(1.1 * span)
    QTest.keyClick(strip, Qt.Key.Key_Left)
    assert seen.first == pytest.approx(span)
    QTest.keyClick(strip, Qt.Key.Key_Up)
    assert seen.span == pytest.approx(0.8 * span)
    QTest.keyClick(strip, Qt.Key.Key_End)
    assert seen.last == COUNT


def test_letters_are_left_to_the_sentence(view: HeatmapsView, shown: Snapshot) -> None:
    before = view.token_range.first
    QTest.keyClick(view._overview, Qt.Key.Key_A)
    assert view.token_range.first == before


def test_the_wheel_scrolls(view: HeatmapsView, shown: Snapshot) -> None:
    strip, before = view._overview, view.token_range.first
    at = QPointF(x_of(view, 100), 16)
    none = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(
        at, strip.mapToGlobal(at), QPoint(), QPoint(0, 240), Qt.MouseButton.NoButton, none[0], none[1], False
    )
    QApplication.sendEvent(strip, event)
    assert view.token_range.first == pytest.approx(before - 0.2 * view.token_range.span)


def test_the_picture_is_kept_until_the_text_or_the_shade_changes(view: HeatmapsView, shown: Snapshot) -> None:
    strip = view._overview
    strip.grab()
    kept = strip.row.cacheKey()
    view.show_focus(shown, focus_on(shown, token=3))
    view.token_range.pan(-40.0)
    settle()
    strip.grab()
    assert strip.row.cacheKey() == kept
    view.show_focus(shown, focus_on(shown, token=3, shading=Shading("forget_gate")))
    strip.grab()
    assert strip.row.cacheKey() != kept


def test_it_is_shaded_as_the_words_are(view: HeatmapsView, shown: Snapshot) -> None:
    unit = UnitRef("toy-lstm", shown.runs[0].network.parts[-1], 3)
    view.show_focus(shown, focus_on(shown, shading=Shading("forget_gate"), units=(unit,)))
    panel = view._overview._panel
    assert panel is not None
    assert (panel.values[:, 0] == shown.runs[0].trace[f"{unit.part}.forget_gate"][:, 3]).all()
    assert (panel.low, panel.high, panel.colours) == (0.0, 1.0, "forget_gate")


def test_a_text_of_more_tokens_than_pixels_is_one_picture_of_the_strips_width(qtbot: QtBot, view: HeatmapsView) -> None:
    put(qtbot, view, run(words(30_000), "rnn", units=2), token=15_000)
    view._overview.grab()
    assert view._overview.row.width() <= view.width() * view.devicePixelRatioF()
    assert view._overview.frame.width() >= 8.0


def test_another_height_leaves_the_stretch_where_the_person_put_it(view: HeatmapsView, shown: Snapshot) -> None:
    view.token_range.show(100.0, 150.0)
    settle()
    view.resize(view.width(), view.height() - 40)
    settle()
    assert (view.token_range.first, view.token_range.last) == (100.0, 150.0)
