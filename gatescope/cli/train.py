"""``gatescope train``: sentences in, a model file out."""

from __future__ import annotations

import argparse
import datetime
import math
import shlex
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from gatescope.engine.cells import CELLS
from gatescope.errors import UsageError

if TYPE_CHECKING:
    from gatescope.training.corpora import Corpus
    from gatescope.training.recipe import Recipe
    from gatescope.training.trainer import TrainingReport

_TASK = "sentiment"
# Of fewer, the accuracy is uncertain by more than about 14 points.
_ENOUGH = 50


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "train",
        help="train a model on a task",
        description="Train a model on a task, and write OUT.safetensors with its card OUT.json beside it. The same "
        "command on the same sentences gives the same weights, bit for bit, on the same machine.",
    )
    parser.add_argument("task", choices=[_TASK], help=f"{_TASK}: is a sentence negative or positive?")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.safetensors")
    parser.add_argument("--cell", choices=sorted(CELLS), default="lstm", help="(%(default)s)")
    source = parser.add_argument_group("sentences")
    source.add_argument(
        "--corpus", type=Path, metavar="DIR", help="folder with rt_polarity and uci_sentiment_sentences"
    )
    source.add_argument("--data", type=Path, metavar="FILE", help="your own .csv or .tsv with the columns text, label")
    source.add_argument(
        "--no-rewrites",
        dest="rewrites",
        action="store_false",
        help="train on the given sentences only, without those negated by rule",
    )
    source.add_argument(
        "--minimum-count",
        type=_whole(1),
        default=2,
        metavar="N",
        help="words that are rarer count as unknown (%(default)s)",
    )
    for flag, kind, default, text in _NUMBERS:
        parser.add_argument(flag, type=kind, default=default, metavar="N", help=f"{text} (%(default)s)")


def run(args: argparse.Namespace) -> int:
    """Train, save, and say how good it is."""
    from gatescope.engine.executors import load_kernels
    from gatescope.formats.own.weights_and_card import save_model
    from gatescope.training.recipe import produce

    _check_output(args.output)
    corpus = _read(args)
    _check_output(args.output, _size(args, corpus))
    began = time.monotonic()
    about = {"command": command(args), "date": datetime.datetime.now(datetime.UTC).date().isoformat()}
    model = produce(_recipe(args), corpus, args.output.stem, show=_show, executor=load_kernels(), about=about)
    save_model(model, args.output)
    metric = model.card["metric"]
    if doubt := uncertain(metric["sentences"]):
        print(doubt, file=sys.stderr)
    print(f"trained in {time.monotonic() - began:.1f} s", file=sys.stderr)
    print(f"{args.output}: {metric['name']} {metric['value']:.4f} on {metric['sentences']} sentences")
    return 0


def uncertain(sentences: int) -> str:
    """Return a warning where an accuracy on so many held-out sentences says little; empty where it says enough.

    Its 95 % interval is at most as wide as that of a fair coin, ± 1.96 √(¼ / n).
    """
    if sentences >= _ENOUGH:
        return ""
    only = "one sentence was" if sentences == 1 else f"{sentences} sentences were"
    wide = min(100, round(98 / math.sqrt(sentences)))
    return f"warning: only {only} held out, so that the accuracy is uncertain by up to {wide} points in 100: give more"


def command(args: argparse.Namespace) -> str:
    """Return the command with every choice that the weights depend on, and no folder of this machine in it."""
    words = ["gatescope", "train", args.task, "--cell", args.cell]
    for name in ("corpus", "data"):
        path: Path | None = getattr(args, name)
        words += [f"--{name}", path.resolve().name] if path is not None else []
    words += [] if args.rewrites else ["--no-rewrites"]
    for flag in ("--minimum-count", *(flag for flag, *_ in _NUMBERS)):
        value = getattr(args, flag[2:].replace("-", "_"))
        words += [flag, f"{value:g}" if isinstance(value, float) else str(value)] if value is not None else []
    return shlex.join([*words, "-o", args.output.name])


def _recipe(args: argparse.Namespace) -> Recipe:
    from gatescope.training.gradients import Objective
    from gatescope.training.recipe import Recipe
    from gatescope.training.trainer import Settings

    return Recipe(
        cell=args.cell,
        units=args.units,
        embedding=args.embedding,
        minimum_count=args.minimum_count,
        rewrites=args.rewrites,
        settings=Settings(
            epochs=args.epochs,
            batch=args.batch,
            learning_rate=args.learning_rate,
            clip_norm=args.clip_norm,
            clip_value=args.clip_value,
            patience=args.patience,
            objective=Objective(every_word=args.every_word, dropout=args.dropout),
            seed=args.seed,
        ),
    )


