"""The parts of a file that may stand before a recurrent module, and are not computed.

A state dict lists the parts of a model as it declares them, as a rule from its inputs on. So what is declared between
the embedding, or the recurrent module below, and a module, and went into nothing that was read, may change what that
takes. Of a file that sorts its names only the names of what reads states say that a part stands behind.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set

from gatescope.formats.obstacles import may_be_fed_by, may_stand_before
from gatescope.formats.state_dict.ends import Ends
from gatescope.formats.state_dict.layers import FoundModule
from gatescope.formats.state_dict.neighbours import Order, may_feed, on_other_sides
from gatescope.formats.state_dict.read_outs import is_head, may_be_behind
from gatescope.formats.stored import Hints, Tensors

# Numbers of the training, of a distribution over actions, of a layer of tags on top.
_ELSEWHERE = re.compile(
    r"loss|criterion|log_?(std|var|sigma)|temperature|transition|crf|position_ids|optim|ema_|accumul", re.IGNORECASE
)
_PASSING = re.compile(
    r"(Dropout|Drop|Identity|Sequential|ModuleList|ModuleDict|ParameterList|ParameterDict|Loss|Softmax|Sigmoid)\w*"
    r"|\w*(Dropout|Loss|Softmax|Accuracy|Metric|F1Score)\w*"
)


def before(
    tensors: Tensors, modules: Sequence[FoundModule], ends: Sequence[Ends], order: Order, hints: Hints, taken: Set[str]
) -> list[tuple[str, ...]]:
    """Return for every one of `modules` sentences about what may change its inputs.

    Args:
        taken: names of the tensors that went into some stack.
    """
    told = taken | {name for end in ends for name in end.told}
    inside = tuple(path for module in modules for path in module.paths if path)
    rest = [
        name
        for name, tensor in tensors.items()
        if tensor.floating
        and name not in told
        and not name.startswith(inside)
        and not _ELSEWHERE.search(name)
        and not is_head(name)
    ]
    weightless = _weightless(tensors, hints)
    found = []
    for place, module in enumerate(modules):
        parts = [name for name in rest if _is_between(name, place, modules, ends, order)]
        parts = list(dict.fromkeys(_part(name) for name in parts if not on_other_sides(name, module.name)))
        parts += _of_hints(weightless, list(hints), modules, place, ends[place])
        said = [may_stand_before(module.name, parts)] if parts else []
        if ends[place].embedding is None and (feeder := _feeder(modules, place, order)) is not None:
            said.append(may_be_fed_by(module.name, feeder.name))
        found.append(tuple(said))
    return found


def _is_between(name: str, place: int, modules: Sequence[FoundModule], ends: Sequence[Ends], order: Order) -> bool:
    if not order:
        return not may_be_behind(name)
    own = order.first(modules[place])
    starts = [order.first(other) for other in modules if order.first(other) < own]
    if (embedding := ends[place].embedding) is not None:
        starts.append(order.places[embedding.name])
    return max((start for start in starts if start < own), default=-1) < order.places[name] < own


def _part(name: str) -> str:
    """Return the module that holds a tensor, or the tensor where the model itself does."""
    return name.rpartition(".")[0] or name


def _feeder(modules: Sequence[FoundModule], place: int, order: Order) -> FoundModule | None:
    """Return another module that gives as many numbers as the one at `place` takes."""
    width = modules[place].inputs
    feeders = [
        other
        for k, other in enumerate(modules)
        if k != place and other.outputs == width and (not order or may_feed(modules, k, place))
    ]
    return feeders[-1] if feeders else None


def _weightless(tensors: Tensors, hints: Hints) -> Mapping[str, str]:
    """Return path → class of the modules without tensors that may change what passes."""
    holders = {name.rpartition(".")[0] for name in tensors}
    holders |= {path[:at] for path in holders for at in range(len(path)) if path[at] == "."}
    told = {path: str(hint.get("class", "")) for path, hint in hints.items() if path and path not in holders}
    return {path: kind for path, kind in told.items() if kind and not _PASSING.fullmatch(kind)}


def _of_hints(
    weightless: Mapping[str, str], paths: Sequence[str], modules: Sequence[FoundModule], place: int, end: Ends
) -> Iterator[str]:
    """Yield the modules without tensors between what feeds the module at `place` and that."""
    if not weightless:
        return
    known = {path: at for at, path in enumerate(paths)}
    own = known.get(modules[place].paths[0].rstrip("."))
    if own is None:
        return
    starts = [known.get(other.paths[0].rstrip("."), own) for other in modules]
    starts += [known.get(end.embedding.name.rpartition(".")[0], own)] if end.embedding is not None else []
    low = max((start for start in starts if start < own), default=-1)
    yield from (f"{path} ({weightless[path]})" for path in paths[low + 1 : own] if path in weightless)
