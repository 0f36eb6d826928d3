"""What a person holds by pointing at it: one signal of one unit, in the whole text or at one token."""

from __future__ import annotations

from dataclasses import replace

from gatescope.engine.held import HeldValues
from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Held, Interventions, Patch, fits
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.words import mark, tr

_LACKING_DIRECTION = {
    "forward": mark("forward direction: this model reads backwards only"),
    "reverse": mark("reverse direction: this model reads forward only"),
}


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


def with_taken_out(interventions: Interventions, part: Part, unit: int) -> Interventions:
    """Return them with a unit of `part` taken out."""
    return Interventions((*interventions.items, Ablate((unit,), part.layer, part.direction)))


def without_held(interventions: Interventions, network: Network, part: Part, signal: str, unit: int) -> Interventions:
    """Return them with a signal of one unit free at every token; what holds others as well goes on holding those."""
    kept: list[Held] = []
    for item in interventions.items:
        if isinstance(item, CopiedWeights) or not item.on or not fits(item, network):
            kept.append(item)
            continue
        if _signal(item) != signal or network.part(item.layer, item.direction) != part:
            kept.append(item)
            continue
        parameters = network.parameters(part)
        width = parameters.outputs if signal == "hidden_state" else parameters.units
        before = tuple(range(width)) if item.units is None else item.units
        units = tuple(one for one in before if one != unit)
        if units == before:
            kept.append(item)
        elif units and isinstance(item, Patch):
            columns = [before.index(one) for one in units]
            kept.append(replace(item, units=units, values=HeldValues.of(item.values.array[:, columns])))
        elif units:
            kept.append(replace(item, units=units))
    return Interventions(tuple(kept))


def misfit(item: Held, network: Network) -> str:
    """Return why `item` cannot act on `network`, as ``unit 40: this model has 32``; empty where it can.

    A file that is opened again may hold another cell, or fewer units or layers.
    """
    if fits(item, network):
        return ""
    layers, layer = len(network.layers), 0 if item.layer is None else item.layer
    if layer >= layers:
        return tr("layer {layer}: this model has {count}", layer=layer + 1, count=layers)
    if item.direction is not None and item.direction not in network.directions:
        return tr(_LACKING_DIRECTION[item.direction])
    names = (item.source, item.target) if isinstance(item, CopiedWeights) else (_signal(item),)
    known = network.cell.gates if isinstance(item, CopiedWeights) else network.cell.signals
    lost = [name for name in names if name not in known]
    if lost:
        name = tr(lost[0].replace("_", " "))
        if network.cell.name == "gru":
            return tr("{name}: this model is a GRU", name=name)
        return tr("{name}: this model is an {cell}", name=name, cell=network.cell.name.upper())
    if not isinstance(item, CopiedWeights) and item.units is not None:
        parameters = network.parameters(network.part(item.layer, item.direction))
        width = parameters.outputs if _signal(item) == "hidden_state" else parameters.units
        beyond = [unit for unit in item.units if not 0 <= unit < width]
        if beyond:
            return tr("unit {unit}: this model has {count}", unit=beyond[0], count=width)
    return tr("made for a model of another width")


def pinned(interventions: Interventions, part: Part) -> Interventions:
    """Return them with `part` named where one was left to its default, which another network has elsewhere."""
    items = tuple(
        replace(
            item, layer=part.layer if item.layer is None else item.layer, direction=item.direction or part.direction
        )
        for item in interventions.items
    )
    return interventions if tuple(items) == interventions.items else Interventions(tuple(items))


def _signal(item: Clamp | Ablate | Patch) -> str:
    return "hidden_state" if isinstance(item, Ablate) else item.signal
