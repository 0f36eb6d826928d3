"""``gatescope render --animate``: a moving picture of a view."""

from __future__ import annotations

import argparse
import sys

from gatescope import api
from gatescope.analysis.targets import Target
from gatescope.cli.counted import counted
from gatescope.cli.inputs import check_one_input, record, with_distinct_names
from gatescope.cli.meaning import refuse_for_animation
from gatescope.cli.progress_line import ProgressLine
from gatescope.engine.selection import parse_signal
from gatescope.errors import UsageError
from gatescope.export.animation.kinds import ANIMATIONS
from gatescope.export.animation.pace import Pace
from gatescope.export.animation.saving import check_animation, save_animation
from gatescope.plots.animation.by_name import MOVES, moving
from gatescope.plots.animation.frames import MOST_FRAMES, USUAL_FRAMES, checked
from gatescope.plots.animation.picture import ViewPicture
from gatescope.plots.by_name import RUN_VIEWS
from gatescope.plots.notation import written_in

_SIZE = (960, 540)


def add_animation_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what moves, and how fast."""
    group = parser.add_argument_group("moving pictures", f"with -o OUT{'|'.join(ANIMATIONS)}; videos need ffmpeg")
    group.add_argument(
        "--animate",
        choices=MOVES,
        help="what moves: the text as it is typed, the steps of a cell, what --sweep holds, or the model while it is "
        "trained once more, by the command in its card",
    )
    group.add_argument("--by", choices=("letter", "token"), help="what is typed at a time; letters where they are few")
    group.add_argument(
        "--sweep",
        metavar="SIGNAL=FIRST..LAST@u3,u7-9@t4-12",
        help="with --animate clamp: what is held, from which value to which, for all units and tokens or for some",
    )
    group.add_argument(
        "--frames",
        metavar="N",
        type=int,
        help=f"at most so many, up to {MOST_FRAMES:,} ({USUAL_FRAMES}; 60 values of a sweep, 60 parts of a training)",
    )
    group.add_argument("--fps", metavar="N", type=float, help="frames a second; as it can be followed by default")
    group.add_argument("--seconds", metavar="S", type=float, help="how long all frames take, instead of --fps")
    group.add_argument("--last", metavar="S", type=float, default=2.0, help="seconds the last one stays (%(default)g)")
    group.add_argument("--loops", metavar="N", type=int, default=0, help="how often it is shown; for ever by default")


def animate(args: argparse.Namespace) -> int:
    """Write a moving picture and say where it is."""
    refuse_for_animation(args)
    if not all(name in RUN_VIEWS for name in args.view.split(",")) or args.model is None:
        args.wrong_usage(f"--animate {args.animate} needs --model and a view of a run on a text")
    if args.output.suffix.lower() not in ANIMATIONS:
        args.wrong_usage(f"-o {args.output.name}: with --animate it must end in {', '.join(ANIMATIONS)}")
    check_one_input(args)
    size = args.size or _SIZE
    speed = args.fps, args.seconds, args.last, args.loops
    try:
        # Nothing is run or trained for a file that cannot be written.
        check_animation(args.output, size, args.theme, Pace.of(1.0, 1, *speed), palette=args.palette)
        checked(args.frames)
    except UsageError as error:
        args.wrong_usage(str(error))
    models = with_distinct_names([api.load(args.model, rnn=args.rnn), *map(api.load, args.compare)])
    runs = [record(model, args).run for model in models]
    picture = ViewPicture(
        args.view,
        signals=[parse_signal(signal) for signal in args.signal or ()],
        units=args.units,
        token=args.token,
        layer=args.layer,
        direction=args.direction,
        target=None if args.gradients is None else Target.parse(args.gradients),
        fit=args.fit,
        step=args.step,
        columns=args.columns,
        size=size,
    )
    with written_in(args.notation), ProgressLine(f"drawing {args.output.name}", sys.stderr) as line:
        found = moving(args.animate, runs, picture, by=args.by, sweep=args.sweep, frames=args.frames, report=line.show)
        pace = Pace.of(found.fps, found.count, *speed)
        if found.remark:
            line.say(f"{args.output.name}: {found.remark}")

        def show(share: float) -> None:
            line.what = f"frame {round(share * found.count) + 1:,} of {found.count:,}"
            line.show(share)

        count = save_animation(found, args.output, size, args.theme, pace, show, palette=args.palette)
    print(f"{args.output}: {args.view} {found.about}, {counted(count, 'frame')}")
    return 0
