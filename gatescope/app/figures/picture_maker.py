"""The base of commands that make pictures of the window's plots: what they know, and where they say how it went."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject

from gatescope.app.window.design import Design
from gatescope.app.window.front_plot import FrontPlot
from gatescope.app.window.main_window import MainWindow
from gatescope.session.jobs import Jobs
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.words import tr


class AskingDialog(Protocol):
    """A dialog that asks what to write where, and stays open until it is written."""

    def accept(self) -> None:
        """Close it."""

    def fail(self, sentence: str) -> None:
        """Say why nothing was written."""


class PictureMaker(QObject):
    """Success is said in the status line; failure in the dialog that is open, else above the sentence.

    Attributes:
        jobs: the thread on which is drawn and written.
    """

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        front: FrontPlot,
        design: Design,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings = window, session, settings
        self._front, self._design = front, design
        self._dialog: AskingDialog | None = None
        self.jobs = Jobs(self)

    def _saved(self, path: Path) -> None:
        self._settings.folder = path.parent
        self._window.status.show_message(tr("Saved {path}", path=escape(str(path))))
        if self._dialog is not None:
            self._dialog.accept()

    def _fail(self, sentence: str) -> None:
        if self._dialog is not None:
            self._dialog.fail(sentence)
        else:
            self._window.message_bar.show_message(sentence)
