"""The figures of the status line: what is shown, and how long a step and a frame take."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Slot

from gatescope.app.window.frame_clock import FrameClock
from gatescope.session.run.snapshot import BadStep, Run, Snapshot
from gatescope.session.session import Session
from gatescope.views.bars.status import StatusView

_EVERY_MS = 250


class StatusFigures(QObject):
    """Writes the figures anew some times a second while runs come in, and measures the frames with `clock`."""

    def __init__(self, session: Session, status: StatusView, clock: FrameClock, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._status, self._clock = session, status, clock
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self._show)
        session.snapshot_changed.connect(self._count)

    def close(self) -> None:
        """Stop writing. May be called twice."""
        self._timer.stop()

    def count_first_paint(self) -> None:
        """Show how long the first picture took, which tells nothing about typing, until there is a frame that does."""
        self._clock.forget()
        self._timer.start()

    @Slot(object)
    def _count(self, _snapshot: Snapshot) -> None:
        self._clock.answered()
        if not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _show(self) -> None:
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        run = snapshot.run(self._session.focus.model) or snapshot.runs[0]
        self._status.show_figures(
            cells=_describe_cells(snapshot.runs),
            tokens=len(run.tokens),
            step_ns=run.step_ns,
            frame_ms=self._clock.median_ms(),
        )
        self._status.show_bad(run.bad if run.bad is not None else _first_bad(snapshot))


def _describe_cells(runs: tuple[Run, ...]) -> list[str]:
    return [f"{r.network.cell.name.upper()} {len(r.network.layers)} × {r.network.units}" for r in runs]


def _first_bad(snapshot: Snapshot) -> BadStep | None:
    return next((run.bad for run in snapshot.runs if run.bad is not None), None)
