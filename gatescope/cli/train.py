"""``gatescope train``: a task in, a model file out."""

from __future__ import annotations

import argparse
import datetime
import math
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gatescope.cli.json_text import json_text
from gatescope.cli.train_spread import said, train_spread
from gatescope.errors import UsageError
from gatescope.formats.files import atomic
from gatescope.training.command import add_arguments, command, material, recipe

if TYPE_CHECKING:
    from gatescope.training.recipe import Recipe
    from gatescope.training.tasks.task import Prepared

# Of fewer, the accuracy is uncertain by more than about 14 points.
_ENOUGH = 50
_STATES = 4
"""Networks in a checkpoint: this one, the best one, and what an optimiser remembers of each parameter."""


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb, and a parser a task, each with its own defaults."""
    from gatescope.training.tasks.registry import TASKS

    parser = subparsers.add_parser(
        "train",
        help="train a model on a task",
        description="Train a model on a task, and write OUT.safetensors with its card OUT.json beside it. The same "
        "command on the same sequences gives the same weights, bit for bit, on the same machine. Until they are "
        "written, OUT.checkpoint keeps the last whole pass: ended at any moment, the same command with --resume goes "
        "on from there to the same weights.",
    )
    tasks = parser.add_subparsers(dest="task", metavar="TASK", required=True)
    for task in TASKS.values():
        add_arguments(
            tasks.add_parser(task.name, help=task.title, description=f"{task.title} Watch {task.look_for}."), task
        )


def run(args: argparse.Namespace) -> int:
    """Train, save, and say how good it is."""
    began = time.monotonic()
    _check_output(args.output)
    _check_log(args)
    date = datetime.datetime.now(datetime.UTC).date().isoformat()
    if args.seeds is not None:
        found = train_spread(args, date)
    elif args.dask is not None:
        raise UsageError("--dask spreads the runs of several seeds over a cluster: give --seeds N, too")
    else:
        found = _train_one(args, date)
    print(f"trained in {time.monotonic() - began:.1f} s", file=sys.stderr)
    print(json_text(found, as_ascii=False) if args.json else _said(args, found))
    return 0


def _said(args: argparse.Namespace, found: dict[str, Any]) -> str:
    if args.seeds is not None:
        return said(found)
    return f"{args.output}: {found['metric']} {found['mean']:.4f} on {found['on']}"


def _train_one(args: argparse.Namespace, date: str) -> dict[str, Any]:
    """Train one model and write it; return what it reached, for JSON."""
    from gatescope.cli.train_run import Run
    from gatescope.training.tasks.registry import TASKS

    task, wanted = TASKS[args.task], recipe(args)
    prepared = task.prepare(material(args), wanted)
    _check_output(args.output, _size(wanted, prepared))
    one = Run(task, wanted, prepared, args.output, command(args))
    model = one.train({"command": command(args), "date": date}, resume=args.resume, log=args.log)
    one.save(model)
    if doubt := uncertain(len(prepared.held_out), prepared.unit, share=prepared.metric.share):
        print(doubt, file=sys.stderr)
    metric = model.card["metric"]
    row = {"seed": wanted.seed, "value": metric["value"], "file": args.output.name}
    return {
        "task": args.task,
        "metric": metric["name"],
        "on": metric["on"],
        "seeds": [row],
        "mean": metric["value"],
        "deviation": None,
    }


def uncertain(held_out: int, unit: str, *, share: bool) -> str:
    """Return a warning where a share, or an error, of so many held-out sequences says little; empty where it says
    enough.

    The 95 % interval of a share is at most as wide as that of a fair coin, ± 1.96 √(¼ / n).
    """
    if held_out >= _ENOUGH:
        return ""
    if not share:
        return f"warning: the number of held-out {unit} is only {held_out}, so that the error says little: give more"
    wide = min(100, round(98 / math.sqrt(held_out)))
    return (
        f"warning: the number of held-out {unit} is only {held_out}, so that a share of them is uncertain by up to "
        f"{wide} points in 100: give more"
    )


def _check_output(path: Path, size: int = 1) -> None:
    """Check before the training, which may take hours, that its files can be written; `size` is that of a network."""
    from gatescope.training.checkpoints.file import SUFFIX

    if path.suffix != ".safetensors":
        raise UsageError(f"{path.name}: the name of a model file must end in .safetensors")
    atomic.check_writable(path, size)
    atomic.check_writable(path.with_suffix(SUFFIX), _STATES * size if size > 1 else 1)
    atomic.check_writable(path.with_suffix(".json"), size)


def _check_log(args: argparse.Namespace) -> None:
    """Check that the log would not take the place of a model, or of another file of this training.

    Raises:
        UsageError: its name is that of another kind of file.
    """
    from gatescope.formats.detect.suffixes import MODELS, has
    from gatescope.training.checkpoints.file import SUFFIX

    if args.log is not None and has(args.log, (*MODELS, SUFFIX)):
        raise UsageError(f"--log {args.log.name}: the log is a table, so its name must not end in {args.log.suffix}")


def _size(recipe: Recipe, prepared: Prepared) -> int:
    """Return a bound on the bytes of each of the two files: float32 of every array, and a card that lists the words."""
    from gatescope.training.initial import untrained

    words = prepared.vocabulary.tokens if prepared.vocabulary is not None else ()
    return max(4 * untrained(recipe, prepared).parameter_count(), sum(len(w.encode()) + 16 for w in words)) + (1 << 16)
