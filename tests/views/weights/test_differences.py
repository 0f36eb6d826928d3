"""What differs from the trained network, found without comparing arrays at every move."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.views.weights import differences, edits
from gatescope.views.weights.differences import Differences
from tests.session.helpers import random_network

NETWORK = random_network("gru", layers=2)
KEYS = NETWORK.keys()


def test_after_any_edits_it_says_what_a_comparison_says() -> None:
    rng = np.random.default_rng(5)
    kept, network, earlier = Differences(), NETWORK, [NETWORK]
    for _ in range(400):
        key = KEYS[int(rng.integers(len(KEYS)))]
        array, trained = network.array(key), NETWORK.array(key)
        place = int(rng.integers(array.size))
        row, column = (0, place) if array.ndim == 1 else divmod(place, array.shape[1])
        was = float(trained[(row, column) if array.ndim == 2 else column])
        match int(rng.integers(4)):
            case 0:
                network = network.with_array(key, trained if rng.random() < 0.5 else trained.copy())
            case 1:
                network = earlier[int(rng.integers(len(earlier)))]
            case 2:
                network = network.with_array(key, edits.with_cell(array, row, column, was))
            case _:
                value = float(rng.choice([np.nan, -0.0, 0.0, 1e300, rng.normal()]))
                network = network.with_array(key, edits.with_cell(array, row, column, value))
        earlier.append(network)
        assert kept.changed_keys(network, NETWORK) == edits.changed_keys(network, NETWORK)


def test_a_network_of_another_shape_may_follow() -> None:
    kept, smaller = Differences(), random_network("gru", units=2)
    key = KEYS[0]
    for network in (NETWORK, smaller):
        array = network.array(key)
        row, column = array.shape[0] - 1, array.shape[1] - 1
        changed = network.with_array(key, edits.with_cell(array, row, column, 9.0))
        assert kept.changed_keys(changed, network) == (key,)
        assert kept.changed_keys(network.with_array(key, array.copy()), network) == ()


@pytest.mark.parametrize("key", ["embedding", "readout.topic.weight"])
def test_a_drag_in_an_array_of_its_own_looks_at_one_number(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    """Those of a vocabulary are the largest; the gates of a layer are copied together."""
    kept = Differences()
    found = kept.changed_keys(NETWORK.with_array(key, edits.with_cell(NETWORK.array(key), 1, 2, 5.0)), NETWORK)
    monkeypatch.setattr(differences.np, "flatnonzero", lambda *_: pytest.fail("an array was compared whole"))
    for value in (6.0, 7.0, np.nan):
        moved = NETWORK.with_array(key, edits.with_cell(NETWORK.array(key), 1, 2, value))
        assert kept.changed_keys(moved, NETWORK) == found == (key,)
