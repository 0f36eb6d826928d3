"""Offers what was written down about faults of GateScope: those of an earlier start, and one that has just been met."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from html import escape
from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.messages import Offer
from gatescope.session.crash.crash_log import crash_folder, forget_logs, keep_logs, left_logs
from gatescope.session.jobs import Jobs
from gatescope.session.settings import Settings
from gatescope.words import tr

_TOPIC = "crash"
_NAME = "gatescope-faults.txt"

AskWhere = Callable[[QWidget, Path], Path | None]


class CrashOffer(QObject):
    """Shows a line with buttons to save or forget the logs. What is not decided about is offered at the next start.

    Attributes:
        ask_where: the function that asks for a file; tests replace it.
    """

    def __init__(self, window: MainWindow, settings: Settings, parent: QObject) -> None:
        super().__init__(parent)
        self.ask_where: AskWhere = ask_where
        self._window, self._settings = window, settings
        self._jobs = Jobs(self)

    def look(self) -> None:
        """Offer the logs that earlier starts left. The disk is asked on a thread."""
        self._jobs.start(
            tr("Looking for the logs of crashes"),
            lambda _: left_logs(crash_folder()),
            self._offer,
            lambda sentence: None,
        )

    @Slot(str)
    def tell(self, fault: str) -> None:
        """Say that a fault of GateScope was met while the window goes on."""
        sentence = tr(
            "GateScope has met a fault of its own ({fault}). Your work goes on; it is written down for the next start.",
            fault=fault,
        )
        self._window.message_bar.show_message(sentence, topic=_TOPIC)

    def close(self) -> None:
        """Wait for the thread. What is not decided about stays."""
        self._jobs.close()

    def _offer(self, logs: tuple[Path, ...]) -> None:
        if not logs:
            return
        sentence = tr(
            "GateScope met a fault of its own at an earlier start. What was written down about it is in {path}.",
            path=logs[0],
        )
        offers = [
            Offer(
                tr("&Save it…"),
                tr("Write it into a text file that you can read and send"),
                partial(self._save, logs),
            ),
            Offer(tr("&Forget it"), tr("Delete what was written down"), partial(self._forget, logs)),
        ]
        self._window.message_bar.show_notice(sentence, offers, _TOPIC)

    def _save(self, logs: tuple[Path, ...]) -> None:
        path = self.ask_where(self._window, self._settings.folder / _NAME)
        if path is None:
            self._offer(logs)
            return
        self._settings.folder = path.parent

        def failed(sentence: str) -> None:
            self._offer(logs)
            self._window.message_bar.show_message(sentence, topic=f"{_TOPIC} file")

        self._jobs.start(
            tr("Saving {name}", name=path.name),
            lambda _: keep_logs(logs, path),
            lambda _: self._window.status.show_message(tr("Saved {path}", path=escape(str(path)))),
            failed,
        )

    def _forget(self, logs: tuple[Path, ...]) -> None:
        self._jobs.start(tr("Forgetting a crash"), lambda _: forget_logs(logs), lambda _: None, lambda sentence: None)


def ask_where(window: QWidget, suggested: Path) -> Path | None:
    """Ask for the text file; None where the person cancels."""
    dialog = QFileDialog(window, tr("Save what was written down"), str(suggested.parent), tr("Text files (*.txt)"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("txt")
    dialog.selectFile(suggested.name)
    path = Path(dialog.selectedFiles()[0]) if dialog.exec() else None
    dialog.deleteLater()
    return path
