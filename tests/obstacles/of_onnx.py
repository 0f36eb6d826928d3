"""Obstacles in ONNX graphs; onnxruntime has the numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.formats.onnx.models import by_onnxruntime, info, model, node, weights
from tests.obstacles.case import INPUTS, TOKENS, UNITS, Case, Made, vectors

_SQUARE = np.random.default_rng(2).uniform(-1, 1, (INPUTS, INPUTS)).astype(np.float32)
_SHAPE = np.array([-1, 1, INPUTS])
_LENGTHS = np.full(1, TOKENS, np.int64)


def _made(folder: Path, nodes: Sequence[Any], tensors: Mapping[str, Any], opset: int = 17) -> Made:
    """A graph of `nodes` that ends with the LSTM's Y."""
    proto = model(nodes, [info("x", (TOKENS, 1, INPUTS))], ["Y"], {**weights("LSTM", INPUTS, UNITS), **tensors}, opset)
    path = folder / "model.onnx"
    path.write_bytes(proto.SerializeToString())
    x = vectors()
    (y,) = by_onnxruntime(proto, x=x[:, None])
    return Made(path, x, y[:, 0, 0])


def _before(*operators: Any, turned: bool = False, **tensors: Any) -> Callable[[Path], Made]:
    """An LSTM that takes ``z``, which `operators` make of the input ``x``."""

    def make(folder: Path) -> Made:
        lstm = node("LSTM", "z W R B", "Y", hidden_size=UNITS)
        made = _made(folder, [*operators, lstm], tensors)
        return Made(made.path, made.x, made.h[::-1] if turned else made.h)

    return make


def _two_layers(folder: Path) -> Made:
    lower = node("LSTM", "x W R B", "below", hidden_size=UNITS, name="lower")
    between = [node("Squeeze", "below axis", "flat"), node("Relu", "flat", "z")]
    upper = node("LSTM", "z W2 R2 B2", "Y", hidden_size=UNITS, name="upper")
    return _made(
        folder,
        [lower, *between, upper],
        {"axis": np.array([1]), **weights("LSTM", UNITS, UNITS, seed=3, tag="2")},
    )


def _initial(folder: Path) -> Made:
    start = np.full((1, 1, UNITS), 0.5, np.float32)
    lstm = node("LSTM", "x W R B - h0 c0", "Y", hidden_size=UNITS)
    return _made(folder, [lstm], {"h0": start, "c0": start})


def _loop(name: str) -> Callable[[Path], Made]:
    """A model of Keras as tf2onnx writes it, the cell in a Loop."""

    def make(folder: Path) -> Made:
        path = folder / "model.onnx"
        path.write_bytes((_TF2ONNX / f"{name}.onnx").read_bytes())
        with np.load(_TF2ONNX / f"{name}.npz") as expected:
            return Made(path, expected["x"], expected["y"])

    return make


_TF2ONNX = Path(__file__).parents[1] / "data" / "tf2onnx"
_ENDS = {"from_": np.array([-1]), "to": np.array([-(1 << 62)]), "axis": np.array([0]), "step": np.array([-1])}
_NORM = {"scale": np.full(INPUTS, 1.5, np.float32), "shift": np.full(INPUTS, 0.5, np.float32)}

CASES = [
    Case(
        "onnx: inputs standardised",
        _before(
            node("Sub", "x mean", "a"),
            node("Div", "a deviation", "z"),
            mean=np.full(INPUTS, 2.0, np.float32),
            deviation=np.full(INPUTS, 3.0, np.float32),
        ),
        "Sub and Div",
    ),
    Case("onnx: a function before", _before(node("Relu", "x", "z")), "Relu"),
    Case("onnx: a matrix before", _before(node("MatMul", "x M", "z"), M=_SQUARE), "MatMul"),
    Case("onnx: a norm before", _before(node("LayerNormalization", "x scale shift", "z"), **_NORM), "LayerNormal"),
    Case("onnx: a row added, the constant first", _before(node("Add", "row x", "z"), row=_SQUARE[:1]), "Add"),
    Case(
        "onnx: time and features exchanged",
        _before(node("Transpose", "x", "a", perm=[2, 1, 0]), node("Reshape", "a shape", "z"), shape=_SHAPE),
        "Transpose",
    ),
    Case("onnx: features picked", _before(node("Gather", "x pick", "z", axis=2), pick=np.array([2, 0, 1])), "Gather"),
    Case(
        "onnx: tokens cut off",
        _before(
            node("Slice", "x one end axis", "a"),
            node("Concat", "a a", "b", axis=0),
            node("Slice", "b zero length axis", "z"),
            one=np.array([1]),
            zero=np.array([0]),
            length=np.array([TOKENS]),
            end=np.array([1 << 62]),
            axis=np.array([0]),
        ),
        "Slice",
    ),
    Case(
        "onnx: turned round by ReverseSequence",
        _before(
            node("ReverseSequence", "x lengths", "z", time_axis=0, batch_axis=1),
            turned=True,
            lengths=_LENGTHS,
        ),
    ),
    Case("onnx: turned round by a Slice", _before(node("Slice", "x from_ to axis step", "z"), turned=True, **_ENDS)),
    Case(
        "onnx: nothing but axes moved",
        _before(
            node("Transpose", "x", "a", perm=[1, 0, 2]),
            node("Identity", "a", "b"),
            node("Transpose", "b", "z", perm=[1, 0, 2]),
        ),
    ),
    Case("onnx: initial states stored", _initial),
    Case("onnx, loop: nothing else", _loop("gru_hard")),
    Case("onnx, loop: inputs scaled", _loop("scaled_simple"), "Mul and Add"),
    Case("onnx, loop: padding", _loop("emb_mask_simple"), "masks tokens"),
]
SECOND_LAYER = Case("onnx: a function between two layers", _two_layers, "Relu")
