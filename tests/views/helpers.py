"""Views on screen with known contents, and a mouse over them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.base.spot import Spot
from gatescope.views.tokens.token_view import TokenView
from tests.plots.builders import run, snapshot

NO_KEY = Qt.KeyboardModifier.NoModifier


def words(count: int) -> str:
    """A text of so many words, none the same."""
    return " ".join(f"w{i}" for i in range(count))


def lstm(count: int = 10, units: int = 8, **options: Any) -> Run:
    """An LSTM's run over so many words."""
    return run(words(count), "lstm", units=units, **options)


def focus_on(shown: Snapshot, **fields: Any) -> Focus:
    """A focus on the last run of `shown`."""
    return replace(Focus(model=shown.runs[-1].model if shown.runs else "", token=0), **fields)


def put(qtbot: QtBot, view: TokenView, *runs: Run, size: tuple[int, int] = (700, 420), **fields: Any) -> Snapshot:
    """Show a view with a snapshot of `runs` at this size."""
    qtbot.addWidget(view)
    view.resize(*size)
    shown = snapshot(*runs)
    view.show_snapshot(shown, focus_on(shown, **fields))
    with qtbot.waitExposed(view):
        view.show()
    settle()
    return shown


def settle() -> None:
    """Let everything queued happen."""
    for _ in range(3):
        QApplication.processEvents()


def viewport(view: TokenView) -> QWidget:
    return view._plot_area.viewport()


def mouse(view: TokenView, kind: QEvent.Type, at: QPointF, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    """Send one mouse event to the plot of `view`."""
    moving = kind == QEvent.Type.MouseMove
    button = Qt.MouseButton.NoButton if moving else Qt.MouseButton.LeftButton
    buttons = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    target = viewport(view)
    event = QMouseEvent(kind, at, QPointF(target.mapToGlobal(at.toPoint())), button, buttons, modifiers)
    QApplication.sendEvent(target, event)


def click(view: TokenView, at: QPointF, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    mouse(view, QEvent.Type.MouseButtonPress, at, modifiers)
    mouse(view, QEvent.Type.MouseButtonRelease, at, modifiers)


def drag(view: TokenView, start: QPointF, stop: QPointF) -> None:
    mouse(view, QEvent.Type.MouseButtonPress, start)
    for step in range(1, 6):
        mouse(view, QEvent.Type.MouseMove, start + (stop - start) * step / 5)
    mouse(view, QEvent.Type.MouseButtonRelease, stop)
    settle()


def wheel(view: TokenView, at: QPointF, notches: float, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
    target = viewport(view)
    event = QWheelEvent(
        at,
        QPointF(target.mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, round(120 * notches)),
        Qt.MouseButton.NoButton,
        modifiers,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(target, event)
    settle()


def said(spot: Spot | None) -> str:
    """What the label says about a spot, as one line; empty where there is none."""
    return "" if spot is None else spot.value.text().plain


def colours_in(image: QImage) -> set[str]:
    """Every colour of a picture, as ``#rrggbb``."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1)[:, : image.width()]
    return {QColor.fromRgb(int(pixel)).name() for pixel in np.unique(pixels)}
