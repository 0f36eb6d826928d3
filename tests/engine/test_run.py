"""One text in one go: ids, vectors, initial states, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.executors import reference
from gatescope.engine.run import run
from gatescope.errors import UsageError
from tests.engine.networks import KINDS, random_network, vectors


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_rows_of_the_embedding(kind: str) -> None:
    network = random_network(kind, vocabulary=9)
    ids = [3, 0, 8, 3]
    assert network.embedding is not None
    by_id = run(network, ids=ids, executor=reference)
    by_vector = run(network, inputs=network.embedding[ids], executor=reference)
    np.testing.assert_array_equal(by_id.hidden, by_vector.hidden)
    assert by_id.ids is not None
    assert by_id.ids.tolist() == ids


def test_running_on_from_the_recorded_states_is_running_through() -> None:
    network = random_network("lstm", layers=2)
    x = vectors(network, 10)
    whole = run(network, inputs=x, executor=reference)
    head = run(network, inputs=x[:4], executor=reference)
    initial = {
        f"{part}.{state}": head[f"{part}.{state}"][-1]
        for part in head.parts
        for state in ("cell_state", "hidden_state")
    }
    tail = run(network, inputs=x[4:], initial=initial, executor=reference)
    for key in whole:
        np.testing.assert_array_equal(whole[key][4:], tail[key])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, "either token ids or input vectors"),
        ({"ids": [0], "inputs": [[0.0] * 4]}, "either token ids or input vectors"),
        ({"ids": [0, 9]}, "outside 0 … 8"),
        ({"ids": [-1]}, "outside 0 … 8"),
        ({"ids": [[1]]}, r"shape \(1, 1\)"),
        ({"ids": [[1], [2, 3]]}, "a row of whole numbers"),
        ({"ids": [0.5]}, "whole numbers, not float64"),
        ({"ids": ["film"]}, "whole numbers, not <U4"),
        ({"inputs": [[1.0] * 4, [1.0]]}, r"no \(tokens, 4\) array of numbers"),
        ({"inputs": [["film"]]}, r"no \(tokens, 4\) array of numbers"),
        ({"inputs": [[1.0, 2.0]]}, r"shape \(1, 2\); the network takes \(tokens, 4\)"),
        ({"inputs": [1.0, 2.0]}, r"shape \(2,\)"),
        ({"ids": [0], "initial": {"layer0.forward.cell_state": np.zeros(5)}}, "no initial state"),
        ({"ids": [0], "initial": {"layer0.forward.hidden_state": np.zeros(3)}}, r"shape \(3,\), not \(5,\)"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_shapes(arguments: dict[str, object], sentence: str) -> None:
    network = random_network("gru-after", vocabulary=9)
    with pytest.raises(UsageError, match=sentence):
        run(network, executor=reference, **arguments)  # type: ignore[arg-type]


def test_ids_without_an_embedding_are_refused() -> None:
    with pytest.raises(UsageError, match="has no embedding"):
        run(random_network("lstm"), ids=[0], executor=reference)
