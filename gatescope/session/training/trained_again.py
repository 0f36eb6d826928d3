"""The training of a model once more, by the command in its card, stage by stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gatescope.engine.executors import load_kernels
from gatescope.engine.network import Network
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.progress import Report, silent
from gatescope.training.command import material, read_command, recipe
from gatescope.training.initial import untrained
from gatescope.training.tasks.registry import TASKS
from gatescope.training.trainer import Training, measure
from gatescope.words import tr


@dataclass(frozen=True, eq=False)
class Stage:
    """A network on its way.

    Attributes:
        step, steps: mini-batches that it has learnt from, and of the whole training.
        metric, value: how well it does on what is held out, as it was measured last.
    """

    network: Network
    step: int
    steps: int
    metric: str
    value: float

    def __str__(self) -> str:
        return f"step {self.step:,} of {self.steps:,} · {self.metric} {self.value:.2f}"


def has_command(model: Model) -> bool:
    """Return whether the card of `model` says by which command it was trained."""
    return str(model.card.get("command", "")).startswith("gatescope train ")


def trained_again(model: Model, parts: int, report: Report = silent) -> Iterator[Stage]:
    """Yield the network that `model` was before its training, and after each of `parts` equal parts of it.

    The command is that of the card: the same weights, bit for bit, on the machine that trained them. Early stopping
    may end it sooner.

    Raises:
        UsageError: the card has no command of ``gatescope train``.
        GateScopeError: the corpus that the command names does not lie in this folder, or the loss ran away.
    """
    if not has_command(model):
        raise UsageError(tr("the card of {name} does not say by which command it was trained", name=model.name))
    args = read_command(str(model.card["command"]))
    task, wanted = TASKS[args.task], recipe(args)
    prepared = task.prepare(material(args), wanted)
    executor, start = load_kernels(), untrained(wanted, prepared)
    name, (_, value) = prepared.metric.name, measure(start, prepared, executor)
    steps = wanted.settings.epochs * prepared.training.count
    yield Stage(start, 0, steps, name, value)
    shown = 0
    for told in Training(prepared, wanted.settings, start, executor).reports():
        report(told.step / told.steps)
        value = value if told.metric is None else told.metric
        if told.step * parts // steps > shown or told.done:
            shown = told.step * parts // steps
            yield Stage(told.network, told.step, steps, name, value)
