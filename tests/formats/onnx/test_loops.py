"""Cells written out in the body of a Loop or Scan: folded back to what they are, or said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.errors import FormatError
from gatescope.formats.detect.reading import read
from tests.formats.onnx.models import by_onnxruntime, info, model, node, opened, sequence

pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")

KERAS = Path(__file__).parents[2] / "data" / "tf2onnx"
T, I, H = 6, 3, 4  # noqa: E741  as in the shapes


@pytest.mark.parametrize(
    "name",
    ["simple", "simple_relu_back", "gru_before", "gru_hard", "bi_gru", "two_simple", "emb_simple"],
)
def test_what_tf2onnx_makes_of_keras(name: str) -> None:
    with np.load(KERAS / f"{name}.npz") as expected:
        x, y = expected["x"], expected["y"]
    path = KERAS / f"{name}.onnx"
    recording = gs.trace(path, ids=x) if x.ndim == 1 else gs.trace(path, inputs=x)
    assert recording.obstacles == ()
    network = read(path).stacks[0].network
    top = f"layer{len(network.layers) - 1}"
    hidden = np.hstack([recording[f"{top}.{direction}.hidden_state"] for direction in network.directions])
    # Keras gives the output of go_backwards last token first.
    np.testing.assert_allclose(hidden[::-1] if name.endswith("back") else hidden, y, rtol=0, atol=1e-5)


def test_both_sides_of_a_layer_are_networks_of_their_own() -> None:
    with np.load(KERAS / "bi_simple.npz") as expected:
        models = [gs.load(KERAS / "bi_simple.onnx", rnn=name) for name in _names()]
        forward, backward = (gs.trace(model, inputs=expected["x"]) for model in models)
        found = np.hstack([forward["layer0.forward.hidden_state"], backward["layer0.reverse.hidden_state"]])
        np.testing.assert_allclose(found, expected["y"], rtol=0, atol=1e-5)


def _names() -> list[str]:
    return [stack.name for stack in read(KERAS / "bi_simple.onnx").stacks]


def test_what_stands_behind_a_loop_is_its_read_out() -> None:
    with np.load(KERAS / "simple_last.npz") as expected:
        recording = gs.trace(KERAS / "simple_last.onnx", inputs=expected["x"])
        np.testing.assert_allclose(_last(recording), expected["y"], atol=1e-5)


def _last(recording: gs.Recording) -> Any:
    (key,) = (key for key in recording if key.startswith("readout"))
    return recording[key][-1]


@pytest.mark.parametrize(
    ("name", "said"), [("emb_mask_simple", "masks tokens by"), ("scaled_simple", "Mul and Add stand before")]
)
def test_what_is_not_computed_is_said(name: str, said: str) -> None:
    (obstacle,) = read(KERAS / f"{name}.onnx").stacks[0].obstacles
    assert said in obstacle


def test_the_tensors_are_those_of_the_body() -> None:
    stack = read(KERAS / "gru_before.onnx").stacks[0]
    assert {name.rpartition("/gru_cell/")[2].partition("/ReadVariableOp")[0] for name in stack.tensors} == {
        "BiasAdd", "ReadVariableOp/resource:0", "MatMul"
    }  # fmt: skip


RNG = np.random.default_rng(3)


def tensors(gates: int) -> dict[str, Any]:
    shapes = {"K": (I, gates * H), "R": (H, gates * H), "b": (gates * H,), "d": (gates * H,)}
    made = {name: RNG.uniform(-1, 1, shape).astype(np.float32) for name, shape in shapes.items()}
    return {**made, "one": np.ones(1, np.float32), "half": np.full(1, 0.5, np.float32)}


PRODUCTS = [("MatMul", "x K", "xk"), ("Add", "xk b", "a"), ("MatMul", "h R", "hr"), ("Add", "hr d", "e")]
TORCH_GRU = [
    *PRODUCTS, ("Split", "a", "a1 a2 a3"), ("Split", "e", "e1 e2 e3"), ("Add", "a1 e1", "rp"), ("Sigmoid", "rp", "r"),
    ("Add", "a2 e2", "zp"), ("Sigmoid", "zp", "z"), ("Mul", "r e3", "re"), ("Add", "a3 re", "np"), ("Tanh", "np", "n"),
    ("Sub", "h n", "hn"), ("Mul", "z hn", "zh"), ("Add", "n zh", "new"),
]  # fmt: skip
OTHER_POLARITY = [
    *TORCH_GRU[:-3], ("Sub", "n h", "hn"), ("Mul", "z hn", "zh"), ("Add", "h zh", "new")
]  # fmt: skip
LSTM = [
    *PRODUCTS, ("Add", "a e", "p"), ("Split", "p", "p1 p2 p3 p4"), ("Sigmoid", "p1", "o"), ("Sigmoid", "p2", "f"),
    ("Tanh", "p3", "g"), ("Sigmoid", "p4", "i"), ("Mul", "f c", "fc"), ("Mul", "i g", "ig"), ("Add", "fc ig", "newc"),
    ("Tanh", "newc", "tc"), ("Mul", "o tc", "new"),
]  # fmt: skip
RNN = [*PRODUCTS, ("Add", "a e", "p"), ("Tanh", "p", "new")]


def scan(parts: list[tuple[str, str, str]], gates: int, states: str = "h", **attributes: Any) -> Any:
    """A Scan over x whose body is `parts`; what it calls new (and newc) are its next states."""
    from onnx import helper

    body = [
        node(operator, inputs, outputs, **({"axis": 1, "num_outputs": gates} if operator == "Split" else {}))
        for operator, inputs, outputs in parts
    ]
    body.append(node("Identity", "new", "y"))
    names = states.split()
    formals = [info(name, (None, H)) for name in names] + [info("x", (None, I))]
    results = [info(f"new{name.removeprefix('h')}", (None, H)) for name in names] + [info("y", (None, H))]
    graph = helper.make_graph(body, "body", formals, results)
    starts = " ".join(f"start{name}" for name in names)
    ends = " ".join(f"end{name}" for name in names)
    loop = node("Scan", f"{starts} rows", f"{ends} out", name="loop", body=graph, num_scan_inputs=1, **attributes)
    zeros = {f"start{name}": np.zeros((1, H), np.float32) for name in names}
    return model([loop], [info("rows", ("T", 1, I))], ["out"], {**tensors(gates), **zeros}, 18)


@pytest.mark.parametrize(
    ("parts", "gates", "states"),
    [(TORCH_GRU, 3, "h"), (OTHER_POLARITY, 3, "h"), (LSTM, 4, "h c"), (RNN, 1, "h")],
    ids=["GRU of PyTorch", "GRU of the other polarity", "LSTM", "RNN"],
)
def test_a_scan(parts: Any, gates: int, states: str, tmp_path: Path) -> None:
    proto, x = scan(parts, gates, states), sequence(T, I)
    (y,) = by_onnxruntime(proto, rows=x[:, None])
    file = opened(tmp_path, proto)
    recording = gs.trace(tmp_path / "model.onnx", inputs=x)
    np.testing.assert_allclose(recording["layer0.forward.hidden_state"], y[:, 0], rtol=0, atol=1e-5)
    assert file.stacks[0].name == "loop"
    assert any("computes exactly this" in note for note in file.notes)


def test_a_scan_from_the_end(tmp_path: Path) -> None:
    proto, x = scan(RNN, 1, scan_input_directions=[1], scan_output_directions=[1]), sequence(T, I)
    (y,) = by_onnxruntime(proto, rows=x[:, None])
    opened(tmp_path, proto)
    recording = gs.trace(tmp_path / "model.onnx", inputs=x)
    np.testing.assert_allclose(recording["layer0.reverse.hidden_state"], y[:, 0], rtol=0, atol=1e-5)


@pytest.mark.parametrize(
    "parts",
    [
        [*RNN[:-1], ("Tanh", "p", "t"), ("Mul", "t half", "new")],
        [*RNN[:-1], ("Tanh", "p", "t"), ("Mul", "h half", "leak"), ("Add", "t leak", "new")],
        [*RNN[:-1], ("Mul", "p p", "q"), ("Tanh", "q", "new")],
        [*TORCH_GRU[:-3], ("Sub", "h n", "hn"), ("Mul", "r hn", "zh"), ("Mul", "z zh", "zz"), ("Add", "n zz", "new")],
    ],
    ids=["scaled", "leaky", "squared", "two gates"],
)
def test_what_is_no_cell_is_said(parts: Any, tmp_path: Path) -> None:
    gates = 3 if any(outputs == "e1 e2 e3" for _, _, outputs in parts) else 1
    with pytest.raises(FormatError, match="the Scan 'loop' computes no RNN, GRU or LSTM: its equations were not found"):
        opened(tmp_path, scan(parts, gates))


def test_a_loop_that_ends_by_itself_is_no_cell(tmp_path: Path) -> None:
    import onnx

    proto = onnx.load(KERAS / "simple.onnx")
    (loop,) = (n for n in proto.graph.node if n.op_type == "Loop")
    body = loop.attribute[0].g
    end = next(n for n in body.node if n.op_type == "Less")
    end.input[0] = next(n.output[0] for n in body.node if n.op_type == "Tanh")
    with pytest.raises(FormatError, match="ends by a condition of its own"):
        opened(tmp_path, proto)


def test_a_loop_of_fewer_steps_is_said(tmp_path: Path) -> None:
    import onnx

    proto = onnx.load(KERAS / "simple.onnx")
    for tensor in proto.graph.initializer:
        if tensor.name.endswith("strided_slice_1__18"):
            tensor.CopyFrom(onnx.numpy_helper.from_array(np.array(4, np.int32), tensor.name))
    (obstacle,) = opened(tmp_path, proto).stacks[0].obstacles
    assert "takes 4 steps" in obstacle


def test_single_operators_may_be_a_cell_written_out(tmp_path: Path) -> None:
    """Without a loop there is nothing that says what is a state."""
    nodes = [
        node(op, i, o, **({"axis": 1, "num_outputs": 4} if op == "Split" else {})) for op, i, o in LSTM
    ]  # fmt: skip
    inputs = [info("x", (1, I)), info("h", (1, H)), info("c", (1, H))]
    with pytest.raises(FormatError, match="it may be a cell written out, which does not say which gate is which"):
        opened(tmp_path, model(nodes, inputs, ["new"], tensors(4), 18))
