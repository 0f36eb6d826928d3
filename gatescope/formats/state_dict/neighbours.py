"""The place of a tensor beside the recurrent modules, by names and by the order of the file."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from gatescope.formats.core.stored import Hints, Tensors
from gatescope.formats.state_dict.layers import FoundModule

_ENCODER = re.compile(r"(^|[._])(src|source|enc|encoder)([._]|$)", re.IGNORECASE)
_DECODER = re.compile(r"(^|[._])(tgt|trg|target|dec|decoder)([._]|$)", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Order:
    """The order in which a model declares its parts.

    Attributes:
        places: name of a tensor → its place; empty where the file sorts its tensors by name, as safetensors does.
    """

    places: dict[str, int]

    def __bool__(self) -> bool:
        return bool(self.places)

    def before(self, name: str, module: FoundModule) -> bool:
        """Return whether the tensor `name` is known to be declared before `module`."""
        return bool(self) and self.places[name] < self.places[module.layers[0].tensors[0]]

    def first(self, module: FoundModule) -> int:
        """Return where the first tensor of `module` is declared."""
        return min(self.places[name] for name in module.layers[0].tensors)

    def last(self, module: FoundModule) -> int:
        """Return where the last tensor of `module` is declared."""
        return max(self.places[name] for layer in module.layers for name in layer.tensors)


def order_of(tensors: Tensors) -> Order:
    names = [tensor.name for tensor in tensors.values() if tensor.floating and not tensor.composed]
    return Order({} if names == sorted(names) else {name: place for place, name in enumerate(tensors)})


class Names:
    """Names of tensors in the order of the file, by what they begin with and by where they lie."""

    def __init__(self, names: Iterable[str]) -> None:
        self._places = {name: place for place, name in enumerate(names)}
        self._sorted = sorted(self._places)
        self._at: dict[str, list[str]] = {}
        for name in self._places:
            self._at.setdefault(name.rpartition(".")[0], []).append(name)

    def of(self, below: Iterable[str], at: Iterable[str] = ()) -> list[str]:
        """Return the names that begin with one of the paths `below`, or lie directly in one of `at`."""
        found = {name for path in at for name in self._at.get(path, ())}
        for path in below:
            # No character comes after the last of Unicode.
            first, end = (bisect_left(self._sorted, one) for one in (path, f"{path}\U0010ffff"))
            found |= set(self._sorted[first:end])
        return sorted(found, key=self._places.__getitem__)


def steps_shared(name: str, module: FoundModule) -> int:
    """Return how many steps the paths of a tensor and of a module have in common."""
    best = 0
    for path in module.paths:
        count = 0
        for one, other in zip(_steps(name), _steps(path), strict=False):
            if one != other:
                break
            count += 1
        best = max(best, count)
    return best


def _steps(name: str) -> list[str]:
    return [step for step in re.split(r"[._/]", name) if step]


def on_other_sides(name: str, other: str) -> bool:
    """Return whether one name is of an encoder and the other of a decoder."""
    return {_sides(name), _sides(other)} == {(False, True), (True, False)}


@lru_cache(4096)
def _sides(name: str) -> tuple[bool, bool]:
    return _ENCODER.search(name) is not None, _DECODER.search(name) is not None


def is_decoder(name: str) -> bool:
    return _sides(name)[1]


def may_feed(modules: Sequence[FoundModule], one: int, other: int) -> bool:
    """Return whether what a module gives may go into another one: an encoder's into a decoder, else an earlier
    one's."""
    if on_other_sides(modules[one].name, modules[other].name):
        return is_decoder(modules[other].name)
    return one < other


def class_of(name: str, hints: Hints) -> str:
    """Return the class of the module that holds the tensor `name`, where the file says it."""
    return str(hints.get(name.rpartition(".")[0], {}).get("class", ""))


def positions(modules: Iterable[FoundModule]) -> Sequence[float]:
    """Return the places of the modules in a ``torch.nn.Sequential``, which names what it holds by numbers."""
    return [number for module in modules for path in module.paths if (number := position(path)) == number]


def position(name: str) -> float:
    """Return the number that `name` begins with, or NaN, which is neither before nor behind anything."""
    head = name.split(".")[0]
    return float(head) if head.isascii() and head.isdigit() and len(head) < 5 else float("nan")
