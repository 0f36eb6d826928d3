"""Tells the read-outs of a module from the other matrices that fit it.

A matrix of the right width may as well be a layer before the module, the first of several layers above it, a layer
on top of those, or a bridge from an encoder to a decoder. Where the names or the order of the file tell so it is no
read-out, and that is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from gatescope.formats.core.obstacles import stands_before
from gatescope.formats.core.stored import Hints
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
from gatescope.formats.state_dict.rows import Rows
from gatescope.words import mark

_READ_OUT = re.compile(
    r"fc|lin(ear)?\b|linear|out|decoder|head|classif|dense|logit|proj|pred|hidden2|h(idden)?_?(2|to)_?|score|label|tag|softmax",
    re.IGNORECASE,
)
_NO_READ_OUT = re.compile(
    r"att(n|ention)|query|key|value|norm|conv|emb|pool|highway|skip|bridge|init|quer|weight_[ih]h|input|(^|[._])in_proj",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"att(n|ention)|query|key|value|pool|highway|skip|bridge|init", re.IGNORECASE)
_LAST = re.compile(r"decoder|out(put)?s?$|head|logit|classif|score|pred|[yqo]$", re.IGNORECASE)
# What reads an agent's states: the choice among actions, and the value of the state.
_ACTOR = r"actor|action|policy|pi|advantage"
_CRITIC = r"critic|value|vf|q|v"
_HEAD = re.compile(
    rf"(^|[._])((?P<actor>{_ACTOR})|(?P<critic>{_CRITIC}))(_?(net|head|layer|out|fc|linear|function))?([._]\d+)*$",
    re.IGNORECASE,
)
_OF_ATTENTION = re.compile(r"att(n|ention)|query|key", re.IGNORECASE)
_FULLY_CONNECTED = re.compile(r"fc$", re.IGNORECASE)


@dataclass(eq=False)
class ReadOuts:
    """What reads one module, what may stand `between` that and these, and sentences about what else does not read it;
    `told` are the layers in all of these."""

    taken: list[Linear] = field(default_factory=list)
    between: list[Linear] = field(default_factory=list)
    told: list[Linear] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_outs_of(
    linears: Sequence[Linear], modules: Sequence[FoundModule], order: Order, hints: Hints
) -> list[ReadOuts]:
    """Return the read-outs of every one of `modules` among `linears`, which are embeddings of none."""
    before = _before(linears, modules, order)
    led_in = {linear.weight.name for row in before for linear in row} if order else set()
    reading: list[list[Linear]] = [[] for _ in modules]
    for linear in linears:
        if linear.weight.name not in led_in and _is_named_so(linear, modules, hints):
            place = _read_from(linear, modules)
            if place is not None:
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
    if not order:
        better = any(one.outputs != module.inputs for one in candidates)
        # One that takes states and gives inputs may stand on either side.
        before = [one for one in before if one.inputs != module.outputs]
        before += [one for one in candidates if better and _may_give_the_inputs(one, module)]
    led_in = {linear.weight.name for linear in before}
    above = _Above(linears, led_in, module, order) if candidates else None
    for linear in candidates:
        if above is None or linear.weight.name in led_in:
            continue
        if _is_bridge(linear, modules, module):
            found.told.append(linear)
            found.notes.append(
                mark("{linear} goes on from {name} to another module: it is not shown", linear=linear, name=module.name)
            )
        elif above.has_a_place_for(linear):
            stacked.append(linear)
        else:
            found.taken.append(linear)
    found.told += [*before, *stacked]
    if not order:
        # A square one is read as what it is called; that it stands behind is no more than likely.
        before = [*before, *(one for one in found.taken if _may_give_the_inputs(one, module))]
    if before:
        found.obstacles.append(stands_before(module.name, list(map(str, before)), may=True))
    if found.taken:
        found.between = stacked
    elif stacked:
        listed = ", ".join(map(str, stacked))
        found.notes.append(
            mark(
                "above {name:.80} there may be layers that are not computed: {listed:.200}",
                name=module.name,
                listed=listed,
            )
        )
    return found


def is_head(name: str) -> bool:
    """Return whether a tensor is one of an agent's heads, by its name."""
    return _HEAD.search(name.rpartition(".")[0]) is not None and not _OF_ATTENTION.search(name)


