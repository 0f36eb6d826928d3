"""A network in which gates have the weights of other gates; all its other arrays are those of the first."""

from __future__ import annotations

from dataclasses import replace
from weakref import WeakKeyDictionary

import numpy as np

from gatescope.engine.interventions import CopiedWeights, Interventions
from gatescope.engine.network import Network

_ARRAYS = ("W", "U", "b_x", "b_h")

# Asked at every key; what was stepped for a network is kept for as long as its arrays are the very same.
_KNOWN: WeakKeyDictionary[Network, tuple[tuple[CopiedWeights, ...], Network]] = WeakKeyDictionary()


def rewired(network: Network, interventions: Interventions) -> tuple[Network, Interventions]:
    """Return the network with the copies that are switched on, one after the other, and the other interventions.

    Raises:
        UsageError: a copy names a gate, a layer or a direction that is not there.
    """
    copies = tuple(item for item in interventions.items if isinstance(item, CopiedWeights) and item.on)
    if not copies:
        return network, interventions
    others = Interventions(tuple(item for item in interventions.items if item not in copies))
    known = _KNOWN.get(network)
    if known is None or known[0] != copies:
        Interventions(copies).check(network, 0)
        changed = network
        for copy in copies:
            changed = _with_copy(changed, copy)
        known = _KNOWN[network] = copies, changed
    return known[1], others


def copied_count(network: Network, copy: CopiedWeights) -> int:
    """Return how many numbers `copy` copies."""
    parameters = network.parameters(network.part(copy.layer, copy.direction))
    return sum(int(getattr(parameters, name)[0].size) for name in _ARRAYS)


def _with_copy(network: Network, copy: CopiedWeights) -> Network:
    part = network.part(copy.layer, copy.direction)
    source, target = (network.cell.gates.index(gate) for gate in (copy.source, copy.target))
    parameters = network.parameters(part)
    arrays = {}
    for name in _ARRAYS:
        stacked = np.array(getattr(parameters, name))
        stacked[target] = stacked[source]
        arrays[name] = stacked
    directions, layers = list(network.layers[part.layer]), list(network.layers)
    directions[network.directions.index(part.direction)] = replace(parameters, **arrays)
    layers[part.layer] = tuple(directions)
    return replace(network, layers=tuple(layers))
