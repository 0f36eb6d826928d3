"""``gatescope train``: a task in, a model file out."""

from __future__ import annotations

import argparse
import datetime
import math
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gatescope.cli.train_arguments import add_arguments, command, material, recipe
from gatescope.errors import UsageError

if TYPE_CHECKING:
    from gatescope.training.recipe import Recipe
    from gatescope.training.report import TrainingReport
    from gatescope.training.tasks.task import Prepared

# Of fewer, the accuracy is uncertain by more than about 14 points.
_ENOUGH = 50


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb, and a parser a task, each with its own defaults."""
    from gatescope.training.tasks.registry import TASKS

    parser = subparsers.add_parser(
        "train",
        help="train a model on a task",
        description="Train a model on a task, and write OUT.safetensors with its card OUT.json beside it. The same "
        "command on the same sequences gives the same weights, bit for bit, on the same machine.",
    )
    tasks = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    for task in TASKS.values():
        add_arguments(
            tasks.add_parser(task.name, help=task.title, description=f"{task.title} Watch {task.look_for}."), task
        )


def run(args: argparse.Namespace) -> int:
    """Train, save, and say how good it is."""
    from gatescope.engine.executors import load_kernels
    from gatescope.formats.own.weights_and_card import save_model
    from gatescope.training.produce import produce
    from gatescope.training.tasks.registry import TASKS

    task, wanted = TASKS[args.task], recipe(args)
    _check_output(args.output)
    prepared = task.prepare(material(args), wanted)
    _check_output(args.output, _size(wanted, prepared))
    began = time.monotonic()
    about = {"command": command(args), "date": datetime.datetime.now(datetime.UTC).date().isoformat()}
    model = produce(task, wanted, prepared, args.output.stem, show=_show, executor=load_kernels(), about=about)
    save_model(model, args.output)
    metric = model.card["metric"]
    if doubt := uncertain(len(prepared.held_out), prepared.unit):
        print(doubt, file=sys.stderr)
    print(f"trained in {time.monotonic() - began:.1f} s", file=sys.stderr)
    print(f"{args.output}: {metric['name']} {metric['value']:.4f} on {metric['on']}")
    return 0


def uncertain(held_out: int, unit: str) -> str:
    """Return a warning where a share of so many held-out sequences says little; empty where it says enough.

    Its 95 % interval is at most as wide as that of a fair coin, ± 1.96 √(¼ / n).
    """
    if held_out >= _ENOUGH:
        return ""
    wide = min(100, round(98 / math.sqrt(held_out)))
    return (
        f"warning: the number of held-out {unit} is only {held_out}, so that a share of them is uncertain by up to "
        f"{wide} points in 100: give more"
    )


def _check_output(path: Path, size: int = 1) -> None:
    """Check before the training, which may take hours, that its files can be written."""
    from gatescope.formats.files.atomic import check_writable

    if path.suffix != ".safetensors":
        raise UsageError(f"{path.name}: the name of a model file must end in .safetensors")
    check_writable(path, size)
    check_writable(path.with_suffix(".json"), size)


def _size(recipe: Recipe, prepared: Prepared) -> int:
    """Return a bound on the bytes of each of the two files: float32 of every array, and a card that lists the words."""
    from gatescope.training.initial import untrained

    words = prepared.vocabulary.tokens if prepared.vocabulary is not None else ()
    return max(4 * untrained(recipe, prepared).parameter_count(), sum(len(w.encode()) + 16 for w in words)) + (1 << 16)


def _show(report: TrainingReport) -> None:
    """Print a line a pass; on a terminal it counts the mini-batches until then."""
    head = f"pass {report.epoch}/{report.epochs}"
    if report.metric is not None:
        clear = "\r" if sys.stderr.isatty() else ""
        print(
            f"{clear}{head}  loss {report.mean_loss:.4f}  held-out loss {report.held_out_loss:.4f}  "
            f"metric {report.metric:.4f}",
            file=sys.stderr,
        )
    elif sys.stderr.isatty():
        print(
            f"\r{head}  {report.batch}/{report.batches}  loss {report.mean_loss:.4f}",
            end="",
            file=sys.stderr,
            flush=True,
        )
