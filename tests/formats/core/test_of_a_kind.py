"""Many notes of one kind are one, whatever the format."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.cli.main import main
from gatescope.formats.core.of_a_kind import sentences
from gatescope.formats.detect.reading import read
from tests.formats.state_dict.tensors import draw, gru

A = draw(2)


def test_few_stay_as_they_are() -> None:
    said = ("fc1 is not read", "fc2 is not read", "fc3 is not read", "it has no words")
    assert sentences(said) == said
    assert sentences(()) == ()
    assert sentences(("the same",) * 9) == ("the same",)


@pytest.mark.parametrize(
    ("said", "one"),
    [
        (
            [f"fc{k} (4 → {k + 2}) goes on from rnn" for k in range(30)],
            "fc0 (4 → 2) goes on from rnn; likewise fc1, fc2, fc3 and 26 more",
        ),
        (
            [f"'dense layer {k}' is not read out: its relu" for k in "abcd"],
            "'dense layer a' is not read out: its relu; likewise 'dense layer b', 'dense layer c', 'dense layer d'",
        ),
        (
            [f"b.{k}.norm may normalise what b.{k}.rnn takes" for k in range(5)],
            "b.0.norm may normalise what b.0.rnn takes; likewise b.1.norm, b.2.norm, b.3.norm and 1 more",
        ),
        (
            [f"the layer holds {k} NaN weights" for k in range(2, 8)],
            "the layer holds 2 NaN weights; likewise 3, 4, 5 and 2 more",
        ),
    ],
)
def test_many_are_the_first_and_the_names_of_others(said: list[str], one: str) -> None:
    assert sentences([*said[:2], "something else", *said[2:]]) == (one, "something else")


def test_the_order_of_the_first_ones_is_kept() -> None:
    said = [text for k in range(9) for text in (f"a{k} is odd", f"b{k} is even")]
    assert sentences(said) == (
        "a0 is odd; likewise a1, a2, a3 and 5 more",
        "b0 is even; likewise b1, b2, b3 and 5 more",
    )


def as_npz(folder: Path) -> Path:
    heads = {f"head{k}.{part}": A(2, 4) if part == "weight" else A(2) for k in range(30) for part in ("weight", "bias")}
    broken = {f"bad{k}.weight_hh_l0": A(12, 4) for k in range(9)}
    np.savez(folder / "m.npz", **gru("rnn.", 3, 4), **heads, **broken)
    return folder / "m.npz"


def as_keras(folder: Path) -> Path:
    pytest.importorskip("torch", reason="PyTorch is not installed; it computes for Keras here")
    from tests.formats.keras.generated import keras, layers, saved

    given: Any = keras.Input((5, 3))
    states = layers.GRU(4, return_sequences=True)(given)
    ends = [layers.Dense(2, activation="relu", name=f"end_{k}")(states) for k in range(30)]
    return saved(keras.Model(given, ends), folder, ".keras")


def as_onnx(folder: Path) -> Path:
    pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the file")
    from tests.formats.onnx.models import info, model, node, weights

    nodes = [node("GRU", "x W R B", "y h", hidden_size=4), node("Squeeze", "h one", "s")]
    ends = [(f"/end_{k}/MatMul", f"end_{k}.weight", f"e{k}") for k in range(30)]
    nodes += [node("MatMul", f"s {weight}", out, name=name) for name, weight, out in ends]
    tensors = {weight: A(4, 2) for _, weight, _ in ends} | weights("GRU", 3, 4) | {"one": np.array([0])}
    proto = model(nodes, [info("x", (5, 1, 3))], [out for _, _, out in ends], tensors)
    (folder / "m.onnx").write_bytes(proto.SerializeToString())
    return folder / "m.onnx"


@pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept:DeprecationWarning")
@pytest.mark.parametrize("make", [as_npz, as_keras, as_onnx])
def test_every_reader_says_a_thing_once(make: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = make(tmp_path)
    file = read(path)
    stack = file.stacks[0]
    said = [*file.notes, *stack.notes, *stack.obstacles, *(f"{a.what}: {a.taken}, {a.why}" for a in stack.assumptions)]
    assert 1 <= len(said) <= 4, said
    assert any("; likewise " in one and "26 more" in one for one in said), said
    # What was gathered works as before.
    if stack.readouts:
        assert len(gs.load(path).network.readouts) == 30
    assert main(["inspect", str(path)]) == 0
    assert "26 more" in capsys.readouterr().out
