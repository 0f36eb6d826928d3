"""``gatescope render``: draw a view of a model on a text into a picture."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gatescope import api
from gatescope.api.scene_carrying import NOT_ITS_PRECISION
from gatescope.api.training_logs import render_logs
from gatescope.cli.animate import add_animation_arguments, animate
from gatescope.cli.figure_arguments import (
    VIEWS,
    add_figure_arguments,
    check_figure,
    figure_options,
    makes_figure,
    views,
)
from gatescope.cli.inputs import add_input_arguments, check_one_input, output_kind, record, with_distinct_names
from gatescope.cli.lines import draw_lines
from gatescope.cli.meaning import refuse_for_logs, refuse_for_model, refuse_for_runs, refuse_for_scene
from gatescope.cli.ranges import TARGETS, MoreUnits, names, notation, scale, size, target, units
from gatescope.cli.scene_arguments import add_scene_arguments, render_scene, tell_untold
from gatescope.export.animation.kinds import ANIMATIONS
from gatescope.export.file_kinds import NUMBERS
from gatescope.export.file_kinds import VIEWS as WRITTEN
from gatescope.export.recording import Recording
from gatescope.formats.core.model import Model
from gatescope.plots.by_name import LOG_VIEWS, MODEL_VIEWS
from gatescope.plots.figure.figure import WIDTH_MM
from gatescope.plots.hues import PALETTES, STANDARD
from gatescope.plots.notation import written_in
from gatescope.plots.theme import THEMES
from gatescope.session.document.notation import Notation
from gatescope.session.run.inputs import in_precision
from gatescope.words import LANGUAGES, spoken_in

_SIZE = (1600, 900)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "render",
        help="draw a view of a model on a text into a picture",
        description="Draw a view of a model on a text, such as its heat maps, its read-out or the plane of its states, "
        "or one of its parameters, into a picture.",
    )
    add_input_arguments(parser, where="what to show, and where --clamp and --ablate act", model_needed=False)
    parser.add_argument(
        "--view",
        metavar="VIEW[,VIEW…]",
        type=views,
        help=f"the view to draw, or several for one figure: {', '.join(VIEWS)}",
    )
    add_scene_arguments(parser)
    parser.add_argument(
        "-o",
        "--output",
        metavar=f"OUT{'|'.join((*WRITTEN, *ANIMATIONS))}",
        type=Path,
        required=True,
        help="the file to write the picture to",
    )
    parser.add_argument(
        "--signal", metavar="NAME,…", type=names, action="extend", help="draw only these signals, such as forget_gate"
    )
    parser.add_argument(
        "--units", metavar="u3,u7-9", type=units, action=MoreUnits, help="draw only these units, counted from 0"
    )
    parser.add_argument("--token", metavar="N", type=int, help="mark this token, counted from 0; −1 is the last")
    parser.add_argument(
        "--compare",
        metavar="M2",
        nargs="+",
        action="extend",
        default=[],
        help="draw further models below the first; with --view difference one, less the first",
    )
    parser.add_argument(
        "--parameter", metavar="KEY", help="the array to draw with --view weights, such as layer0.forward.U.forget_gate"
    )
    parser.add_argument(
        "--gradients",
        metavar=f"of={TARGETS}",
        type=target,
        help="the target to differentiate with --view gradients, connectivity, itemised or sweep; by default the first "
        "read-out, after the last token or, for connectivity, after --token",
    )
    parser.add_argument(
        "--log",
        metavar="RUN.csv",
        type=Path,
        nargs="+",
        action="extend",
        default=[],
        help="with --view training, which takes no model: what gatescope train --log wrote; several runs are laid over "
        "each other",
    )
    parser.add_argument("--against", metavar="TEXT2", help="the second text of --view pairs")
    parser.add_argument(
        "--fit",
        metavar="text|bundled|FILE.txt",
        help="what the plane of --view space is fitted on: this text, the bundled sentences (the default), or the "
        "beginning of a .txt, .csv, .tsv or .jsonl file of texts",
    )
    parser.add_argument(
        "--step",
        metavar="K",
        type=int,
        help="the operation in turn with --view cell, counted from 1; the last by default",
    )
    parser.add_argument(
        "--size",
        metavar="1600x900",
        type=size,
        help="width and height of the picture before --scale (1600x900, and 960x540 with --animate)",
    )
    parser.add_argument("--scale", metavar="1…4", type=scale, default=1.0, help="make the picture finer by this factor")
    parser.add_argument(
        "--notation",
        metavar="keeps=file|old|new,gates=letters|gamma,states=h|a",
        type=notation,
        default=Notation(),
        help="how gates and states are written: z as the share of the old state or of the new one, gates as Γ, the "
        "hidden state as a",
    )
    parser.add_argument(
        "--language", choices=tuple(LANGUAGES), default="en", help="the words and the decimal sign of the picture"
    )
    add_figure_arguments(parser)
    parser.add_argument("--theme", choices=tuple(THEMES), default="light", help="colours of the picture")
    parser.add_argument(
        "--palette",
        choices=tuple(PALETTES),
        default=STANDARD,
        help="hues of gates and maps: safe ones can be told apart with any colour vision deficiency",
    )
    add_animation_arguments(parser)
    parser.set_defaults(usual_of=parser.get_default)


def run(args: argparse.Namespace) -> int:
    """Draw the picture, or one for every line of a file, and say where it is."""
    with spoken_in(args.language):
        return _run(args)


def _run(args: argparse.Namespace) -> int:
    if args.animate:
        if args.view is None:
            args.wrong_usage("the following arguments are required: --view")
        return animate(args)
    output_kind(args, WRITTEN)
    if args.scene is not None:
        refuse_for_scene(args)
        return render_scene(args)
    if args.view is None:
        args.wrong_usage("the following arguments are required: --view, or --scene")
    if makes_figure(args):
        check_figure(args)
    if args.view in LOG_VIEWS:
        refuse_for_logs(args)
        size = args.size or _SIZE
        render_logs(
            args.log, args.view, args.output, size=size, scale=args.scale, theme=args.theme, palette=args.palette
        )
        print(_told(args))
        return 0
    if args.model is None:
        args.wrong_usage("the following arguments are required: --model")
    if args.view in MODEL_VIEWS and not makes_figure(args):
        refuse_for_model(args)
        return _draw_model(args)
    refuse_for_runs(args, with_arrays=not MODEL_VIEWS.keys().isdisjoint(args.view.split(",")))
    models = with_distinct_names([api.load(args.model, rnn=args.rnn), *map(api.load, args.compare)])
    if args.text_file_lines is not None:
        return draw_lines(args, lambda line: _draw(line, models))
    check_one_input(args)
    print(_draw(args, models))
    return 0


def _draw_model(args: argparse.Namespace) -> int:
    """Draw a view of the model alone."""
    opened = api.load(args.model, rnn=args.rnn)
    shown = in_precision(opened, args.dtype)
    with written_in(args.notation):
        api.render(
            shown,
            args.view,
            args.output,
            parameter=args.parameter,
            size=args.size or _SIZE,
            scale=args.scale,
            theme=args.theme,
            palette=args.palette,
            scene=not args.no_scene,
        )
    tell_untold(args, "" if shown is opened else NOT_ITS_PRECISION)
    print(_told(args))
    return 0


def _draw(args: argparse.Namespace, models: Sequence[Model]) -> str:
    """Draw one picture of the models on one input, and return what to say about it."""
    shown = [record(model, args) for model in models]
    against: Recording | None = None
    if args.against is not None:
        other = {"text": args.against, "text_file": None, "ids": None, "inputs": None}
        against = record(models[0], argparse.Namespace(**{**vars(args), **other}))
    options: dict[str, Any] = {
        "signals": args.signal or (),
        "units": args.units,
        "token": args.token,
        "layer": args.layer,
        "direction": args.direction,
        "parameter": args.parameter,
        "of": args.gradients,
        "fit": args.fit,
        "step": args.step,
        "against": against,
        "theme": args.theme,
        "palette": args.palette,
        "scene": not args.no_scene,
    }
    with written_in(args.notation):
        if makes_figure(args):
            api.figure(shown, args.view, path=args.output, **figure_options(args), **options)
        else:
            api.render(shown, args.view, args.output, size=args.size or _SIZE, scale=args.scale, **options)
        tell_untold(args, next((recording.untold for recording in shown if recording.untold), ""))
    return _told(args)


def _told(args: argparse.Namespace) -> str:
    """Say where a picture is and how large, or that there are the numbers that it is drawn from."""
    if args.output.suffix.lower() in NUMBERS:
        return f"{args.output}: {args.view.replace(',', ', ')}, the numbers drawn"
    if makes_figure(args):
        return f"{args.output}: {args.view.replace(',', ', ')}, {args.width_mm or WIDTH_MM:g} mm wide"
    width, height = args.size or _SIZE
    return f"{args.output}: {args.view}, {round(width * args.scale)} × {round(height * args.scale)} pixels"
