"""Real models from the wild, read and run, against traces that their own frameworks or plain NumPy recorded.

Which array of a reference belongs to which signal is said here, not worked out by the reader or the proof.
"""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.formats.core.found import ModelFile
from gatescope.formats.detect.reading import read
from tests.shared import MODELS, needs_models

GATES = {
    "lstm": {"i": "input_gate", "f": "forget_gate", "g": "candidate", "o": "output_gate"},
    "gru": {"r": "reset_gate", "z": "update_gate", "n": "candidate"},
}

pytestmark = needs_models


def reference(folder: str, name: str) -> dict[str, np.ndarray]:
    with np.load(MODELS / folder / name, allow_pickle=False) as file:
        return dict(file)


def opened(folder: str, name: str) -> ModelFile:
    return read(MODELS / folder / name)


def assert_near(found: np.ndarray, expected: np.ndarray, atol: float, what: str) -> None:
    np.testing.assert_allclose(found, expected, rtol=0, atol=atol, err_msg=what)


def compare(trace: Trace, cell: str, expected: dict[str, np.ndarray], atol: float, layers: int) -> int:
    """Compare every layer's h, c and gates that the reference has; return how many there were."""
    seen = 0
    for k in range(layers):
        suffix = f"_L{k}" if f"h_L{k}" in expected else ""
        wanted = {f"{kind}{suffix}": state for kind, state in (("h", "hidden_state"), ("c", "cell_state"))}
        wanted |= {f"{kind}64{suffix}": state for kind, state in (("h", "hidden_state"), ("c", "cell_state"))}
        wanted |= {f"gate64{suffix}_{letter}": gate for letter, gate in GATES[cell].items()}
        for key, signal in wanted.items():
            if key in expected:
                assert_near(trace[f"layer{k}.forward.{signal}"], expected[key], atol, f"{key} of layer {k}")
                seen += 1
    return seen


@pytest.mark.parametrize(
    ("name", "traced", "layers", "atol"),
    [
        ("RNN_1_layer.pt", "RNN_1_layer", 1, 1e-5),
        ("DERIVED_RNN_1_layer_state_dict.pt", "RNN_1_layer", 1, 1e-5),
        ("hidden_size_50.pt", "hidden_size_50", 2, 1e-5),
        ("DERIVED_hidden_size_50.safetensors", "hidden_size_50", 2, 1e-5),
        ("RNN_3_layers.pt", "RNN_3_layers", 3, 1e-4),
    ],
)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_character_models(name: str, traced: str, layers: int, atol: float, dtype: type) -> None:
    expected = reference("charrnn_gru_shakespeare", f"reference_{traced}.npz")
    (stack,) = opened("charrnn_gru_shakespeare", name).stacks
    network = stack.network.astype(dtype)
    assert (network.cell.name, len(network.layers)) == ("gru", layers)
    # float32 states are float32 states: what they were rounded to bounds them as well.
    atol = max(atol, 5e-5) if dtype is np.float32 else atol
    trace = run(network, ids=expected["token_ids"])
    assert compare(trace, "gru", expected, max(atol, 5e-5), layers) == 5 * layers
    only64 = {key: array for key, array in expected.items() if "64" in key}
    if dtype is np.float64:
        for k in range(layers):
            assert_near(trace[f"layer{k}.forward.hidden_state"], only64[f"h64_L{k}"], atol, f"h64_L{k}")
    said = read_out(network, trace.hidden)
    (probabilities,) = said.values()
    powers = np.exp(expected["logits"] - expected["logits"].max(axis=1, keepdims=True))
    assert_near(probabilities, powers / powers.sum(axis=1, keepdims=True), 1e-4, "the read-out")


