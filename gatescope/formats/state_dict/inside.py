"""Tensors of a recurrent module that no plain cell has a place for: norms, gates of its own, learned initial states."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set

from gatescope.formats.obstacles import initial_states_left_out, other_parts
from gatescope.formats.state_dict.layers import FoundModule
from gatescope.formats.stored import Tensors

_INITIAL = re.compile(
    r"(?:init(?:ial)?_?)?(?P<state>h|c|hidden|cell|hx|cx)(?:_?state)?_?(?:0|init(?:ial)?|start)"
    r"|(?:init(?:ial)?|learned|start)_(?P<other>h|c|hidden|cell|hx|cx|state)(?:_?state)?",
    re.IGNORECASE,
)


def inside(
    module: FoundModule, tensors: Tensors, taken: Set[str], beside: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """Return a sentence about the tensors of `module` that are in none of the stacks.

    Args:
        taken: names of the tensors that went into a stack.
        beside: names of the file's tensors by the path that they lie in.
    """
    used = {name for layer in module.layers for name in layer.tensors}
    names = [name for path in module.paths if path for name in beside.get(path, ())]
    names += [name for name in tensors if any(path and name.startswith(path) for path in module.paths)]
    if module.is_cell and "" in module.paths:
        # The file is one cell, so that everything in it is the cell's.
        names += list(tensors)
    # ``weight_hh_l0_g`` and its like are in the weight already (`pytorch.composed_weights`).
    more = [name for name in dict.fromkeys(names) if name not in taken and name.rpartition("_")[0] not in used]
    more = [name for name in more if not _is_initial_state(name, module, tensors)]
    return (other_parts(module.name, module.layers[0].cell.name, more),) if more else ()


def initial_states(module: FoundModule, tensors: Tensors, taken: Set[str]) -> tuple[str, ...]:
    """Return a sentence on states that `module` was trained to start from."""
    beside = {path.rstrip("./_:").rpartition(".")[0] for path in module.paths}
    names = [
        name
        for name in tensors
        if name not in taken
        and (name.rpartition(".")[0] in beside or any(path and name.startswith(path) for path in module.paths))
        and _is_initial_state(name, module, tensors)
    ]
    return (initial_states_left_out(module.name, names),) if names else ()


def _is_initial_state(name: str, module: FoundModule, tensors: Tensors) -> bool:
    """Return whether a tensor is named as an initial state and has a number a unit: of one layer or of all."""
    if _INITIAL.fullmatch(name.rpartition(".")[2]) is None or not tensors[name].floating:
        return False
    layers = module.layers
    widths = {layers[0].units, layers[-1].parameters[0].outputs, sum(len(x.directions) * x.units for x in layers)}
    widths |= {len(x.directions) * x.units for x in layers}
    return tensors[name].size in widths
