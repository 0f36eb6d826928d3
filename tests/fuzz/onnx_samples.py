"""Small ONNX models to start from: a plain one, one with subgraphs and a function, one with its weights beside it."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.formats.onnx_graph.models import info, model, node, weights

WEIGHTS_FILE = "weights.bin"


def models() -> list[bytes]:
    return [proto.SerializeToString() for proto in (_classifier(), _branches(), _folded())]


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
    """Weights that come out of other operators, as exporters leave them."""
    kept = weights("LSTM", 3, 4)
    kept["turned"] = np.ascontiguousarray(kept.pop("W")[0].T)
    kept |= {"first": kept["R"][:, :8], "second": kept["R"][:, 8:], "zero": np.array([0])}
    del kept["R"]
    nodes = [
        node("Transpose", "turned", "upright", perm=[1, 0]),
        node("Unsqueeze", "upright zero", "W"),
        node("Concat", "first second", "R", axis=1),
        node("LSTM", "x W R B", "y", hidden_size=4, activations=["Sigmoid", "Tanh", "Tanh"]),
    ]
    return model(nodes, [info("x", ("T", 1, 3))], ["y"], kept)
