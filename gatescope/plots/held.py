"""Which values of a run are held, so that a picture can mark them: they are no outcome of the equations."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from gatescope.engine.interventions import Ablate, CopiedWeights
from gatescope.engine.part import Part
from gatescope.session.run.snapshot import Run


class Held(NamedTuple):
    """Values that a run holds.

    Attributes:
        first, last: the tokens, from the first up to but not including the last.
        units: which; None for all.
    """

    first: int
    last: int
    units: tuple[int, ...] | None


def clamped(run: Run, part: Part, signal: str) -> tuple[Held, ...]:
    """Return what is held of a signal of `part`; a unit that is taken out has its hidden state held at 0."""
    count = len(run.tokens)
    found = []
    for item in run.trace.interventions.items:
        if isinstance(item, CopiedWeights) or run.network.part(item.layer, item.direction) != part:
            continue
        if isinstance(item, Ablate):
            of, tokens = "hidden_state", None
        else:
            of, tokens = item.signal, item.tokens
        if of == signal:
            first, last = (0, count) if tokens is None else (tokens.start, min(tokens.stop, count))
            found.append(Held(first, last, item.units))
    return tuple(found)


def held_rows(one: Held, order: Iterable[int]) -> list[range]:
    """Return the rows of a map that are held, as stretches of neighbours; `order` has the unit of each row."""
    stretches: list[range] = []
    for row, unit in enumerate(order):
        if one.units is None or unit in one.units:
            if stretches and stretches[-1].stop == row:
                stretches[-1] = range(stretches[-1].start, row + 1)
            else:
                stretches.append(range(row, row + 1))
    return stretches
