"""Goes on with what an action opens: a menu, a question or a dialog that waits for an answer in an event loop of its
own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QThread, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from tests.monkey.hands import press_key

_EVERY_MS = 3
_MOST = 40
"""So many times Escape is pressed before what is open is closed by force, which is a fault."""


class Answers:
    """Does one answer after the other in whatever is open, then presses Escape until nothing is."""

    def __init__(self) -> None:
        self.stubborn: list[str] = []
        """What no key closed."""
        self._answers: list[str] = []
        self._presses = 0
        self._number = 0
        self._loops = 0
        self._ends_drag = False

    @contextmanager
    def to(self, answers: Sequence[str]) -> Iterator[None]:
        """Answer what the body opens, until nothing is open any more."""
        self._number += 1
        self._answers, self._presses = list(answers), 0
        self._loops = QThread.currentThread().loopLevel()
        self._later(self._number)
        yield
        while opened() is not None:
            self._one()
            QCoreApplication.processEvents()
        self._number += 1

    def _later(self, number: int) -> None:
        QTimer.singleShot(_EVERY_MS, lambda: self._tick(number))

    def _tick(self, number: int) -> None:
        if number != self._number:
            return
        # First of all: an answer may open a loop in the loop.
        self._later(number)
        if opened() is not None:
            self._one()
        elif QThread.currentThread().loopLevel() > self._loops and not self._ends_drag:
            # Its keys take a while, in which the next tick comes.
            self._ends_drag = True
            try:
                _end_drag()
            finally:
                self._ends_drag = False

    def _one(self) -> None:
        top = opened()
        if top is None:
            return
        if self._answers:
            answer(top, self._answers.pop(0))
            return
        self._presses += 1
        if self._presses > _MOST:
            self.stubborn.append(f"{_told(top)}, which is in {_told(top.parent())}{_circumstances(top)}")
            self._presses = 0
            top.close()
        else:
            answer(top, "Escape")


def opened() -> QWidget | None:
    """The menu or the dialog that takes all keys."""
    return QApplication.activePopupWidget() or QApplication.activeModalWidget()


def _told(thing: QObject | None) -> str:
    """The class and the name of `thing`, and what a person reads there."""
    if isinstance(thing, QMenu):
        texts = [action.text() for action in thing.actions()][:6]
    else:
        texts = [thing.windowTitle(), thing.accessibleName()] if isinstance(thing, QWidget) else []
    return f"{type(thing).__name__} {thing.objectName() if thing is not None else ''!r} {texts}"


def _circumstances(top: QWidget) -> str:
    """What may keep keys from `top`: a dialog over it, a window that is not there, another focus."""
    window, over = top.window().windowHandle(), QGuiApplication.modalWindow()
    there = "without a window" if window is None else f"visible {window.isVisible()}, exposed {window.isExposed()}"
    modal = "no dialog" if over is None else f"the dialog {over.title()!r}"
    return f"; {there}; over it {modal}; focus in {_told(QApplication.focusWidget())}"


def _end_drag() -> None:
    """Press Escape and let go in any window: a drag of text, which waits for that on a real screen, takes it from each.

    Without a window manager no window is active.
    """
    for window in [one for one in QGuiApplication.topLevelWindows() if one.isVisible()]:
        if shiboken6.isValid(window):
            press_key(window, Qt.Key.Key_Escape)
        if shiboken6.isValid(window):
            QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=QPoint(1, 1))


def answer(widget: QWidget, text: str) -> None:
    """Press the key of that name in the window of `widget`, or type the text."""
    window = widget.window().windowHandle()
    if window is None:
        widget.close()
    elif hasattr(Qt.Key, f"Key_{text}"):
        press_key(window, getattr(Qt.Key, f"Key_{text}"))
    else:
        for letter in text:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if not shiboken6.isValid(window):
                    return
                event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
                QCoreApplication.sendEvent(window, event)
