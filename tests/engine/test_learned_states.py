"""States before the first token that belong to a network: in a run, in the cache of a text that is edited, in edits."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.network import Network
from gatescope.engine.prefix_cache import PrefixCache
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import ModelError
from tests.engine.networks import DIRECTIONS
from tests.engine.options import random_option

NAMES = ["rnn learned states", "gru learned states", "lstm learned states", "lstm projected learned states"]
IDS = [3, 1, 4, 1, 5, 2, 6]


def made(name: str, directions: str = "forward", layers: int = 2) -> Network:
    return random_option(name, 5, 4, layers, DIRECTIONS[directions], vocabulary=9)


def zeroed(network: Network) -> Network:
    layers = tuple(tuple(replace(p, initial_hidden=None, initial_cell=None) for p in row) for row in network.layers)
    return replace(network, layers=layers)


def equal(found: Trace, wanted: Trace) -> None:
    for key in wanted:
        np.testing.assert_allclose(found[key], wanted[key], rtol=1e-9, atol=1e-12, err_msg=key)
    for part, record in wanted.records.items():
        np.testing.assert_array_equal(found.records[part].hidden[0], record.hidden[0])
        np.testing.assert_array_equal(found.records[part].cell[0], record.cell[0])


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("name", NAMES)
def test_a_run_starts_from_them(name: str, directions: str) -> None:
    network = made(name, directions)
    states = {
        f"{part}.{state}": array
        for part in network.parts
        for state, array in (
            ("hidden_state", network.parameters(part).initial_hidden),
            ("cell_state", network.parameters(part).initial_cell),
        )
        if array is not None
    }
    equal(run(network, ids=IDS), run(zeroed(network), ids=IDS, initial=states))
    # What a run is told to start from goes before.
    zero = {key: np.zeros_like(array) for key, array in states.items()}
    equal(run(network, ids=IDS, initial=zero), run(zeroed(network), ids=IDS))


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("name", NAMES)
def test_the_cache_knows_them(name: str, directions: str) -> None:
    network, cache = made(name, directions), PrefixCache()
    key = f"{network.default_part}.initial_hidden.hidden_state"
    lent = []
    for changed in (network, zeroed(network), network.with_array(key, network.array(key) + 0.5), network):
        for ids in ([], IDS[:3], IDS, [*IDS, 7], [8, *IDS[1:]], IDS[:1], []):
            for what_if in (Interventions(), Interventions((Ablate((0, 2)), Clamp("hidden_state", 0.3, (1,))))):
                wanted = run(changed, ids=ids, interventions=what_if)
                found = cache.run(changed, ids, interventions=what_if).trace
                if len(ids):
                    equal(found, wanted)
                    lent.append((found, wanted))
    # What was lent is not written any more.
    for found, wanted in lent:
        equal(found, wanted)


def test_they_are_arrays_among_the_others() -> None:
    network = made("lstm projected learned states", layers=1)
    hidden, cell = "layer0.forward.initial_hidden.hidden_state", "layer0.forward.initial_cell.cell_state"
    assert {hidden, cell} <= set(network.keys())
    assert (network.array(hidden).shape, network.array(cell).shape) == ((network.outputs,), (network.units,))
    changed = network.with_array(cell, network.array(cell) * 2)
    np.testing.assert_array_equal(changed.array(cell), network.array(cell) * 2)
    np.testing.assert_array_equal(changed.array(hidden), network.array(hidden))
    assert network.parameter_count() - zeroed(network).parameter_count() == network.outputs + network.units


@pytest.mark.parametrize(
    ("name", "change", "reason"),
    [
        ("gru learned states", {"initial_hidden": np.zeros(4)}, r"initial_hidden has shape \(4,\), not \(5,\)"),
        ("gru learned states", {"initial_cell": np.zeros(5)}, "an LSTM may have initial_cell, not a GRU"),
        ("lstm learned states", {"initial_cell": None}, "initial_cell is missing"),
        (
            "lstm learned states",
            {"initial_hidden": None},
            "initial_cell has shape .*, but the other direction has none",
        ),
    ],
)
def test_what_does_not_fit_is_refused(name: str, change: dict[str, object], reason: str) -> None:
    network = made(name, layers=1)
    with pytest.raises(ModelError, match=reason):
        replace(network, layers=((replace(network.layers[0][0], **change),),))  # type: ignore[arg-type]
