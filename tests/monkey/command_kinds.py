"""What the monkey does by command and with the window: entries of the menus, docks, sizes, themes, another start."""

from __future__ import annotations

from random import Random

from PySide6.QtCore import QCoreApplication, QPoint, QSize, Qt
from PySide6.QtTest import QTest

from gatescope.app.commands.table import COMMANDS
from tests.monkey.action import Arguments, Kind, share_of
from tests.monkey.hands import click
from tests.monkey.stage import Stage

_AREAS = ("LeftDockWidgetArea", "RightDockWidgetArea", "TopDockWidgetArea", "BottomDockWidgetArea")
_NAMES = tuple(command.name for command in COMMANDS if command.name != "quit")
_STATES = ("showNormal", "showMaximized", "showFullScreen", "showMinimized", "hide")


def _draw_command(rng: Random) -> Arguments:
    # Half of the time those that change what is seen or held at once, without a dialog.
    often = tuple(name for name in _NAMES if name.startswith(("step", "order", "theme", "layer", "reset", "rewind")))
    return {"name": rng.choice(often if rng.random() < 0.4 else _NAMES)}


def command(stage: Stage, name: str) -> None:
    """Give a command of the table by its name."""
    stage.desktop.controller.actions[name].trigger()


def _draw_entry(rng: Random) -> Arguments:
    return {"share": share_of(rng)}


def entry(stage: Stage, share: float) -> None:
    """Give any command that a menu has: recent files, examples, docks, undo; but no other than `quit` ends it."""
    entries = [one for one in stage.entries() if one.objectName() != "quit"]
    if entries:
        entries[int(share * len(entries))].trigger()


def workspace(stage: Stage, share: float) -> None:
    """Show another workspace, as a click on its name does."""
    names = list(stage.window.arrangements.workspaces)
    stage.window.workspace_bar.workspace_picked.emit(names[int(share * len(names))])


def _draw_undo(rng: Random) -> Arguments:
    return {"steps": rng.choice((-1, -1, -1, 1, 1, -4, 4, -30, 30))}


def undo(stage: Stage, steps: int) -> None:
    """Undo some steps, or redo them where `steps` is above 0."""
    stack = stage.session.undo_stack
    for _ in range(abs(steps)):
        (stack.redo if steps > 0 else stack.undo)()


def _draw_dock(rng: Random) -> Arguments:
    what = rng.choice(("float", "dock", "hide", "show", "area", "tab", "move", "raise", "button"))
    return {"number": rng.randrange(8), "what": what, "other": rng.randrange(8), "x": share_of(rng), "y": share_of(rng)}


def dock(stage: Stage, number: int, what: str, other: int, x: float, y: float) -> None:
    """Do something to a dock."""
    docks = stage.docks()
    one, second = docks[number % len(docks)], docks[other % len(docks)]
    host = stage.window.dock_host
    if what in ("float", "dock"):
        one.setFloating(what == "float")
    elif what in ("hide", "show"):
        one.setVisible(what == "show")
    elif what == "area":
        host.addDockWidget(getattr(Qt.DockWidgetArea, _AREAS[other % len(_AREAS)]), one)
    elif what == "tab" and one is not second:
        host.tabifyDockWidget(second, one)
    elif what == "move" and one.isFloating():
        one.move(QPoint(round(x * 1800 - 200), round(y * 1200 - 200)))
        one.resize(QSize(round(80 + 900 * y), round(60 + 700 * x)))
    elif what == "raise":
        one.raise_()
    elif what == "button":
        bar = one.titleBarWidget()
        if bar is not None and bar.isVisible() and (handle := bar.window().windowHandle()) is not None:
            place = bar.mapTo(bar.window(), QPoint(bar.width() - (14 if x < 0.5 else 38), bar.height() // 2))
            click(handle, place, Qt.MouseButton.LeftButton)


def _draw_size(rng: Random) -> Arguments:
    return {"width": rng.choice((1, 860, 1024, 1440, 2560)), "height": rng.choice((1, 560, 700, 900, 1600))}


def size(stage: Stage, width: int, height: int) -> None:
    """Give the window another size."""
    stage.window.resize(width, height)


def _draw_state(rng: Random) -> Arguments:
    return {"state": rng.choice(_STATES)}


def state(stage: Stage, state: str) -> None:
    """Maximise the window, hide it away, and bring it back."""
    getattr(stage.window, state)()
    QCoreApplication.processEvents()
    if state in ("showMinimized", "hide"):
        stage.window.show()
        stage.window.showNormal()


def _draw_wait(rng: Random) -> Arguments:
    return {"milliseconds": rng.choice((1, 5, 20, 60))}


def wait(_stage: Stage, milliseconds: int) -> None:
    """Let timers run."""
    QTest.qWait(milliseconds)


def _nothing(_rng: Random) -> Arguments:
    return {}


def restart(stage: Stage) -> None:
    """Quit; the question about unsaved work may be answered with Cancel."""
    stage.desktop.controller.actions["quit"].trigger()


KINDS = (
    Kind("command", 12, _draw_command, command),
    Kind("entry", 6, _draw_entry, entry),
    Kind("workspace", 3, _draw_entry, workspace),
    Kind("undo", 6, _draw_undo, undo),
    Kind("dock", 6, _draw_dock, dock),
    Kind("size", 3, _draw_size, size),
    Kind("state", 1, _draw_state, state),
    Kind("wait", 2, _draw_wait, wait),
    Kind("restart", 1, _nothing, restart),
)
