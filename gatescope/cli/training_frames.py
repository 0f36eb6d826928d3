"""The training of a model once more, by the command in its card, as frames of a moving picture."""

from __future__ import annotations

import argparse
import shlex
import sys
from collections.abc import Iterator
from dataclasses import replace

from gatescope.cli.progress_line import ProgressLine
from gatescope.engine.network import Network
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model


def trained_again(model: Model, count: int) -> Iterator[tuple[str, Model]]:
    """Yield `model` with the weights that it had before its training and after each of `count` equal parts of it, with
    what to say of each.

    The command is that of the card: the same weights, bit for bit, on the machine that trained them.

    Raises:
        UsageError: the card has no command of ``gatescope train``.
        GateScopeError: the corpus that the command names does not lie in this folder, or the loss ran away.
    """
    from gatescope.cli import train
    from gatescope.cli.train_arguments import material, recipe
    from gatescope.engine.executors import load_kernels
    from gatescope.training.initial import untrained
    from gatescope.training.tasks.registry import TASKS
    from gatescope.training.trainer import Training, measure

    words = shlex.split(str(model.card.get("command", "")))
    if words[:2] != ["gatescope", "train"]:
        raise UsageError(f"the card of {model.name} does not say by which command it was trained")
    parser = argparse.ArgumentParser(prog="gatescope")
    train.add_parser(parser.add_subparsers())
    args = parser.parse_args(words[1:])
    task, wanted = TASKS[args.task], recipe(args)
    prepared = task.prepare(material(args), wanted)
    executor, start = load_kernels(), untrained(wanted, prepared)
    name, (_, value) = prepared.metric.name, measure(start, prepared, executor)

    def framed(step: int, steps: int, network: Network, measured: float) -> tuple[str, Model]:
        return f"{model.name} · step {step:,} of {steps:,} · {name} {measured:.2f}", replace(model, network=network)

    steps = wanted.settings.epochs * prepared.training.count
    yield framed(0, steps, start, value)
    shown = 0
    with ProgressLine(f"training {model.name}", sys.stderr) as line:
        for report in Training(prepared, wanted.settings, start, executor).reports():
            line.show(report.step / report.steps)
            value = value if report.metric is None else report.metric
            if report.step * count // steps > shown or report.done:
                shown = report.step * count // steps
                yield framed(report.step, steps, report.network, value)
