"""The command ``gatescope train``: its arguments read into a recipe, and written back as what makes a model anew."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from gatescope.engine.cells import CELLS
from gatescope.engine.exact_number import exact
from gatescope.errors import UsageError
from gatescope.training.number_arguments import number, whole
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.training.recipe import Recipe
    from gatescope.training.tasks.option import Option
    from gatescope.training.tasks.task import Material, Task


def add_arguments(parser: argparse.ArgumentParser, task: Task) -> None:
    """Add the arguments of one task, with its own recipe as defaults."""
    from gatescope.training.initial import RECURRENT
    from gatescope.training.optimisers import OPTIMISERS
    from gatescope.training.schedules import SCHEDULES

    start = task.recipe
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.safetensors")
    parser.add_argument("--cell", choices=sorted(CELLS), default=start.cell, help="(%(default)s)")
    if task.corpora:
        parser.add_argument("--corpus", type=Path, metavar="DIR", help=f"folder with {' and '.join(task.corpora)}")
    if task.takes_data:
        parser.add_argument("--data", type=Path, metavar="FILE", help=task.data_holds)
    parser.add_argument("--resume", action="store_true", help="go on from OUT.checkpoint, where a run was ended")
    parser.add_argument("--log", type=Path, metavar="FILE.csv", help="write a line a mini-batch")
    parser.add_argument(
        "--seeds",
        type=whole(1),
        metavar="N",
        help="train with so many seeds from --seed on, into OUT-seed0.safetensors …, and say mean and deviation",
    )
    parser.add_argument(
        "--dask", metavar="ADDRESS", help="of a Dask scheduler whose workers train the seeds, as tcp://10.0.0.1:8786"
    )
    parser.add_argument("--json", action="store_true", help="print the result as JSON")
    for option in task.options:
        _add_option(parser, option)
    parser.add_argument(
        "--optimiser", choices=tuple(OPTIMISERS), default=start.settings.optimiser, help="(%(default)s)"
    )
    parser.add_argument(
        "--schedule",
        choices=tuple(SCHEDULES),
        default=start.settings.schedule,
        help="how the learning rate falls (%(default)s)",
    )
    parser.add_argument(
        "--recurrent", choices=tuple(RECURRENT), default=start.recurrent, help="how U begins (%(default)s)"
    )
    for flag, kind, default, text in _numbers(start):
        parser.add_argument(flag, type=kind, default=default, metavar="N", help=f"{text} (%(default)s)")


def recipe(args: argparse.Namespace) -> Recipe:
    """Return what the arguments ask for."""
    from gatescope.training.dropout import Dropout
    from gatescope.training.recipe import Recipe
    from gatescope.training.settings import Settings
    from gatescope.training.tasks.registry import TASKS

    return Recipe(
        cell=args.cell,
        units=args.units,
        layers=args.layers,
        embedding=args.embedding,
        forget_bias=args.forget_bias,
        update_bias=args.update_bias,
        recurrent=args.recurrent,
        settings=Settings(
            epochs=args.epochs,
            batch=args.batch,
            optimiser=args.optimiser,
            learning_rate=args.learning_rate,
            schedule=args.schedule,
            clip_norm=args.clip_norm or None,
            clip_value=args.clip_value or None,
            patience=args.patience,
            dropout=Dropout(args.input_dropout, args.output_dropout, args.recurrent_dropout),
            seed=args.seed,
        ),
        options={option.name: getattr(args, _attribute(option.name)) for option in TASKS[args.task].options},
    )


def material(args: argparse.Namespace) -> Material:
    """Return the folder and the file that the arguments name."""
    from gatescope.training.tasks.task import Material

    return Material(getattr(args, "corpus", None), getattr(args, "data", None))


def command(args: argparse.Namespace) -> str:
    """Return the command with every choice that the weights depend on, and no folder of this machine in it."""
    from gatescope.training.tasks.registry import TASKS

    task = TASKS[args.task]
    words = ["gatescope", "train", task.name, "--cell", args.cell]
    sources = material(args)
    for name, path in (("corpus", sources.corpus), ("data", sources.data)):
        words += [f"--{name}", path.resolve().name] if path is not None else []
    for option in task.options:
        value = getattr(args, _attribute(option.name))
        if isinstance(value, bool):
            words += [f"--{option.name}" if value else f"--no-{option.name}"]
        else:
            words += [f"--{option.name}", _written(value)]
    for name in ("optimiser", "schedule", "recurrent"):
        words += [f"--{name}", getattr(args, name)]
    for flag, *_ in _numbers(task.recipe):
        words += [flag, _written(getattr(args, _attribute(flag[2:])))]
    return shlex.join([*words, "-o", args.output.name])


def read_command(words: str) -> argparse.Namespace:
    """Return the arguments of a command that `command` has written, with `task`.

    Raises:
        UsageError: it is no such command, or this version takes it no longer.
    """
    from gatescope.training.tasks.registry import TASKS

    try:
        program, verb, name, *rest = shlex.split(words)
    except ValueError:
        program = verb = name = ""
    if (program, verb) != ("gatescope", "train") or name not in TASKS:
        raise UsageError(tr("{words!r} is no command of gatescope train", words=words))
    parser = _CommandParser(add_help=False)
    add_arguments(parser, TASKS[name])
    return parser.parse_args(rest, argparse.Namespace(task=name))


class _CommandParser(argparse.ArgumentParser):
    """Raises where the parser of a command line would end the program."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(tr("the command of gatescope train cannot be read: {message}", message=message))


