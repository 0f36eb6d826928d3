"""The parts of a file that went into nothing that was read, by what they are declared between.

A state dict lists the parts of a model as it declares them, as a rule from its inputs on. So what is declared between
two parts of a network may change what passes from one to the other. Of a file that sorts its names only the names of
what reads states say that a part stands behind.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence, Set

from gatescope.formats.core.stored import Hints, Tensors
from gatescope.formats.state_dict.ends import Ends
from gatescope.formats.state_dict.layers import FoundModule
from gatescope.formats.state_dict.linear import Linear
from gatescope.formats.state_dict.neighbours import Order, on_other_sides
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


class Unread:
    """What of a file stands beside `modules` and their `ends`.

    Args:
        taken: names of the tensors that went into some stack.
    """

    def __init__(
        self,
        tensors: Tensors,
        modules: Sequence[FoundModule],
        ends: Sequence[Ends],
        order: Order,
        hints: Hints,
        taken: Set[str],
    ) -> None:
        told = taken | {name for end in ends for name in end.told}
        inside = tuple(path for module in modules for path in module.paths if path)
        self._names = [
            name
            for name, tensor in tensors.items()
            if tensor.floating and name not in told and not name.startswith(inside)
            and not _ELSEWHERE.search(name) and not is_head(name)
        ]  # fmt: skip
        self._order = order
        self._modules = modules
        self._firsts = [order.first(module) for module in modules] if order else []
        self._lasts = [order.last(module) for module in modules] if order else []
        self._paths = [module.paths[0].rstrip("._/:") for module in modules]
        self._weightless = _Weightless(tensors, hints, inside)

    def before(self, place: int, end: Ends) -> list[str]:
        """Return what may change the inputs of the module at `place`: what is declared between that and the embedding,
        or the recurrent module, that is the nearest before it."""
        tables = [] if end.embedding is None else [end.embedding.name]
        if self._order:
            fed = [*self._firsts, *(self._order.places[name] for name in tables)]
            names = self._between(fed, self._firsts[place])
        else:
            names = [name for name in self._names if not may_be_behind(name)]
        fed_by = [*self._paths, *(name.rpartition(".")[0] for name in tables)]
        return self._parts(names, place) + self._weightless.between(fed_by, self._paths[place])

    def above(self, place: int, linear: Linear) -> list[str]:
        """Return what may change the states of the module at `place` before `linear` reads them: what is declared
        between that and the recurrent module that is the nearest before it."""
        name = linear.weight.name
        if not self._order:
            return self._parts([name for name in self._names if may_be_behind(name)], place)
        until = self._order.places[name]
        if until < self._lasts[place]:
            return []
        parts = self._parts(self._between(self._lasts, until), place)
        return parts + self._weightless.between(self._paths, name.rpartition(".")[0])

    def _between(self, starts: Sequence[int], until: int) -> list[str]:
        """Return what is declared between the last of `starts` before `until` and that."""
        # In the order of the file.
        first, last = (
            bisect_right(self._names, at, key=self._order.places.__getitem__)
            for at in (_last_before(starts, until), until)
        )
        return self._names[first:last]

    def _parts(self, names: Sequence[str], place: int) -> list[str]:
        """Return the modules that hold the tensors `names`, or the tensors that the model itself holds."""
        parts = list(dict.fromkeys(without_parts(name.rpartition(".")[0]) or name for name in names))
        # Of the first ones a sentence has names, of the others their number.
        named = [part for part in parts[:_MOST_NAMED] if not on_other_sides(part, self._modules[place].name)]
        return named + parts[_MOST_NAMED:]


class _Weightless:
    """The modules without tensors that may change what passes, in the order of the file."""

    def __init__(self, tensors: Tensors, hints: Hints, inside: tuple[str, ...]) -> None:
        holders: set[str] = set()
        for name in tensors:
            path = name.rpartition(".")[0]
            while path and path not in holders:
                holders.add(path)
                path = path.rpartition(".")[0]
        told = {path: str(hint.get("class", "")) for path, hint in hints.items() if path and path not in holders}
        self._kinds = {
            path: kind
            for path, kind in told.items()
            if kind and not _PASSING.fullmatch(kind) and not f"{path}.".startswith(inside)
        }
        self._places = {path: at for at, path in enumerate(hints)} if self._kinds else {}

    def between(self, starts: Sequence[str], until: str) -> list[str]:
        """Return those between the last of the modules `starts` before the module `until` and that, with their
        classes."""
        known = self._places
        if until not in known:
            return []
        low = _last_before([known[path] for path in starts if path in known], known[until])
        return [f"{path} ({kind})" for path, kind in self._kinds.items() if low < known[path] < known[until]]


def _last_before(starts: Iterable[int], until: int) -> int:
    return max((start for start in starts if start < until), default=-1)
