"""A calm line above the sentence while a file is being read: what, how far, and a way to end it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton

from gatescope.app.window.message_bar import BAR_HEIGHT
from gatescope.session.jobs import Job, Jobs
from gatescope.words import tr

_WAIT_MS = 150
"""Most files are read sooner, and a line that only flashes up tells nothing."""
_STEPS = 1000


class LoadBar(QFrame):
    """Follows the `Jobs` it is given; hidden while none runs."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("LoadBar")
        self.setAccessibleName(tr("Loading"))
        self._jobs: Jobs | None = None
        self._title = ""
        self._label = QLabel(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._progress = QProgressBar(self)
        self._progress.setTextVisible(False)
        self._progress.setAccessibleName(tr("Share that has been read"))
        self._cancel = QPushButton(tr("&Cancel"), self)
        self._cancel.setToolTip(tr("Stop reading; what is open stays as it is (Esc)"))
        self._cancel.setAccessibleName(tr("Cancel loading"))
        self._cancel.clicked.connect(self._cancel_all)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(12)
        row.addWidget(self._label)
        row.addWidget(self._progress, 1)
        row.addWidget(self._cancel)
        self.setMinimumHeight(BAR_HEIGHT)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self.show)
        self.hide()

    def follow(self, jobs: Jobs) -> None:
        """Show the progress of `jobs` from now on."""
        self._jobs = jobs
        jobs.began.connect(self._began)
        jobs.progressed.connect(self._progressed)
        jobs.ended.connect(self._ended)

    def text(self) -> str:
        return self._label.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._cancel_all()
        else:
            super().keyPressEvent(event)

    @Slot(object)
    def _began(self, job: Job) -> None:
        if self._jobs is not None and len(self._jobs.running) == 1:
            self._show_job(job)
            self._wait.start()
        else:
            self._count()

    @Slot(object, float)
    def _progressed(self, job: Job, share: float) -> None:
        if self._jobs is not None and job in self._jobs.running:
            self._progress.setRange(0, _STEPS)
            self._progress.setValue(round(min(max(share, 0.0), 1.0) * _STEPS))

    @Slot(object)
    def _ended(self, job: Job) -> None:
        running = self._jobs.running if self._jobs is not None else ()
        if running:
            self._show_job(running[0])
        else:
            self._wait.stop()
            self.hide()

    def _show_job(self, job: Job) -> None:
        # Before its first report the share is unknown.
        self._progress.setRange(0, 0)
        self._title = job.title
        self._count()

    def _count(self) -> None:
        waiting = len(self._jobs.running) - 1 if self._jobs is not None else 0
        more = tr(" ({waiting} more to come)", waiting=waiting) if waiting > 0 else ""
        self._label.setText(f"{self._title}…{more}")
        self.setAccessibleDescription(self._label.text())
        self._label.setToolTip(self._label.text())

    @Slot()
    def _cancel_all(self) -> None:
        if self._jobs is not None:
            self._jobs.cancel()
