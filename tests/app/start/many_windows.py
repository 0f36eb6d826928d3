"""Opens and closes many windows in one process, each with edits and undo, and prints what every group of them left.

Run by `test_many_windows`: a fault here ends the process.
"""

from __future__ import annotations

import ctypes
import faulthandler
import gc
import sys
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent

from gatescope.app.start.application import Desktop, make_application
from gatescope.cli.bench.probe import resident_bytes
from gatescope.session.session import Session
from gatescope.session.settings import Settings

MODEL, BIAS = "sentiment-lstm", "layer0.forward.b_x.forget_gate"
_TOLD = ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")


class _Malloc(ctypes.Structure):
    """`struct mallinfo2` of glibc."""

    _fields_ = [(name, ctypes.c_size_t) for name in _TOLD]


def main(settings: Path, groups: int, size: int) -> None:
    """Open `groups` groups of `size` windows, one window after the other, and print the bytes that each group left."""
    application = make_application(["gatescope"])
    Session.start_warm_up = lambda self: None  # type: ignore[method-assign]
    for _ in range(groups):
        before = _bytes()
        for _ in range(size):
            _one(application, Settings(settings))
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            gc.collect()
        print(_bytes() - before)


def _one(application: QCoreApplication, settings: Settings) -> None:
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
    desktop.close()


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
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
