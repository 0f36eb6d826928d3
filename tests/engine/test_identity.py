"""What is the same memory, and what only looks alike."""

from __future__ import annotations

import numpy as np

from gatescope.engine.identity import same_memory
from tests.engine.networks import random_network


def test_an_array_of_a_network_is_itself_at_every_call() -> None:
    network = random_network("gru-after", vocabulary=4)
    for key in network.keys():  # noqa: SIM118
        assert same_memory(network.array(key), network.array(key))
        assert not same_memory(network.array(key), network.array(key).copy())


def test_other_rows_shapes_orders_and_types_of_one_place_are_others() -> None:
    array = np.zeros((4, 4))
    for other in (array[1:], array[:2], array.T, array.view(np.int64), array[::2], array.reshape(2, 8)):
        assert not same_memory(array, other)
    assert same_memory(array[1:3], array[1:3])
