"""Measures the real app in a process of its own; the benches `ask` and read one line of JSON.

python -m gatescope.cli.bench.probe startup|all_docks|imports|idle|libraries|typing [FRAMES]|rest [SECONDS]
"""

from __future__ import annotations

import importlib
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from gatescope.errors import GateScopeError

SECONDS = 900
_UNTIL_LEFT_MS = 3000
"""Milliseconds for a window to show every dock before it is left."""
WARM_UP_FRAMES = 1000
"""Frames until the caches of fonts, glyphs, undo steps and traces are as full as they get."""


def ask(what: str, *arguments: str, cache: str | None = None, settings: str | None = None) -> dict[str, Any]:
    """Run a probe in a fresh process, with fresh settings or those in `settings`, and in `cache` where it is given.

    Raises:
        GateScopeError: the process failed.
    """
    with tempfile.TemporaryDirectory() as fresh:
        environ = os.environ | {"XDG_CONFIG_HOME": settings or fresh}
        if cache is not None:
            environ |= {"GATESCOPE_CACHE_DIR": cache}
        command = [sys.executable, "-m", "gatescope.cli.bench.probe", what, *arguments]
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise GateScopeError(f"the app could not be measured ({what}): {reason}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def startup() -> dict[str, Any]:
    """Return the time at which the first frame with gates was painted."""
    from gatescope.app.start.importing import modules_kept

    with modules_kept():
        from PySide6.QtCore import QTimer

        from gatescope.app.start.application import Desktop, make_application

    application = make_application(sys.argv[:1])
    desktop = Desktop()
    painted: list[float] = []
    # The slot only notes the time: quitting inside the paint would cut the frame short.
    desktop.first_frame.connect(lambda: painted.append(time.monotonic()))
    desktop.first_frame.connect(lambda: QTimer.singleShot(0, application.quit))
    desktop.show()
    application.exec()
    desktop.close()
    return {"at": painted[0]}


def all_docks() -> dict[str, Any]:
    """Return with how many docks of all the window was left: those that have something to show."""
    from gatescope.app.start.importing import modules_kept

    with modules_kept():
        from PySide6.QtCore import QTimer

        from gatescope.app.start.application import Desktop, make_application

    application = make_application(sys.argv[:1])
    desktop = Desktop()
    docks = desktop.window.dock_host.docks.values()

    def show_all() -> None:
        for dock in docks:
            dock.show()
        QTimer.singleShot(_UNTIL_LEFT_MS, application.quit)

    desktop.first_frame.connect(lambda: QTimer.singleShot(0, show_all))
    desktop.show()
    application.exec()
    shown = sum(not dock.isHidden() for dock in docks)
    desktop.close()
    return {"docks": shown, "of": len(docks)}


def imports() -> dict[str, Any]:
    """Return the time at which everything that the app imports at start was imported."""
    from gatescope.app.start.importing import modules_kept

    with modules_kept():
        import gatescope.app.start.application  # noqa: F401

    return {"at": time.monotonic()}


def libraries() -> dict[str, Any]:
    """Return the memory of a process that has only imported the app's libraries."""
    from gatescope.app.start.importing import modules_kept

    with modules_kept():
        for name in ("numba", "numpy", "pyqtgraph", "safetensors", "PySide6.QtSvg", "PySide6.QtWidgets"):
            importlib.import_module(name)
    return {"bytes": resident_bytes()}


def idle() -> dict[str, Any]:
    """Return the memory of the window once it is painted and the kernels are ready."""
    from gatescope.app.start.importing import modules_kept

    with modules_kept():
        from gatescope.cli.bench.stage import Stage

    with closing(Stage(("rnn", "gru", "lstm"), units=64, tokens=23)):
        return {"bytes": resident_bytes()}


def typing(frames: str) -> dict[str, Any]:
    """Return the memory of the window and the references to None before and after `frames` frames of typing."""
    count = int(frames)
    from gatescope.app.start.importing import modules_kept

    with modules_kept():
        from gatescope.cli.bench.gui import keys
        from gatescope.cli.bench.stage import Stage

    with closing(Stage(("rnn", "gru", "lstm"), units=64, tokens=200)) as stage:
        steps = keys(stage)
        for event, shown in itertools.islice(steps, WARM_UP_FRAMES):
            stage.until(event, shown)
        before, none_before = resident_bytes(), sys.getrefcount(None)
        for event, shown in itertools.islice(steps, count):
            stage.until(event, shown)
        after, none_after = resident_bytes(), sys.getrefcount(None)
    return {
        "frames": int(frames),
        "bytes_before": before,
        "bytes": after,
        "none_before": none_before,
        "none_after": none_after,
    }


def rest(seconds: str) -> dict[str, Any]:
    """Return what each thread that woke used in so many seconds, once the window is left alone."""
    from gatescope.app.start.importing import modules_kept

    with modules_kept():
        from PySide6.QtCore import QTimer

        from gatescope.app.start.application import Desktop, make_application
        from gatescope.cli.bench.thread_use import used, uses
        from gatescope.views.sentence.caret import STEADY_AFTER_MS

    application = make_application(sys.argv[:1])
    desktop = Desktop()
    left_alone, end = QTimer(desktop), QTimer(desktop)
    read: list[dict[str, tuple[int, int]]] = []
    for timer, milliseconds in ((left_alone, STEADY_AFTER_MS + 2000), (end, 1000 * int(seconds))):
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(lambda: read.append(uses()))
    left_alone.timeout.connect(end.start)
    end.timeout.connect(application.quit)
    desktop.session.kernels_changed.connect(lambda state: left_alone.start() if state.name == "ready" else None)
    desktop.show()
    application.exec()
    desktop.close()
    return used(*read)


def resident_bytes() -> int:
    """Return the resident bytes of this process (Linux)."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


PROBES: dict[str, Callable[..., dict[str, Any]]] = {
    probe.__name__: probe for probe in (startup, all_docks, imports, libraries, idle, typing, rest)
}

if __name__ == "__main__":
    print(json.dumps(PROBES[sys.argv[1]](*sys.argv[2:])))
