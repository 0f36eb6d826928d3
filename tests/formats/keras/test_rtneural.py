"""Layers in RTNeural's JSON, against Keras' equations for the same arrays."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine.run import run
from gatescope.errors import FormatError
from gatescope.formats.detect.reading import read

RNG = np.random.default_rng(4)
I, H, T = 2, 3, 5  # noqa: E741  as in the shapes
Array = np.ndarray[Any, np.dtype[np.float32]]


def draw(*shape: int) -> Array:
    return RNG.uniform(-0.8, 0.8, shape).astype(np.float32)


def sigmoid(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def layer(kind: str, *weights: Array, activation: str = "") -> dict[str, object]:
    return {"type": kind, "activation": activation, "shape": [None, None, 1], "weights": [w.tolist() for w in weights]}


def saved(folder: Path, *layers: dict[str, object]) -> Path:
    path = folder / "amp.json"
    path.write_text(json.dumps({"in_shape": [None, None, I], "layers": layers}))
    return path


def test_an_lstm_and_a_dense_layer_that_chooses(tmp_path: Path) -> None:
    W, U, b, V, a = draw(I, 4 * H), draw(H, 4 * H), draw(4 * H), draw(H, 2), draw(2)
    file = read(saved(tmp_path, layer("lstm", W, U, b), layer("dense", V, a, activation="softmax")))
    (stack,) = file.stacks
    assert file.kind == "RTNeural model (.json)"
    assert [(one.name, one.kind) for one in stack.readouts] == [("dense_1", "softmax")]
    x = draw(T, I)
    h = c = np.zeros(H, np.float32)
    hidden = []
    for row in x:
        i, f, g, o = np.split(row @ W + h @ U + b, 4)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        hidden.append(h)
    np.testing.assert_allclose(run(stack.network, inputs=x)["hidden_state"], hidden, rtol=0, atol=1e-6)


def test_what_stands_before_and_between_is_said(tmp_path: Path) -> None:
    first, second = ((draw(H, 3 * H), draw(H, 3 * H), draw(2, 3 * H)) for _ in range(2))
    dense = layer("dense", draw(I, H), draw(H), activation="tanh")
    lower, upper = read(
        saved(tmp_path, dense, layer("gru", *first), layer("prelu", draw(H)), layer("gru", *second))
    ).stacks
    assert lower.obstacles == ("'dense_0' (Dense) stands before 'gru_1', which takes what that gives",)
    assert upper.obstacles == ("'prelu_2' (prelu) stands before 'gru_3', which takes what that gives",)


def test_two_layers_are_one_stack(tmp_path: Path) -> None:
    lower = draw(I, 3 * H), draw(H, 3 * H), draw(2, 3 * H)
    upper = draw(H, 3 * H), draw(H, 3 * H), draw(2, 3 * H)
    (stack,) = read(saved(tmp_path, layer("gru", *lower), layer("gru", *upper))).stacks
    assert (stack.name, len(stack.layers), stack.obstacles) == ("gru_0+gru_1", 2, ())


@pytest.mark.parametrize(
    ("layers", "reason"),
    [
        ([layer("dense", draw(I, 1), draw(1))], "no RNN/GRU/LSTM weights found; its layers are Dense"),
        ([{**layer("lstm"), "weights": [[[1, 2], [3]], 2, 3]}], "not numbers of one length"),
        ([layer("lstm", draw(I, 4 * H), draw(H, 4 * H - 1), draw(4 * H))], "recurrent_kernel"),
        ([layer("gru")], "has 0 sets of recurrent weights"),
        ([{"type": "lstm", "weights": [{"a": 1}, None, "x"]}], "not numbers of one length"),
    ],
)
def test_what_does_not_fit_is_a_sentence(tmp_path: Path, layers: list[dict[str, object]], reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read(saved(tmp_path, *layers))
