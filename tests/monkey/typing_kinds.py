"""What the monkey does with the keyboard and the clipboard: types, composes, pastes, drops, presses shortcuts."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from PySide6.QtCore import QCoreApplication, QEvent, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication

from gatescope.app.commands.table import COMMANDS
from tests.monkey.action import Arguments, Kind
from tests.monkey.files import some_file
from tests.monkey.hands import press_key
from tests.monkey.scripts import LONE_SURROGATES, any_character, some_text
from tests.monkey.stage import Stage

_STEPS = ("Left", "Right", "Up", "Down", "Home", "End", "PgUp", "PgDown", "Backspace", "Del", "Return", "Tab")
_PLAIN = ("Space", "A", "1", "2", "3", "4", "Esc", "F2", "Backtab", "Enter", "F10", "Menu", "Ins")
_MODIFIERS = ("", "", "", "", "Shift", "Shift", "Ctrl", "Ctrl+Shift", "Alt")
_EDITING = ("Ctrl+C", "Ctrl+X", "Ctrl+V", "Ctrl+A", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+Y", "Ctrl+Backspace", "Ctrl+K")
_NONE = Qt.KeyboardModifier.NoModifier
# What closes the window is drawn less often, by a kind of its own.
_SHORTCUTS = tuple(
    shortcut for command in COMMANDS for shortcut in command.shortcuts if command.name not in ("quit", "full_screen")
) + tuple(f"Ctrl+{number}" for number in range(1, 9))


def _draw_type(rng: Random) -> Arguments:
    text = rng.choice(LONE_SURROGATES) if rng.random() < 0.02 else some_text(rng, 4)
    if rng.random() < 0.15:
        text += any_character(rng)
    return {"text": text, "editor": rng.random() < 0.8}


def type_text(stage: Stage, text: str, editor: bool) -> None:
    """Press a key for every letter, in the editor or wherever the keyboard is."""
    if editor:
        stage.window.sentence.focus_editor()
    for letter in text:
        _send_letter(stage, letter)


def _send_letter(stage: Stage, letter: str) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        if (window := stage.keyboard()) is not None:
            QCoreApplication.sendEvent(window, QKeyEvent(kind, Qt.Key.Key_unknown, _NONE, _for_qt(letter)))


def _draw_keys(rng: Random) -> Arguments:
    modifier, key = rng.choice(_MODIFIERS), rng.choice(_STEPS if rng.random() < 0.75 else _PLAIN)
    keys = [f"{modifier}+{key}" if modifier else key] * rng.choice((1, 1, 1, 2, 5, 12))
    return {"keys": [*keys, rng.choice(_EDITING)] if rng.random() < 0.3 else keys}


def press(stage: Stage, keys: Sequence[str]) -> None:
    """Press keys, each written like ``"Ctrl+Shift+Left"``, wherever the keyboard is."""
    for key in keys:
        pressed = QKeySequence(key)[0]
        press_key(stage.keyboard(), pressed.key(), pressed.keyboardModifiers())


def _draw_shortcut(rng: Random) -> Arguments:
    return {"keys": [rng.choice(_SHORTCUTS if rng.random() < 0.7 else _EDITING)]}


def _draw_paste(rng: Random) -> Arguments:
    text = some_text(rng, rng.choice((1, 5, 30)))
    times = rng.choice((1, 1, 1, 1, 1, 1, 1, 2, 40))
    return {"text": text, "times": times}


def paste(stage: Stage, text: str, times: int) -> None:
    """Paste text from another program into the sentence."""
    stage.window.sentence.focus_editor()
    data = QMimeData()
    data.setText(_for_qt(text * times))
    QApplication.clipboard().setMimeData(data)
    press(stage, ["Ctrl+V"])


def _draw_compose(rng: Random) -> Arguments:
    return {"preedit": some_text(rng, 1), "commit": some_text(rng, 2) if rng.random() < 0.8 else ""}


def compose(stage: Stage, preedit: str, commit: str) -> None:
    """Type with an input method: a text in the making, then what becomes of it."""
    receiver = QApplication.focusWidget()
    if receiver is not None:
        QCoreApplication.sendEvent(receiver, QInputMethodEvent(_for_qt(preedit), []))
        event = QInputMethodEvent("", [])
        event.setCommitString(_for_qt(commit))
        QCoreApplication.sendEvent(receiver, event)


def _draw_drop(rng: Random) -> Arguments:
    names = [some_file(rng) for _ in range(rng.choice((0, 1, 1, 2)))]
    return {"text": some_text(rng), "names": names, "where": rng.choice(("sentence", "window", "inspector"))}


def drop(stage: Stage, text: str, names: Sequence[str], where: str) -> None:
    """Drag files, or a text where no file is named, from another program over a window and let go."""
    spot = stage.spot(where, 0.4, 0.3)
    if spot is None:
        return
    window, place = spot
    data = QMimeData()
    if names:
        data.setUrls([QUrl.fromLocalFile(str(stage.path(name))) for name in names])
    else:
        data.setText(_for_qt(text))
    action = Qt.DropAction.CopyAction
    button = Qt.MouseButton.LeftButton
    enter = QDragEnterEvent(place, action, data, button, _NONE)
    QCoreApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QCoreApplication.sendEvent(window, QDropEvent(QPointF(place), action, data, button, _NONE))


def _for_qt(text: str) -> str:
    """The binding drops one mark of byte order at the start."""
    return "\ufeff" + text if text[:1] in ("\ufeff", "\ufffe") else text


KINDS = (
    Kind("type", 26, _draw_type, type_text),
    Kind("keys", 12, _draw_keys, press),
    Kind("shortcut", 7, _draw_shortcut, press),
    Kind("paste", 4, _draw_paste, paste),
    Kind("compose", 4, _draw_compose, compose),
    Kind("drop", 2, _draw_drop, drop),
)
