"""Train: a form that says what is trained and how, and the buttons that run it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from gatescope.plots.theme import Theme
from gatescope.plots.training.run_words import Plan, counted, missing_material, plan
from gatescope.training.recipe import Recipe
from gatescope.training.tasks.registry import TASKS
from gatescope.training.tasks.task import Material, Task
from gatescope.views.base.plot_view import PlotView
from gatescope.views.base.text_size import scaled
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment
from gatescope.views.training.deeds_row import DeedsRow
from gatescope.views.training.form_grid import FormGrid
from gatescope.views.training.form_head import FormHead
from gatescope.views.training.recipe_fields import RecipeFields
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot
    from gatescope.session.training.shown_run import ShownRun

_MARGIN = 10
_LEAST_FORM = 96.0
_FIRST = "agreement"
"""The task that stands in the form at first: it draws its own sequences, so that it can be run at once."""


@dataclass(frozen=True)
class Wish:
    """What is to be trained: the name of the task, how, and from what."""

    task: str
    recipe: Recipe
    material: Material


class TrainView(PlotView):
    """Emits what the person wants of the training; its fields are locked while a run goes on."""

    title = mark("Train")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._front: ShownRun | None = None
        self._material = Material()
        self.task: Task = TASKS[_FIRST]
        self._tried = False
        self._started: Wish | None = None
        self.plan = Plan("", "")
        self._tasks = ChoiceMenu(tr("Task"), self)
        self._tasks.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._tasks.segment_picked.connect(self.choose_task)
        self._about = QLabel(self)
        self._about.setObjectName("Muted")
        self._about.setWordWrap(True)
        self._head = FormHead(self)
        self._head.corpus_wanted.connect(self._ask_for_corpus)
        self._head.data_wanted.connect(self._ask_for_data)
        self._head.cleared.connect(self._clear_data)
        self._head.height_changed.connect(self._fit)
        self.fields: RecipeFields
        self._grid: FormGrid | None = None
        self.deeds = DeedsRow(self)
        self.deeds.wanted.connect(self.do)
        self.deeds.height_changed.connect(self._fit)
        self._said = QLabel(self)
        self._said.setObjectName("TrainSaid")
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._lay_out()
        self.choose_task(self.task.name)

    # -- showing

    def show_training(self, runs: tuple[ShownRun, ...], front: ShownRun | None) -> None:
        """Show what can be done with the run in front."""
        before, self._front = self._front, front
        if (
            before is not None
            and front is not None
            and (before.number, before.history.condition) == (front.number, front.history.condition)
            and front.busy
        ):
            # It tells of itself ten times a second, and nothing of it is said here.
            return
        self._show_plan()

    def show_material(self, material: Material) -> None:
        """Take other sources to learn from."""
        self._material, self._tried = material, False
        self._head.show_material([self._tasks, self.fields.cell], self.task, material)
        self._fit()
        self._show_plan()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, round(scaled(_LEAST_FORM)) + self.deeds.height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        # A style sheet that is set on a window forgets the palettes of its widgets.
        QPainter(self).fillRect(self.rect(), self._theme.surface)

    def reset_view(self) -> None:
        """Show the first fields."""
        self._area.verticalScrollBar().setValue(0)

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        """No text and no cursor changes the form."""

    def _apply_theme(self, theme: Theme) -> None:
        self.setStyleSheet(_style_sheet(theme))
        self._tasks.set_theme(theme)
        self.deeds.set_theme(theme)
        for field in self.fields.every.values():
            field.set_theme(theme)
        self._fit()
        super()._apply_theme(theme)

    # -- what the person does

    def choose_task(self, name: str) -> None:
        """Show the form of the task called `name`, with what it is trained by where nothing else is said."""
        self.task = TASKS[name]
        segments = [Segment(task.name, task.name.replace("-", " "), tr(task.title)) for task in TASKS.values()]
        self._tasks.set_segments(segments, name)
        before = self._grid
        if before is not None:
            self._form.removeWidget(before)
            for gone in (before, self.fields.cell):
                gone.hide()
                gone.deleteLater()
        self.fields = RecipeFields(self.task)
        for field in self.fields.every.values():
            field.set_theme(self._theme)
            field.edited.connect(self._edit)
        self._grid = FormGrid(self.fields.network, {**self.fields.loop, **self.fields.own})
        self._form.insertWidget(1, self._grid)
        self.show_material(self._material)

    def begin_with(self, name: str) -> None:
        """Show the form of the task called `name`, if there is one and it can be run with what is chosen."""
        if name in TASKS and not missing_material(TASKS[name], self._material):
            self.choose_task(name)

    def do(self, deed: str) -> None:
        """Do what a button or a command of that name asks for, where it is possible."""
        if not self.deeds.is_possible(deed):
            if deed == "run":
                self._tried = True
                self._show_plan()
            return
        if deed == "run":
            self._run()
        else:
            self.training_asked.emit({"step": "step_batch", "keep": "keep_as"}.get(deed, deed), None)

    def wish(self) -> Wish | None:
        """Return what the form says; None where something in it is wrong."""
        if self.fields.problem() or missing_material(self.task, self._material):
            return None
        return Wish(self.task.name, self.fields.recipe(), self._material)

    def _run(self) -> None:
        deed = self.plan.deed
        if deed == "start":
            self._started = self.wish()
            self.training_asked.emit("start", self._started)
        elif deed:
            self.training_asked.emit(deed, None)

    def _edit(self) -> None:
        self.fields.fit()
        self._show_plan()

    def _ask_for_corpus(self) -> None:
        self.training_asked.emit("choose_corpus", None)

    def _ask_for_data(self) -> None:
        self.training_asked.emit("choose_data", None)

    def _clear_data(self) -> None:
        self.training_asked.emit("clear_data", None)

    # -- what follows from it

    def _show_plan(self) -> None:
        front, problem = self._front, self.fields.problem()
        history = None if front is None else front.history
        same = front is not None and self._started is not None and self.wish() == self._started
        self.plan = plan(front, self.task, self._material, same=same, problem=problem, tried=self._tried)
        running = self.plan.deed == "pause"
        self._content.setEnabled(not running)
        look = tr(self.task.look_for)
        words = (counted(front, self.task), tr(self.task.title), tr("Watch {what}.", what=look.rstrip(".")))
        self._about.setText(" ".join(one for one in words if one))
        possible = {"run"} if self.plan.deed else set()
        if history is not None and front is not None:
            stands = front.newest is not None and not running
            possible |= {"step"} if stands and self.plan.deed == "go_on" else set()
            possible |= {"stop"} if running or history.condition == "paused" else set()
            at = history.step if front.looked_at is None else front.looked_at
            possible |= {"rewind"} if stands and at else set()
            possible |= {"keep"} if front.newest is not None else set()
        self.deeds.show_possible(possible, running=running)
        if self._said.text() != self.plan.words:
            self._said.setText(self.plan.words)
            self._said.setAccessibleName(self.plan.words)
        if self._said.property("bad") != self.plan.bad:
            self._said.setProperty("bad", self.plan.bad)
            self._said.style().polish(self._said)

    def _lay_out(self) -> None:
        self._content = QWidget()
        self._content.setObjectName("TrainForm")
        self._form = QVBoxLayout(self._content)
        self._form.setContentsMargins(_MARGIN, 2, _MARGIN, 2)
        self._form.setSpacing(8)
        self._form.addWidget(self._head)
        self._form.addWidget(self._about)
        self._form.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._content)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QVBoxLayout()
        foot.setContentsMargins(_MARGIN, 0, _MARGIN, 0)
        foot.setSpacing(2)
        foot.addWidget(self.deeds)
        foot.addWidget(self._said)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 2, 0, 6)
        column.setSpacing(4)
        column.addWidget(self._area, 1)
        column.addLayout(foot)

    def _fit(self) -> None:
        inside = max(self.width() - 2 * _MARGIN, 1)
        for row in (self._head, self.deeds):
            # Only where it takes another number of lines: a height that is set lays the window out anew.
            high = row.height_for(inside)
            if high != row.height():
                row.setFixedHeight(high)


def _style_sheet(theme: Theme) -> str:
    return (
        f"#TrainForm {{ background: {theme.surface}; }}"
        f"#TrainRun:enabled {{ background: {theme.accent}; color: {theme.on_accent}; border-color: {theme.accent};"
        " font-weight: 600; }"
        f"#TrainRun:enabled:focus {{ border-color: {theme.text}; }}"
        f"#TrainForm QLineEdit:disabled {{ color: {theme.muted}; background: {theme.window}; }}"
        f"#TrainSaid {{ color: {theme.muted}; }}"
        f"#TrainSaid[bad='true'] {{ color: {theme.bad}; }}"
    )
