"""The mouse over a token axis: what is a click, what is a drag, and what the wheel does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent

from gatescope.views.tokens.gestures import Press, turn_wheel
from gatescope.views.tokens.range import TokenRange

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
NONE = Qt.KeyboardModifier.NoModifier


def mouse(kind: QEvent.Type, x: float, button: Qt.MouseButton = LEFT) -> QMouseEvent:
    return QMouseEvent(kind, QPointF(x, 0.0), QPointF(x, 0.0), button, button, NONE)


def wheel(x: int, y: int, modifiers: Qt.KeyboardModifier = NONE) -> QWheelEvent:
    return QWheelEvent(
        QPointF(), QPointF(), QPoint(), QPoint(x, y), Qt.MouseButton.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase,
        False,
    )  # fmt: skip


def test_a_press_that_hardly_moves_is_a_click() -> None:
    press = Press()
    press.begin(mouse(QEvent.Type.MouseButtonPress, 10.0))
    assert press.moved(QPointF(13.0, 0.0)) is None
    assert press.end(mouse(QEvent.Type.MouseButtonRelease, 13.0)) is True
    assert press.start is None


def test_a_press_that_moves_is_a_drag_by_every_pixel() -> None:
    press = Press()
    press.begin(mouse(QEvent.Type.MouseButtonPress, 10.0))
    assert press.moved(QPointF(15.0, 0.0)) == QPointF(5.0, 0.0)
    assert press.moved(QPointF(14.0, 0.0)) == QPointF(-1.0, 0.0)
    assert press.end(mouse(QEvent.Type.MouseButtonRelease, 14.0)) is False


def test_a_drag_may_begin_at_once() -> None:
    press = Press()
    press.begin(mouse(QEvent.Type.MouseButtonPress, 10.0))
    press.drag_to(QPointF(11.0, 0.0))
    assert press.end(mouse(QEvent.Type.MouseButtonRelease, 11.0)) is False


def test_other_buttons_and_a_double_click_begin_and_end_nothing() -> None:
    press = Press()
    press.begin(mouse(QEvent.Type.MouseButtonPress, 10.0, RIGHT))
    assert press.start is None
    assert press.end(mouse(QEvent.Type.MouseButtonRelease, 10.0)) is None
    press.begin(mouse(QEvent.Type.MouseButtonPress, 10.0))
    assert press.end(mouse(QEvent.Type.MouseButtonRelease, 10.0, RIGHT)) is None
    press.forget()
    assert press.moved(QPointF(90.0, 0.0)) is None
    assert press.end(mouse(QEvent.Type.MouseButtonRelease, 90.0)) is None


@pytest.fixture
def stretch(qtbot: object) -> TokenRange:
    found = TokenRange()
    found.set_tokens(80, None)
    return found


def test_the_wheel_zooms_where_it_points(stretch: TokenRange) -> None:
    turn_wheel(stretch, wheel(0, 120), 20.0)
    assert stretch.span == pytest.approx(64.0)
    assert (20.0 - stretch.first) / stretch.span == pytest.approx(20.0 / 80.0)


@pytest.mark.parametrize("event", [wheel(-120, 0), wheel(0, -120, Qt.KeyboardModifier.ShiftModifier)])
def test_shift_or_a_wheel_that_turns_sideways_pans_by_a_tenth(stretch: TokenRange, event: QWheelEvent) -> None:
    turn_wheel(stretch, wheel(0, 120), 40.0)
    first = stretch.first
    turn_wheel(stretch, event, 40.0)
    assert stretch.first == pytest.approx(first + 6.4)
    assert stretch.span == pytest.approx(64.0)


def test_ctrl_zooms_across_the_tokens_where_there_is_something_to_zoom(stretch: TokenRange) -> None:
    factors: list[float] = []
    event = wheel(0, 120, Qt.KeyboardModifier.ControlModifier)
    turn_wheel(stretch, event, 20.0, factors.append)
    assert factors == [pytest.approx(0.8)]
    assert stretch.span == 80.0
    turn_wheel(stretch, event, 20.0)
    assert stretch.span == pytest.approx(64.0)
