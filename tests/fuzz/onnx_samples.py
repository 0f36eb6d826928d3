"""Small ONNX models to start from, which together have every form that the reader follows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from tests.formats.onnx.models import info, model, node, weights

_TF2ONNX = Path(__file__).parents[1] / "data" / "tf2onnx"
WEIGHTS_FILE = "weights.bin"


def models() -> list[bytes]:
    # It skips itself where the package is missing, which is for `test_fuzz` to say.
    from tests.formats.onnx.test_mutants import original

    loops = [path.read_bytes() for path in sorted(_TF2ONNX.glob("[eg]*.onnx"))]
    made = (_classifier(), _branches(), _folded(), _stacked(), _written_out(), original())
    return [*(proto.SerializeToString() for proto in made), *loops]


def beside() -> dict[str, bytes]:
    """The file that holds the weights of `external`."""
    return {WEIGHTS_FILE: b"".join(array.tobytes() for array in weights("LSTM", 3, 4).values())}


def external() -> list[bytes]:
    from onnx import TensorProto

    proto, offset = _layer(), 0
    for tensor in proto.graph.initializer:
        length = len(tensor.raw_data)
        tensor.ClearField("raw_data")
        tensor.data_location = TensorProto.EXTERNAL
        for key, value in {"location": WEIGHTS_FILE, "offset": offset, "length": length}.items():
            tensor.external_data.add(key=key, value=str(value))
        offset += length
    return [proto.SerializeToString()]


def _layer() -> Any:
    lstm = node("LSTM", "x W R B", "y h", hidden_size=4, name="lstm")
    return model([lstm], [info("x", ("T", 1, 3))], ["y"], weights("LSTM", 3, 4))


def _classifier() -> Any:
    rng = np.random.default_rng(0)
    shapes = {"E": (6, 3), "V": (2, 4), "v": (2,)}
    kept = {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}
    nodes = [
        node("Gather", "E ids", "x"),
        node("LSTM", "x W R B", "y h", name="lstm", hidden_size=4),
        node("Squeeze", "h axes", "last"),
        node("Gemm", "last V v", "out", transB=1),
    ]
    everything = {**kept, **weights("LSTM", 3, 4), "axes": np.array([0])}
    return model(nodes, [info("ids", ("T", 1), np.int64)], ["out"], everything)


def _branches() -> Any:
    """A branch, in it a function, with weights from around it."""
    from onnx import helper

    gru = node("GRU", "x W R B", "y", hidden_size=4, name="gru", linear_before_reset=1)
    call = helper.make_node("Layer", ["x", "W", "R", "B"], ["y"], domain="mine")
    bodies = [helper.make_graph(nodes, "branch", [], [info("y", None)]) for nodes in ([gru], [call])]
    choose = node("If", "rate", "z", then_branch=bodies[0], else_branch=bodies[1])
    proto = model([choose], [info("x", ("T", 1, 3)), info("rate", (), np.bool_)], ["z"], weights("GRU", 3, 4))
    opsets = [helper.make_opsetid("", 17), helper.make_opsetid("mine", 1)]
    inner = helper.make_node("GRU", ["a", "w", "r", "b"], ["o"], hidden_size=4)
    proto.functions.append(helper.make_function("mine", "Layer", ["a", "w", "r", "b"], ["o"], [inner], opsets))
    proto.opset_import.append(opsets[1])
    return proto


def _folded() -> Any:
    """Weights that come out of other operators, as exporters and quantisers leave them."""
    kept = weights("LSTM", 3, 4)
    tensors = {
        "turned": np.ascontiguousarray(kept["W"][0].T).astype(np.float16),
        "whole": np.clip(np.round(kept["R"] * 50) + 100, 0, 255).astype(np.uint8),
        "flat": kept["B"].ravel() * 2, "sizes": np.array([8, 8, 16]), "shape": np.array([1, -1]),
        "scale": np.array(0.02, np.float32), "point": np.array(100, np.uint8), "half": np.array(0.5, np.float32),
        "zero": np.array([0]), "end": np.array([16]),
    }  # fmt: skip
    nodes = [
        node("Cast", "turned", "wide", to=1),
        node("Transpose", "wide", "upright", perm=[1, 0]),
        node("Slice", "upright zero end zero", "cut"),
        node("Unsqueeze", "cut zero", "W"),
        node("DequantizeLinear", "whole scale point", "R"),
        node("Split", "flat sizes", "b0 b1 b2", axis=0),
        node("Concat", "b0 b1 b2", "joined", axis=0),
        node("Mul", "joined half", "halved"),
        node("Reshape", "halved shape", "B"),
        node("LSTM", "x W R B", "y", hidden_size=4, activations=["Sigmoid", "Tanh", "HardSigmoid"], clip=3.0),
    ]
    return model(nodes, [info("x", ("T", 1, 3))], ["y"], tensors)


def _stacked() -> Any:
    """Two layers, batch first, with states to start from that are made for every batch, and lengths."""
    first, second = weights("GRU", 3, 4, tag="1"), weights("GRU", 4, 4, tag="2", seed=2)
    tensors = {
        "k0": np.array(0), "one": np.array([1]), "units": np.array([4]), "lengths": np.array([5], np.int32),
        "fc": np.ones((4, 3), np.float32), "bias": np.ones(3, np.float32), "last": np.array([-1]),
        "axis": np.array([1]), "far": np.array([2**40]),
    }  # fmt: skip
    nodes = [
        node("Transpose", "rows", "x", perm=[1, 0, 2]),
        node("Shape", "rows", "sizes"),
        node("Gather", "sizes k0", "batch"),
        node("Unsqueeze", "batch k0", "batches"),
        node("Concat", "one batches units", "wanted", axis=0),
        node("ConstantOfShape", "wanted", "h0"),
        node("GRU", "x W1 R1 B1 lengths h0", "y1", hidden_size=4, name="one", linear_before_reset=1),
        node("Squeeze", "y1 axis", "z"),
        node("GRU", "z W2 R2 B2 - h0", "y2 h", hidden_size=4, name="two", linear_before_reset=1),
        node("Squeeze", "y2 axis", "a"),
        node("Slice", "a last far zero", "step"),
        node("MatMul", "step fc", "m"),
        node("Add", "m bias", "s"),
        node("LogSoftmax", "s", "p", axis=-1),
    ]
    everything = {**first, **second, **tensors, "zero": np.array([0])}
    return model(nodes, [info("rows", ("B", "T", 3))], ["p"], everything)


def _written_out() -> Any:
    """A cell of single operators beside a layer."""
    parts = [
        ("MatMul", "x kernel", "xw"), ("MatMul", "h recurrent", "hu"), ("Add", "xw hu", "sum"),
        ("Split", "sum", "i f g o"), ("Sigmoid", "i", "si"), ("Sigmoid", "f", "sf"), ("Tanh", "g", "tg"),
        ("Sigmoid", "o", "so"), ("Mul", "sf c", "fc"), ("Mul", "si tg", "ig"), ("Add", "fc ig", "c2"),
        ("Tanh", "c2", "ct"), ("Mul", "so ct", "h2"), ("Sub", "h tg", "d"), ("Mul", "si d", "sd"),
        ("Add", "tg sd", "h3"),
    ]  # fmt: skip
    cell = [
        node(operator, inputs, outputs, **({"axis": 1, "num_outputs": 4} if operator == "Split" else {}))
        for operator, inputs, outputs in parts
    ]
    tensors = {"kernel": np.ones((3, 16), np.float32), "recurrent": np.ones((4, 16), np.float32)}
    gru = node("GRU", "rows W R B", "y", hidden_size=4, layout=0)
    inputs = [info("x", (1, 3)), info("h", (1, 4)), info("c", (1, 4)), info("rows", ("T", 1, 3))]
    return model([*cell, gru], inputs, ["y", "h2", "h3"], {**tensors, **weights("GRU", 3, 4)}, 18)
