"""What a hand does in a view of the window."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_MOUSE = Qt.MouseButton


def turn_wheel(
    widget: QWidget,
    at: QPoint,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    notches: int = 4,
) -> None:
    """Turn the wheel over the point `at` of `widget`, away from the person where `notches` are positive."""
    there = QPointF(widget.mapToGlobal(at))
    turned = QPoint(0, 120 * notches)
    event = QWheelEvent(
        QPointF(at), there, QPoint(), turned, _MOUSE.NoButton, modifiers, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(widget, event)


def part_at(view: QWidget, at: QPoint) -> QWidget:
    """The part of `view` that lies at the point `at` of it."""
    return view.childAt(at) or view


def click_into(view: QWidget, at: QPoint | None = None) -> None:
    """Click in the middle of `view`, or at `at`, on whatever part of it lies there."""
    at = at or view.rect().center()
    part = part_at(view, at)
    QTest.mouseClick(part, _MOUSE.LeftButton, pos=part.mapFrom(view, at))


def double_click(widget: QWidget, at: QPoint, button: Qt.MouseButton = _MOUSE.LeftButton) -> None:
    """Click twice in a row at the point `at` of `widget`; Qt's own double click does not let the button go."""
    QTest.mouseDClick(widget, button, pos=at)
    QTest.mouseRelease(widget, button, pos=at)
    assert QGuiApplication.mouseButtons() == _MOUSE.NoButton
