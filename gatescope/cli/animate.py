"""``gatescope render --animate``: a moving picture of a view while the model is trained."""

from __future__ import annotations

import argparse

from gatescope import api
from gatescope.cli.inputs import check_one_input, record
from gatescope.cli.training_frames import trained_again
from gatescope.engine.selection import parse_signal
from gatescope.export.animation import ANIMATIONS, Frame, save_animation
from gatescope.formats.files.atomic import check_writable
from gatescope.plots.by_name import RUN_VIEWS, describe_runs
from gatescope.plots.notation import written_in


def animate(args: argparse.Namespace) -> int:
    """Write a moving picture of the training of a model and say where it is."""
    if args.view not in RUN_VIEWS or args.model is None:
        args.wrong_usage("--animate training needs --model and a view of a run on a text")
    if args.output.suffix.lower() not in ANIMATIONS:
        args.wrong_usage(f"-o {args.output.name}: with --animate it must end in {', '.join(ANIMATIONS)}")
    if args.frames < 1:
        args.wrong_usage("--frames is a number from 1 up")
    check_one_input(args)
    check_writable(args.output)
    model = api.load(args.model, rnn=args.rnn)
    frames = (
        Frame(
            describe_runs(
                args.view,
                [record(stage, args).run],
                signals=[parse_signal(signal) for signal in args.signal or ()],
                units=args.units,
                token=args.token,
                layer=args.layer,
                direction=args.direction,
            ),
            told,
        )
        for told, stage in trained_again(model, args.frames)
    )
    with written_in(args.notation):
        count = save_animation(frames, args.output, args.size, args.theme, palette=args.palette)
    print(f"{args.output}: {args.view} while {model.name} is trained, {count} frames")
    return 0
