"""``gatescope inspect``: what a model file holds, what was assumed, and the proof that it was read right."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gatescope import api
from gatescope.cli.inputs import CONVENTION_HELP, RNN_HELP
from gatescope.cli.inspection_data import as_data
from gatescope.cli.inspection_text import as_text
from gatescope.cli.json_text import json_text
from gatescope.cli.ranges import setting
from gatescope.errors import one_line
from gatescope.formats.core.found_model import model_of
from gatescope.proof.proof import prove


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "inspect",
        help="list what a model file holds, what was assumed, and prove it by a reference",
        description="List every recurrent layer of a model file with its sizes and convention, what was assumed and "
        "how to say otherwise, and all other tensors. With a reference, prove that the layers were read right. "
        "Ends with 1 where it does not fit.",
    )
    parser.add_argument(
        "file", metavar="NAME|FILE", help="a model file of any kind that the app opens, or a bundled model"
    )
    parser.add_argument("--json", action="store_true", help="print it as JSON")
    parser.add_argument("--rnn", metavar="NAME", help=RNN_HELP)
    parser.add_argument(
        "--convention", metavar="KEY=VALUE", type=setting, action="append", default=[], help=CONVENTION_HELP
    )
    parser.add_argument(
        "--reference",
        metavar="R.npz",
        type=Path,
        help="inputs (x, ids) with hidden states (h, h_L0, out) or gates (gate_L0_f) that another program computed: "
        "how far they are off, and which convention would fit if this one does not",
    )


def run(args: argparse.Namespace) -> int:
    """Print the file. The exit code is 1 where a reference was given and does not fit."""
    file = api.inspect(args.file)
    overrides = dict(args.convention)
    # Before anything is printed: the layer must exist, and the overrides must fit it.
    selected = file.stack(args.rnn)
    model_of(file, args.rnn, overrides)
    proof = None if args.reference is None else prove(selected, args.reference, overrides)
    shown = (selected,) if args.rnn is not None else file.stacks
    if args.json:
        print(json_text(as_data(file, shown, selected, overrides, proof)))
    else:
        print(as_text(file, shown, selected, overrides, proof))
    if proof is None or proof.fits:
        return 0
    print(f"gatescope: error: {one_line(proof.verdict)}", file=sys.stderr)
    return 1
