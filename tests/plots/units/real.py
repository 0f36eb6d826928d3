"""Real runs of small random networks, for pictures that are measured from a whole trace."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gatescope.engine.cells import Convention
from gatescope.engine.network import Network
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.session.run.snapshot import Run
from tests.plots.builders import network as random_network
from tests.plots.builders import tokens

SENTENCE = "the food was not good at all but the service was wonderful"


def real_run(
    cell: str = "lstm",
    text: str = SENTENCE,
    *,
    units: int = 6,
    layers: int = 1,
    network: Network | None = None,
    convention: Convention | None = None,
    projected: int = 0,
    readout: bool = True,
    bad: int | None = None,
    directions: tuple[str, ...] = ("forward",),
) -> Run:
    """A run whose read-outs belong to its states.

    Args:
        projected: how many states the projection of an LSTM leaves; 0 for none.
        bad: the token whose input is not a number.
    """
    if network is None:
        made = random_network(cell, units=units, layers=layers, convention=convention, directions=directions)  # type: ignore[arg-type]
        network = made.astype(np.float32)
    if not readout:
        network = replace(network, readouts=())
    if projected:
        rng, (layer,) = np.random.default_rng(1), network.layers[0]
        projection = rng.normal(size=(projected, units)).astype(np.float32)
        layer = replace(layer, projection=projection, U=layer.U[:, :, :projected])
        head = replace(network.readouts[0], weight=network.readouts[0].weight[:, :projected])
        network = replace(network, layers=((layer,),), readouts=(head,))
    words = tokens(text)
    assert network.embedding is not None
    vectors = network.embedding[np.arange(len(words)) * 3 % len(network.embedding)].copy()
    if bad is not None:
        vectors[bad] = np.nan
    trace = run(network, inputs=vectors)
    return Run(f"toy-{network.cell.name}", network, words, trace, read_out(network, trace.hidden), None, 0, None)
