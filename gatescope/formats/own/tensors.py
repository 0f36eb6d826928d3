"""A network as named whole arrays, the way a file stores it and an optimiser walks it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gatescope.engine.network import Array, LayerParameters, Network
from gatescope.engine.parameters import MATRICES
from gatescope.engine.part import Part


def tensors(network: Network) -> dict[str, Array]:
    """Return every array of `network`: ``embedding`` (V, I), ``layer0.forward.W`` (G, H, I), …, ``readout.NAME.bias``
    (C,)."""
    found: dict[str, Array] = {}
    if network.embedding is not None:
        found["embedding"] = network.embedding
    for part in network.parts:
        for matrix, array in network.parameters(part).arrays().items():
            found[f"{part}.{matrix}"] = array
    for readout in network.readouts:
        found[f"readout.{readout.name}.weight"] = readout.weight
        found[f"readout.{readout.name}.bias"] = readout.bias
    return found


def layer_parameters(part: Part, found: Mapping[str, Array]) -> LayerParameters:
    """Return the parameters of one layer and direction out of `found`."""
    named = {matrix: found[key] for matrix in MATRICES if (key := f"{part}.{matrix}") in found}
    return LayerParameters(**named)


def with_tensors(network: Network, found: Mapping[str, Array]) -> Network:
    """Return `network` with all of its arrays taken from `found`, named and shaped as by `tensors`.

    Raises:
        ModelError: the shapes do not fit together.
    """
    return replace(
        network,
        embedding=found.get("embedding"),
        layers=tuple(
            tuple(layer_parameters(Part.of(k, direction), found) for direction in network.directions)
            for k in range(len(network.layers))
        ),
        readouts=tuple(
            replace(r, weight=found[f"readout.{r.name}.weight"], bias=found[f"readout.{r.name}.bias"])
            for r in network.readouts
        ),
    )
