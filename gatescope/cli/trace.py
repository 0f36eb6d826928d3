"""``gatescope trace``: run a model on a text and write every signal to a file."""

from __future__ import annotations

import argparse
from pathlib import Path

from gatescope import api
from gatescope.cli.counted import counted
from gatescope.cli.inputs import add_input_arguments, check_one_input, output_kind, record
from gatescope.cli.ranges import TARGETS, target
from gatescope.export.file_kinds import RECORDINGS


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "trace",
        help="run a model on a text and write every signal to a file",
        description="Run a model on a text and write every gate and state of every token to a file.",
    )
    add_input_arguments(parser, where="where --clamp and --ablate act")
    parser.add_argument(
        "--gradients",
        metavar=f"of={TARGETS}",
        nargs="?",
        const="of=last",
        type=target,
        help="write the gradients in every state and input, too: of the last hidden state by default, of that after "
        "token K, or of a label's score in a read-out",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar=f"OUT{'|'.join(RECORDINGS)}",
        type=Path,
        required=True,
        help="the file to write; its suffix names the kind",
    )


def run(args: argparse.Namespace) -> int:
    """Write the file and say what it holds."""
    check_one_input(args)
    kind = output_kind(args, RECORDINGS)
    if not (args.clamp or args.ablate) and (args.layer, args.direction) != (None, None):
        args.wrong_usage("--layer and --direction say where --clamp and --ablate act: give one of these")
    found = record(api.load(args.model, rnn=args.rnn), args, args.gradients)
    count = found.save(args.output)
    print(f"{args.output}: {counted(len(found.run.tokens), 'token')}, {count:,} {kind.counted}")
    return 0
