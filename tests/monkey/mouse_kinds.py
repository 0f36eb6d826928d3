"""What the monkey does with the mouse: clicks, drags, turns the wheel and moves over every part of the window."""

from __future__ import annotations

from random import Random

import shiboken6
from PySide6.QtCore import QCoreApplication, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent, QWindow
from PySide6.QtTest import QTest

from tests.monkey import hands
from tests.monkey.action import Arguments, Kind, share_of
from tests.monkey.scripts import some_text
from tests.monkey.stage import Stage
from tests.monkey.typing_kinds import type_text

_VIEWS = ("heatmaps", "dock0", "dock1", "dock2", "dock3", "dock4", "chipStrip", "sentenceEditor")
_OTHERS = ("window", "window", "sentence", "transport", "models", "parts", "message", "recovery", "inspector", "focus")
_BUTTONS = {
    "left": Qt.MouseButton.LeftButton,
    "right": Qt.MouseButton.RightButton,
    "middle": Qt.MouseButton.MiddleButton,
}
_MODIFIERS = {
    "": Qt.KeyboardModifier.NoModifier,
    "shift": Qt.KeyboardModifier.ShiftModifier,
    "control": Qt.KeyboardModifier.ControlModifier,
    "alt": Qt.KeyboardModifier.AltModifier,
}


def _draw_place(rng: Random) -> Arguments:
    where = rng.choice(_VIEWS if rng.random() < 0.65 else _OTHERS)
    return {"where": where, "x": share_of(rng), "y": share_of(rng)}


def _draw_click(rng: Random) -> Arguments:
    button = "left" if rng.random() < 0.85 else rng.choice(tuple(_BUTTONS))
    modifier = "" if rng.random() < 0.7 else rng.choice(tuple(_MODIFIERS))
    return {**_draw_place(rng), "button": button, "modifier": modifier, "times": rng.choice((1, 1, 1, 1, 2, 3))}


def click(stage: Stage, where: str, x: float, y: float, button: str, modifier: str, times: int) -> None:
    """Click there, once or more often in a row."""
    spot = stage.spot(where, x, y)
    if spot is None:
        return
    window, place = spot
    QTest.mouseMove(window, place)
    hands.click(window, place, _BUTTONS[button], _MODIFIERS[modifier], times)


def _draw_drag(rng: Random) -> Arguments:
    at = _draw_place(rng)
    far = rng.choice((0.03, 0.3, 1.2))
    to = {"to_x": round(at["x"] + rng.uniform(-far, far), 3), "to_y": round(at["y"] + rng.uniform(-far, far), 3)}
    button = "left" if rng.random() < 0.9 else rng.choice(tuple(_BUTTONS))
    return {**at, **to, "button": button, "steps": rng.choice((1, 3, 8)), "pump": rng.random() < 0.5}


def drag(
    stage: Stage, where: str, x: float, y: float, to_x: float, to_y: float, button: str, steps: int, pump: bool
) -> None:
    """Press there, move in some steps, with the events between them if `pump` says so, and let go."""
    begin, end = stage.spot(where, x, y), stage.spot(where, to_x, to_y)
    if begin is None or end is None:
        return
    window, first, last = begin[0], begin[1], end[1]
    QTest.mouseMove(window, first)
    # Events of before may close a menu while the mouse goes there.
    if not shiboken6.isValid(window):
        return
    QTest.mousePress(window, _BUTTONS[button], pos=first)
    for step in range(1, steps + 1):
        if shiboken6.isValid(window):
            QTest.mouseMove(window, first + (last - first) * step / steps)
        if pump:
            QCoreApplication.processEvents()
    if shiboken6.isValid(window):
        QTest.mouseRelease(window, _BUTTONS[button], pos=last)


def _draw_wheel(rng: Random) -> Arguments:
    turn = {"across": rng.random() < 0.15, "notches": rng.choice((-8, -2, -1, -0.2, 0.2, 1, 2, 8))}
    return {**_draw_place(rng), **turn, "modifier": rng.choice(tuple(_MODIFIERS)), "times": rng.choice((1, 1, 4))}


def wheel(
    stage: Stage, where: str, x: float, y: float, across: bool, notches: float, modifier: str, times: int
) -> None:
    """Turn the wheel there; a part of a notch is a touch pad's."""
    spot = stage.spot(where, x, y)
    if spot is None:
        return
    for _ in range(times):
        _turn(*spot, QPoint(round(120 * notches), 0) if across else QPoint(0, round(120 * notches)), modifier)


def _turn(window: QWindow, place: QPoint, angle: QPoint, modifier: str) -> None:
    # The first turn of several may close what it was turned over.
    if not shiboken6.isValid(window):
        return
    QCoreApplication.sendEvent(
        window,
        QWheelEvent(
            QPointF(place),
            QPointF(window.mapToGlobal(place)),
            QPoint(),
            angle,
            Qt.MouseButton.NoButton,
            _MODIFIERS[modifier],
            Qt.ScrollPhase.NoScrollPhase,
            False,
        ),
    )


def move(stage: Stage, where: str, x: float, y: float) -> None:
    """Move the mouse there."""
    spot = stage.spot(where, x, y)
    if spot is not None:
        QTest.mouseMove(*spot)


def _draw_control(rng: Random) -> Arguments:
    return {"share": share_of(rng), "x": share_of(rng), "text": some_text(rng, 2) if rng.random() < 0.5 else ""}


def control(stage: Stage, share: float, x: float, text: str) -> None:
    """Click a button, a field or a list of a dock, and type the text there."""
    controls = stage.controls()
    if not controls:
        return
    widget = controls[int(share * len(controls))]
    window = widget.window().windowHandle()
    if window is None:
        return
    place = widget.mapTo(widget.window(), QPoint(round(x * (widget.width() - 1)), widget.height() // 2))
    hands.click(window, place, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, 1)
    type_text(stage, text, editor=False)


KINDS = (
    Kind("control", 8, _draw_control, control),
    Kind("click", 22, _draw_click, click),
    Kind("drag", 10, _draw_drag, drag),
    Kind("wheel", 8, _draw_wheel, wheel),
    Kind("move", 6, _draw_place, move),
)
