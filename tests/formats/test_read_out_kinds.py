"""What squashes a read-out, by what a file says of it: every kind of evidence in every format that can hold it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.cli.main import main
from gatescope.engine.network import Array
from gatescope.formats.core.found import Stack
from gatescope.formats.detect.reading import read
from gatescope.formats.own.weights_and_card import save_model

I, H, T, V = 3, 4, 5, 9  # noqa: E741  as in the shapes


@dataclass(frozen=True)
class Evidence:
    """What is put into a file about its read-out of `columns` scores."""

    columns: int
    name: str = "fc"
    applied: str = ""
    loss: str = ""
    picked: bool = False
    tokens: bool = False


EVIDENCE = {
    "nothing, one value": Evidence(1),
    "nothing, several values": Evidence(3),
    "a softmax": Evidence(3, applied="softmax"),
    "a sigmoid": Evidence(1, applied="sigmoid"),
    "a squared error": Evidence(1, name="logits", loss="mse"),
    "a cross-entropy": Evidence(3, loss="categorical_crossentropy"),
    "a cross-entropy of two": Evidence(1, loss="binary_crossentropy"),
    "the best is chosen": Evidence(3, picked=True),
    "a name of classes": Evidence(3, name="classifier"),
    "a name of one class": Evidence(1, name="logits"),
    "a score a token": Evidence(V, tokens=True),
    "several scores above tokens": Evidence(3, tokens=True),
    "one value above tokens": Evidence(1, tokens=True),
}
WANTED = {
    "a softmax": "softmax", "a sigmoid": "logistic", "a cross-entropy": "softmax", "a cross-entropy of two": "logistic",
    "the best is chosen": "softmax", "a name of classes": "softmax", "a name of one class": "logistic",
    "a score a token": "softmax", "several scores above tokens": "softmax",
}  # fmt: skip
"""All others are linear."""
SHOWN = ("onnx", "keras", "h5", "rtneural")
"""Formats that show how a model ends, so that scores at its end are what it gives."""

Maker = Callable[[Path, Evidence, "Weights"], Path]


@dataclass(frozen=True, eq=False)
class Weights:
    """Of a GRU as PyTorch has it, and of the layer above: W (3H, I), U (3H, H), V (C, H), a (C,), E (V, I)."""

    W: Array
    U: Array
    b: Array
    V: Array
    a: Array
    E: Array

    def as_keras(self) -> tuple[Array, Array, Array]:
        """Kernel, recurrent kernel and both biases: gates z r h by column."""

        def turned(array: Array) -> Array:
            r, z, n = np.split(array, 3)
            return np.concatenate([z, r, n])

        return turned(self.W).T, turned(self.U).T, np.stack([turned(self.b), np.zeros_like(self.b)])


def weights(columns: int) -> Weights:
    rng = np.random.default_rng(3)
    shapes = [(3 * H, I), (3 * H, H), (3 * H,), (columns, H), (columns,), (V, I)]
    return Weights(*(rng.uniform(-0.7, 0.7, shape).astype(np.float32) for shape in shapes))


def state_dict(evidence: Evidence, w: Weights) -> dict[str, Array]:
    arrays = {"embedding.weight": w.E} if evidence.tokens else {}
    rnn = {"weight_ih_l0": w.W, "weight_hh_l0": w.U, "bias_ih_l0": w.b, "bias_hh_l0": np.zeros_like(w.b)}
    arrays |= {f"rnn.{name}": array for name, array in rnn.items()}
    return arrays | {f"{evidence.name}.weight": w.V, f"{evidence.name}.bias": w.a}


def as_npz(folder: Path, evidence: Evidence, w: Weights) -> Path:
    np.savez(folder / "model.npz", **state_dict(evidence, w))
    return folder / "model.npz"


def as_module(folder: Path, evidence: Evidence, w: Weights) -> Path:
    torch = pytest.importorskip("torch", reason="PyTorch is not installed; it writes the file")
    nn = torch.nn
    module = nn.Module()
    if evidence.tokens:
        module.embedding = nn.Embedding(V, I)
    module.rnn = nn.GRU(I, H)
    setattr(module, evidence.name, nn.Linear(H, evidence.columns))
    if evidence.applied:
        module.squash = {"softmax": nn.LogSoftmax(-1), "sigmoid": nn.Sigmoid()}[evidence.applied]
    if evidence.loss:
        losses = {"mse": nn.MSELoss, "categorical_crossentropy": nn.CrossEntropyLoss}
        module.criterion = losses.get(evidence.loss, nn.BCEWithLogitsLoss)()
    module.load_state_dict({name: torch.from_numpy(array) for name, array in state_dict(evidence, w).items()})
    torch.save(module, folder / "model.pt")
    return folder / "model.pt"


def as_onnx(folder: Path, evidence: Evidence, w: Weights) -> Path:
    pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the file")
    from tests.formats.onnx.models import info, model, node

    W, U, b = (np.concatenate([a[H : 2 * H], a[:H], a[2 * H :]])[None] for a in (w.W, w.U, w.b))
    tensors = {"W": W, "R": U, "B": np.concatenate([b, np.zeros_like(b)], axis=1), "one": np.array([1])}
    tensors |= {f"{evidence.name}.weight": w.V.T.copy(), f"{evidence.name}.bias": w.a, "E": w.E}
    nodes = [
        node("GRU", "x W R B", "y h", hidden_size=H, linear_before_reset=1),
        node("Squeeze", "y one", "s"),
        node("MatMul", f"s {evidence.name}.weight", "m"),
        node("Add", f"m {evidence.name}.bias", "a"),
    ]
    given = info("x", (T, 1, I))
    if evidence.tokens:
        nodes.insert(0, node("Gather", "E ids", "x", axis=0))
        given = info("ids", (T, 1), np.int64)
    end = "a"
    if evidence.applied or evidence.picked:
        operator = {"softmax": "Softmax", "sigmoid": "Sigmoid", "": "ArgMax"}[evidence.applied]
        nodes.append(node(operator, "a", "p", **({} if operator == "Sigmoid" else {"axis": -1})))
        end = "p"
    path = folder / "model.onnx"
    path.write_bytes(model(nodes, [given], [end], tensors).SerializeToString())
    return path


def as_keras(suffix: str) -> Maker:
    def make(folder: Path, evidence: Evidence, w: Weights) -> Path:
        pytest.importorskip("torch", reason="PyTorch is not installed; it computes for Keras here")
        os.environ.setdefault("KERAS_BACKEND", "torch")
        from tests.formats.keras.generated import keras, layers, saved

        below = [keras.Input((T,)), layers.Embedding(V, I)] if evidence.tokens else [keras.Input((T, I))]
        dense = layers.Dense(evidence.columns, activation=evidence.applied or None, name=evidence.name)
        made = keras.Sequential([*below, layers.GRU(H, return_sequences=True), dense])
        made.set_weights([*([w.E] if evidence.tokens else []), *w.as_keras(), w.V.T, w.a])
        if evidence.loss:
            made.compile(loss=evidence.loss)
        return saved(made, folder, suffix)

    return make


def as_rtneural(folder: Path, evidence: Evidence, w: Weights) -> Path:
    kernel, recurrent, bias = w.as_keras()
    gru = {"type": "gru", "activation": "", "weights": [one.tolist() for one in (kernel, recurrent, bias)]}
    dense = {"type": "dense", "activation": evidence.applied, "weights": [w.V.T.tolist(), w.a.tolist()]}
    (folder / "amp.json").write_text(json.dumps({"in_shape": [None, None, I], "layers": [gru, dense]}))
    return folder / "amp.json"


def as_own(folder: Path, evidence: Evidence, w: Weights) -> Path:
    kind = {"softmax": "softmax", "sigmoid": "logistic", "": "linear"}[evidence.applied]
    model = gs.load(as_npz(folder, evidence, w), convention={"readout": kind})
    save_model(replace(model, name="own"), folder / "own.safetensors")
    return folder / "own.safetensors"


FORMATS: Mapping[str, Maker] = {
    "state dict": as_npz,
    "module": as_module,
    "onnx": as_onnx,
    "keras": as_keras(".keras"),
    "h5": as_keras(".h5"),
    "weights of Keras": as_keras(".weights.h5"),
    "rtneural": as_rtneural,
    "own": as_own,
}


def holds(kind: str, evidence: Evidence) -> bool:
    """Whether a format has a place for the evidence."""
    if kind in ("state dict", "weights of Keras"):
        # Keras numbers the layers of a file of weights by their class.
        named = kind == "state dict" or evidence.name == "fc"
        return not (evidence.applied or evidence.loss or evidence.picked) and named
    if kind in ("rtneural", "own"):
        return not (evidence.loss or evidence.picked or evidence.tokens) and evidence.name == "fc"
    return not ((evidence.loss and kind == "onnx") or (evidence.picked and kind != "onnx"))


CASES = [(kind, name) for kind in FORMATS for name in EVIDENCE if holds(kind, EVIDENCE[name])]


def squashed(kind: str, scores: Array) -> Array:
    powers = np.exp(scores)
    return {"linear": scores, "logistic": 1 / (1 + 1 / powers), "softmax": powers / powers.sum(axis=1, keepdims=True)}[
        kind
    ]


@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept:DeprecationWarning")
@pytest.mark.parametrize(("kind", "name"), CASES, ids=lambda one: str(one))
def test_the_kind_and_its_numbers(kind: str, name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    evidence = EVIDENCE[name]
    w = weights(evidence.columns)
    path = FORMATS[kind](tmp_path, evidence, w)
    wanted = WANTED.get(name, "linear")
    if name == "several scores above tokens" and kind in SHOWN:
        wanted = "linear"
    (stack,) = read(path).stacks
    (readout,) = stack.readouts
    assert readout.kind == wanted
    given: dict[str, Any] = {"ids": [1, 2, 0, 5, 8]} if evidence.tokens else {"inputs": np.eye(T, I)}
    recording = gs.trace(path, **given)
    scores = recording["hidden_state"] @ w.V.T + w.a
    np.testing.assert_allclose(recording[f"readout.{readout.name}"], squashed(wanted, scores), rtol=0, atol=1e-5)
    is_said(stack, path, capsys)


def is_said(stack: Stack, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The inspection says the kind, and how to say otherwise where it is an assumption; that works."""
    assert main(["inspect", str(path)]) == 0
    text = " ".join(capsys.readouterr().out.split())
    (readout,) = stack.readouts
    assert f"{readout.weight.shape}, {readout.kind}" in text
    for assumed in stack.assumptions:
        key, _, other = assumed.override.partition("=")
        if key == "readout":
            assert f"otherwise --convention readout={other}" in text
            assert main(["inspect", str(path), "--convention", assumed.override]) == 0
            assert f"{readout.weight.shape}, {other}" in capsys.readouterr().out