@pytest.mark.parametrize(("name", "seen"), [("model.h5", 6), ("model_1.onnx", 16)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_noise_suppression(name: str, seen: int, dtype: type) -> None:
    if name.endswith(".onnx"):
        pytest.importorskip("onnx", reason="ONNX files are read by the extra of that name")
    expected = reference("dtln_lstm", f"reference_{name.partition('.')[0]}.npz")
    stack = opened("dtln_lstm", name).stacks[0]
    network = stack.network.astype(dtype)
    assert (network.inputs, [layer.units for layer in stack.layers]) == (257, [128, 128])
    trace = run(network, inputs=expected["x"])
    # The inputs reach tens, so that float32 itself is off by 4e-5 here, as the reference's own note says.
    assert compare(trace, "lstm", expected, 1e-4, 2) == seen
    for readout, said in read_out(network, trace.hidden).items():
        assert_near(said, expected["mask"], 1e-4, readout)


def test_both_formats_of_one_model_are_one_network() -> None:
    pytest.importorskip("onnx", reason="ONNX files are read by the extra of that name")
    a = opened("dtln_lstm", "model.h5").stacks[0].network
    b = opened("dtln_lstm", "model_1.onnx").stacks[0].network
    for mine, theirs in zip(a.layers, b.layers, strict=True):
        np.testing.assert_array_equal(mine[0].W, theirs[0].W)
        np.testing.assert_array_equal(mine[0].U, theirs[0].U)
        np.testing.assert_allclose(mine[0].b_x + mine[0].b_h, theirs[0].b_x + theirs[0].b_h, rtol=0, atol=1e-7)


@pytest.mark.parametrize("word", ["gatescope", "zebra", "thoroughfare"])
def test_letters_to_sounds(word: str) -> None:
    expected = reference("g2p_gru", "reference.npz")
    (stack,) = opened("g2p_gru", "DERIVED_encoder.safetensors").stacks
    network = stack.network
    fed = {"inputs": expected[f"{word}:x"]}
    assert_near(run(network, **fed)["hidden_state"], expected[f"{word}:enc_h"], 1e-5, word)
    if network.embedding is not None:
        by_ids = run(network, ids=expected[f"{word}:token_ids"])
        assert_near(by_ids["hidden_state"], expected[f"{word}:enc_h"], 1e-5, word)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_voice_activity(dtype: type) -> None:
    expected = reference("silero_vad_lstm", "reference.npz")
    (stack,) = opened("silero_vad_lstm", "silero_vad_16k.safetensors").stacks
    trace = run(stack.network.astype(dtype), inputs=expected["x"])
    # c reaches 20 and more; the reference's own float32 and float64 differ by 9e-6.
    assert compare(trace, "lstm", expected, 2e-5, 1) == 8
    assert_near(trace["hidden_state"], expected["h64"], 1e-5, "h64")


@pytest.mark.parametrize(("dtype", "atol"), [(np.float32, 1e-4), (np.float64, 1e-5)])
def test_text_generation(dtype: type, atol: float) -> None:
    expected = reference("textgenrnn_lstm", "reference_textgenrnn_weights.npz")
    stack = opened("textgenrnn_lstm", "textgenrnn_weights.hdf5").stacks[0]
    network = stack.network
    assert network.embedding is not None
    assert network.embedding.shape == (465, 100)
    trace = run(network.astype(dtype), ids=expected["token_ids"])
    assert compare(trace, "lstm", expected, atol, 2) == 14


def grus(file: ModelFile) -> list[Network]:
    return [stack.network for stack in file.stacks]


def test_speech_enhancement() -> None:
    """14 GRUs, some of both directions, deep inside a convolutional network."""
    pytest.importorskip("onnx", reason="ONNX files are read by the extra of that name")
    expected = reference("gtcrn_gru", "reference.npz")
    networks = grus(opened("gtcrn_gru", "gtcrn_simple.onnx"))
    assert len(networks) == 14
    kinds = [("_bi" if f"gru{n}_bi_x" in expected else "") for n in range(14)]
    unmatched = list(range(14))
    for n, kind in enumerate(kinds):
        x, y = expected[f"gru{n}{kind}_x"], expected[f"gru{n}{kind}_y"]
        # Some run over (time, batch, feature); one row of the batch is one sequence.
        rows = [(x, y.reshape(len(y), -1))] if x.ndim == 2 else [(x[:, b], y[:, b]) for b in range(x.shape[1])]
        fitting = [m for m in unmatched if off(networks[m], rows[:2]) <= 1e-5]
        assert fitting, f"no GRU gives gru{n}"
        unmatched.remove(fitting[0])
        assert off(networks[fitting[0]], rows) <= 1e-5


def test_a_checkpoint_of_the_same_architecture() -> None:
    """Other weights than the ONNX file's, and no trace of them is recorded: PyTorch itself runs them."""
    torch = pytest.importorskip("torch", reason="PyTorch is the oracle here")
    path = MODELS / "gtcrn_gru" / "model_trained_on_dns3.tar"
    weights = torch.load(path, map_location="cpu", weights_only=True)["model"]
    stacks = read(path).stacks
    assert len(stacks) == 14
    x = np.random.default_rng(0).normal(size=(30, 8)).astype(np.float32)
    for stack in stacks:
        both = len(stack.network.directions) == 2
        module = torch.nn.GRU(8, stack.network.units, bidirectional=both)
        prefix = f"{stack.name}."
        module.load_state_dict({k.removeprefix(prefix): v for k, v in weights.items() if k.startswith(prefix)})
        with torch.no_grad():
            expected = module(torch.from_numpy(x))[0].numpy()
        assert off(stack.network, [(x, expected)]) <= 1e-5, stack.name


def off(network: Network, sequences: list[tuple[np.ndarray, np.ndarray]]) -> float:
    """max |Δ| of the network's output over the sequences, or infinity where the shapes do not fit."""
    worst = 0.0
    for x, y in sequences:
        if x.shape[1] != network.inputs:
            return np.inf
        hidden = run(network, inputs=x).hidden
        if hidden.shape != y.shape:
            return np.inf
        worst = max(worst, float(np.abs(hidden - y).max()))
    return worst
