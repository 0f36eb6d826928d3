"""What a person holds by pointing at it: one signal of one unit, in the whole text or at one token."""

from __future__ import annotations

from dataclasses import replace

from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.errors import UsageError


def with_held(
    interventions: Interventions, part: Part, signal: str, unit: int, value: float, token: int | None
) -> Interventions:
    """Return them with a signal of one unit held at `value`, as the engine has it; at one token, or at all where None.

    What held the same before, and no more than that, goes.
    """
    tokens = None if token is None else range(token, token + 1)
    clamp = Clamp(signal, value, (unit,), tokens, part.layer, part.direction)
    others = [
        item for item in interventions.items if not isinstance(item, Clamp) or replace(item, value=value) != clamp
    ]
    return Interventions((*others, clamp))


def without_held(interventions: Interventions, network: Network, part: Part, signal: str, unit: int) -> Interventions:
    """Return them with a signal of one unit free at every token; what holds others as well goes on holding those."""
    kept: list[Clamp | Ablate] = []
    for item in interventions.items:
        of = item.signal if isinstance(item, Clamp) else "hidden_state"
        if of != signal or network.part(item.layer, item.direction) != part:
            kept.append(item)
            continue
        parameters = network.parameters(part)
        width = parameters.outputs if signal == "hidden_state" else parameters.units
        before = tuple(range(width)) if item.units is None else item.units
        units = tuple(one for one in before if one != unit)
        if units == before:
            kept.append(item)
        elif units:
            kept.append(replace(item, units=units))
    return Interventions(tuple(kept))


def as_shown(interventions: Interventions, network: Network) -> Interventions:
    """Return them with the values that views of `network` show: a GRU's update gate z that keeps the new state is
    held by the engine as 1 − z."""
    if not interventions or network.convention.update_gate_keeps == "old":
        return interventions
    turned = (
        replace(item, value=1 - item.value) if isinstance(item, Clamp) and item.signal == "update_gate" else item
        for item in interventions.items
    )
    return Interventions(tuple(turned))


def still_there(interventions: Interventions, network: Network) -> Interventions:
    """Return those of them that `network` has the signal and every unit for: a file that is opened again may hold
    another cell, or fewer units."""
    items = tuple(item for item in interventions.items if _fits(item, network))
    return interventions if items == interventions.items else Interventions(items)


def _fits(item: Clamp | Ablate, network: Network) -> bool:
    # Which tokens there are is known only when the text has been cut; here every one will do.
    tokens = item.tokens.stop if isinstance(item, Clamp) and item.tokens is not None else 0
    try:
        Interventions((item,)).check(network, tokens)
    except UsageError:
        return False
    return True
