"""Models from the wild by the references beside them: as they are, and with every kind of slip forced upon them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.formats.arrays.reference_file import read_reference
from gatescope.formats.conventions.override import override, reinterpret
from gatescope.formats.core.found import Stack
from gatescope.formats.detect.reading import read
from gatescope.proof.proof import prove, prove_subject
from gatescope.proof.subject import of_stack
from tests.shared import MODELS, needs_models, needs_oracles
from tests.shared import ORACLES as ALL_ORACLES

ORACLES = ALL_ORACLES / "torch_oracle"

pytestmark = needs_models

# File, its reference, and how many signals of how many layers that has.
FILES = [
    ("charrnn_gru_shakespeare/RNN_1_layer.pt", "reference_RNN_1_layer.npz", 5),
    ("charrnn_gru_shakespeare/RNN_3_layers.pt", "reference_RNN_3_layers.npz", 15),
    ("charrnn_gru_shakespeare/hidden_size_50.pt", "reference_hidden_size_50.npz", 10),
    ("charrnn_gru_shakespeare/DERIVED_hidden_size_50.safetensors", "reference_hidden_size_50.npz", 10),
    ("dtln_lstm/model.h5", "reference_model.npz", 6),
    ("dtln_lstm/model_1.onnx", "reference_model_1.npz", 16),
    ("g2p_gru/DERIVED_encoder.safetensors", "reference.npz", 3),
    ("silero_vad_lstm/silero_vad_16k.safetensors", "reference.npz", 8),
    ("textgenrnn_lstm/textgenrnn_weights.hdf5", "reference_textgenrnn_weights.npz", 14),
]
FORCED = [
    (name, reference)
    for name, reference, _ in FILES
    if name.endswith((".h5", "r.pt", "k.safetensors", "r.safetensors"))
]
SLIPS: dict[str, list[dict[str, str]]] = {
    "gru": [
        *({"gate_order": order} for order in ("z,r,n", "n,z,r", "r,n,z")),
        {"reset_after": "false"}, {"update_gate_keeps": "new"}, {"candidate_activation": "relu"},
        {"gate_activation": "hard_sigmoid"}, {"gate_activation": "hard_sigmoid_keras3"},
        {"gate_order": "z,r,n", "update_gate_keeps": "new"},
        {"reset_after": "false", "gate_activation": "hard_sigmoid"},
    ],
    "lstm": [
        *({"gate_order": order} for order in ("f,i,g,o", "g,f,i,o", "o,f,g,i", "i,g,f,o", "i,o,g,f", "i,f,o,g")),
        {"forget_bias": "1.0"}, {"output_activation": "linear"}, {"candidate_activation": "softsign"},
        {"gate_activation": "hard_sigmoid"}, {"gate_activation": "hard_sigmoid_keras3"},
        {"gate_order": "i,f,o,g", "forget_bias": "1.0"},
        {"gate_activation": "hard_sigmoid", "output_activation": "relu"},
    ],
}  # fmt: skip


def opened(name: str) -> Stack:
    return read(MODELS / name).stacks[0]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "reference", "signals"), FILES, ids=[name for name, _, _ in FILES])
def test_what_was_read_right_fits(name: str, reference: str, signals: int) -> None:
    proof = prove(opened(name), (MODELS / name).parent / reference)
    assert proof.fits
    assert proof.better is None
    assert not proof.alike
    assert sum(row.signal != "embedding" for row in proof.rows) == signals
    assert proof.delta < 1e-4


@pytest.mark.slow
@pytest.mark.parametrize(("name", "reference"), FORCED, ids=[name for name, _ in FORCED])
def test_what_is_forced_is_found_out(name: str, reference: str) -> None:
    stack, path = opened(name), (MODELS / name).parent / reference
    for slip in SLIPS[stack.layers[0].cell.name]:
        forced = prove(stack, path, slip)
        assert not forced.fits, slip
        assert forced.better is not None, slip
        assert forced.better.overrides == {}, slip
        assert not forced.alike, slip


@pytest.mark.parametrize(
    ("name", "reference", "slip"),
    [
        ("silero_vad_lstm/silero_vad_16k.safetensors", "reference.npz", {"gate_order": "i,f,o,g"}),
        (
            "silero_vad_lstm/silero_vad_16k.safetensors",
            "reference.npz",
            {"transposed": "U"},
        ),
        ("charrnn_gru_shakespeare/RNN_3_layers.pt", "reference_RNN_3_layers.npz", {"update_gate_keeps": "new"}),
        ("charrnn_gru_shakespeare/hidden_size_50.pt", "reference_hidden_size_50.npz", {"gate_order": "z,r,n"}),
    ],
)
def test_what_a_reader_takes_wrong_is_named(name: str, reference: str, slip: dict[str, str]) -> None:
    """Each of these slips undoes itself."""
    subject = of_stack(opened(name))
    misread = replace(subject, network=reinterpret(subject.network, slip, subject.gate_order))
    if "update_gate_keeps" in slip:
        misread = replace(misread, network=override(misread.network, {"update_gate_keeps": "old"}))
    path = (MODELS / name).parent / reference
    proof = prove_subject(misread, path, read_reference(path), {})
    assert proof.better is not None
    assert proof.better.overrides == slip


@pytest.mark.slow
def test_every_layer_of_a_network_finds_its_own_reference() -> None:
    """None of the names says which is which: 14 GRUs, 14 pairs of inputs and states."""
    folder = MODELS / "gtcrn_gru"
    found = {}
    for stack in read(folder / "gtcrn_simple.onnx").stacks:
        proof = prove(stack, folder / "reference.npz")
        assert proof.fits
        found[stack.name] = {row.array for row in proof.rows}
    assert len(found) == 14
    assert set().union(*found.values()) == {f"gru{n}{'_bi' if n in (3, 4, 7, 8) else ''}_y" for n in range(14)}


def test_another_models_reference_fits_nothing() -> None:
    proof = prove(opened("gtcrn_gru/model_trained_on_dns3.tar"), MODELS / "gtcrn_gru" / "reference.npz")
    assert not proof.fits
    assert proof.better is None
    assert "nothing that was tried does" in proof.verdict


@needs_oracles
@pytest.mark.parametrize("name", sorted(path.stem for path in ORACLES.glob("*.pt")))
def test_pytorchs_own_layers(name: str) -> None:
    """A state dict does not say whether an RNN has tanh or relu; the reference does."""
    (stack,) = read(ORACLES / f"{name}.pt").stacks
    proof = prove(stack, ORACLES / f"{name}.npz")
    if name.startswith("rnn_relu"):
        assert proof.better is not None
        assert proof.better.overrides == {"activation": "relu"}
        proof = prove(stack, ORACLES / f"{name}.npz", proof.better.overrides)
    assert proof.fits
    assert {row.array for row in proof.rows} == {"out", "hn", *(["cn"] if "lstm" in name else [])}
    assert np.isfinite(proof.delta)
