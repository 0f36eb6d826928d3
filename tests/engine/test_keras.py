"""Random weights in every convention of Keras against Keras itself, where it is installed.

In float32, for its matrix product rounds to that in the middle of a float64 layer.
"""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest

from gatescope.engine.executors import Executor
from gatescope.engine.network import Array
from tests.engine.oracles_keras import keras_network, run_layer

pytest.importorskip("torch", reason="PyTorch is not installed; it computes for Keras here")
os.environ.setdefault("KERAS_BACKEND", "torch")
keras = pytest.importorskip("keras", reason="Keras is not installed (pip install keras)")
if keras.backend.backend() != "torch":
    pytest.skip("Keras computes with another library than PyTorch here", allow_module_level=True)

# Keras' way from a tensor to an array is one that NumPy is giving up.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept:DeprecationWarning")
SQUASHES = (
    "sigmoid", "tanh", "relu", "hard_sigmoid", "softsign", "softplus", "elu", "linear", "leaky_relu",
)  # fmt: skip
STEPS, INPUTS = 6, 3


@pytest.mark.parametrize("units", [1, 3, 17])
@pytest.mark.parametrize("use_bias", [True, False])
@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU", "LSTM"])
def test_sizes(kind: str, use_bias: bool, units: int, executor: Executor) -> None:
    assert_same(kind, {"units": units, "use_bias": use_bias}, executor)


@pytest.mark.parametrize("reset_after", [True, False])
@pytest.mark.parametrize("name", SQUASHES)
def test_gru(name: str, reset_after: bool, executor: Executor) -> None:
    config = {"reset_after": reset_after, "activation": name, "recurrent_activation": "hard_sigmoid"}
    assert_same("GRU", {"units": 5, **config}, executor)


@pytest.mark.parametrize("place", ["activation", "recurrent_activation"])
@pytest.mark.parametrize("name", SQUASHES)
def test_lstm(name: str, place: str, executor: Executor) -> None:
    assert_same("LSTM", {"units": 5, place: name}, executor)


@pytest.mark.parametrize("name", SQUASHES)
def test_simple_rnn(name: str, executor: Executor) -> None:
    assert_same("SimpleRNN", {"units": 5, "activation": name}, executor)


@pytest.mark.parametrize("go_backwards", [True, False])
@pytest.mark.parametrize("zero_output", [True, False])
@pytest.mark.parametrize("kind", ["SimpleRNN", "GRU", "LSTM"])
def test_masks_and_initial_states(kind: str, zero_output: bool, go_backwards: bool, executor: Executor) -> None:
    config = {"units": 4, "go_backwards": go_backwards, "zero_output_for_mask": zero_output}
    assert_same(kind, config, executor, mask=np.array([False, True, False, True, True, False]), stateful=True)


def assert_same(
    kind: str, config: dict[str, Any], executor: Executor, mask: Array | None = None, stateful: bool = False
) -> None:
    rng = np.random.default_rng(3)
    layer = getattr(keras.layers, kind)(**config, return_sequences=True, return_state=True)
    layer.build((None, STEPS, INPUTS))
    weights = [rng.uniform(-0.6, 0.6, tuple(weight.shape)).astype(np.float32) for weight in layer.weights]
    layer.set_weights(weights)
    x = rng.normal(size=(STEPS, INPUTS)).astype(np.float32)
    initial = None
    if stateful:
        initial = [rng.normal(size=config["units"]).astype(np.float32) for _ in range(2 if kind == "LSTM" else 1)]
    expected, *states = layer(
        x[None],
        mask=None if mask is None else mask[None],
        initial_state=None if initial is None else [state[None] for state in initial],
    )
    network = keras_network(kind, config, weights)
    found, last = run_layer(network, config, x, executor, initial, None if mask is None else list(mask))
    np.testing.assert_allclose(found, keras.ops.convert_to_numpy(expected)[0], rtol=0, atol=1e-5)
    for mine, theirs in zip(last, states, strict=True):
        np.testing.assert_allclose(mine, keras.ops.convert_to_numpy(theirs)[0], rtol=0, atol=1e-5)
