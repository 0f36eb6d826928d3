"""A network in which nothing hears some of its units: as if h_j were 0 at every token, without a clamp to carry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from gatescope.engine.network import Array, Network
from gatescope.engine.part import Part


def without_units(network: Network, part: Part, units: Sequence[int]) -> Network:
    """Return `network` with the weights that read h_j of `part` set to 0, for each j of `units`.

    Whatever reads it says what it says where `Ablate` takes the units out, and many texts may be run at once.
    """
    layers = [list(layer) for layer in network.layers]
    out = np.asarray(units, np.int64)
    side = network.directions.index(part.direction)
    own = layers[part.layer][side]
    layers[part.layer][side] = replace(own, U=_zeroed(own.U, out))
    # What is above reads the directions side by side.
    beside = out + sum(before.outputs for before in layers[part.layer][:side])
    if part.layer + 1 < len(layers):
        layers[part.layer + 1] = [replace(above, W=_zeroed(above.W, beside)) for above in layers[part.layer + 1]]
        return replace(network, layers=tuple(map(tuple, layers)))
    readouts = tuple(replace(readout, weight=_zeroed(readout.weight, beside)) for readout in network.readouts)
    return replace(network, layers=tuple(map(tuple, layers)), readouts=readouts)


def _zeroed(matrix: Array, columns: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Array:
    changed = matrix.copy()
    changed[..., columns] = 0
    return changed
