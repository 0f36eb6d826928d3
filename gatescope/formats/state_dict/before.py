"""Sentences about the parts of a file that may stand before a recurrent module, or between that and its read-outs."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.formats.core.obstacles import fed_by, stands_before, stands_between
from gatescope.formats.state_dict.ends import Ends
from gatescope.formats.state_dict.layers import FoundModule
from gatescope.formats.state_dict.neighbours import Order, may_feed
from gatescope.formats.state_dict.unread import Unread

# Of the read-outs of one module; an agent has two.
_MOST_READ_OUTS = 200


def before(unread: Unread, modules: Sequence[FoundModule], ends: Sequence[Ends], order: Order) -> list[tuple[str, ...]]:
    """Return for every one of `modules` sentences about what may change its inputs."""
    found = []
    for place, module in enumerate(modules):
        parts = unread.before(place, ends[place])
        said = [stands_before(module.name, parts, may=True)] if parts else []
        # Where names are sorted, an embedding that fits may as well feed the other one.
        alone = ends[place].embedding is None or not order
        if alone and (feeder := _feeder(modules, place, order)) is not None:
            said.append(fed_by(module.name, feeder.name, may=True))
        found.append(tuple(said))
    return found


def above(unread: Unread, modules: Sequence[FoundModule], ends: Sequence[Ends]) -> list[tuple[str, ...]]:
    """Return for every one of `modules` sentences about what may change its states before they are read."""
    found = []
    for place, (module, end) in enumerate(zip(modules, ends, strict=True)):
        read: dict[tuple[str, ...], list[str]] = {}
        for linear in end.readouts[:_MOST_READ_OUTS]:
            parts = unread.above(place, linear)
            inside = tuple(f"{part}." for part in parts)
            named = [str(one) for one in end.between if not one.name.startswith(inside)]
            read.setdefault((*named, *parts), []).append(linear.name)
        found.append(tuple(stands_between(module.name, names, parts) for parts, names in read.items() if parts))
    return found


def _feeder(modules: Sequence[FoundModule], place: int, order: Order) -> FoundModule | None:
    """Return another module that gives as many numbers as the one at `place` takes."""
    width = modules[place].inputs
    for k in range(len(modules) - 1, -1, -1):
        if k != place and modules[k].outputs == width and (not order or may_feed(modules, k, place)):
            return modules[k]
    return None
