"""Names, changes and checks of a network."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.errors import ModelError, UsageError
from tests.engine.networks import DIRECTIONS, KINDS, random_network


@pytest.mark.parametrize("kind", KINDS)
def test_every_key_names_an_array_and_can_be_changed_alone(kind: str) -> None:
    network = random_network(kind, 3, 2, 2, DIRECTIONS["both"], vocabulary=5)
    keys = network.keys()
    for key in keys:
        value = network.array(key)
        changed = network.with_array(key, value + 1)
        np.testing.assert_array_equal(changed.array(key), value + 1)
        for other in keys:
            if other != key:
                np.testing.assert_array_equal(changed.array(other), network.array(other))


def test_what_does_not_change_is_shared() -> None:
    network = random_network("lstm", layers=2, vocabulary=5)
    changed = network.with_array("layer1.forward.U.forget_gate", np.zeros((5, 5)))
    assert changed.layers[0] is network.layers[0]
    assert changed.layers[1][0].W is network.layers[1][0].W
    assert changed.embedding is network.embedding


def test_an_unknown_key_is_refused() -> None:
    with pytest.raises(UsageError, match=r"no parameter 'layer0.forward.W.reset_gate'"):
        random_network("lstm").array("layer0.forward.W.reset_gate")


def test_another_shape_is_refused() -> None:
    with pytest.raises(ModelError, match=r"shape \(5,\), not \(4,\)"):
        random_network("lstm").with_array("layer0.forward.b_x.forget_gate", np.zeros(4))


def half(network: Network) -> Network:
    return network.astype(np.float16)  # type: ignore[arg-type]


def mixed(network: Network) -> Network:
    return replace(network, layers=(network.layers[0], network.astype(np.float32).layers[1]))


def too_narrow(network: Network) -> Network:
    return replace(network, layers=(network.layers[1], network.layers[1]), embedding=np.zeros((3, 9)))


def empty(network: Network) -> Network:
    return replace(network, layers=())


def one_sided(network: Network) -> Network:
    return replace(network, directions=("forward", "reverse"))


def misread(network: Network) -> Network:
    return replace(network, readouts=(replace(network.readouts[0], weight=np.ones((1, 4))),))


def biased(network: Network) -> Network:
    return replace(network, readouts=(replace(network.readouts[0], bias=np.ones(2)),))


def flat(network: Network) -> Network:
    return replace(network, layers=((replace(network.layers[0][0], W=np.array(1.0)),),))


def square(network: Network) -> Network:
    return replace(network, layers=((replace(network.layers[0][0], U=np.ones((20, 5))),),))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (biased, r"a bias of shape \(2,\), but weights of shape \(1, 5\)"),
        (flat, r"layer 0 forward: W has shape \(\), not \(4, 5, 0\)"),
        (square, r"layer 0 forward: U has shape \(20, 5\), not \(4, units, outputs\)"),
        (empty, "at least one recurrent layer"),
        (one_sided, "layer 0 has 1 directions, not 2"),
        (misread, r"read-out 'sentiment' has shape \(1, 4\), but the last layer gives 5"),
        (half, "not in float16"),
        (mixed, "not in float32, float64"),
        (too_narrow, r"embedding has shape \(3, 9\), but layer 0 takes 5"),
    ],
)
def test_networks_that_cannot_run_are_refused(change: object, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        change(random_network("lstm", layers=2))  # type: ignore[operator]


def test_parameters_are_counted_with_both_biases() -> None:
    assert random_network("gru-after", 5, 4).parameter_count() == 3 * (5 * 4 + 5 * 5 + 5 + 5) + 6
