"""Where the monkey plays: the real window with the bundled models, in a folder of its own."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QPoint
from PySide6.QtGui import QAction, QWindow
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QDockWidget,
    QFileDialog,
    QLineEdit,
    QMenu,
    QWidget,
)

from gatescope.app.start.application import Desktop, make_application
from gatescope.app.window.main_window import MainWindow
from gatescope.session.jobs import Jobs
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from tests.leaks import let_go_of_mouse
from tests.monkey.action import Action
from tests.monkey.answers import Answers
from tests.monkey.files import make_files, path_of
from tests.rest import ShortTimers, let_paint, turn, up_to_date

_PATIENCE_S = 60
_GRACE_S, _GRACE_TURNS = 0.5, 500
"""So long, and for so many turns of the event loop, is waited for an answer that may never come: a request that cannot
be answered leaves the last picture. On a machine that does other work, half a second may be two turns."""
_CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)
_DIALOGS = ("getOpenFileName", "getOpenFileNames", "getSaveFileName", "getExistingDirectory")


class Stage:
    """One window after the other: when one is closed, the next opens with the same settings."""

    def __init__(self, folder: Path, *, kernels: bool) -> None:
        """`folder` takes all files; with `kernels` the window warms them up, as a person's does."""
        self.folder = folder
        self.answers = Answers()
        self.faults: list[str] = []
        self.memory: dict[str, Any] = {}
        """What one action leaves for a later one."""
        self._files: list[str] = []
        self._kernels = kernels
        self._saved = {name: getattr(QFileDialog, name) for name in _DIALOGS}
        make_application(["gatescope"])
        make_files(folder)
        QFileDialog.getOpenFileName = staticmethod(lambda *_: (str(self._next() or ""), ""))  # type: ignore[assignment,method-assign]
        QFileDialog.getSaveFileName = staticmethod(lambda *_: (str(self._next() or ""), ""))  # type: ignore[assignment,method-assign]
        QFileDialog.getOpenFileNames = staticmethod(lambda *_: (self._rest(), ""))  # type: ignore[assignment,method-assign]
        QFileDialog.getExistingDirectory = staticmethod(lambda *_: str(self.folder))  # type: ignore[assignment,method-assign]
        self.desktop = self._open()

    @property
    def window(self) -> MainWindow:
        return self.desktop.window

    @property
    def session(self) -> Session:
        return self.desktop.session

    def do(self, action: Action, act: Any) -> None:
        """Do `action` by `act`, answer what it opens, and wait as it says; a window that it closed opens again."""
        self._files = list(action.files)
        with self.answers.to(action.answers):
            act(self, **action.arguments)
            if action.settle:
                self._wait()
        self._reopen()

    def close(self) -> None:
        """Close the window, whatever is unsaved."""
        self.memory.clear()
        self.desktop.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()

    def renew(self) -> None:
        """Close the window, and open the next."""
        self.close()
        self.desktop = self._open()

    def end(self) -> None:
        """Close the window and give back what was replaced."""
        self.close()
        QApplication.clipboard().clear()
        # A window that closes under a pressed button is not told of its release.
        let_go_of_mouse()
        for name, method in self._saved.items():
            setattr(QFileDialog, name, method)

    def settle(self) -> None:
        """Wait until the session, the jobs and the event loop have nothing left to do; what asks is cancelled."""
        with self.answers.to(()):
            self._wait()
        self._reopen()

    def halt(self) -> None:
        """Pause what is being trained, and wait until its last step is shown; a run may have ended a moment before."""
        if self.session.trains:
            self.session.training.pause()
            last = time.monotonic() + _PATIENCE_S
            while self.session.trains and time.monotonic() < last:
                QCoreApplication.processEvents()
                time.sleep(0.0005)
        self.settle()

    # -- what there is to act on

    def docks(self) -> list[QDockWidget]:
        """All docks, in the order of the table."""
        return list(self.window.dock_host.docks.values())

    def controls(self) -> list[QWidget]:
        """The buttons, fields and lists that a person sees in the docks."""
        parts = (part for dock in self._seen_docks() for part in dock.findChildren(QWidget))
        return [part for part in parts if isinstance(part, _CONTROLS) and part.isEnabled() and _seen(part)]

    def entries(self) -> list[QAction]:
        """Every command that a person could give now, out of whichever menu."""
        # Asked for its menu, an action would hand it over, and Python would delete it.
        menus = [menu for menu in self.window.findChildren(QMenu) if _in_reach(menu)]
        titles = {menu.menuAction() for menu in menus}
        found = [action for menu in menus for action in menu.actions() if action not in titles]
        return [action for action in found if action.isEnabled() and not action.isSeparator()]

    def widget(self, where: str) -> QWidget | None:
        """What an action calls `where`, if a person could see it."""
        window = self.window
        if where.startswith("dock"):
            docks = self._seen_docks() or self.docks()
            found: QWidget | None = docks[int(where.removeprefix("dock")) % len(docks)].widget()
        else:
            found = {
                "window": window,
                "sentence": window.sentence,
                "heatmaps": window.heatmaps,
                "transport": window.transport,
                "models": window.model_bar,
                "parts": window.part_chooser,
                "message": window.message_bar,
                "recovery": window.recovery_bar,
                "inspector": self.desktop.controller.inspection.dialog,
                "focus": QApplication.focusWidget(),
            }.get(where) or next(iter(window.findChildren(QWidget, where)), None)
        return found if found is not None and found.isVisible() else None

    def spot(self, where: str, x: float, y: float) -> tuple[QWindow, QPoint] | None:
        """The place at the shares `x` and `y` of what is called `where`, inside of its window; None where it is
        not seen."""
        widget = self.widget(where)
        handle = None if widget is None else widget.window().windowHandle()
        if widget is None or handle is None:
            return None
        inside = QPoint(round(x * (widget.width() - 1)), round(y * (widget.height() - 1)))
        place, last = widget.mapTo(widget.window(), inside), handle.size()
        return handle, QPoint(min(max(place.x(), 0), last.width() - 1), min(max(place.y(), 0), last.height() - 1))

    def keyboard(self) -> QWindow | None:
        """The window that a key goes to."""
        active = QApplication.activeWindow()
        # One that was closed a moment ago is still active until Qt hears of the next, and may be gone by then.
        handle = (active if active is not None and active.isVisible() else self.window).windowHandle()
        return handle if handle is not None and shiboken6.isValid(handle) else None

    def path(self, name: str) -> Path:
        """Where the file called `name` lies."""
        return path_of(name, self.folder)

    def _seen_docks(self) -> list[QDockWidget]:
        """Those of the workspace that lie behind no other, in the order of the table."""
        return [dock for dock in self.docks() if _seen(dock.widget())]

    def _open(self) -> Desktop:
        desktop = Desktop(Settings(self.folder / "gatescope.ini"))
        if not self._kernels:
            desktop.session.start_warm_up = lambda: None  # type: ignore[method-assign]
        desktop.controller.project.ask_where = lambda *_: self._next()
        self.desktop = desktop
        self._jobs = desktop.window.findChildren(Jobs)
        desktop.show()
        self.settle()
        return desktop

    def _reopen(self) -> None:
        if self.desktop.controller._closed:
            self.renew()

    def _wait(self) -> None:
        last, grace, turns = time.monotonic() + _PATIENCE_S, time.monotonic() + _GRACE_S, 0
        timers = ShortTimers(self.window, self.session)
        while True:
            QCoreApplication.processEvents()
            turns += 1
            session, now = self.session, time.monotonic()
            if session.computing or session.snapshot is None or any(jobs.running for jobs in self._jobs):
                grace, turns = now + _GRACE_S, 0
            elif (up_to_date(session) and not timers.due()) or (now > grace and turns > _GRACE_TURNS):
                break
            if now > last:
                self.faults.append("the window does not come to rest")
                break
            time.sleep(0.0005)
        let_paint()
        # Meanwhile a model that trains may have gone on, or have halted for what was asked of it.
        turn(lambda: up_to_date(self.session) and not timers.due(), _GRACE_S)

    def _next(self) -> Path | None:
        return self.path(self._files.pop(0)) if self._files else None

    def _rest(self) -> Sequence[str]:
        names, self._files = self._files, []
        return [str(self.path(name)) for name in names]


def _seen(widget: QWidget | None) -> bool:
    return widget is not None and widget.isVisible() and not widget.visibleRegion().isEmpty()


@contextmanager
def staged(folder: Path, *, kernels: bool = False) -> Iterator[Stage]:
    """A stage that is taken down in the end."""
    stage = Stage(folder, kernels=kernels)
    try:
        yield stage
    finally:
        stage.end()


def _in_reach(menu: QMenu) -> bool:
    """Whether a person can open `menu`: a part of the menu of a place goes with it, before it is deleted."""
    above = menu.parent()
    reached = not isinstance(above, QMenu) or above.isVisible() or _in_reach(above)
    return reached and bool(menu.menuAction().associatedObjects())
