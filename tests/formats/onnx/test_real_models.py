"""Models that other people trained and exported, against the traces that onnxruntime gave."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from gatescope.engine.network import Array
from gatescope.errors import FormatError
from gatescope.formats.onnx import read
from tests.formats.onnx.models import run
from tests.shared import SHARED, needs_models

pytest.importorskip("onnx", reason="the onnx package is not installed (pip install 'gatescope[onnx]')")

pytestmark = needs_models


def arrays(path: Path) -> dict[str, Array]:
    with np.load(path) as found:
        return dict(found)


def test_two_layers_of_a_speech_enhancer_run_as_one_stack() -> None:
    file = read(SHARED / "models" / "dtln_lstm" / "model_1.onnx")
    reference = arrays(SHARED / "models" / "dtln_lstm" / "reference_model_1.npz")
    (stack,) = file.stacks
    assert stack.name == "lstm_4+lstm_5"
    assert [(layer.inputs, layer.units) for layer in stack.layers] == [(257, 128), (128, 128)]
    tape = run(stack, reference["x"])
    for layer in range(2):
        record = tape.records[f"layer{layer}.forward"]
        found = {"h": record.hidden[1:], "c": record.cell[1:]} | {
            gate: record.gates.reshape(60, 4, 128)[:, place] for place, gate in enumerate("ifgo")
        }
        for signal, values in found.items():
            wanted = reference[f"{signal}_L{layer}" if signal in "hc" else f"gate64_L{layer}_{signal}"]
            np.testing.assert_allclose(values, wanted, rtol=0, atol=1e-4, err_msg=f"{signal} of layer {layer}")
    assert any("; here it starts from zero" in one for one in stack.obstacles)
    assert any("dense_2 gives 257 probabilities" in note for note in stack.notes)
    assert "written by OnnxMLTools 1.7.0" in file.notes


def test_fourteen_grus_of_a_convolutional_network() -> None:
    file = read(SHARED / "models" / "gtcrn_gru" / "gtcrn_simple.onnx")
    reference = arrays(SHARED / "models" / "gtcrn_gru" / "reference.npz")
    assert len(file.stacks) == 14
    for number, stack in enumerate(file.stacks):
        both = len(stack.layers[0].directions) == 2
        key = f"gru{number}_bi" if both else f"gru{number}"
        x, y = reference[f"{key}_x"], reference[f"{key}_y"].reshape(len(reference[f"{key}_x"]), -1)
        x = x.reshape(len(x), -1, x.shape[-1])
        # Those that run over time were given a batch of frequencies; one of them is enough.
        width = stack.layers[0].outputs
        np.testing.assert_allclose(run(stack, x[:, 0]).hidden, y[:, :width], rtol=0, atol=1e-5, err_msg=stack.name)


@pytest.mark.parametrize(
    ("name", "clauses"),
    [
        ("01_empty", ["is empty"]),
        ("02_text_renamed", ["is no ONNX model"]),
        ("50_truncated", ["is no ONNX model, or a damaged one"]),
        ("51_custom_op", ["com.example.custom::FusedAttentionLSTM", "none of ONNX' own"]),
        ("52_weights_are_inputs", ["W ('W') is an input of the graph", "R ('R')", "not stored in the file"]),
        ("56_future_opset", ["version 9999", "pip install -U onnx"]),
    ],
)
def test_bad_files_are_refused_in_a_sentence(name: str, clauses: list[str]) -> None:
    with pytest.raises(FormatError, match=rf"^{name}\.onnx: ") as caught:
        read(SHARED / "bad" / f"{name}.onnx")
    for clause in clauses:
        assert clause in str(caught.value)