def _check_output(path: Path, size: int = 1) -> None:
    """Check before the training, which may take hours, that its files can be written."""
    from gatescope.formats.files.atomic import check_writable

    if path.suffix != ".safetensors":
        raise UsageError(f"{path.name}: the name of a model file must end in .safetensors")
    check_writable(path, size)
    check_writable(path.with_suffix(".json"), size)


def _size(args: argparse.Namespace, corpus: Corpus) -> int:
    """Return a bound on the bytes of each of the two files: float32 of every array, and a card that lists the words."""
    words = set(" ".join(corpus.texts).lower().split())
    gates, inputs, units = len(CELLS[args.cell].gates), int(args.embedding), int(args.units)
    numbers = (len(words) + 2) * inputs + gates * units * (inputs + units + 2) + units + 1
    return max(4 * numbers, sum(len(word.encode()) + 16 for word in words)) + (1 << 16)


def _read(args: argparse.Namespace) -> Corpus:
    from gatescope.training.corpora import read_corpora, read_table

    if args.corpus is None and args.data is None:
        raise UsageError(
            "the sentences are not shipped: give --corpus DIR, a folder that holds rt_polarity and "
            "uci_sentiment_sentences, or --data FILE, a .csv or .tsv with the columns text and label"
        )
    found = [read_corpora(args.corpus)] if args.corpus is not None else []
    found += [read_table(args.data)] if args.data is not None else []
    return found[0] if len(found) == 1 else found[0] + found[1]


def _show(report: TrainingReport) -> None:
    """Print a line a pass; on a terminal it counts the mini-batches until then."""
    head = f"pass {report.epoch}/{report.epochs}"
    if report.accuracy is not None:
        clear = "\r" if sys.stderr.isatty() else ""
        print(
            f"{clear}{head}  loss {report.loss:.4f}  validation loss {report.validation_loss:.4f}  "
            f"accuracy {report.accuracy:.4f}",
            file=sys.stderr,
        )
    elif sys.stderr.isatty():
        print(f"\r{head}  {report.batch}/{report.batches}  loss {report.loss:.4f}", end="", file=sys.stderr, flush=True)


def _whole(least: int) -> Callable[[str], int]:
    def parse(text: str) -> int:
        value = int(text) if text.strip().lstrip("+-").isdigit() else least - 1
        if value < least:
            raise argparse.ArgumentTypeError(f"{text!r} is no whole number from {least} up")
        return value

    return parse


def _number(least: float, most: float, *, above: bool = False) -> Callable[[str], float]:
    def parse(text: str) -> float:
        try:
            value = float(text)
        except ValueError:
            value = float("nan")
        if not least <= value <= most or (above and value == least):
            raise argparse.ArgumentTypeError(f"{text!r} is no number {'above' if above else 'from'} {least:g}")
        return value

    return parse


_POSITIVE = _number(0.0, 1e9, above=True)
_SHARE = _number(0.0, 0.99)
_NUMBERS: tuple[tuple[str, Callable[[str], float], float | None, str], ...] = (
    ("--units", _whole(1), 32, "hidden units"),
    ("--embedding", _whole(1), 32, "width of the word vectors"),
    ("--epochs", _whole(1), 8, "greatest number of passes over the sentences"),
    ("--patience", _whole(1), 3, "end after so many passes without a better validation loss"),
    ("--batch", _whole(1), 64, "sentences in a mini-batch"),
    ("--learning-rate", _POSITIVE, 0.002, "learning rate of Adam"),
    ("--dropout", _SHARE, 0.5, "share of values to drop after the embedding and before the read-out"),
    (
        "--every-word",
        _number(0.0, 1.0),
        0.3,
        "weight of the mean loss after every word; the rest weighs that after the last word",
    ),
    ("--clip-norm", _POSITIVE, 5.0, "scale all gradients down to this norm"),
    ("--clip-value", _POSITIVE, None, "cut every derivative to this size"),
    ("--seed", _whole(0), 0, "seed of weights, order and dropout"),
)
