"""Training run: curves over the steps, and the ruler by which one looks at earlier networks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from gatescope.plots.theme import Theme
from gatescope.plots.training.curves import about, run_curves
from gatescope.plots.training.describe import describe_training
from gatescope.plots.training.panels import PANEL_NAMES, PANELS, USUAL
from gatescope.plots.training.run_plot import TITLE, TrainingRunPlot
from gatescope.plots.training.run_words import diverged_words
from gatescope.views.base.command_keys import with_keys
from gatescope.views.base.elided_label import ElidedLabel
from gatescope.views.base.plot_view import PlotView
from gatescope.views.base.spot import Spot
from gatescope.views.base.veil import Veil
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.views.controls.segmented import Segment
from gatescope.views.training.checks_menu import ChecksMenu
from gatescope.views.training.run_picture import TrainingRunPicture
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot
    from gatescope.session.training.history import History
    from gatescope.session.training.shown_run import ShownRun

_LINE, _GAP, _MARGIN = 30, 6, 10
_EVERY_MS = 300
"""A run tells of itself ten times a second; curves of thousands of steps need not follow each time."""
_BACK = 20
_EMPTY = mark("Choose a task and press Run (Ctrl+R): the curves of its training are drawn here.")
_QUANTITIES = tuple(Segment(key, *PANEL_NAMES[key]) for key in PANELS)


class TrainingRunView(PlotView):
    """Follows the runs, and asks to look at checkpoints; a run that diverged can be rewound from here."""

    title = TITLE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[ShownRun, ...] = ()
        self._front: ShownRun | None = None
        self._panels: set[str] = set(USUAL)
        self._show = ChecksMenu(tr("Show"), tr("What is drawn over the steps"), self)
        self._show.set_choices(_QUANTITIES, self._panels)
        self._show.toggled_one.connect(self._choose_panel)
        self._compare = ChecksMenu(tr("Compare"), tr("Which runs are laid over each other"), self)
        self._compare.toggled_one.connect(self._choose_run)
        self._back = QPushButton(tr("Rewind {back} steps", back=_BACK), self)
        self._back.setAccessibleName(tr("Rewind {back} steps", back=_BACK))
        self._back.setToolTip(
            tr("Look at the network of {back} steps before the end; Run then goes on from there", back=_BACK)
        )
        self._back.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._back.clicked.connect(self._rewind)
        self._heading = ElidedLabel(self)
        self._heading.setObjectName("Muted")
        self._row = WrappingRow(_LINE, _GAP, _MARGIN, self)
        self._picture = TrainingRunPicture(self)
        self._picture.hovered.connect(self.hovered)
        self._picture.step_chosen.connect(self._look_at)
        self._veil = Veil(self)
        self._veil.cover(self._picture)
        self._row.height_changed.connect(self._lay_out)
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_EVERY_MS)
        self._later.timeout.connect(self._describe)
        self._show_tools()

    # -- showing

    def show_training(self, runs: tuple[ShownRun, ...], front: ShownRun | None) -> None:
        """Show `runs`, those that are not hidden laid over `front`."""
        before, self._runs, self._front = self._front, runs, front
        if not self.in_sight:
            return
        if before is None or front is None or not _grows(before, front):
            self._later.stop()
            self._describe()
        elif not self._later.isActive():
            self._later.start()

    def plot(self) -> TrainingRunPlot | None:
        self._describe()
        return self._picture.shown

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._picture.spot_at(QPointF(self._picture.mapFrom(self, place)))

    def spot_at_cursor(self) -> Spot | None:
        """Return the values at the step that is looked at."""
        plot = self._picture.shown
        return None if plot is None or plot.nothing_to_draw() else self._picture.spot_of(plot.at or plot.reached)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, _LINE + self._picture.minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A style sheet that is set on a window forgets the palettes of its widgets.
        QPainter(self).fillRect(self.rect(), self._theme.surface)

    def refresh(self) -> None:
        stale = self._snapshot_stale or self._theme_stale
        super().refresh()
        if stale:
            self._describe()

    def _draw_focus(self, snapshot: Snapshot, focus: Focus) -> None:
        """No cursor changes a curve."""

    def _apply_theme(self, theme: Theme) -> None:
        self._picture.set_theme(theme)
        self._veil.set_theme(theme)
        for menu in (self._show, self._compare):
            menu.set_theme(theme)
        super()._apply_theme(theme)

    def _describe(self) -> None:
        front = self._front
        if front is None:
            self._picture.show_plot(TrainingRunPlot())
            self._veil.say(with_keys(tr(_EMPTY)))
            self._show_tools()
            return
        history = front.history
        others = [run for run in self._runs if run is not front and not run.hidden and len(run.history.steps.step)]
        plot = describe_training(
            [run_curves(run.history, tr("run {number}", number=run.number)) for run in (front, *others)],
            at=front.looked_at,
            shown=self._panels,
            running=history.condition == "running",
            message=_said(history),
        )
        self._picture.show_plot(plot)
        self._heading.show_text(plot.heading, tr("Drag the ruler, or use the arrow keys on it, to look at another one"))
        if not plot.nothing_to_draw():
            self._veil.lift()
        elif history.condition == "failed":
            self._veil.say(history.message)
        elif history.condition == "preparing":
            self._veil.say(tr("Preparing {about}…", about=about(history)))
        elif history.condition == "running":
            self._veil.say(tr("The process that trains loads its kernels, then the first step follows…"))
        else:
            self._veil.say(with_keys(tr(_EMPTY)))
        self._show_tools()

    def _show_tools(self) -> None:
        front = self._front
        others = tuple(
            Segment(
                str(run.number),
                tr("run {number} · {about}", number=run.number, about=about(run.history)),
                tr("Lay it over the run in front"),
            )
            for run in self._runs
            if run is not front
        )
        self._compare.set_choices(others, {str(run.number) for run in self._runs if not run.hidden})
        controls: list[QWidget] = [self._show]
        controls += [self._compare] if others else []
        controls += [self._back] if front is not None and front.history.condition == "diverged" else []
        for control in (self._compare, self._back):
            control.setVisible(control in controls)
        self._row.set_controls(controls)
        self._row.set_ending(self._heading)

    def _lay_out(self) -> None:
        high = self._row.height_for(self.width())
        self._row.setGeometry(0, 0, self.width(), high)
        self._picture.setGeometry(0, high, self.width(), max(self.height() - high, 1))

    # -- the person's choices

    def _choose_panel(self, key: str, shown: bool) -> None:
        wanted = {*self._panels, key} if shown else self._panels - {key}
        # Something is always drawn.
        self._panels = wanted or self._panels
        self._show.set_choices(_QUANTITIES, self._panels)
        self._describe()

    def _choose_run(self, key: str, shown: bool) -> None:
        self.training_asked.emit("hide", (int(key), not shown))

    def _look_at(self, step: int) -> None:
        self.training_asked.emit("look_at", step)

    def _rewind(self) -> None:
        self.training_asked.emit("rewind", _BACK)


def _said(history: History) -> str:
    """Return why a run ended, where that is no good end."""
    if history.condition == "diverged":
        words = diverged_words(history)
        return f"{words[:1].upper()}{words[1:]}."
    return history.message if history.condition == "failed" else ""


def _grows(before: ShownRun, now: ShownRun) -> bool:
    """Return whether a run only has more steps than before, which can wait for a moment."""
    same = (before.number, before.looked_at, before.history.condition) == (
        now.number,
        now.looked_at,
        now.history.condition,
    )
    return same and now.history.condition == "running" and len(before.history.steps.step) > 0
