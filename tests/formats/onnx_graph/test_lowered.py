"""Cells that were written out as single operators are named for what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.errors import FormatError
from tests.formats.onnx_graph.models import info, model, node, opened, weights

pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")

INPUTS = [info("x", (1, 3)), info("h", (1, 4)), info("c", (1, 4))]
TENSORS = {
    "kernel": np.ones((3, 16), np.float32), "recurrent": np.ones((4, 16), np.float32),
    "bias": np.ones(16, np.float32), "one": np.ones(1, np.float32),
}  # fmt: skip
PRODUCT = [
    ("MatMul", "x kernel", "xw"), ("MatMul", "h recurrent", "hu"), ("Add", "xw hu", "sum"), ("Add", "sum bias", "pre"),
]  # fmt: skip
LSTM = [
    *PRODUCT, ("Split", "pre", "pi pf pg po"), ("Sigmoid", "pi", "i"), ("Sigmoid", "pf", "f"), ("Tanh", "pg", "g"),
    ("Sigmoid", "po", "o"), ("Mul", "f c", "fc"), ("Mul", "i g", "ig"), ("Add", "fc ig", "c2"), ("Tanh", "c2", "ct"),
    ("Mul", "o ct", "h2"),
]  # fmt: skip
GATES = [*PRODUCT, ("Split", "pre", "pz pr pn rest"), ("Sigmoid", "pz", "z"), ("Tanh", "pn", "n")]
KERAS_GRU = [*GATES, ("Sub", "one z", "iz"), ("Mul", "iz n", "a"), ("Mul", "z h", "b"), ("Add", "b a", "h2")]
TORCH_GRU = [*GATES, ("Sub", "h n", "d"), ("Mul", "z d", "b"), ("Add", "n b", "h2")]
RNN = [
    ("MatMul", "x kernel", "xw"), ("MatMul", "h recurrent", "hu"), ("Add", "xw hu", "a"), ("Tanh", "a", "h1"),
    ("MatMul", "h1 recurrent", "hu1"), ("Add", "hu1 xw", "a1"), ("Tanh", "a1", "h2"),
]  # fmt: skip


def nodes(parts: list[tuple[str, str, str]]) -> list[Any]:
    return [
        node(operator, inputs, outputs, name=f"cell/{operator}_{outputs.split()[0]}",
             **({"axis": 1, "num_outputs": 4} if operator == "Split" else {}))
        for operator, inputs, outputs in parts
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        (LSTM, "an LSTM (at 'cell/Mul_h2', weights 'kernel', 'recurrent') written out as MatMul, Split, Sigmoid and"),
        (KERAS_GRU, "a GRU (at 'cell/Add_h2', weights 'kernel', 'recurrent') written out as MatMul, Split, Sigmoid"),
        (TORCH_GRU, "a GRU (at 'cell/Add_h2', weights 'kernel', 'recurrent') written out as MatMul, Split, Sigmoid"),
        (RNN, "an RNN (at 'cell/Tanh_h2', weights 'recurrent', 'kernel') written out as MatMul and Tanh"),
    ],
    ids=["LSTM", "GRU of Keras", "GRU of PyTorch", "RNN"],
)
def test_a_cell_that_is_written_out_is_named_with_its_place(parts: Any, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError) as caught:
        opened(tmp_path, model(nodes(parts), INPUTS, ["h2"], TENSORS, 18))
    assert f"holds {sentence}" in str(caught.value)
    assert "instead of as one operator" in str(caught.value)


def test_beside_a_layer_that_is_read_it_is_a_note(tmp_path: Path) -> None:
    whole = node("GRU", "seq W R B", "y", name="whole")
    proto = model([*nodes(LSTM), whole], [*INPUTS, info("seq", (2, 1, 3))], ["h2", "y"],
                  TENSORS | weights("GRU", 3, 4), 18)  # fmt: skip
    file = opened(tmp_path, proto)
    assert [stack.name for stack in file.stacks] == ["whole"]
    assert any(note.startswith("not read: an LSTM (at 'cell/Mul_h2'") for note in file.notes)


def test_steps_that_share_their_weights_are_one_cell(tmp_path: Path) -> None:
    second = [(op, *(" ".join(f"{v}_" if v not in TENSORS else v for v in names.split()) for names in rest))
              for op, *rest in LSTM]  # fmt: skip
    inputs = [*INPUTS, info("x_", (1, 3)), info("h_", (1, 4)), info("c_", (1, 4))]
    with pytest.raises(FormatError) as caught:
        opened(tmp_path, model([*nodes(LSTM), *nodes(second)], inputs, ["h2", "h2_"], TENSORS, 18))
    assert str(caught.value).count("an LSTM (at") == 1


LAYER = [("MatMul", "x kernel", "a"), ("Tanh", "a", "h2")]
GATED = [("MatMul", "x kernel", "q"), ("Sigmoid", "q", "g"), ("Tanh", "q", "t"), ("Mul", "g t", "h2")]
PRODUCTS = [("MatMul", f"x{k} kernel", f"x{k + 1}") for k in range(6)]


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        pytest.param(LAYER, "its operators are MatMul, Tanh", id="a layer"),
        pytest.param(GATED, "its operators are MatMul, Sigmoid, Tanh, Mul", id="a gated layer"),
        pytest.param(
            [*PRODUCTS, ("Softmax", "x2", "s2"), ("Softmax", "x4", "s4")],
            "MatMul (6 times), Softmax (2 times); it looks like a transformer",
            id="products and softmaxes",
        ),
        pytest.param([("Attention", "x", "h2")], "it looks like a transformer", id="attention"),
    ],
)
def test_what_is_no_recurrent_cell_is_none(parts: Any, sentence: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no RNN/GRU/LSTM weights found") as caught:
        opened(tmp_path, model(nodes(parts), INPUTS, ["h2"], TENSORS, 18))
    assert sentence in str(caught.value)
