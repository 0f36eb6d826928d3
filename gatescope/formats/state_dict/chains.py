"""Joins modules of one layer each that stand in a row: ``cells.0`` and ``cells.1``, the cells ``lstm1`` and ``lstm2``.

A state dict does not say what feeds what. Cells with running numbers whose widths fit are taken for a stack, and so are
the entries of a list (``torch.nn.ModuleList``); whole modules called ``rnn1`` and ``rnn2`` are not, for these are as
often two branches side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from gatescope.formats.core.found import Assumption
from gatescope.formats.state_dict.layers import FoundModule
from gatescope.words import mark

_NUMBERED = re.compile(r"(?P<stem>.*?)(?P<number>\d{1,4})")
_LIST = re.compile(r"(.*[._])?(\w*(rnn|gru|lstm|cell|layer)\w*)\.", re.IGNORECASE)


def joined(modules: Iterable[FoundModule]) -> tuple[FoundModule, ...]:
    """Return `modules` in their order, with every chain among them as one at the place of its first."""
    groups: dict[str, list[FoundModule]] = {}
    for module in modules:
        match = _NUMBERED.fullmatch(module.name)
        in_row = match is not None and len(module.layers) == 1 and (module.is_cell or _LIST.fullmatch(match["stem"]))
        key = match["stem"] if match is not None and in_row else f"{module.name}\n{len(groups)}"
        groups.setdefault(key, []).append(module)
    return tuple(module for stem, group in groups.items() for module in _chain(stem, group))


def _chain(stem: str, group: Sequence[FoundModule]) -> Sequence[FoundModule]:
    row = sorted(group, key=_number)
    if len(row) == 1 or not all(_feeds(below, above) for below, above in pairwise(row)):
        return group
    names = [module.name for module in row]
    in_list = stem.endswith(".")
    order = Assumption(
        mark("what feeds what"),
        " → ".join(names),
        mark("they are numbered, and each takes as many inputs as the one before gives"),
    )
    return [
        FoundModule(
            name=stem.rstrip(".") if in_list else "+".join(names),
            paths=tuple(path for module in row for path in module.paths),
            layers=tuple(layer for module in row for layer in module.layers),
            assumptions=(*dict.fromkeys(a for module in row for a in module.assumptions), order),
            is_cell=row[0].is_cell,
            obstacles=tuple(dict.fromkeys(obstacle for module in row for obstacle in module.obstacles)),
        )
    ]


def _number(module: FoundModule) -> int:
    match = _NUMBERED.fullmatch(module.name)
    return int(match["number"]) if match is not None else 0


def _feeds(below: FoundModule, above: FoundModule) -> bool:
    return _number(above) == _number(below) + 1 and above.layers[0].runs_with(below.layers[0])
