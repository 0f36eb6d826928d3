"""Sentences about parts of a file that change a network's numbers and are not computed here, for every reader.

A reader puts them into `found.Stack.obstacles`; `inspect`, the window, the proof and all that runs the model show them.
"""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.words import mark


def stands_before(layer: str, parts: Sequence[str], may: bool = False) -> str:
    """Say that parts of the file change what `layer` takes, or that they `may`: not every file tells what is
    connected."""
    named = in_words(parts)
    if len(parts) == 1:
        return (
            mark("{parts} may stand before {layer}, which would take what that gives", parts=named, layer=layer)
            if may
            else mark("{parts} stands before {layer}, which takes what that gives", parts=named, layer=layer)
        )
    return (
        mark("{parts} may stand before {layer}, which would take what they give", parts=named, layer=layer)
        if may
        else mark("{parts} stand before {layer}, which takes what they give", parts=named, layer=layer)
    )


def stands_between(layer: str, readouts: Sequence[str], parts: Sequence[str]) -> str:
    """Say that parts of the file may change what `layer` gives before `readouts` read it."""
    named, reading = in_words(parts), in_words(readouts)
    if len(parts) == 1:
        return mark(
            "{parts} may stand between {layer} and {readouts}, which would read what that gives",
            parts=named,
            layer=layer,
            readouts=reading,
        )
    return mark(
        "{parts} may stand between {layer} and {readouts}, which would read what they give",
        parts=named,
        layer=layer,
        readouts=reading,
    )


def not_read_out(name: str, shape: Sequence[int], reason: str) -> str:
    """Say why the dense layer `name`, which makes `shape` (F, C) numbers of what it takes, is no read-out."""
    return mark(
        "{name!r} ({features} → {columns}) is not read out: {reason}",
        name=name,
        features=shape[0],
        columns=shape[1],
        reason=reason,
    )


def between(part: str, kind: str) -> str:
    """Say, as a reason of `not_read_out`, that something is computed between a layer and what would read it out."""
    return mark("{part!r} ({kind}) stands between", part=part, kind=kind)


def fed_by(layer: str, feeder: str, may: bool = False) -> str:
    """Say that another recurrent layer feeds `layer` and could not be joined to it, or that it `may`, being as wide."""
    return (
        mark("{layer} may take the output of {feeder}, which is a network of its own here", layer=layer, feeder=feeder)
        if may
        else mark(
            "{layer} takes the output of {feeder}, which is a network of its own here", layer=layer, feeder=feeder
        )
    )


def other_parts(layer: str, cell: str, tensors: Sequence[str]) -> str:
    """Say that `layer` has weights that are not in its cell's equations, such as norms."""
    return mark(
        "{layer} also has {parts}, which no plain {cell} has", layer=layer, parts=in_words(tensors), cell=cell.upper()
    )


def initial_states_left_out(layer: str, names: Sequence[str]) -> str:
    """Say that the file has states that `layer` was trained to start from."""
    named = in_words(names)
    if len(names) == 1:
        return mark("{name} may be an initial state of {layer}, which starts from zero here", name=named, layer=layer)
    return mark("{names} may be initial states of {layer}, which starts from zero here", names=named, layer=layer)


def states_clipped(layer: str, skips: bool) -> str:
    """Say that ELMo clips the states of `layer` and, if `skips`, adds what every layer takes to what it gives."""
    if skips:
        return mark(
            "ELMo clips the cell states and the projected ones of {layer}, usually at 3, and adds what a layer above "
            "the first takes to what it gives",
            layer=layer,
        )
    return mark("ELMo clips the cell states and the projected ones of {layer}, usually at 3", layer=layer)


def attention_around(layer: str) -> str:
    """Say that a wrapper with attention changes what `layer` takes."""
    return mark("an attention stands around {layer}, which takes what that gives", layer=layer)


def in_words(names: Sequence[str]) -> str:
    """Return ``Sub, Mul and Div``; of many, the first ones and the number of the others."""
    shown = list(dict.fromkeys(names))
    if len(shown) > 6:
        return mark("{listed} and {count} more", listed=", ".join(shown[:5]), count=len(shown) - 5)
    if len(shown) > 1:
        return mark("{listed} and {last}", listed=", ".join(shown[:-1]), last=shown[-1])
    return shown[0] if shown else ""
