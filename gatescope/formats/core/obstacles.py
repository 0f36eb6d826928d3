"""Sentences about parts of a file that change a network's numbers and are not computed here, for every reader.

A reader puts them into `found.Stack.obstacles`; `inspect`, the window, the proof and all that runs the model show them.
"""

from __future__ import annotations

from collections.abc import Sequence


def stands_before(layer: str, parts: Sequence[str], may: bool = False) -> str:
    """Say that parts of the file change what `layer` takes, or that they `may`: not every file tells what is
    connected."""
    one = len(parts) == 1
    stands, takes = ("may stand", "would take") if may else ("stands" if one else "stand", "takes")
    return f"{in_words(parts)} {stands} before {layer}, which {takes} what {'that gives' if one else 'they give'}"


def fed_by(layer: str, feeder: str, may: bool = False) -> str:
    """Say that another recurrent layer feeds `layer` and could not be joined to it, or that it `may`, being as wide."""
    return f"{layer} {'may take' if may else 'takes'} the output of {feeder}, which is a network of its own here"


def other_parts(layer: str, cell: str, tensors: Sequence[str]) -> str:
    """Say that `layer` has weights that are not in its cell's equations, such as norms."""
    return f"{layer} also has {in_words(tensors)}, which no plain {cell.upper()} has"


def initial_states_left_out(layer: str, names: Sequence[str]) -> str:
    """Say that the file has states that `layer` was trained to start from."""
    what = "an initial state" if len(names) == 1 else "initial states"
    return f"{in_words(names)} may be {what} of {layer}, which starts from zero here"


def states_clipped(layer: str, skips: bool) -> str:
    """Say that ELMo clips the states of `layer` and, if `skips`, adds what every layer takes to what it gives."""
    skipped = ", and adds what a layer above the first takes to what it gives" if skips else ""
    return f"ELMo clips the cell states and the projected ones of {layer}, usually at 3{skipped}"


def attention_around(layer: str) -> str:
    """Say that a wrapper with attention changes what `layer` takes."""
    return f"an attention stands around {layer}, which takes what that gives"


def in_words(names: Sequence[str]) -> str:
    """Return ``Sub, Mul and Div``; of many, the first ones and the number of the others."""
    shown = list(dict.fromkeys(names))
    if len(shown) > 6:
        return f"{', '.join(shown[:5])} and {len(shown) - 5} more"
    return " and ".join(([", ".join(shown[:-1])] if len(shown) > 1 else []) + shown[-1:])
