"""Writes moving pictures of what is on screen, drawn on a thread of their own.

The dialog and the writers, with all painters, are imported when the first one is asked for: a window opens sooner.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.app.figures.picture_maker import PictureMaker
from gatescope.app.window.design import Design
from gatescope.app.window.front_plot import FrontPlot
from gatescope.app.window.main_window import MainWindow
from gatescope.progress import Report
from gatescope.session.jobs import Job
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.app.figures.animation_choice import AnimationChoice
    from gatescope.app.figures.animation_dialog import AnimationDialog


class AnimationCommands(PictureMaker):
    """Asks for a moving picture and writes it; success and failure are shown where the person is.

    Signals:
        told(int, int, str): frames that are drawn, how many there are, and what does not fit into so many.
    """

    told = Signal(int, int, str)

    _dialog: AnimationDialog | None

    def __init__(
        self,
        window: MainWindow,
        session: Session,
        settings: Settings,
        front: FrontPlot,
        design: Design,
        parent: QObject,
    ) -> None:
        super().__init__(window, session, settings, front, design, parent)
        self._job: Job | None = None
        self.told.connect(self._show_progress)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands, by name."""
        return {"animate": self.animate}

    @Slot()
    def animate(self) -> None:
        """Ask what is to move, the plot that a person was with last first, and write it."""
        from gatescope.app.figures.animation_choice import moves
        from gatescope.app.figures.animation_dialog import AnimationDialog

        views = {**self._front.open, "heatmaps": self._window.heatmaps}
        titles = {name: view.title for name, view in views.items() if moves(name)}
        front = next((name for name in self._front.recent if name in titles), "heatmaps")
        self._dialog = dialog = AnimationDialog(
            titles, front, self._design.theme.name, self._settings.folder, self._usual_sweep(), self._window
        )
        dialog.asked.connect(self.save)
        dialog.stopped.connect(self._stop)
        dialog.exec()
        self._dialog = None
        dialog.deleteLater()

    @Slot(object)
    def save(self, choice: AnimationChoice) -> None:
        """Draw what `choice` names into its file; when it is written, show its name and close the dialog."""
        from gatescope.app.figures.animation_choice import moving_of
        from gatescope.export.animation.pace import Pace
        from gatescope.export.animation.saving import check_animation, save_animation

        snapshot, focus, palette = self._session.snapshot, self._session.focus, self._design.theme.palette
        runs = () if snapshot is None else snapshot.runs
        if not any(len(run.tokens) for run in runs):
            self._fail(tr("There is nothing to animate yet: type a sentence first."))
            return

        def write(report: Report) -> None:
            check_animation(choice.path, choice.size, choice.theme, Pace.of(1.0, 1, choice.fps, None), palette=palette)
            found = moving_of(choice, runs, focus, report)
            pace = Pace.of(found.fps, found.count, choice.fps, None)

            def drawn(share: float) -> None:
                report(share)
                self.told.emit(round(share * found.count), found.count, found.remark)

            save_animation(found, choice.path, choice.size, choice.theme, pace, drawn, palette=palette)

        self._job = self.jobs.start(tr("Drawing the animation"), write, lambda _: self._saved(choice.path), self._fail)

    def close(self) -> None:
        """End what is being drawn, and wait for it."""
        self.jobs.close()

    def _usual_sweep(self) -> str:
        """Return what is held at first: the signal in focus, or the first gate, over the whole of its range."""
        cell = self._session.document.networks[self._session.focus.model].cell
        gates = [signal for signal in cell.signals if signal in cell.unit_interval]
        signal = self._session.focus.signal
        signal = signal if signal in cell.signals else (gates or list(cell.signals))[0]
        return f"{signal}={'0' if signal in gates else '-1'}..1"

    @Slot(int, int, str)
    def _show_progress(self, drawn: int, count: int, remark: str) -> None:
        if self._dialog is not None and self.jobs.running:
            self._dialog.show_progress(drawn, count, remark)

    @Slot()
    def _stop(self) -> None:
        if self._job is not None:
            self.jobs.cancel_job(self._job)
