"""Tensors of a recurrent module that no plain cell has a place for: norms, gates of its own, learned initial states."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from gatescope.engine.network import Array
from gatescope.formats.core.found import Assumption
from gatescope.formats.core.obstacles import in_words, initial_states_left_out, other_parts
from gatescope.formats.core.stored import Tensors
from gatescope.formats.state_dict.layers import FoundModule
from gatescope.formats.state_dict.neighbours import Names
from gatescope.formats.state_dict.part import floats
from gatescope.words import mark

_INITIAL = re.compile(
    r"(?:init(?:ial)?_?)?(?P<state>h|c|hidden|cell|hx|cx)(?:_?state)?_?(?:0|init(?:ial)?|start)"
    r"|(?:init(?:ial)?|learned|start)_(?P<other>h|c|hidden|cell|hx|cx|state)(?:_?state)?"
    # As MATLAB's layers name the states that they start from.
    r"|(?P<matlab>hidden|cell)state",
    re.IGNORECASE,
)


def inside(module: FoundModule, tensors: Tensors, left: Names) -> tuple[str, ...]:
    """Return a sentence about the tensors of `module` that are in none of the stacks.

    Args:
        left: the tensors that went into no stack.
    """
    # If the file is one cell, everything in it is the cell's.
    names = left.of(module.paths if module.is_cell else filter(None, module.paths))
    more = [name for name in names if not _is_initial_state(name, module, tensors)]
    return (other_parts(module.name, module.layers[0].cell.name, more),) if more else ()


def initial_states(
    modules: Sequence[FoundModule], tensors: Tensors, left: Iterable[str]
) -> list[tuple[FoundModule, tuple[str, ...]]]:
    """Return every one of `modules` with the states that it was trained to start from, and a sentence where it is not
    told which states those are: of which module, of which layer, or of an LSTM's two.

    Args:
        left: names of the tensors that went into no stack.
    """
    states_left = Names(name for name in left if _INITIAL.fullmatch(name.rpartition(".")[2]) is not None)
    named = [_initial_names(module, tensors, states_left) for module in modules]
    claims = Counter(name for names in named for name in names)
    found: list[tuple[FoundModule, tuple[str, ...]]] = []
    for module, names in zip(modules, named, strict=True):
        states = {_state(name, module): name for name in names}
        clear = len(states) == len(names) and all(claims[name] == 1 for name in names)
        if names and clear and all(_is_whole(name, module, tensors) for name in names):
            found.append((_starting_from(module, states, tensors), ()))
        else:
            found.append((module, (initial_states_left_out(module.name, names),) if names else ()))
    return found


def _initial_names(module: FoundModule, tensors: Tensors, states_left: Names) -> list[str]:
    beside = {path.rstrip("./_:").rpartition(".")[0] for path in module.paths}
    names = states_left.of(filter(None, module.paths), beside)
    return [name for name in names if _is_initial_state(name, module, tensors)]


def _state(name: str, module: FoundModule) -> str:
    """Return which state a tensor is named as: ``"hidden_state"`` or ``"cell_state"``; empty for ``init_state`` of an
    LSTM, which has both."""
    match = _INITIAL.fullmatch(name.rpartition(".")[2])
    assert match is not None
    letter = (match["state"] or match["other"] or match["matlab"])[0].lower()
    states = module.layers[0].cell.states
    return {"h": "hidden_state", "c": "cell_state"}.get(letter, states[0] if len(states) == 1 else "")


def _is_whole(name: str, module: FoundModule, tensors: Tensors) -> bool:
    """Return whether a tensor has a number for every unit of every layer and direction."""
    state = _state(name, module)
    return state in module.layers[0].cell.states and tensors[name].size == sum(_widths(module, state))


def _widths(module: FoundModule, state: str) -> list[int]:
    """Return the width of a state in every layer and direction, as PyTorch orders them."""
    each = [parameters for layer in module.layers for parameters in layer.parameters]
    return [one.outputs if state == "hidden_state" else one.units for one in each]


def _starting_from(module: FoundModule, states: Mapping[str, str], tensors: Tensors) -> FoundModule:
    """Return `module` with the initial states out of the tensors that `states` names."""
    split: dict[str, Iterator[Array]] = {}
    for state, name in states.items():
        ends = np.cumsum(_widths(module, state))[:-1]
        split[state] = iter(np.split(floats(tensors[name]).reshape(-1), ends))
    layers = []
    for layer in module.layers:
        parameters = tuple(
            one.starting_from(
                *(next(split[state]) if state in split else None for state in ("hidden_state", "cell_state"))
            )
            for one in layer.parameters
        )
        layers.append(replace(layer, parameters=parameters, tensors=(*layer.tensors, *states.values())))
    names = in_words(list(states.values()))
    assumed = Assumption(
        mark("initial states"), names, mark("the name and the size fit what {name} starts from", name=module.name)
    )
    return replace(module, layers=tuple(layers), assumptions=(*module.assumptions, assumed))


def _is_initial_state(name: str, module: FoundModule, tensors: Tensors) -> bool:
    """Return whether a tensor is named as an initial state and has a number a unit: of one layer or of all."""
    if _INITIAL.fullmatch(name.rpartition(".")[2]) is None or not tensors[name].floating:
        return False
    layers = module.layers
    widths = {layers[0].units, layers[-1].parameters[0].outputs}
    widths |= {sum(_widths(module, state)) for state in layers[0].cell.states}
    widths |= {len(x.directions) * x.units for x in layers}
    return tensors[name].size in widths
