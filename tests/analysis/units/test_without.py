"""A network without some units says what the ordinary engine says with them taken out."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.units.without import without_units
from gatescope.engine.interventions import Ablate, Interventions
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_it_says_what_an_ablated_run_says(kind: str, directions: str) -> None:
    network = random_network(kind, 5, 3, 2, DIRECTIONS[directions])
    inputs = vectors(network, 7)
    for part in network.parts:
        units = (0, network.parameters(part).outputs - 1)
        held = Interventions((Ablate(units, part.layer, part.direction),))
        expected = read_out(network, run(network, inputs=inputs, interventions=held).hidden)["sentiment"]
        thinned = without_units(network, part, units)
        found = read_out(thinned, run(thinned, inputs=inputs).hidden)["sentiment"]
        np.testing.assert_allclose(found, expected, rtol=0, atol=1e-12)


def test_the_network_itself_stays() -> None:
    network = random_network("lstm", 4, 3, 1, DIRECTIONS["forward"])
    before = [network.array(key).copy() for key in network.keys()]  # noqa: SIM118
    without_units(network, network.parts[0], [1])
    for key, array in zip(network.keys(), before, strict=True):
        assert np.array_equal(network.array(key), array)
