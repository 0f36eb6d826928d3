"""The command that brings back, at any time, unsaved work of windows that ended unexpectedly."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from gatescope.app.project.left_work_dialog import LeftWorkDialog
from gatescope.app.project.open_project import OpenProject
from gatescope.app.project.recovery import Recovery
from gatescope.progress import Report
from gatescope.session.jobs import Jobs
from gatescope.session.project.left_work import LeftWork, left_works, take_left
from gatescope.session.project.ownership import Ownership
from gatescope.session.settings import Settings
from gatescope.words import tr


class LeftWorkCommand(QObject):
    """Lists the work in a dialog, and takes what is chosen; the disk is asked on a thread.

    Attributes:
        dialog: the open dialog; None where it is closed.
    """

    def __init__(
        self,
        window: QWidget,
        settings: Settings,
        recovery: Recovery,
        project: OpenProject,
        parent: QObject,
    ) -> None:
        """`project` is the one that the window has open."""
        super().__init__(parent)
        self.dialog: LeftWorkDialog | None = None
        self._window, self._settings, self._recovery, self._project = window, settings, recovery, project
        self._jobs = Jobs(self)

    @Slot()
    def show(self) -> None:
        """Show the dialog, with what there is now."""
        if self.dialog is None:
            self.dialog = LeftWorkDialog(self._window)
            self.dialog.finished.connect(self._let_go)
            self.dialog.wanted.connect(self._take)
        # What a line offers is in the list as well.
        self._recovery.let_go()
        self._look("")
        self.dialog.open()

    def close(self) -> None:
        """Wait for the thread."""
        self._jobs.close()

    def _look(self, problem: str) -> None:
        projects = [path for path in self._settings.recent if path != self._project.path]
        own = self._project.ownership
        self._jobs.start(
            tr("Looking for unsaved work"),
            lambda report: left_works(projects, report, own),
            partial(self._list, problem),
            self._say,
        )

    def _list(self, problem: str, works: tuple[LeftWork, ...]) -> None:
        if self.dialog is not None:
            self.dialog.show_works(works)
            self.dialog.show_problem(problem)

    @Slot(object)
    def _take(self, work: LeftWork) -> None:
        own = self._project.ownership
        if own is not None and own.recovery == work.copy:
            if self.dialog is not None:
                self.dialog.accept()
            self._recovery.take_own(own)
            return

        def take(_report: Report) -> Ownership:
            return take_left(work)

        # It may be gone; the list is then another one.
        self._jobs.start(tr("Reading unsaved work"), take, self._taken, self._look)

    def _taken(self, ownership: Ownership) -> None:
        if self.dialog is None:
            ownership.leave()
            return
        self.dialog.accept()
        self._recovery.take(ownership)

    def _say(self, sentence: str) -> None:
        if self.dialog is not None:
            self.dialog.show_problem(sentence)

    @Slot()
    def _let_go(self) -> None:
        self.dialog = None
