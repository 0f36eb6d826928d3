"""The same layers in ONNX Runtime."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.cli.bench.duel import Contestant
from gatescope.cli.bench.peers import library
from gatescope.engine.network import Network
from gatescope.engine.record import Array

# Our gates in ONNX' order: i o f c and z r h.
_ORDER = {"rnn": [0], "gru": [1, 0, 2], "lstm": [0, 3, 1, 2]}


class OnnxLayer:
    """One layer with the parameters of one of our networks, fed with vectors or with ids."""

    def __init__(self, network: Network) -> None:
        self._network = network

    def dense(self, inputs: Array) -> Contestant:
        """Time a run from vectors."""
        return self._contestant("x", inputs[:, None], [])

    def from_ids(self, ids: NDArray[np.int64]) -> Contestant:
        """Time a run from ids."""
        gather = library("onnx.helper").make_node("Gather", ["embedding", "ids"], ["x"])
        return self._contestant("ids", ids[:, None], [gather])

    def _contestant(self, name: str, fed: NDArray[Any], before: list[Any]) -> Contestant:
        runtime = library("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        model = self._model(name, fed, before).SerializeToString()
        session = runtime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        return Contestant(lambda: session.run(None, {name: fed})[0])

    def _model(self, name: str, fed: NDArray[Any], before: list[Any]) -> Any:
        onnx, helper, numpy_helper = library("onnx"), library("onnx.helper"), library("onnx.numpy_helper")
        network = self._network
        kind, parameters = network.cell.name, network.layers[0][0]
        order, units = _ORDER[kind], parameters.units
        flat = [array[order].reshape(len(order) * units, -1) for array in (parameters.W, parameters.U)]
        bias = np.concatenate([parameters.b_x[order].reshape(-1), parameters.b_h[order].reshape(-1)])
        arrays = {"W": flat[0][None], "R": flat[1][None], "B": bias[None]}
        if before:
            arrays["embedding"] = np.array(network.embedding)
        options = {"linear_before_reset": int(network.convention.reset_after)} if kind == "gru" else {}
        node = helper.make_node(kind.upper(), ["x", "W", "R", "B"], ["y"], hidden_size=units, **options)
        graph = helper.make_graph(
            [*before, node],
            "layer",
            [helper.make_tensor_value_info(name, helper.np_dtype_to_tensor_dtype(fed.dtype), fed.shape)],
            [helper.make_tensor_value_info("y", onnx.TensorProto.FLOAT, (len(fed), 1, 1, units))],
            [numpy_helper.from_array(array, key) for key, array in arrays.items()],
        )
        # Older than what is installed, so that a runtime older than the package reads it.
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
