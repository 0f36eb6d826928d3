"""Initial states that a graph has stored, against onnxruntime."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from tests.formats.onnx.models import by_onnxruntime, info, model, node, opened, sequence, weights

pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed (pip install onnxruntime)")

STEPS, INPUTS, UNITS = 6, 3, 4
RNG = np.random.default_rng(8)


def state(*shape: int) -> np.ndarray:
    return RNG.uniform(-1, 1, shape).astype(np.float32)


DIRECTIONS = {"forward": 1, "reverse": 1, "bidirectional": 2}


@pytest.mark.parametrize("direction", DIRECTIONS)
@pytest.mark.parametrize("operator", ["RNN", "GRU", "LSTM"])
def test_a_run_starts_from_them(operator: str, direction: str, tmp_path: Path) -> None:
    count = DIRECTIONS[direction]
    start = {"h0": state(count, 1, UNITS), "c0": state(count, 1, UNITS)}
    states = "h0 c0" if operator == "LSTM" else "h0"
    step = node(operator, f"x W R B - {states}", "y", hidden_size=UNITS, direction=direction)
    same(tmp_path, [step], {**weights(operator, INPUTS, UNITS, count), **start})


def test_one_of_the_two_may_be_left_out(tmp_path: Path) -> None:
    step = node("LSTM", "x W R B - - c0", "y", hidden_size=UNITS)
    same(tmp_path, [step], {**weights("LSTM", INPUTS, UNITS), "c0": state(1, 1, UNITS)})


BATCH = [node("Shape", "x", "s"), node("Gather", "s k1", "b", axis=0), node("Unsqueeze", "b k0", "n")]
REPEATED: dict[str, list[Any]] = {
    "Expand": [*BATCH, node("Concat", "one n units", "e", axis=0), node("Expand", "h0 e", "h")],
    "Tile": [*BATCH, node("Concat", "one n one", "e", axis=0), node("Tile", "h0 e", "h")],
    "Slice of a Tile": [
        *BATCH,
        node("Concat", "one n one", "e", axis=0),
        node("Tile", "both e", "t"),
        node("Slice", "t one two k0", "h"),
    ],
    "Transpose of an Expand": [
        *BATCH,
        node("Concat", "n one units", "e", axis=0),
        node("Expand", "h0 e", "t"),
        node("Transpose", "t", "h", perm=[1, 0, 2]),
    ],
}


@pytest.mark.parametrize("form", REPEATED)
def test_a_state_that_is_repeated_for_every_sequence_of_a_batch(form: str, tmp_path: Path) -> None:
    more = {"h0": state(1, 1, UNITS), "both": state(2, 1, UNITS), "k0": np.array([0]), "k1": np.array(1)}
    more |= {"one": np.array([1]), "two": np.array([2]), "units": np.array([UNITS])}
    step = node("GRU", "x W R B - h", "y", hidden_size=UNITS)
    same(tmp_path, [*REPEATED[form], step], {**weights("GRU", INPUTS, UNITS), **more})


def same(folder: Path, nodes: list[Any], tensors: dict[str, Any]) -> None:
    proto = model(nodes, [info("x", (STEPS, None, INPUTS))], ["y"], tensors)
    (stack,) = opened(folder, proto).stacks
    x = sequence(STEPS, INPUTS)
    wanted = by_onnxruntime(proto, x=x[:, None])[0][:, :, 0]
    recording = gs.trace(folder / "model.onnx", inputs=x)
    np.testing.assert_allclose(recording.run.trace.hidden, wanted.reshape(STEPS, -1), rtol=0, atol=1e-6)
    assert recording.obstacles == ()
    assert any("starts from the stored state" in note for note in stack.notes)


def test_sequences_that_start_from_different_states_are_said(tmp_path: Path) -> None:
    step = node("GRU", "x W R B - h0", "y", hidden_size=UNITS)
    tensors = {**weights("GRU", INPUTS, UNITS), "h0": state(1, 2, UNITS)}
    (stack,) = opened(tmp_path, model([step], [info("x", (STEPS, 2, INPUTS))], ["y"], tensors)).stacks
    assert len(stack.obstacles) == 1
    assert "starts from 'h0'; here it starts from zero" in stack.obstacles[0]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("both", [False, True])
@pytest.mark.parametrize("dynamic", [False, True])
def test_an_export_of_torch(both: bool, dynamic: bool, tmp_path: Path) -> None:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed; it exports the model")
    from tests.formats.state_dict.test_initial_states import Starting

    torch.manual_seed(3)
    module = Starting("LSTM", num_layers=2, bidirectional=both).eval()
    axes = {"dynamic_axes": {"x": {0: "T", 1: "B"}}} if dynamic else {}
    path, x = tmp_path / "model.onnx", sequence(STEPS, INPUTS)
    torch.onnx.export(module, (torch.from_numpy(x)[:, None],), path, input_names=["x"], dynamo=False, **axes)
    with torch.no_grad():
        wanted = module(torch.from_numpy(x)[:, None])[:, 0].numpy()
    np.testing.assert_allclose(gs.trace(path, inputs=x).run.trace.hidden, wanted, rtol=0, atol=1e-6)
