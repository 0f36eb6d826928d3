"""The bar at the foot of the dialog, which never scrolls: the file's name, what goes on, and the buttons."""

from __future__ import annotations

from html import escape
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QWidget

from gatescope.session.jobs import Job, Jobs
from gatescope.words import tr

_STEPS = 1000


class Foot(QFrame):
    """Name and folder, or why nothing was written, or how far the writing is; Close, Copy, Save."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("TopBar")
        self._jobs: Jobs | None = None
        self._ready = self._at_hand = False
        self._failure = self._gaps = ""
        self._name = QLabel(self)
        self._name.setTextFormat(Qt.TextFormat.RichText)
        self._problem = QLabel(self)
        self._problem.setObjectName("Problem")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self._problem.hide()
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(tr("Share that is written"))
        self._progress.setMinimumWidth(120)
        self._progress.hide()
        self.cancel = QPushButton(tr("Cancel"), self)
        self.cancel.setToolTip(tr("Stop; what was there before stays as it is"))
        self.cancel.clicked.connect(self._cancel)
        self.cancel.hide()
        self.close_button = QPushButton(tr("Close"), self)
        self.close_button.setToolTip(tr("Close this window; its settings are kept (Esc)"))
        self.copy_button = QPushButton(tr("Copy"), self)
        self.copy_button.setToolTip(tr("Put the figure on the clipboard, as an image and as SVG (Ctrl+Shift+C)"))
        self.save_button = QPushButton(tr("Save…"), self)
        self.save_button.setToolTip(tr("Choose a name and a folder, and write the file (Ctrl+S)"))
        self.save_button.setDefault(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 10, 18, 10)
        row.setSpacing(10)
        row.addWidget(self._name)
        row.addWidget(self._problem, 1)
        row.addWidget(self._progress, 1)
        row.addWidget(self.cancel)
        row.addStretch(0)
        for button in (self.close_button, self.copy_button, self.save_button):
            row.addWidget(button)

    def follow(self, jobs: Jobs) -> None:
        """Show the progress of `jobs`, and let a person end them."""
        self._jobs = jobs
        jobs.began.connect(self._began)
        jobs.progressed.connect(self._progressed)
        jobs.ended.connect(self._ended)

    def show_file(self, path: Path) -> None:
        """Show the name that will be proposed, and its folder."""
        folder = tr("in {folder}", folder=path.parent.name or str(path.parent))
        self._name.setText(f"<span style='font-weight:600'>{escape(path.name)}</span>&nbsp; {escape(folder)}")
        self._name.setToolTip(str(path))

    def show_problem(self, sentence: str) -> None:
        """Say why nothing was written, until something else is; an empty sentence takes that back."""
        self._failure = sentence
        self._show_words()

    def show_gaps(self, sentence: str) -> None:
        """Say which views have nothing to show; an empty sentence takes that back."""
        self._gaps = sentence
        self._show_words()

    def show_done(self, sentence: str, path: Path | None = None) -> None:
        """Say what was done, until something else is to be said."""
        self._name.setText(escape(sentence))
        self._name.setToolTip("" if path is None else str(path))

    @property
    def problem(self) -> str:
        """What is amiss; empty where nothing is."""
        return "" if self._problem.isHidden() else self._problem.text()

    def set_ready(self, ready: bool) -> None:
        """Say whether there is a figure to save and to copy."""
        self._ready = ready
        self._enable()

    def _show_words(self) -> None:
        sentence = self._failure or self._gaps
        self._problem.setText(sentence)
        self._problem.setToolTip(sentence)
        self._problem.setVisible(bool(sentence))
        self._name.setVisible(not sentence)

    def _enable(self) -> None:
        idle = self._jobs is None or not self._jobs.running
        for button in (self.copy_button, self.save_button):
            button.setEnabled(self._ready and idle)

    @Slot(object)
    def _began(self, _job: Job) -> None:
        self.show_problem("")
        self._progress.setRange(0, 0)
        self._show_work(working=True)

    @Slot(object, float)
    def _progressed(self, _job: Job, share: float) -> None:
        self._progress.setRange(0, _STEPS)
        self._progress.setValue(round(min(max(share, 0.0), 1.0) * _STEPS))

    @Slot(object)
    def _ended(self, _job: Job) -> None:
        if self._jobs is not None and not self._jobs.running:
            self._show_work(working=False)

    def _show_work(self, *, working: bool) -> None:
        self._progress.setVisible(working)
        self.cancel.setVisible(working)
        at_hand = self.save_button.hasFocus()
        self._enable()
        if working:
            self._at_hand = at_hand
        elif self._at_hand:
            # A button that is switched off gives the focus away, to whatever comes next.
            self.save_button.setFocus()

    @Slot()
    def _cancel(self) -> None:
        if self._jobs is not None:
            self._jobs.cancel()
