"""``gatescope index``: write the states of a corpus into a folder, for ``gatescope find``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from gatescope import api
from gatescope.cli.counted import counted
from gatescope.cli.inputs import CONVENTION_HELP, tell_what_is_not_computed
from gatescope.cli.progress_line import ProgressLine
from gatescope.cli.ranges import setting


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "index",
        help="write the states of a corpus into a folder that find searches",
        description="Write the states of a corpus into a folder, for gatescope find. Ended at any moment, the same "
        "command goes on where it stopped; an older index in the folder stays until the new one is whole.",
    )
    parser.add_argument(
        "corpus",
        metavar="CORPUS",
        type=Path,
        help=".txt with a text a line; .csv or .tsv with a column “text”, else the first one; .jsonl with a string "
        "“text” in every object; UTF-8, or UTF-16 or UTF-32",
    )
    parser.add_argument("--model", metavar="NAME|FILE", required=True, help="the model that reads it")
    parser.add_argument("--rnn", metavar="NAME", help="the recurrent layer or stack, where the file has several")
    parser.add_argument("--vocab", metavar="FILE", type=Path, help="the tokens of a model that has none in its file")
    parser.add_argument("--tokenizer", metavar="NAME|FILE", help="what cuts the texts into tokens")
    parser.add_argument(
        "--convention", metavar="KEY=VALUE", type=setting, action="append", default=[], help=CONVENTION_HELP
    )
    parser.add_argument("-o", "--output", metavar="DIR", type=Path, required=True, help="the folder of the index")
    parser.add_argument("--signal", default="hidden_state", help="whose values are kept (default: hidden_state)")
    parser.add_argument("--layer", metavar="K", type=int, help="of which layer, counted from 0 (default: the last)")
    parser.add_argument("--direction", choices=("forward", "reverse"), help="of which direction (default: forward)")
    parser.add_argument(
        "--dask", metavar="ADDRESS", help="of a Dask scheduler whose workers run the model, as tcp://10.0.0.1:8786"
    )


def run(args: argparse.Namespace) -> int:
    """Write the index and say what it holds."""
    model = api.load(
        args.model, rnn=args.rnn, convention=dict(args.convention), vocab=args.vocab, tokenizer=args.tokenizer
    )
    tell_what_is_not_computed(model.name, model)
    with ProgressLine(f"indexing {args.corpus.name}", sys.stderr) as line:
        index = api.index(
            model,
            args.corpus,
            args.output,
            signal=args.signal,
            layer=args.layer,
            direction=args.direction,
            dask=args.dask,
            report=line.show,
        )
    found = index.manifest
    left_out = f", {found.left_out:,} tokens left out that {model.name} has no row for" if found.left_out else ""
    lines, tokens = counted(found.lines, "line"), counted(found.tokens, "token")
    signal = found.source.signal.replace("_", " ")
    print(f"{args.output}: {lines}, {tokens} × {found.units:,} units of the {signal}{left_out}")
    return 0
