"""The parts of a file that may stand before a recurrent module, and are not computed.

A state dict lists the parts of a model as it declares them, as a rule from its inputs on. So what is declared between
the embedding, or the recurrent module below, and a module, and went into nothing that was read, may change what that
takes. Of a file that sorts its names only the names of what reads states say that a part stands behind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence, Set

from gatescope.formats.core.obstacles import fed_by, stands_before
from gatescope.formats.core.stored import Hints, Tensors
from gatescope.formats.state_dict.ends import Ends
from gatescope.formats.state_dict.layers import FoundModule
from gatescope.formats.state_dict.neighbours import Order, may_feed, on_other_sides
from gatescope.formats.state_dict.read_outs import is_head, may_be_behind
from gatescope.formats.state_dict.weight_parts import without_parts

# Numbers of the training, of a distribution over actions, of a layer of tags on top.
_ELSEWHERE = re.compile(
    r"loss|criterion|log_?(std|var|sigma)|temperature|transition|crf|position_ids|optim|ema_|accumul", re.IGNORECASE
)
_PASSING = re.compile(
    r"(Dropout|Drop|Identity|Sequential|ModuleList|ModuleDict|ParameterList|ParameterDict|Loss|Softmax|Sigmoid)\w*"
    r"|\w*(Dropout|Loss|Softmax|Accuracy|Metric|F1Score)\w*"
)

_MOST_NAMED = 200


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
        if tensor.floating and name not in told and not name.startswith(inside)
        and not _ELSEWHERE.search(name) and not is_head(name) and (order or not may_be_behind(name))
    ]  # fmt: skip
    starts = [order.first(module) for module in modules] if order else []
    weightless = _Weightless(tensors, hints)
    every = _parts(rest)
    found = []
    for place, module in enumerate(modules):
        between = _parts(_between(rest, starts, place, ends[place], order)) if order else every
        # Of the first ones the sentence has names, of the others their number.
        parts = [part for part in between[:_MOST_NAMED] if not on_other_sides(part, module.name)]
        parts += between[_MOST_NAMED:]
        parts += weightless.before(modules, place, ends[place])
        said = [stands_before(module.name, parts, may=True)] if parts else []
        # Where names are sorted, an embedding that fits may as well feed the other one.
        alone = ends[place].embedding is None or not order
        if alone and (feeder := _feeder(modules, place, order)) is not None:
            said.append(fed_by(module.name, feeder.name, may=True))
        found.append(tuple(said))
    return found


def _between(rest: Sequence[str], starts: Sequence[int], place: int, end: Ends, order: Order) -> Sequence[str]:
    """Return what of `rest` is declared between the module at `place` and what feeds it."""
    own = starts[place]
    fed = [*starts, order.places[end.embedding.name]] if end.embedding is not None else starts
    low = max((start for start in fed if start < own), default=-1)
    # In the order of the file.
    first, last = (bisect_right(rest, at, key=order.places.__getitem__) for at in (low, own))
    return rest[first:last]


def _parts(names: Sequence[str]) -> list[str]:
    """Return the modules that hold tensors, or the tensors that the model itself holds."""
    return list(dict.fromkeys(without_parts(name.rpartition(".")[0]) or name for name in names))


def _feeder(modules: Sequence[FoundModule], place: int, order: Order) -> FoundModule | None:
    """Return another module that gives as many numbers as the one at `place` takes."""
    width = modules[place].inputs
    for k in range(len(modules) - 1, -1, -1):
        if k != place and modules[k].outputs == width and (not order or may_feed(modules, k, place)):
            return modules[k]
    return None


class _Weightless:
    """The modules without tensors that may change what passes, in the order of the file."""

    def __init__(self, tensors: Tensors, hints: Hints) -> None:
        holders: set[str] = set()
        for name in tensors:
            path = name.rpartition(".")[0]
            while path and path not in holders:
                holders.add(path)
                path = path.rpartition(".")[0]
        told = {path: str(hint.get("class", "")) for path, hint in hints.items() if path and path not in holders}
        self._kinds = {path: kind for path, kind in told.items() if kind and not _PASSING.fullmatch(kind)}
        self._places = {path: at for at, path in enumerate(hints)} if self._kinds else {}

    def before(self, modules: Sequence[FoundModule], place: int, end: Ends) -> list[str]:
        """Return those between what feeds the module at `place` and that, with their classes."""
        known = self._places
        own = known.get(modules[place].paths[0].rstrip("."))
        if own is None:
            return []
        starts = [known.get(other.paths[0].rstrip("."), own) for other in modules]
        starts += [known.get(end.embedding.name.rpartition(".")[0], own)] if end.embedding is not None else []
        low = max((start for start in starts if start < own), default=-1)
        return [f"{path} ({kind})" for path, kind in self._kinds.items() if low < known[path] < own]
