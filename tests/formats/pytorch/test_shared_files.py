"""Real and hostile files of ../shared: every trace is met, everything hostile ends in its sentence."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from gatescope.engine.network import Network
from gatescope.engine.run import run
from gatescope.errors import FormatError
from gatescope.formats.pytorch import read
from tests.shared import MODELS, needs_models, needs_oracles
from tests.shared import ORACLES as ALL_ORACLES

ORACLES = ALL_ORACLES / "torch_oracle"

CASES: list[dict[str, Any]] = json.loads((ORACLES / "index.json").read_text()) if ORACLES.is_dir() else []
GATES = {"r": "reset_gate", "z": "update_gate", "n": "candidate"}
# The numbers in brackets are those of ../shared/bad/index.txt.
REFUSED = {
    "01_empty": "is empty",
    "02_text_renamed": "neither a zip archive nor a pickle",
    "30_pickle_payload_raw": r"would run os.system\('touch payload_ran'\)",
    "31_pickle_payload_zip": r"would run os.system\('touch payload_ran'\)",
    "33_missing_storage": "numbers of .* are missing",
    "34_storage_too_short": "storage of lstm.weight_ih_l0 holds 8 bytes, but 320 are declared",
    "35_zip_bomb": "zip bomb",
    "37_checkpoint_without_model": "no tensors found: it only holds epoch, optimizer",
}
ODD = ("72_fp16", "73_dataparallel_prefix", "76_plain", "77_legacy_nonzip")


def initial_states(case: dict[str, Any], oracle: Any, network: Network, sequence: int) -> dict[str, NDArray[Any]]:
    """torch's h0 and c0, (layers × directions, B, H), by the engine's names."""
    states = {"hidden_state": "h0", "cell_state": "c0"}
    return {
        f"{part}.{state}": oracle[states[state]][place, sequence]
        for place, part in enumerate(network.parts)
        for state in network.cell.states
    }


@needs_oracles
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_every_oracle_is_met(case: dict[str, Any]) -> None:
    (stack,) = read(ORACLES / f"{case['name']}.pt").stacks
    assert len(stack.layers) == case["num_layers"]
    assert len(stack.layers[0].directions) == 1 + case["bidirectional"]
    network = stack.network
    if "relu" in case["name"]:
        # A state dict does not say so.
        assert any(assumed.taken == "tanh" for assumed in stack.assumptions)
        network = replace(network, convention=replace(network.convention, activation="relu"))
    oracle = np.load(ORACLES / f"{case['name']}.npz")
    x, out = oracle["x"], oracle["out"]
    if case["batch_first"]:
        x, out = x.swapaxes(0, 1), out.swapaxes(0, 1)
    for sequence in range(x.shape[1]):
        initial = initial_states(case, oracle, network, sequence)
        hidden = run(network, inputs=x[:, sequence], initial=initial).hidden
        # States of rnn_relu_L3_bi reach 592, where a float32 has steps of 6e-5.
        np.testing.assert_allclose(hidden, out[:, sequence], atol=1e-5 * max(1.0, np.abs(out).max()), rtol=0)


@needs_models
@pytest.mark.parametrize("name", ["RNN_1_layer", "RNN_3_layers", "hidden_size_50"])
def test_whole_modules_are_met_gates_included(name: str) -> None:
    folder = MODELS / "charrnn_gru_shakespeare"
    found = read(folder / f"{name}.pt")
    assert found.kind == "PyTorch model CharRNN, pickled whole (zip)"
    (stack,) = found.stacks
    reference = np.load(folder / f"reference_{name}.npz")
    trace = run(stack.network.astype(np.float64), inputs=reference["x"])
    for layer in range(len(stack.layers)):
        part = f"layer{layer}.forward"
        np.testing.assert_allclose(trace[f"{part}.hidden_state"], reference[f"h64_L{layer}"], atol=1e-5, rtol=0)
        for letter, gate in GATES.items():
            np.testing.assert_allclose(
                trace[f"{part}.{gate}"], reference[f"gate64_L{layer}_{letter}"], atol=1e-5, rtol=0
            )


@needs_models
def test_a_module_and_its_state_dict_are_the_same() -> None:
    folder = MODELS / "charrnn_gru_shakespeare"
    whole, alone = read(folder / "RNN_1_layer.pt"), read(folder / "DERIVED_RNN_1_layer_state_dict.pt")
    assert [tensor.name for tensor in whole.tensors] == [tensor.name for tensor in alone.tensors]
    first, second = whole.stacks[0].network, alone.stacks[0].network
    assert first.keys() == second.keys()
    assert all(np.array_equal(first.array(key), second.array(key)) for key in second.keys())  # noqa: SIM118  no mapping


@needs_models
def test_the_model_of_a_checkpoint_is_told_from_its_optimiser() -> None:
    path = MODELS / "gtcrn_gru" / "model_trained_on_dns3.tar"
    found = read(path)
    assert found.kind == "PyTorch checkpoint (zip)"
    assert len(found.stacks) == 14
    assert "the weights were read from 'model'" in found.notes
    assert "epoch 87" in found.notes
    assert not any("exp_avg" in tensor.name for tensor in found.tensors)
    shapes = {stack.name: (stack.layers[0].units, len(stack.layers[0].directions)) for stack in found.stacks}
    assert shapes["dpgrnn1.intra_rnn.rnn1"] == (4, 2)
    assert shapes["encoder.en_convs.2.tra.att_gru"] == (16, 1)


@pytest.mark.parametrize(("name", "reason"), REFUSED.items())
def test_hostile_files_are_refused_at_once(name: str, reason: str, bad: Path) -> None:
    began = time.perf_counter()
    with pytest.raises(FormatError, match=reason) as caught:
        read(bad / f"{name}.pt")
    assert str(caught.value).startswith(f"{name}.pt: ")
    assert time.perf_counter() - began < 2
    assert not Path("payload_ran").exists()


@pytest.mark.parametrize("name", ODD)
def test_odd_files_meet_their_trace(name: str, bad: Path) -> None:
    (stack,) = read(bad / "odd_but_valid" / f"{name}.pt").stacks
    expected = np.load(bad / "odd_but_valid" / "70-79_expected_trace.npz")
    hidden = run(stack.network, inputs=expected["x"]).hidden
    np.testing.assert_allclose(hidden, expected["h"], atol=2e-3 if "fp16" in name else 1e-6, rtol=0)


def test_a_member_outside_of_the_folder_is_only_a_name(bad: Path) -> None:
    assert read(bad / "36_path_traversal.pt").stacks[0].layers[0].cell.name == "lstm"
    assert not (bad.parent / "traversal_escaped").exists()


def test_half_precision_is_what_was_rounded(bad: Path) -> None:
    weights = np.load(bad / "odd_but_valid" / "70-79_expected_weights.npz")
    (stack,) = read(bad / "odd_but_valid" / "72_fp16.pt").stacks
    expected = weights["lstm.weight_ih_l0"].astype(np.float16).astype(np.float32)
    assert np.array_equal(stack.network.layers[0][0].W.reshape(16, 5), expected)
