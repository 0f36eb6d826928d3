"""Weights without a configuration, CuDNN's among them, and arrays with names like Keras'."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from gatescope.engine import executors
from gatescope.engine.network import Array
from gatescope.engine.run import run
from gatescope.errors import FormatError
from gatescope.formats.core.found import Stack
from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.formats.keras.convention import Writer
from gatescope.formats.keras.guess import layer_name, listed, unordered
from gatescope.formats.keras.stacks import stacks_of as joined
from tests.engine.oracles_keras import keras_network

PATH = Path("weights.h5")
UNITS, INPUTS = 4, 3


def stacks_of(path: Path, found: Tensors) -> tuple[Stack, ...]:
    """Return the stacks of arrays that only their names describe."""
    return joined(path, *unordered(found), Writer())[0]


def tensors(arrays: Mapping[str, Array]) -> Tensors:
    return {
        name: StoredTensor(name, array.shape, str(array.dtype), lambda array=array: array)  # type: ignore[misc]
        for name, array in arrays.items()
    }


def cell(kind: str, bias: tuple[int, ...] | None = None, inputs: int = INPUTS, seed: int = 0) -> dict[str, Array]:
    rng = np.random.default_rng(seed)
    columns = {"SimpleRNN": 1, "GRU": 3, "LSTM": 4}[kind] * UNITS
    found = {"kernel": rng.normal(size=(inputs, columns)), "recurrent_kernel": rng.normal(size=(UNITS, columns))}
    if bias is not None:
        found["bias"] = rng.normal(size=bias)
    return {role: array.astype(np.float32) for role, array in found.items()}


def layer(name: str, arrays: Mapping[str, Array]) -> dict[str, Array]:
    return {f"{name}/{role}:0": array for role, array in arrays.items()}


def hidden(stack: Stack, x: Array) -> Array:
    return run(stack.network, inputs=x, executor=executors.reference).hidden


def inputs() -> Array:
    return np.random.default_rng(2).normal(size=(5, INPUTS)).astype(np.float32)


@pytest.mark.parametrize(
    ("kind", "bias", "reset_after"),
    [
        ("SimpleRNN", (UNITS,), True),
        ("SimpleRNN", None, True),
        ("LSTM", (4 * UNITS,), True),
        ("LSTM", None, True),
        ("GRU", (3 * UNITS,), False),
        ("GRU", (2, 3 * UNITS), True),
        ("GRU", None, True),
    ],
)
def test_what_the_shapes_tell(kind: str, bias: tuple[int, ...] | None, reset_after: bool) -> None:
    arrays = cell(kind, bias)
    (stack,) = stacks_of(PATH, tensors(layer("some_layer", arrays)))
    expected = keras_network(kind, {"reset_after": reset_after}, list(arrays.values()))
    x = inputs()
    reference = run(expected, inputs=x, executor=executors.reference).hidden
    np.testing.assert_allclose(hidden(stack, x), reference, rtol=0, atol=1e-6)


@pytest.mark.parametrize("kind", ["GRU", "LSTM"])
def test_the_layout_of_cudnn(kind: str) -> None:
    """Against Keras 2's own conversion (hdf5_format.py): reshape every block in Fortran's order, transpose, add."""
    gates = {"GRU": 3, "LSTM": 4}[kind]
    stored = cell(kind, (2 * gates * UNITS,))
    (stack,) = stacks_of(PATH, tensors(layer("cu_dnn", stored)))
    kernel = np.hstack([b.T.reshape(b.shape, order="F") for b in np.hsplit(stored["kernel"], gates)])
    recurrent = np.hstack([b.T for b in np.hsplit(stored["recurrent_kernel"], gates)])
    bias = stored["bias"].reshape(2, -1)
    expected = keras_network(kind, {}, [kernel, recurrent, bias if kind == "GRU" else bias.sum(axis=0)])
    x = inputs()
    reference = run(expected, inputs=x, executor=executors.reference).hidden
    np.testing.assert_allclose(hidden(stack, x), reference, rtol=0, atol=1e-6)
    assert stack.assumptions == ()
    assert "CuDNN" in stack.layers[0].biases


@pytest.mark.parametrize("separator", ["/", ".", "_"])
def test_names_of_plain_arrays(separator: str) -> None:
    named = {f"encoder{separator}{role}": array for role, array in cell("LSTM", (4 * UNITS,)).items()}
    (stack,) = stacks_of(PATH, tensors({**named, "other": np.ones((2, 2), np.float32)}))
    assert stack.name == "encoder"
    assert set(stack.tensors) == set(named)


def test_two_directions_by_their_names() -> None:
    back, forward = cell("GRU", (2, 3 * UNITS), seed=1), cell("GRU", (2, 3 * UNITS))
    arrays = layer("both/backward_gru/gru_cell", back) | layer("both/forward_gru/gru_cell", forward)
    (stack,) = stacks_of(PATH, tensors(arrays))
    assert stack.name == "both"
    assert stack.layers[0].directions == ("forward", "reverse")
    np.testing.assert_array_equal(stack.layers[0].parameters[1].b_h.ravel()[:UNITS], back["bias"][1, UNITS : 2 * UNITS])


@pytest.mark.parametrize("place", ["rnn/cell/cells/lstm_cell{}", "rnn/stacked_rnn_cells/lstm_cell{}"])
@pytest.mark.parametrize("count", [2, 3])
def test_cells_in_a_stack_are_no_directions(place: str, count: int) -> None:
    cells = [cell("LSTM", (4 * UNITS,), INPUTS if k == 0 else UNITS, seed=k) for k in range(count)]
    names = [place.format(f"_{k}" if k else "") for k in range(count)]
    arrays = {f"{name}/{role}": array for name, one in zip(names, cells, strict=True) for role, array in one.items()}
    ((stack,), _) = joined(PATH, *listed({"rnn": list(tensors(arrays).values())}), Writer())
    assert [found.name for found in stack.layers] == [f"rnn.{k}" for k in range(count)]
    x = wanted = inputs()
    for one in cells:
        wanted = run(keras_network("LSTM", {}, list(one.values())), inputs=wanted, executor=executors.reference).hidden
    np.testing.assert_allclose(hidden(stack, x), wanted, rtol=0, atol=1e-6)


def test_a_layer_of_another_kind_is_told() -> None:
    arrays = layer("gru", cell("GRU")) | layer("gru_1", cell("GRU", inputs=UNITS))
    norm = {f"layers/norm/vars/{k}": np.ones(UNITS, np.float32) for k in range(2)}
    layers, weights = unordered(tensors(arrays | norm))
    _, notes = joined(PATH, layers, weights, Writer())
    assert notes == ("neither recurrent nor an embedding nor dense, and not computed: 'norm'",)


@pytest.mark.parametrize("bias", [(), (2,), (1, 1)])
def test_a_read_out_whose_bias_does_not_fit_is_left_out(bias: tuple[int, ...]) -> None:
    dense = {"kernel": np.ones((UNITS, 1), np.float32), "bias": np.ones(bias, np.float32)}
    (stack,) = stacks_of(PATH, tensors(layer("lstm", cell("LSTM")) | layer("dense", dense)))
    assert stack.readouts == ()
    assert any(note.startswith("'dense' (4 → 1) is not read out: its bias has the shape") for note in stack.notes)


def test_layers_are_chained_where_sizes_fit() -> None:
    arrays = layer("lstm_10", cell("LSTM", inputs=UNITS, seed=1)) | layer("lstm_2", cell("LSTM"))
    arrays |= layer("lstm_11", cell("LSTM", inputs=9, seed=2)) | {
        "words/embeddings:0": np.ones((7, INPUTS), np.float32)
    }
    stacks = stacks_of(PATH, tensors(arrays))
    assert [stack.name for stack in stacks] == ["lstm_2+lstm_10", "lstm_11"]
    assert stacks[0].embedding_name == "words/embeddings:0"
    assert "lstm_2 feeds lstm_10" in [assumption.taken for assumption in stacks[0].assumptions]


def test_a_layer_that_another_may_feed_is_not_given_the_embedding() -> None:
    arrays = layer("gru", cell("GRU", (3 * UNITS,), UNITS)) | layer("gru_1", cell("GRU", (2, 3 * UNITS), UNITS))
    arrays |= {"words/embeddings:0": np.ones((7, UNITS), np.float32)}
    lower, upper = stacks_of(PATH, tensors(arrays))
    assert (lower.embedding_name, upper.embedding_name) == ("words/embeddings:0", "")
    assert "'gru' may feed 'gru_1', and is a network of its own here" in upper.obstacles


@pytest.mark.parametrize(("between", "parted"), [("dropout_1", False), ("my_own", False), ("concatenate_3", True)])
def test_layers_without_weights_in_between(between: str, parted: bool) -> None:
    arrays = {"a": layer("a/a", cell("GRU")), between: {}, "b": layer("b/b", cell("GRU", inputs=UNITS))}
    stacks, _ = joined(PATH, *listed({name: list(tensors(found).values()) for name, found in arrays.items()}), Writer())
    assert len(stacks) == (2 if parted else 1)


@pytest.mark.parametrize(
    ("version", "gate", "reset_after"),
    [
        ("2.1.5", "hard_sigmoid", False),
        ("2.2.4-tf", "sigmoid", True),
        ("2.9.0", "sigmoid", True),
        ("", "sigmoid", True),
    ],
)
def test_the_defaults_of_the_keras_that_wrote_it(version: str, gate: str, reset_after: bool) -> None:
    weights = {"gru": list(tensors(layer("gru/gru", cell("GRU"))).values())}
    ((stack,), _) = joined(PATH, *listed(weights), Writer(version))
    convention = stack.layers[0].convention
    assert (convention.gate_activation, convention.reset_after) == (gate, reset_after)
    taken = {assumption.what: assumption.override for assumption in stack.assumptions}
    assert taken["reset gate"] == f"reset_after={str(not reset_after).lower()}"


@pytest.mark.parametrize(
    ("arrays", "sentence"),
    [
        ({"kernel": (3, 10), "recurrent_kernel": (4, 10)}, "neither 1 .* nor 4 times"),
        ({"kernel": (3, 12), "recurrent_kernel": (4, 16)}, r"would need \(3, 16\)"),
        ({"kernel": (3, 16), "recurrent_kernel": (4, 16), "bias": (15,)}, r"4 units would need \(16,\)"),
        ({"kernel": (3, 16), "recurrent_kernel": (4, 16), "bias": (2, 16)}, r"4 units would need \(16,\)"),
        ({"kernel": (0, 16), "recurrent_kernel": (4, 16)}, "kernel"),
    ],
)
def test_weights_that_do_not_fit(arrays: Mapping[str, tuple[int, ...]], sentence: str) -> None:
    found = {f"lstm/{role}": np.ones(shape, np.float32) for role, shape in arrays.items()}
    with pytest.raises(FormatError, match=sentence):
        stacks_of(PATH, tensors(found))


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        ("layers/lstm_1/cell", "lstm_1"),
        ("layers/bidirectional/forward_layer/cell", "bidirectional"),
        ("layers/functional/layers/gru/cell", "functional/gru"),
        ("lstm/lstm/lstm_cell_3", "lstm"),
        ("encoder.gru", "encoder/gru"),
        ("", "layer"),
    ],
)
def test_which_layer_weights_belong_to(owner: str, name: str) -> None:
    assert layer_name(owner) == name


def test_layers_of_two_classes_that_fit_either_way_round() -> None:
    """Only layers of one class are numbered in the order in which they were made."""
    square = layer("rnn/cell", cell("LSTM", inputs=UNITS)) | layer("lstm/cell", cell("LSTM", inputs=UNITS))
    (stack,) = stacks_of(PATH, tensors(square))
    assert stack.name == "lstm+rnn"
    assert stack.obstacles == ("'lstm' may take the output of 'rnn', which is a network of its own here",)
    numbered = {name.replace("rnn", "lstm_1"): array for name, array in square.items()}
    (stack,) = stacks_of(PATH, tensors(numbered))
    assert (stack.name, stack.obstacles) == ("lstm+lstm_1", ())
