"""Opens and closes many windows in one process, each with edits and undo, and prints what every group of them left.

Run by `test_many_windows`: a fault here ends the process. By hand, with every dock and every dialog in every window:
``PYTHONMALLOC=malloc python -m tests.app.start.many_windows /tmp/s.ini 20 10 --all``.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import sys
import threading
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from gatescope.app.start.application import Desktop, make_application
from gatescope.cli.bench.probe import resident_bytes
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from tests.leaks import Watch

_DIALOGS = (
    "settings",
    "compose_figure",
    "export_plot",
    "animate",
    "show_shortcuts",
    "glossary",
    "about",
    "inspect_model",
    "report_problem",
    "recover_work",
    "open_file",
    "save_project_as",
)
MODEL, BIAS = "sentiment-lstm", "layer0.forward.b_x.forget_gate"
_TOLD = ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")


class _Malloc(ctypes.Structure):
    """`struct mallinfo2` of glibc."""

    _fields_ = [(name, ctypes.c_size_t) for name in _TOLD]


def main(settings: Path, groups: int, size: int, everything: bool) -> None:
    """Open `groups` groups of `size` windows, one window after the other, and print the bytes that each group left.

    Args:
        everything: show every dock and every dialog in each of them.
    """
    watch = Watch()
    watch.install()
    application = make_application(["gatescope"])
    Session.start_warm_up = lambda self: None  # type: ignore[method-assign]
    for _ in range(groups):
        before = _bytes()
        for _ in range(size):
            _one(application, Settings(settings), everything)
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()
        print(_bytes() - before)
    threads = [one for one in threading.enumerate() if not isinstance(one, threading._DummyThread)]
    assert len(threads) == 1, threads
    assert not watch.running(), watch.running()


def _one(application: QCoreApplication, settings: Settings, everything: bool) -> None:
    desktop = Desktop(settings)
    desktop.show()
    session = desktop.session
    _settle(application, session)
    for text in ("a", "ab", "ab c"):
        session.edit_text(text, len(text))
        _settle(application, session)
    bias = session.document.networks[MODEL].array(BIAS)
    gesture = object()
    for value in (1.0, 2.0):
        session.set_parameters(MODEL, {BIAS: np.full_like(bias, value)}, label="Bias", gesture=gesture)
        _settle(application, session)
    for step in (session.undo_stack.undo, session.undo_stack.undo, session.undo_stack.redo):
        step()
        _settle(application, session)
    assert session.undo_stack.canUndo()
    assert session.undo_stack.canRedo()
    if everything:
        _show_all(application, desktop)
    desktop.close()


def _show_all(application: QCoreApplication, desktop: Desktop) -> None:
    """Show every workspace, every dock and every dialog; a dialog is closed at once."""
    window, actions = desktop.window, desktop.controller.actions
    for name in window.arrangements.workspaces:
        window.arrangements.show(name)
        _settle(application, desktop.session)
    for dock in window.dock_host.docks.values():
        dock.show()
        _settle(application, desktop.session)
    closing = QTimer()
    closing.timeout.connect(_close_dialogs)
    closing.start(20)
    for name in (name for name in _DIALOGS if name in actions and actions[name].isEnabled()):
        actions[name].trigger()
        _settle(application, desktop.session)
    until = time.monotonic() + 10
    while _dialogs() and time.monotonic() < until:
        application.processEvents()
    closing.stop()
    assert not _dialogs(), _dialogs()


def _dialogs() -> list[QDialog]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]


def _close_dialogs() -> None:
    for dialog in _dialogs():
        dialog.reject()


def _bytes() -> int:
    """What is allocated and not freed; where the C library does not tell it, what is resident, which comes in steps."""
    if sys.platform != "linux":
        return 0
    tell = getattr(ctypes.CDLL(None), "mallinfo2", None)
    if tell is None:
        return resident_bytes()
    tell.restype = _Malloc
    found = tell()
    return int(found.uordblks + found.hblkhd)


def _settle(application: QCoreApplication, session: Session) -> None:
    last = time.monotonic() + 60
    while session.snapshot is None or session.computing:
        assert time.monotonic() < last, "the session does not answer"
        application.processEvents()
    application.processEvents()


if __name__ == "__main__":
    faulthandler.enable()
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), "--all" in sys.argv)
