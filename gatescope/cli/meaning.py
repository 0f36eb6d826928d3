"""Which options of ``gatescope render`` mean nothing for what it draws: they are refused, and not passed over.

Model and text may be those of any view, so that one line of a script draws them all.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from gatescope.cli.figure_arguments import OF_FIGURES

_INPUTS = ("text", "text_file", "ids", "inputs")
_LINES = ("text_file_lines",)
_OF_WORDS = ("vocab", "tokenizer")
_OF_RUNS = (
    "compare",
    "initial",
    "convention",
    *_OF_WORDS,
    "clamp",
    "ablate",
    "gradients",
    "fit",
    "step",
    "against",
)
_OF_PARTS = ("signal", "units", "token", "layer", "direction")
_OF_MOVES = ("by", "sweep", "frames", "fps", "seconds", "last", "loops")
_OF_LOOKS = ("size", "scale", "theme", "palette", "notation")


def refuse_for_scene(args: argparse.Namespace) -> None:
    """End with the usage where an option was given that a scene has of its own."""
    of_model = () if args.model is None else _OF_WORDS
    of_runs = (*_INPUTS, *_LINES, *_OF_RUNS, *_OF_PARTS, "dtype", "parameter", "log")
    names = ("rnn", *of_runs, *_OF_MOVES, *OF_FIGURES, "per_view", *_OF_LOOKS)
    _refuse(args, [name for name in names if name not in of_model], "with --scene, which has its own")


def refuse_for_animation(args: argparse.Namespace) -> None:
    """End with the usage where an option was given that means nothing for a moving picture of runs on one text."""
    figures = [name for name in OF_FIGURES if name != "columns"]
    names = (*_LINES, "scene", "parameter", "against", "log", "scale", *figures, "per_view")
    _refuse(args, names, "with --animate")


def refuse_for_model(args: argparse.Namespace) -> None:
    """End with the usage where an option was given that means nothing for a picture of one array of a model."""
    names = (*_LINES, *_OF_RUNS, *_OF_PARTS, *_OF_MOVES, "log")
    _refuse(args, names, f"for --view {args.view}, which shows one array of one model")


def refuse_for_logs(args: argparse.Namespace) -> None:
    """End with the usage where an option was given that means nothing for curves of training."""
    names = (*_LINES, "dtype", "parameter", *_OF_RUNS, *_OF_PARTS, *_OF_MOVES, "notation")
    _refuse(args, names, f"for --view {args.view}, which shows logs")


def refuse_for_runs(args: argparse.Namespace, *, with_arrays: bool) -> None:
    """End with the usage where an option was given that means nothing for a still picture of runs on a text.

    Args:
        with_arrays: whether one of the views shows an array of the model.
    """
    _refuse(args, _OF_MOVES, "without --animate")
    if args.log:
        args.wrong_usage(f"--log has no meaning for --view {args.view}: only --view training draws logs")
    if not with_arrays:
        _refuse(args, ["parameter"], f"for --view {args.view}: only --view weights draws an array")


def _refuse(args: argparse.Namespace, names: Iterable[str], why: str) -> None:
    for name in names:
        if getattr(args, name) != args.usual_of(name):
            args.wrong_usage(f"{'a text' if name == 'text' else '--' + name.replace('_', '-')} has no meaning {why}")
