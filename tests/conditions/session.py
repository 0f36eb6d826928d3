"""A short session at the real window, offscreen; whatever is wrong ends it with an error.

    python -m tests.conditions.session FOLDER [WHAT]

`WHAT` is what is done besides: a paste of so many bytes, a text of so many tokens, a clock that jumps, or to wait for
the end, with unsaved work.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import numpy as np
from PySide6.QtCore import QMimeData, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from gatescope.app.start.application import Desktop, make_application
from gatescope.app.start.end_signals import EndSignals
from gatescope.session.project.work import load
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.views.sentence.editor import SentenceEditor

MODEL, BIAS = "sentiment-gru", "layer0.forward.b_x.update_gate"
_PATIENCE_S = 300
_IGNORED = ("This plugin does not support", "which is not UTF-8", "Fontconfig error", "QFont", "fonts")
faults: list[str] = []


def main(folder: Path, what: str) -> None:
    """Type, undo, change a weight, save, and do what `what` says."""
    qInstallMessageHandler(_hear)
    sys.excepthook = _take
    if what == "clock":
        _let_the_clock_jump()
    application = make_application(["gatescope"])
    Session.start_warm_up = lambda self: None  # type: ignore[method-assign]
    desktop = Desktop(Settings())
    session, commands, path = desktop.session, desktop.controller.project, folder / "work.gatescope"
    commands.ask = lambda window, name, parts: "discard"
    commands.ask_where = lambda window, suggested: path
    desktop.show()
    _settle(application, desktop)
    for text in ("I", "İstanbul", "İstanbul ışıl ışıl", "فيلم جيد", "a good film"):
        session.edit_text(text, len(text))
        _settle(application, desktop)
    session.show([MODEL])
    bias = session.document.networks[MODEL].array(BIAS)
    session.set_parameters(MODEL, {BIAS: np.full_like(bias, 0.5)}, label="Bias")
    session.undo_stack.undo()
    session.undo_stack.redo()
    _settle(application, desktop)
    assert desktop.window.isWindowModified()
    if what == "wait":
        _wait_for_the_end(application, desktop)
        return
    _enter(application, desktop, what)
    commands.save()
    _until(application, lambda: not commands._saves.running and (path.exists() or bool(_message(desktop))))
    if path.exists():
        saved = load(path).document
        assert saved.text == session.document.text
        np.testing.assert_array_equal(saved.networks[MODEL].array(BIAS), 0.5)
    print(f"said: {_message(desktop)}", flush=True)
    desktop.close()
    assert not faults, faults
    print("ok", flush=True)


def _enter(application: QApplication, desktop: Desktop, what: str) -> None:
    """Paste so many bytes (``paste 1000000``), or type a text of so many tokens (``tokens 100000``)."""
    kind, _, size = what.partition(" ")
    editor = desktop.window.sentence.findChild(SentenceEditor)
    assert isinstance(editor, SentenceEditor)
    if kind == "paste":
        data = QMimeData()
        data.setText("good film " * (int(size) // 10))
        editor.selectAll()
        editor.insertFromMimeData(data)
        # What is too long for a sentence is cut or refused, with a line about it.
        _until(application, lambda: len(desktop.session.document.text) > 20 or bool(_message(desktop)))
        _settle(application, desktop)
        print(f"pasted: {len(desktop.session.document.text)} characters", flush=True)
        desktop.session.undo_stack.undo()
        desktop.session.undo_stack.redo()
        _settle(application, desktop)
    elif kind == "tokens":
        desktop.session.edit_text("good " * int(size), None)
        _settle(application, desktop)
        snapshot = desktop.session.snapshot
        assert snapshot is not None
        assert len(snapshot.runs[0].tokens) == int(size), len(snapshot.runs[0].tokens)
        desktop.session.set_token(int(size) // 2)
        _settle(application, desktop)


def _wait_for_the_end(application: QApplication, desktop: Desktop) -> None:
    """Keep a copy of unsaved work until a signal asks for the end."""
    project = desktop.controller.project.project
    _until(application, lambda: project.ownership is not None and project.ownership.autosave.exists())
    assert project.ownership is not None
    signals = EndSignals()
    signals.asked.connect(desktop.end)
    # The end may be asked for as soon as this is read.
    print(f"copy: {project.ownership.autosave}", flush=True)
    application.exec()
    desktop.close()
    signals.close()
    assert not faults, faults
    print("ok", flush=True)


def _let_the_clock_jump() -> None:
    """Let the time of day jump by a day and by a year, back and forth."""
    real, jumps = time.time, [0.0, -86_400.0, 31_536_000.0, -31_536_000.0]

    def jumping() -> float:
        jumps.append(jumps.pop(0))
        return real() + jumps[-1]

    time.time = jumping


def _message(desktop: Desktop) -> str:
    bar = desktop.window.message_bar
    return "" if bar.isHidden() else bar.text()


def _settle(application: QApplication, desktop: Desktop) -> None:
    session = desktop.session
    _until(application, lambda: session.snapshot is not None and not session.computing)
    application.processEvents()


def _until(application: QApplication, done: Callable[[], bool]) -> None:
    last = time.monotonic() + _PATIENCE_S
    while not done():
        if time.monotonic() > last:
            raise TimeoutError("the window does not answer")
        application.processEvents()
        time.sleep(0.002)


def _take(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    faults.append(f"{kind.__name__}: {error}")
    sys.__excepthook__(kind, error, trace)


def _hear(kind: QtMsgType, _context: object, message: str) -> None:
    loud = (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg, QtMsgType.QtFatalMsg)
    if kind in loud and not any(part in message for part in _IGNORED):
        faults.append(f"Qt: {message}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), " ".join(sys.argv[2:]))
