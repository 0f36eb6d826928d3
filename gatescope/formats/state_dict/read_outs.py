"""Tells the read-outs of a module from the other matrices that fit it.

A matrix of the right width may as well be a layer before the module, the first of several layers above it, a layer
on top of those, or a bridge from an encoder to a decoder. Where the names or the order of the file tell so it is no
read-out, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gatescope.formats.state_dict.layers import FoundModule
from gatescope.formats.state_dict.linear import HIDDEN_TO_OUTPUT, Linear
from gatescope.formats.state_dict.neighbours import (
    Order,
    class_of,
    is_decoder,
    on_other_sides,
    position,
    positions,
    steps_shared,
)
from gatescope.formats.stored import Hints

_READ_OUT = re.compile(
    r"fc|lin(ear)?\b|linear|out|decoder|head|classif|dense|logit|proj|pred|hidden2|h(idden)?_?(2|to)_?|score|label|tag",
    re.IGNORECASE,
)
_NO_READ_OUT = re.compile(
    r"att(n|ention)|query|key|value|norm|conv|emb|pool|highway|skip|bridge|init|quer|weight_[ih]h|input", re.IGNORECASE
)
_BESIDE = re.compile(r"att(n|ention)|query|key|value|pool|highway|skip|bridge|init", re.IGNORECASE)
_LAST = re.compile(r"decoder|out(put)?s?$|head|logit|classif|score|pred|[yqo]$", re.IGNORECASE)
_FULLY_CONNECTED = re.compile(r"fc$", re.IGNORECASE)
_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>\d{0,4})")


@dataclass(eq=False)
class ReadOuts:
    """What reads one module, and sentences about what does not."""

    taken: list[Linear] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_outs_of(
    linears: Sequence[Linear], modules: Sequence[FoundModule], order: Order, hints: Hints
) -> list[ReadOuts]:
    """Return the read-outs of every one of `modules` among `linears`, which are embeddings of none."""
    before = [_before(linears, modules, place, order) for place in range(len(modules))]
    reading: list[list[Linear]] = [[] for _ in modules]
    for linear in linears:
        if _is_named_so(linear, modules, hints):
            place = _read_from(linear, modules)
            if place is not None and not any(linear in row for row in before):
                reading[place].append(linear)
    return [
        _among(linears, candidates, modules, place, before[place], order) for place, candidates in enumerate(reading)
    ]


def _among(
    linears: Sequence[Linear],
    candidates: Sequence[Linear],
    modules: Sequence[FoundModule],
    place: int,
    before: Sequence[Linear],
    order: Order,
) -> ReadOuts:
    module, found, stacked = modules[place], ReadOuts(), []
    others = [one for one in linears if one not in before and not (order and order.before(one.weight.name, module))]
    for linear in candidates:
        if _is_bridge(linear, modules, module):
            found.notes.append(f"{linear} goes on from {module.name} to another module: it is not shown")
        elif _is_hidden_layer(linear, linears, others) or _is_on_top(linear, others, module):
            stacked.append(linear)
        else:
            found.taken.append(linear)
    if before:
        found.notes.append(
            f"{', '.join(map(str, before)):.200} may stand before {module.name}, whose inputs would be what it gives: "
            "not computed"
        )
    if stacked:
        listed = ", ".join(map(str, stacked))
        where = f"above {module.name}"
        if found.taken:
            where = f"between {module.name} and {', '.join(one.name for one in found.taken)}"
        found.notes.append(f"{where:.200} there may be layers that are not computed: {listed:.200}")
    return found


def _is_named_so(linear: Linear, modules: Sequence[FoundModule], hints: Hints) -> bool:
    name = linear.weight.name
    if _NO_READ_OUT.search(name):
        return False
    named = _READ_OUT.search(name) is not None or HIDDEN_TO_OUTPUT.fullmatch(name) is not None
    behind = linear.bias is not None and any(position(name) > p for p in positions(modules))
    return named or behind or class_of(name, hints) == "Linear"


def _read_from(linear: Linear, modules: Sequence[FoundModule]) -> int | None:
    """The module whose last layer the read-out fits: the nearest in the tree of names, among equals a decoder
    or else the last."""
    fitting = [k for k, module in enumerate(modules) if module.outputs == linear.inputs]

    def likelihood(k: int) -> tuple[int, bool, int]:
        return steps_shared(linear.weight.name, modules[k]), is_decoder(modules[k].name), k

    return max(fitting, key=likelihood, default=None)


def _before(linears: Sequence[Linear], modules: Sequence[FoundModule], place: int, order: Order) -> list[Linear]:
    """The layers declared before a module, and behind those declared before it, that give what it takes."""
    module, found = modules[place], []
    for linear in linears:
        name = linear.weight.name
        if (
            linear.outputs != module.inputs
            or linear.bias is None
            or (_LAST.search(linear.name) and linear.name != "fc")
        ):
            continue
        nearest = max(steps_shared(name, one) for one in modules)
        if order.before(name, module) and not _BESIDE.search(name) and steps_shared(name, module) == nearest:
            found.append(linear)
    return found


def _is_bridge(linear: Linear, modules: Sequence[FoundModule], module: FoundModule) -> bool:
    """Whether what an encoder's `linear` gives is as wide as what its decoder takes or starts from."""
    others = [one for one in modules if on_other_sides(f"{module.name}.", f"{one.name}.")]
    widths = {width for one in others for width in (one.inputs, one.layers[0].units)}
    return linear.outputs in widths and any(modules.index(one) > modules.index(module) for one in others)


def _is_hidden_layer(linear: Linear, every: Sequence[Linear], others: Sequence[Linear]) -> bool:
    """Whether another matrix goes on from where `linear` ends.

    Args:
        others: those that may stand behind the module that `linear` reads.
    """
    if linear.outputs != linear.inputs:
        return any(one.inputs == linear.outputs and one.bias is not None for one in every)
    # Matrices beside it take what it takes, too; the names have to tell.
    behind = [one for one in others if one is not linear and one.inputs == linear.outputs and one.bias is not None]
    stem, number = _numbered(linear)
    if any(own == stem and later > number for own, later in map(_numbered, behind)):
        return True
    last = _LAST.search(linear.name) or _FULLY_CONNECTED.search(linear.name)
    return last is None and not all(_BESIDE.search(one.name) for one in behind)


def _is_on_top(linear: Linear, others: Sequence[Linear], module: FoundModule) -> bool:
    """Whether `linear` is a later one of numbered layers, ``head.0`` and ``head.2``, that begin at the module."""
    stem, number = _numbered(linear)
    row = [(at, k) for k, one in enumerate(others) for own, at in [_numbered(one)] if own == stem and at < number]
    below = [others[k] for _, k in sorted(row)]
    return bool(below) and below[-1].outputs == linear.inputs and any(one.inputs == module.outputs for one in below)


def _numbered(linear: Linear) -> tuple[str, int]:
    match = _NUMBERED.fullmatch(linear.name)
    return (match["stem"], int(match["number"] or 0)) if match is not None else (linear.name, 0)