def may_be_behind(name: str) -> bool:
    """Return whether a tensor is named as those of what reads states are."""
    return _READ_OUT.search(name) is not None and not _NO_READ_OUT.search(name)


def _is_named_so(linear: Linear, modules: Sequence[FoundModule], hints: Hints) -> bool:
    name = linear.weight.name
    if _head(linear):
        return True
    if _NO_READ_OUT.search(name):
        return False
    named = _READ_OUT.search(name) is not None or HIDDEN_TO_OUTPUT.fullmatch(name) is not None
    behind = linear.bias is not None and any(position(name) > p for p in positions(modules))
    return named or behind or class_of(name, hints) == "Linear"


def _head(linear: Linear) -> str:
    """Return ``"actor"`` or ``"critic"`` where the name says that an agent's states are read; else empty."""
    match = None if _OF_ATTENTION.search(linear.name) else _HEAD.search(linear.name)
    return "" if match is None else "actor" if match["actor"] else "critic"


def _read_from(linear: Linear, modules: Sequence[FoundModule]) -> int | None:
    """Return the module whose last layer the read-out fits: the nearest in the tree of names, among equals a decoder or
    else the last."""
    fitting = [k for k, module in enumerate(modules) if module.outputs == linear.inputs]

    head = _head(linear)

    def likelihood(k: int) -> tuple[bool, int, bool, int]:
        same = head != "" and head in modules[k].name.lower()
        return same, steps_shared(linear.weight.name, modules[k]), is_decoder(modules[k].name), k

    return max(fitting, key=likelihood, default=None)


def _before(linears: Sequence[Linear], modules: Sequence[FoundModule], order: Order) -> list[list[Linear]]:
    """Return for every module the layers declared before it whose output fits it, and that are nearest to it."""
    found: list[list[Linear]] = [[] for _ in modules]
    for linear in linears:
        name = linear.weight.name
        fed = [k for k, one in enumerate(modules) if one.inputs == linear.outputs]
        fed = [k for k in fed if not order or order.before(name, modules[k])]
        if not fed or _BESIDE.search(name) or _LAST.search(linear.name) or _head(linear):
            continue
        shared = [steps_shared(name, one) for one in modules]
        for k in fed:
            if shared[k] == max(shared):
                found[k].append(linear)
    return found


def _is_bridge(linear: Linear, modules: Sequence[FoundModule], module: FoundModule) -> bool:
    """Return whether what an encoder's `linear` gives is as wide as what its decoder takes or starts from."""
    others = [one for one in modules if on_other_sides(module.name, one.name) and is_decoder(one.name)]
    return linear.outputs in {width for one in others for width in (one.inputs, one.layers[0].units)}


def _may_give_the_inputs(linear: Linear, module: FoundModule) -> bool:
    return linear.outputs == module.inputs and _LAST.search(linear.name) is None and not _head(linear)


class _Above:
    """The layers that may stand above `module`, several on top of each other."""

    def __init__(self, linears: Sequence[Linear], led_in: Set[str], module: FoundModule, order: Order) -> None:
        above = [x for x in linears if x.weight.name not in led_in and not order.before(x.weight.name, module)]
        self._rows = Rows(above, module.outputs)
        self._widths = {linear.inputs for linear in linears if linear.bias is not None}
        # What may go on from a layer that is as wide as the states.
        self._next = {
            linear.weight.name
            for linear in above
            if linear.inputs == module.outputs and linear.bias is not None and not _BESIDE.search(linear.name)
        }

    def has_a_place_for(self, linear: Linear) -> bool:
        """Return whether `linear`, which fits the module, is likelier one of those layers than a read-out."""
        if self._rows.is_on_top(linear):
            return True
        if linear.outputs != linear.inputs:
            return linear.outputs in self._widths
        if self._rows.goes_on(linear):
            return True
        # Those beside it take what it gives, too; its name has to tell.
        last = _LAST.search(linear.name) or _FULLY_CONNECTED.search(linear.name) or _head(linear)
        return not last and len(self._next) > (linear.weight.name in self._next)
