"""Files that Keras 2 and 3 wrote, against what they gave out there, and two models from the wild."""

from __future__ import annotations

import json

import numpy as np
import pytest

from gatescope.formats.keras.reader import read
from tests.formats.keras.runs import last_states, merged, probabilities, trace_of
from tests.shared import MODELS, needs_oracles
from tests.shared import ORACLES as ALL_ORACLES

ORACLES = ALL_ORACLES / "keras_oracle"
NAMES = [e["name"] for e in json.loads((ORACLES / "index.json").read_text())] if ORACLES.is_dir() else []


@needs_oracles
@pytest.mark.parametrize("name", NAMES)
def test_what_the_layer_gives_out(name: str) -> None:
    (stack,) = read(ORACLES / name).stacks
    with np.load(ORACLES / f"{name.split('.')[0]}.npz") as file:
        expected = dict(file)
    for ids, x, last, probs in zip(*(expected[key] for key in ("ids", "x", "rnn_out", "probs")), strict=True):
        assert stack.embedding is not None
        np.testing.assert_array_equal(stack.embedding[ids], x)
        trace = trace_of(stack, ids)
        found = merged(last_states(stack, trace), stack.layers[-1].merge)
        np.testing.assert_allclose(found, last, rtol=0, atol=1e-5)
        np.testing.assert_allclose(probabilities(stack, trace), probs, rtol=0, atol=1e-5)


@needs_oracles
def test_the_version_in_the_file_tells_the_hard_sigmoids_apart() -> None:
    gates = [read(ORACLES / name).stacks[0].layers[0].convention.gate_activation
             for name in ("k2_lstm_hardsigmoid.h5", "k3_lstm_hardsigmoid.keras")]  # fmt: skip
    assert gates == ["hard_sigmoid", "hard_sigmoid_keras3"]


@needs_oracles
def test_every_tensor_of_a_file_is_listed_with_its_user() -> None:
    tensors = read(ORACLES / "k3_lstm.keras").tensors
    assert {tensor.name: (tensor.shape, tensor.used_by) for tensor in tensors} == {
        "layers/embedding/vars/0": ((10, 5), ("r",)),
        "layers/lstm/cell/vars/0": ((5, 16), ("r",)),
        "layers/lstm/cell/vars/1": ((4, 16), ("r",)),
        "layers/lstm/cell/vars/2": ((16,), ("r",)),
        "layers/dense/vars/0": ((4, 2), ("r",)),
        "layers/dense/vars/1": ((2,), ("r",)),
    }


@needs_oracles
def test_a_character_model_with_weights_from_cudnn() -> None:
    """Bias of 8H and permuted kernels; two layers above an embedding."""
    found = read(MODELS / "textgenrnn_lstm" / "textgenrnn_weights.hdf5")
    (stack,) = found.stacks
    assert found.kind == "Keras 2.1.5 weights (HDF5)"
    assert stack.name == "rnn_1+rnn_2"
    assert "CuDNN" in stack.layers[0].biases
    with np.load(MODELS / "textgenrnn_lstm" / "reference_textgenrnn_weights.npz") as file:
        expected = dict(file)
    trace = trace_of(stack, expected["token_ids"])
    for layer in (0, 1):
        for key, signal in (("h64", "hidden_state"), ("c64", "cell_state")):
            np.testing.assert_allclose(
                trace[f"layer{layer}.forward.{signal}"], expected[f"{key}_L{layer}"], rtol=0, atol=2e-5
            )
        for letter, gate in zip("ifgo", ("input_gate", "forget_gate", "candidate", "output_gate"), strict=True):
            np.testing.assert_allclose(
                trace[f"layer{layer}.forward.{gate}"], expected[f"gate64_L{layer}_{letter}"], rtol=0, atol=2e-5
            )


@needs_oracles
def test_layers_between_part_the_stacks_of_a_noise_suppressor() -> None:
    found = read(MODELS / "dtln_lstm" / "model.h5")
    assert [stack.name for stack in found.stacks] == ["lstm+lstm_1", "lstm_2+lstm_3"]
    with np.load(MODELS / "dtln_lstm" / "reference_model.npz") as file:
        expected = dict(file)
    trace = trace_of(found.stacks[0], expected["x"])
    for layer in (0, 1):
        for key, signal in (("h64", "hidden_state"), ("c64", "cell_state")):
            np.testing.assert_allclose(
                trace[f"layer{layer}.forward.{signal}"], expected[f"{key}_L{layer}"], rtol=0, atol=1e-4
            )


@needs_oracles
def test_what_weights_alone_do_not_say_is_said_with_the_way_out() -> None:
    (stack,) = read(ORACLES / "k3_gru_weights_only.weights.h5").stacks
    overrides = {assumption.what: (assumption.taken, assumption.override) for assumption in stack.assumptions}
    assert overrides["gate activation"] == ("sigmoid", "gate_activation=hard_sigmoid_keras3")
    assert overrides["candidate activation"] == ("tanh", "candidate_activation=relu")
    assert overrides["embedding"][0] == "layers/embedding/vars/0"
    # The bias of two rows tells the reset form.
    assert "reset gate" not in overrides


@needs_oracles
def test_a_configured_model_leaves_nothing_to_assume() -> None:
    for name in NAMES:
        if "weights_only" not in name:
            assert read(ORACLES / name).stacks[0].assumptions == ()
