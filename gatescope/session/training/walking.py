"""The work of the training's own process: it makes a task ready, walks the loop for a moment at a time, and stands
still in between.

The process keeps the one run that it walks. Asked to go on from a given state, or asked for a run that it does not
have, because it is a new process, it begins there.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gatescope.engine.executors import load_kernels
from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.formats.own.weights_and_card import save_model
from gatescope.progress import Report, silent
from gatescope.session.training.checkpoint import Checkpoint
from gatescope.session.training.history import History, Measured, Place
from gatescope.session.training.left_run import take
from gatescope.session.training.told import Told, told
from gatescope.training.checkpoints.file import identity_of
from gatescope.training.diverged import Diverged
from gatescope.training.initial import untrained
from gatescope.training.produce import as_model, described
from gatescope.training.recipe import Recipe
from gatescope.training.report import TrainingReport, TrainingState
from gatescope.training.tasks.registry import TASKS
from gatescope.training.tasks.task import Material, Prepared
from gatescope.training.trainer import Training


@dataclass(frozen=True)
class Order:
    """What is trained, and how: all that a run depends on."""

    task: str
    recipe: Recipe
    material: Material


@dataclass(frozen=True, eq=False)
class Ready:
    """A run before its first mini-batch.

    Attributes:
        model: the untrained one, called `name` and a family of its own.
        measured: by what, on how much.
        batches, steps: mini-batches of a pass, and of all passes.
        state: before the first mini-batch.
        identity: tells the run from others.
        left: the state and the series of the same run, where the window was closed on it; None where it was not.
    """

    model: Model
    measured: Measured
    batches: int
    steps: int
    state: TrainingState
    identity: str
    left: tuple[TrainingState, History] | None


@dataclass(frozen=True, eq=False)
class Walked:
    """What a moment of training gave.

    Attributes:
        numbers: of every mini-batch.
        network: as it is now.
        checkpoints: at the ends of passes, and where it stands if that was asked for, or if it came to its end.
        ended: whether no mini-batch is left.
        diverged, message: where, and a sentence; None and empty unless it did.
    """

    numbers: tuple[Told, ...]
    network: Network
    checkpoints: tuple[Checkpoint, ...]
    ended: bool
    diverged: Place | None = None
    message: str = ""


class _Walk:
    """The run that the process stands in."""

    def __init__(self, order: Order, prepared: Prepared, state: TrainingState) -> None:
        self.order, self.prepared = order, prepared
        self.begin(state)

    def begin(self, state: TrainingState) -> None:
        """Go on from `state`."""
        self.training = Training(self.prepared, self.order.recipe.settings, state, load_kernels())
        self.reports: Iterator[TrainingReport] = self.training.reports()


_STANDING: list[_Walk] = []
"""The one run of this process; empty before the first."""


def make_ready(order: Order, name: str, folder: Path, report: Report = silent) -> Ready:
    """Return the run before its first mini-batch, as a model called `name`; `folder` is where runs are left.

    Raises:
        GateScopeError: as `Task.prepare`, or there is too little to learn from.
    """
    prepared = _prepared(order, report)
    start = untrained(order.recipe, prepared)
    state = TrainingState(0, 0, start, start)
    identity = identity_of(f"{order.task} {order.recipe!r}", start, prepared)
    left = take(folder, identity, start)
    _STANDING[:] = [_Walk(order, prepared, state if left is None else left[0])]
    model = described(TASKS[order.task], order.recipe, prepared, start, name, {"family": name})
    metric = prepared.metric
    sizes = prepared.training.sequences, len(prepared.held_out)
    return Ready(
        model,
        Measured(metric.name, metric.higher, metric.share, *sizes, prepared.unit),
        prepared.training.count,
        prepared.training.count * order.recipe.settings.epochs,
        state,
        identity,
        left,
    )


def walk_on(
    order: Order,
    start: TrainingState | None,
    seconds: float,
    most: int | None = None,
    *,
    keep: bool = False,
    report: Report = silent,
) -> Walked:
    """Train for a moment.

    Args:
        start: where to begin; None goes on where this process stands.
        seconds: ends after the mini-batch in which they are over.
        most: mini-batches at most; 0 only says where it stands.
        keep: whether to return a checkpoint of the place where it stands then.

    Raises:
        GateScopeError: as `make_ready`.
        Cancelled: `report` raised it; the process then stands after the last whole mini-batch.
    """
    walk = _standing(order, start, report)
    numbers: list[Told] = []
    checkpoints: list[Checkpoint] = []
    ended, diverged, message = False, None, ""
    until = time.monotonic() + seconds
    try:
        while most is None or len(numbers) < most:
            one = next(walk.reports, None)
            if one is None:
                ended = True
                break
            numbers.append(told(one))
            if one.metric is not None:
                checkpoints.append(_checkpoint(walk, one.held_out_loss, one.metric))
            ended = one.done
            report(one.step / one.steps)
            if ended or time.monotonic() >= until:
                break
    except Diverged as error:
        step = (error.epoch - 1) * walk.prepared.training.count + error.batch
        diverged, message = Place(step, error.epoch, error.batch, error.where), str(error)
    state = walk.training.state
    at = _step(walk.prepared, state)
    if (keep or ended or diverged) and not (checkpoints and checkpoints[-1].step == at):
        checkpoints.append(_checkpoint(walk, None, None))
    return Walked(tuple(numbers), state.network, tuple(checkpoints), ended, diverged, message)


def keep_model(order: Order, network: Network, path: Path, about: Mapping[str, Any], report: Report = silent) -> Path:
    """Write the model of a checkpoint, with a card that says how good it is; return its path.

    Raises:
        GateScopeError: as `make_ready`, or a file cannot be written: a former one stays.
    """
    walk = next((one for one in _STANDING if one.order == order), None)
    prepared = _prepared(order, report) if walk is None else walk.prepared
    model = as_model(
        TASKS[order.task], order.recipe, prepared, network, path.stem, executor=load_kernels(), about=about
    )
    save_model(model, path)
    return path


def _standing(order: Order, start: TrainingState | None, report: Report) -> _Walk:
    found = next((one for one in _STANDING if one.order == order), None)
    if found is not None:
        if start is not None:
            found.begin(start)
        return found
    prepared = _prepared(order, report)
    if start is None:
        network = untrained(order.recipe, prepared)
        start = TrainingState(0, 0, network, network)
    _STANDING[:] = [_Walk(order, prepared, start)]
    return _STANDING[0]


def _prepared(order: Order, report: Report) -> Prepared:
    report(0.0)
    return TASKS[order.task].prepare(order.material, order.recipe)


def _checkpoint(walk: _Walk, held_out_loss: float | None, metric: float | None) -> Checkpoint:
    state = walk.training.state
    return Checkpoint(_step(walk.prepared, state), state, held_out_loss, metric)


def _step(prepared: Prepared, state: TrainingState) -> int:
    return max(state.epoch - 1, 0) * prepared.training.count + state.batch
