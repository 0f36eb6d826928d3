"""Training beside typing: starts, pauses and rewinds runs, one of which trains at a time."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QUndoStack

from gatescope.errors import UsageError
from gatescope.session.state import State
from gatescope.session.training.checkpoint import thinned
from gatescope.session.training.growing import Growing, until
from gatescope.session.training.history import Condition, History, failed_at, in_condition
from gatescope.session.training.left_run import leave
from gatescope.session.training.run_book import RunBook
from gatescope.session.training.shown_run import ShownRun
from gatescope.session.training.typing_pause import TypingPause
from gatescope.session.training.undo_steps import Leg, TrainingCommand, look
from gatescope.session.training.walker import Walker
from gatescope.session.training.walking import Order, Ready, Walked
from gatescope.training.recipe import Recipe
from gatescope.training.report import TrainingState
from gatescope.training.tasks.registry import TASKS
from gatescope.training.tasks.task import Material
from gatescope.words import mark, tr

_BUSY = mark("{model} is being trained: pause or stop it before another one starts")
_NOTHING, _MOMENT_S = ShownRun(0, "", History("")), 0.1
"""Seconds of training from one look at the network to the next."""
_MOST_KEPT = 200
"""Of a run from its first mini-batch to its last, so that large states do not travel ten times a second."""
_OLD_CHECKPOINTS = 12  # kept of a run once another one is in front


class TrainingRuns(QObject):
    """The runs of a session. The last started one is in front: all but `start`, `hide` and `remove` speak of it.

    The loop runs in a process of its own. What it made is shown ten times a second at most, and while keys are typed a
    little later. A stretch from going on to the next halt is one undo step.

    Signals:
        changed(): a run is another one now.
        failed(str): why something that was asked for cannot be done, or why the run came to a halt.
        kept(Path): the model was written.
    """

    changed = Signal()
    failed = Signal(str)
    kept = Signal(object)

    def __init__(self, state: State, undo_stack: QUndoStack, folder: Path, parent: QObject) -> None:
        """`folder` is where a run is left when the window closes."""
        super().__init__(parent)
        self._undo_stack, self._folder = undo_stack, folder
        self._book, self._walker = RunBook(state, self), Walker(self)
        self._book.changed.connect(self.changed)
        self._book.put_back.connect(self._leave)
        self._typing = TypingPause(state, time.monotonic, self)
        self._typing.due.connect(self._draw)
        self._started, self._identity, self._orders = 0, "", dict[int, Order]()
        self._leg, self._growing = Leg(_NOTHING, _NOTHING), Growing(_NOTHING.history)
        # How the run under way is to halt after the mini-batch, and what is to be done then; None where it goes on.
        self._halting: tuple[Condition, str] | None = None
        self._then: Callable[[], object] | None = None

    @property
    def runs(self) -> tuple[ShownRun, ...]:
        """All runs in the order of their start."""
        return self._book.runs

    @property
    def front(self) -> ShownRun | None:
        """The last started run; None where there is none."""
        return self.runs[-1] if self.runs else None

    @property
    def busy(self) -> bool:
        """Whether one is being made ready or trains."""
        return self.front is not None and self.front.busy

    @property
    def worker_pid(self) -> int | None:
        """The number of the process that trains; None where there is none."""
        return self._walker.pid

    def close(self) -> None:
        """End the process and wait for the thread. May be called twice."""
        self._typing.drop()
        self._walker.close()

    def leave(self) -> None:
        """Keep the run in front for the next window, where the same start goes on; a FileError says if that fails."""
        if self.front is not None and self.front.unfinished:
            leave(self._folder, self._identity, self.front.history)

    # -- what a person asks for

    def start(self, task: str, recipe: Recipe, material: Material) -> None:
        """Make a run ready, open its model in front, and train it.

        Raises:
            UsageError: another one is being trained, or there is no such task.
        """
        if self.front is not None and self.front.busy:
            raise UsageError(tr(_BUSY, model=self.front.model))
        if task not in TASKS:
            raise UsageError(tr("there is no task {task!r}; there are {listed}", task=task, listed=", ".join(TASKS)))
        self._give_way()
        self._started, name = self._book.unused(task, recipe.cell, self._started + 1)
        run = ShownRun(self._started, name, History(task, recipe, "preparing"))
        order = self._orders[run.number] = Order(task, recipe, material)
        self._book.put(run)
        self._walker.make_ready(order, run.model, self._folder, self._take_ready, self._take_failure)

    def pause(self) -> None:
        """Halt after the mini-batch under way; a run that is being made ready is dropped."""
        self._halt("paused", "")

    def stop(self) -> None:
        """Halt likewise, and call the run ended; it can still go on."""
        self._halt("ended", "stopped")

    def go_on(self) -> None:
        """Train on from the checkpoint that is looked at. What came after it is dropped; undo brings it back."""
        self._go(None)

    def step_batch(self) -> None:
        """Train one mini-batch, likewise."""
        self._go(1)

    def look_at(self, step: int | None) -> None:
        """Show the network of the nearest checkpoint, or with None the newest one. A run that trains halts first."""
        run = self.front
        if run is None or run.newest is None:
            return
        if run.busy:
            self._halt("paused", "", partial(self.look_at, step))
            return
        kept = None if step is None else run.history.checkpoint_at(step)
        looked_at = None if kept is None or kept.step == run.history.step else kept.step
        look(self._book, self._undo_stack, run, looked_at)

    def trains(self, model: str) -> bool:
        """Return whether `model` is being trained: the next step would replace what is changed in it."""
        return self.front is not None and self.front.busy and self._book.is_of(self.front, model)

    def rewind(self, steps: int | None = None) -> None:
        """Look at the untrained network, or at the last checkpoint that is at least so many mini-batches back."""
        if self.front is not None and (history := self.front.history).checkpoints:
            self.look_at(history.checkpoint_before(0 if steps is None else history.step - steps).step)

    def hide(self, number: int, hidden: bool) -> None:
        """Leave a run out where runs are compared, or have it there again."""
        self._book.put(replace(self._book.run(number), hidden=hidden))

    def remove(self, number: int) -> None:
        """Forget a run; its model stays open.

        Raises:
            UsageError: it is being trained.
        """
        run = self._book.run(number)
        if run.busy:
            raise UsageError(tr("{model} is being trained: pause or stop it first", model=run.model))
        if run is self.front:
            self._walker.forget()
        self._orders.pop(number)
        self._book.remove(number)

    def keep_as(self, path: Path) -> None:
        """Write the model of the checkpoint that is looked at, with a card; `kept` or `failed` tells."""
        run = self.front
        if run is None or run.network is None:
            self.failed.emit(tr("there is no network to keep yet: train one first"))
            return
        order = self._orders[run.number]
        about = {
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "steps": run.history.step if run.looked_at is None else run.looked_at,
            "recipe": asdict(order.recipe),
        }
        self._walker.keep_model(order, run.network, path, about, self.kept.emit, self.failed.emit)

    # -- the walk

    def _go(self, most: int | None) -> None:
        run = self.front
        if run is None or run.newest is None or run.busy:
            return
        # None where the process stands where the run does.
        start = None if run.looked_at is None and self._walker.stands else run.checkpoint
        history = run.history if start is None else until(run.history, start.step)
        newest = run.newest if start is None else start.network
        going = replace(run, history=in_condition(history, "running"), newest=newest, looked_at=None)
        if start is not None:
            self._growing = Growing(going.history)
        self._halting, self._then = (None if most is None else ("paused", "")), None
        self._leg = Leg(run, going, self._book.edited(run))
        self._undo_stack.push(TrainingCommand(self._book, self._leg, tr("Train {model}", model=run.model)))
        self._book.show(going)
        self._walk(None if start is None else start.state, most)

    def _walk(self, start: TrainingState | None, most: int | None) -> None:
        run = self._book.runs[-1]
        due = run.history.step - run.history.checkpoints[-1].step >= run.history.most_steps // _MOST_KEPT
        about = start, _MOMENT_S, most, due or most is not None
        self._walker.walk(self._orders[run.number], *about, self._take_walked, self._take_failure)

    def _halt(self, condition: Condition, message: str, then: Callable[[], object] | None = None) -> None:
        run = self.front
        if run is None:
            return
        if run.history.condition == "preparing":
            self._walker.cancel()
            self._orders.pop(run.number)
            self._book.remove(run.number)
        elif run.busy:
            self._halting, self._then = (condition, message), then
        elif condition == "ended" and run.history.condition == "paused":
            self._book.put(replace(run, history=in_condition(run.history, condition, message)))

    def _take_ready(self, ready: Ready) -> None:
        run = self._book.runs[-1]
        self._identity = ready.identity
        self._book.open_model(run.number, ready.model)
        run = self._book.begin(run, ready)
        self._growing = Growing(in_condition(run.history, "running", run.history.message))
        self._go(None)

    def _take_walked(self, walked: Walked) -> None:
        self._growing.add(walked.numbers)
        history = self._growing.history(walked.checkpoints)
        run = self._leg.after = replace(self._book.runs[-1], history=history, newest=walked.network)
        self._book.hold(run)
        if walked.diverged is not None:
            self._stand(replace(in_condition(history, "diverged", walked.message), diverged=walked.diverged))
        elif walked.ended:
            self._stand(in_condition(history, "ended", history.why_ended))
        elif self._halting is None:
            # The process trains on while this thread draws.
            self._walk(None, None)
            self._typing.came()
        elif history.checkpoints[-1].step < history.step:
            self._walk(None, 0)
        else:
            self._stand(in_condition(history, *self._halting))

    def _take_failure(self, sentence: str) -> None:
        run = self._book.runs[-1]
        last = next(reversed(run.history.checkpoints), None)
        if last is None:
            self._book.put(replace(run, history=in_condition(run.history, "failed", sentence)))
        else:
            history = until(run.history, last.step)
            self._leg.after = replace(run, newest=last.network)
            self._stand(failed_at(history, sentence))
        self.failed.emit(sentence)

    @Slot()
    def _draw(self) -> None:
        """Show where the run in front is now."""
        if self.front is not None:
            self._book.follow(self.front)

    def _stand(self, history: History) -> None:
        """Halt, and do what was to be done then."""
        self._typing.drop()
        run = self._leg.after = replace(self._leg.after, history=history)
        self._book.settle(run)
        then, self._then, self._halting = self._then, None, None
        if then is not None:
            then()

    def _give_way(self) -> None:
        """Make room for another run: what never trained goes, and of what did few checkpoints stay."""
        self._walker.forget()
        run = self.front
        if run is None:
            return
        if run.newest is None:
            self.remove(run.number)
        else:
            few = thinned(run.history.checkpoints, _OLD_CHECKPOINTS, run.history.best_step)
            self._book.put(replace(run, history=replace(run.history, checkpoints=few)))

    @Slot(int)
    def _leave(self, number: int) -> None:
        """An undo step put a run back: the process stands elsewhere, and what it is about to tell is of no use."""
        if self.front is not None and self.front.number == number:
            self._typing.drop()
            self._walker.forget()