def _add_option(parser: argparse.ArgumentParser, option: Option) -> None:
    flag, shown = f"--{option.name}", f"{option.about} (%(default)s)"
    default = option.default
    if isinstance(default, bool):
        parser.add_argument(flag, action=argparse.BooleanOptionalAction, default=default, help=option.about)
    elif isinstance(default, str):
        parser.add_argument(flag, choices=option.choices, default=default, help=shown)
    else:
        kind = whole(int(option.least)) if isinstance(default, int) else number(option.least, option.most)
        parser.add_argument(flag, type=kind, default=default, metavar="N", help=shown)


def _attribute(name: str) -> str:
    return name.replace("-", "_")


def _written(value: Any) -> str:
    # The command is to make the same model anew, bit for bit.
    return exact(value) if isinstance(value, float) else str(value)


def _numbers(start: Recipe) -> tuple[tuple[str, Callable[[str], float], float, str], ...]:
    settings, dropout = start.settings, start.settings.dropout
    positive, share, limit = number(0.0, 1e9, above=True), number(0.0, 0.99), number(0.0, 1e9)
    return (
        ("--units", whole(1), start.units, "hidden units"),
        ("--layers", whole(1), start.layers, "stacked layers"),
        ("--embedding", whole(1), start.embedding, "width of the vectors of words or letters"),
        ("--epochs", whole(1), settings.epochs, "greatest number of passes"),
        ("--patience", whole(1), settings.patience, "end after so many passes without a better held-out loss"),
        ("--batch", whole(1), settings.batch, "sequences in a mini-batch"),
        ("--learning-rate", positive, settings.learning_rate, "learning rate at first"),
        ("--input-dropout", share, dropout.inputs, "share of what the network reads to drop"),
        ("--output-dropout", share, dropout.outputs, "share of the hidden states to drop before the read-out"),
        ("--recurrent-dropout", share, dropout.recurrent, "share of the recurrent weights to drop"),
        ("--clip-norm", limit, settings.clip_norm or 0.0, "scale all gradients down to this norm; 0 does not"),
        ("--clip-value", limit, settings.clip_value or 0.0, "cut every derivative to this size; 0 does not"),
        ("--forget-bias", number(-100.0, 100.0), start.forget_bias, "bias of an LSTM's forget gate at first"),
        (
            "--update-bias",
            number(-100.0, 100.0),
            start.update_bias,
            "bias of a GRU's update gate at first; 0 draws it",
        ),
        ("--seed", whole(0), settings.seed, "seed of weights, order and dropout"),
    )
