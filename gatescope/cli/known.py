"""``gatescope known``: how often the next token is said, by how many tokens are known."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gatescope.cli.json_text import json_text
from gatescope.errors import UsageError

if TYPE_CHECKING:
    from gatescope.analysis.by_position import ByPosition

_MODELS = ("characters-rnn", "characters-gru", "characters-lstm")
_ENDS = (1, 2, 5, 10, 20, 50, 100)


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the verb."""
    parser = subparsers.add_parser(
        "known",
        help="say how often models tell the next token, by how many they know",
        description="Cut a text into stretches, read each from nothing known, and print how often every model says the "
        "token that comes next, after one token, after two, and so on.",
    )
    parser.add_argument(
        "text", nargs="?", type=Path, metavar="FILE.txt", help="the text (held-out lines that come along)"
    )
    parser.add_argument(
        "--models",
        nargs="+",
        action="extend",
        metavar="MODEL",
        help="models that say the next token (the bundled ones of characters)",
    )
    parser.add_argument("--json", action="store_true", help="print the share after every number of tokens as JSON")


def run(args: argparse.Namespace) -> int:
    """Print the curves."""
    found = {name: curve(name, args.text) for name in args.models or _MODELS}
    print(json_text(as_json(found)) if args.json else as_text(found))
    return 0


def curve(name: str, path: Path | None) -> ByPosition:
    """Return how often the model called `name`, or in that file, says the next token of the text in `path`.

    Raises:
        UsageError: it says no next token, or the text has too few that it can read.
        FileError, FormatError: a file cannot be read.
    """
    from gatescope.engine.executors import load_kernels
    from gatescope.formats.core.next_token import predicts_next
    from gatescope.formats.core.tokens import tokens_of_text
    from gatescope.formats.files.text import read_text
    from gatescope.formats.own.library import load
    from gatescope.resources import resource
    from gatescope.training.probing.letters_known import accuracy_by_letters_known

    model = load(name)
    if not predicts_next(model.network, model.vocabulary):
        raise UsageError(f"{name} does not say which token comes next")
    text = read_text(path if path is not None else resource("sentences", "characters.txt"))
    ids = tokens_of_text(model, text).ids
    ids = ids[ids >= 0]
    if len(ids) < 2:
        raise UsageError(f"the text has fewer than two tokens that {name} can read")
    return accuracy_by_letters_known(model.network, ids, _ENDS[-1], load_kernels())


def as_json(found: dict[str, ByPosition]) -> dict[str, Any]:
    """Return the curves for scripts: by model, the share after 1, 2, … tokens."""
    return {name: [round(share, 6) for share in one.means.tolist()] for name, one in found.items()}


def as_text(found: dict[str, ByPosition]) -> str:
    """Return the curves for a person, over a few stretches of known tokens."""
    longest = max(int(one.known[-1]) for one in found.values())
    stretches = [(before + 1, end) for before, end in zip((0, *_ENDS), _ENDS, strict=False) if before < longest]
    table = [("known", *(str(a) if a == b else f"{a}-{b}" for a, b in stretches))]
    for name, one in found.items():
        table.append((name, *(f"{one.between(a, b):.1%}" if a <= one.known[-1] else "" for a, b in stretches)))
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    rows = (
        [cells[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(cells[1:], widths[1:], strict=True))]
        for cells in table
    )
    return "\n".join("  ".join(row).rstrip() for row in rows)
