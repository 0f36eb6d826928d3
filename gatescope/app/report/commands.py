"""The commands that tell about this installation: a report about a problem, and the page about GateScope."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from gatescope.app.report.about_page import show_about
from gatescope.app.report.dialog import LOOKING, ReportDialog
from gatescope.app.report.parts import (
    DOCTOR,
    FAULTS,
    MESSAGES,
    MODELS,
    SENTENCE,
    SETTINGS,
    VERSIONS,
    Part,
    faults_text,
    models_text,
    settings_text,
)
from gatescope.app.report.versions import versions_text
from gatescope.app.window.main_window import MainWindow
from gatescope.formats.files.atomic import write_atomically
from gatescope.session.crash.crash_log import crash_folder
from gatescope.session.jobs import Jobs
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.words import mark, tr

_NAME = "gatescope-report.txt"

AskWhere = Callable[[QWidget, Path], Path | None]


class ReportCommands(QObject):
    """Opens the dialog of the report, and looks up on a thread what asks the disk or other programs.

    Attributes:
        findings: gives what `gatescope doctor` says.
        ask_where: the function that asks for a file; tests replace it.
    """

    def __init__(self, window: MainWindow, session: Session, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self.findings: Callable[[], str] = lambda: ""
        self.ask_where: AskWhere = ask_where
        self.dialog: ReportDialog | None = None
        self._window, self._session, self._settings = window, session, settings
        self._jobs = Jobs(self)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of these commands, by name."""
        return {"report_problem": self.report, "about": self.about}

    def close(self) -> None:
        """Wait for the thread, whose findings are not wanted any more. May be called twice."""
        self._let_go()
        self._jobs.close()

    @Slot()
    def about(self) -> None:
        show_about(self._window)

    @Slot()
    def report(self) -> None:
        """Show the report; what takes long comes into it when it is there."""
        if self.dialog is None:
            self.dialog = ReportDialog(self._window, self._parts())
            self.dialog.finished.connect(self._let_go)
            self.dialog.save_wanted.connect(self._save)
            self._look_up(DOCTOR, self.findings)
            self._look_up(FAULTS, partial(faults_text, crash_folder()))
        self.dialog.show()
        self.dialog.raise_()
        self.dialog.activateWindow()

    def _parts(self) -> tuple[Part, ...]:
        messages = self._window.message_bar.said
        document = self._session.document
        return (
            Part(VERSIONS, mark("Of GateScope, Python, Qt and the system"), versions_text),
            Part(DOCTOR, mark("What `gatescope doctor` says here"), lambda: tr(LOOKING)),
            Part(
                SETTINGS,
                mark("What you have chosen, without files and folders"),
                partial(settings_text, self._settings),
            ),
            Part(MESSAGES, mark("What GateScope has said in this window"), lambda: "\n".join(messages)),
            Part(FAULTS, mark("Where GateScope was when it failed"), lambda: tr(LOOKING)),
            Part(SENTENCE, mark("What you have typed; only if you tick it"), lambda: document.text, wanted=False),
            Part(
                MODELS, mark("Their names and sizes; only if you tick it"), partial(models_text, document), wanted=False
            ),
        )

    def _look_up(self, title: str, text: Callable[[], str]) -> None:
        dialog = self.dialog

        def take(found: str) -> None:
            if dialog is not None and self.dialog is dialog:
                dialog.set_text(title, found)

        self._jobs.start(title, lambda _report: text(), take, take)

    @Slot(str)
    def _save(self, text: str) -> None:
        path = self.ask_where(self.dialog or self._window, self._settings.folder / _NAME)
        if path is None:
            return
        self._settings.folder = path.parent
        self._jobs.start(
            tr("Saving {name}", name=path.name),
            lambda _report: write_report(path, text),
            lambda _: self._window.status.show_message(tr("Saved {path}", path=escape(str(path)))),
            partial(self._window.message_bar.show_message, topic="report"),
        )

    @Slot()
    def _let_go(self) -> None:
        self.dialog = None


def write_report(path: Path, text: str) -> None:
    """Write the text of a report into the file `path`, whole or not at all.

    Raises:
        FileError: it cannot be written.
    """
    write_atomically(path, f"{text}\n".encode())


def ask_where(window: QWidget, suggested: Path) -> Path | None:
    """Ask for the text file; None where the person cancels."""
    name, _ = QFileDialog.getSaveFileName(window, tr("Save the report"), str(suggested), tr("Text files (*.txt)"))
    return Path(name) if name else None
