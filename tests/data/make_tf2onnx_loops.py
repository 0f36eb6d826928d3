"""Writes tests/data/tf2onnx: Keras models as tf2onnx exports them, many as a Loop, with what Keras gives beside each.

Run: python tests/data/make_tf2onnx_loops.py (with tensorflow 2.15 and tf2onnx 1.16)
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import tensorflow as tf
import tf2onnx

_FOLDER = Path(__file__).parent / "tf2onnx"
_TOKENS, _INPUTS, _UNITS, _ROWS = 6, 3, 4, 7
_IDS = np.array([0, 0, 3, 1, 0, 5], np.int32)
_L = tf.keras.layers


def _layer(kind: str, units: int = _UNITS, **options: Any) -> Any:
    return getattr(_L, kind)(units, **{"return_sequences": True, **options})


_OF_VECTORS: dict[str, Callable[[], list[Any]]] = {
    "simple": lambda: [_layer("SimpleRNN")],
    "simple_last": lambda: [_layer("SimpleRNN", return_sequences=False), _L.Dense(2, activation="softmax")],
    "simple_relu_back": lambda: [_layer("SimpleRNN", activation="relu", go_backwards=True)],
    "gru_before": lambda: [_layer("GRU", reset_after=False)],
    "gru_hard": lambda: [_layer("GRU", recurrent_activation="hard_sigmoid")],
    "bi_simple": lambda: [_L.Bidirectional(_layer("SimpleRNN"))],
    "bi_gru": lambda: [_L.Bidirectional(_layer("GRU"))],
    "two_simple": lambda: [_layer("SimpleRNN"), _layer("SimpleRNN", 5)],
    "scaled_simple": lambda: [_L.Rescaling(2.0, 0.5), _layer("SimpleRNN")],
}
_OF_IDS: dict[str, Callable[[], list[Any]]] = {
    "emb_simple": lambda: [_L.Embedding(_ROWS, _INPUTS), _layer("SimpleRNN")],
    "emb_mask_simple": lambda: [_L.Embedding(_ROWS, _INPUTS, mask_zero=True), _layer("SimpleRNN")],
}


def main() -> None:
    rng = np.random.default_rng(0)
    _FOLDER.mkdir(exist_ok=True)
    for name, layers in {**_OF_VECTORS, **_OF_IDS}.items():
        ids = name in _OF_IDS
        shape, dtype = ((_TOKENS,), tf.int32) if ids else ((_TOKENS, _INPUTS), tf.float32)
        model = tf.keras.Sequential([_L.Input(shape, dtype=dtype), *layers()])
        for variable in model.weights:
            variable.assign(rng.normal(size=variable.shape) * 0.5)
        signature = (tf.TensorSpec((None, *shape), dtype, name="x"),)
        path = str(_FOLDER / f"{name}.onnx")
        tf2onnx.convert.from_keras(model, input_signature=signature, opset=15, output_path=path)
        x = _IDS if ids else rng.normal(size=shape).astype(np.float32)
        np.savez(_FOLDER / f"{name}.npz", x=x, y=model.predict(x[None], verbose=0)[0])


if __name__ == "__main__":
    main()
