"""``gatescope render``: draw a view of a model on a text into a picture."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from gatescope.cli.inputs import add_input_arguments, check_one_input, read_model, run_model
from gatescope.cli.ranges import names, scale, size, units
from gatescope.cli.views import describe_runs, describe_weights
from gatescope.plots.description import Plot
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.theme import THEMES

VIEWS = ("heatmap", "traces", "weights")
_FORMATS = (".png",)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "render",
        help="draw a view of a model on a text into a picture",
        description="Draw the heat maps or traces of a model on a text, or one of its parameters, into a picture.",
    )
    add_input_arguments(parser)
    parser.add_argument("--view", choices=VIEWS, required=True, help="what to draw")
    parser.add_argument("-o", "--output", metavar="OUT.png", type=Path, required=True, help="the picture")
    parser.add_argument(
        "--signal", metavar="NAME,…", type=names, action="extend", help="only these signals, such as forget_gate"
    )
    parser.add_argument("--units", metavar="3,7-9", type=units, help="only these units, counted from 0")
    parser.add_argument("--token", metavar="N", type=int, help="mark a token, counted from 0; −1 is the last")
    parser.add_argument("--layer", metavar="K", type=int, help="the layer, counted from 0; the last by default")
    parser.add_argument(
        "--direction", choices=("forward", "reverse"), default="forward", help="of a bidirectional layer"
    )
    parser.add_argument("--compare", metavar="M2", nargs="+", default=[], help="further models, below the first")
    parser.add_argument("--parameter", metavar="KEY", help="for weights: such as layer0.forward.U.forget_gate")
    parser.add_argument("--size", metavar="1600x900", type=size, default=(1600, 900), help="of the layout")
    parser.add_argument("--scale", metavar="1…4", type=scale, default=1.0, help="pixels for each of the size's")
    parser.add_argument("--theme", choices=tuple(THEMES), default="light", help="the design")


def run(args: argparse.Namespace) -> int:
    """Draw the picture and say where it is."""
    if args.output.suffix.lower() not in _FORMATS:
        args.wrong_usage(f"-o {args.output.name}: a picture is written as {' or '.join(_FORMATS)}")
    if args.view == "weights":
        if args.compare:
            args.wrong_usage("--compare has no meaning for --view weights, which shows one array of one model")
    else:
        check_one_input(args)
    model = read_model(args.model, args.dtype)
    plot: Plot
    metadata = {}
    if args.view == "weights":
        plot = describe_weights(model, args.parameter)
    else:
        runs = [run_model(one, args) for one in (model, *(read_model(name, args.dtype) for name in args.compare))]
        plot = describe_runs(runs, args)
        metadata["Model"] = ", ".join(run.model for run in runs)
        metadata["Cell"] = ", ".join(dict.fromkeys(CELL_NAMES[run.network.cell.name] for run in runs))
    start_qt([])
    from gatescope.export.png import save_png

    width, height = args.size
    save_png(plot, args.output, width, height, args.scale, THEMES[args.theme], metadata)
    print(f"{args.output}: {args.view}, {round(width * args.scale)} × {round(height * args.scale)} pixels")
    return 0


def start_qt(arguments: Sequence[str]) -> object:
    """Return the one QGuiApplication; it needs no display, and on Linux does not look for one."""
    if sys.platform.startswith("linux"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication

    return QGuiApplication.instance() or QGuiApplication(list(arguments))
