"""PyTorch's names and shapes give exactly the network that wrote them, or a sentence that names the tensor."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.errors import FormatError
from tests.engine.networks import DIRECTIONS, random_network, to_state_dict
from tests.engine.options import random_option
from tests.formats.state_dict.tensors import draw, gru, only, read


def state_dict(network: Network, prefix: str = "") -> dict[str, Any]:
    return {prefix + name: array for name, array in to_state_dict(network, network.layers).items()}


def assert_same(found: Network, wanted: Network) -> None:
    assert (found.cell, found.convention, found.directions) == (wanted.cell, wanted.convention, wanted.directions)
    for ours, theirs in zip(found.layers, wanted.layers, strict=True):
        for one, other in zip(ours, theirs, strict=True):
            assert one.arrays().keys() == other.arrays().keys()
            for name, array in other.arrays().items():
                np.testing.assert_array_equal(one.arrays()[name], array, err_msg=name)
                assert one.arrays()[name].dtype == array.dtype


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("directions", ["forward", "both"])
@pytest.mark.parametrize("layers", [1, 3])
@pytest.mark.parametrize("kind", ["rnn-tanh", "gru-after", "lstm"])
def test_what_torch_writes_is_read(kind: str, layers: int, directions: str, dtype: type[np.float32]) -> None:
    network = random_network(kind, 6, 5, layers, DIRECTIONS[directions], dtype=dtype)
    stack = only(state_dict(network, "encoder.rnn."))
    assert_same(stack.network, network)
    assert stack.name == "encoder.rnn"
    assert [layer.name for layer in stack.layers] == [f"encoder.rnn.l{k}" for k in range(layers)]
    assert len(stack.tensors) == 4 * layers * len(network.directions)
    assert stack.layers[0].stored_dtype == np.dtype(dtype).name


def test_a_projection() -> None:
    network = random_option("lstm projection", 6, 5, 2, ("forward", "reverse"))
    assert_same(only(state_dict(network, "lstm.")).network, network)


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod.", "module._orig_mod.", "model.", ""])
def test_what_wraps_a_model_is_no_part_of_its_name(prefix: str) -> None:
    stack = only(gru(f"{prefix}decoder.gru.", 3, 4))
    assert (stack.name, stack.layers[0].name) == ("decoder.gru", "decoder.gru.l0")
    assert stack.tensors[0] == f"{prefix}decoder.gru.weight_ih_l0"
    assert only(gru(prefix, 3, 4)).name == "gru"


@pytest.mark.parametrize("prefix", ["module.", "_orig_mod.", "module._orig_mod.", "model.", ""])
@pytest.mark.parametrize("inner", ["", "_orig_mod."])
def test_what_wraps_a_model_is_no_part_of_the_name_of_a_readout(prefix: str, inner: str) -> None:
    tensors = {**gru(f"{prefix}encoder.{inner}", 3, 4), f"{prefix}head.{inner}weight": A(2, 4)}
    stack = only(tensors)
    assert (stack.name, [readout.name for readout in stack.readouts]) == ("encoder", ["head"])
    assert "read-out head" in [str(assumption.what) for assumption in stack.assumptions]
    assert stack.readout_tensors == (f"{prefix}head.{inner}weight",)


def test_names_that_would_fall_together_stay_whole() -> None:
    names = [stack.name for stack in read({**gru("model.rnn.", 3, 4), **gru("rnn.", 3, 4)})]
    assert names == ["model.rnn", "rnn"]


def test_several_stacks_come_in_the_order_of_the_file() -> None:
    stacks = read({**gru("b.", 3, 4), **gru("a.", 5, 2), **gru("c.", 1, 1)})
    assert [(stack.name, stack.layers[0].inputs, stack.layers[0].units) for stack in stacks] == [
        ("b", 3, 4), ("a", 5, 2), ("c", 1, 1),
    ]  # fmt: skip


@pytest.mark.parametrize(("said", "activation"), [({}, "tanh"), ({"nonlinearity": "relu"}, "relu")])
def test_only_an_rnn_leaves_its_nonlinearity_open(said: dict[str, str], activation: str) -> None:
    network = random_network("rnn-tanh", 4, 3, dtype=np.float32)
    stack = only(state_dict(network, "rnn."), {"rnn": said})
    assert stack.layers[0].convention.activation == activation
    assert [a.override for a in stack.assumptions] == ([] if said else ["activation=relu"])
    assert only(gru("rnn.", 3, 4)).assumptions == ()


@pytest.mark.parametrize("missing", ["bias_ih", "bias_hh"])
def test_one_bias_alone_is_read_and_the_other_assumed(missing: str) -> None:
    arrays = gru("rnn.", 3, 4)
    del arrays[f"rnn.{missing}_l0"]
    stack = only(arrays)
    parameters = stack.layers[0].parameters[0]
    zero, kept = (parameters.b_x, parameters.b_h) if missing == "bias_ih" else (parameters.b_h, parameters.b_x)
    assert not zero.any()
    assert kept.all()
    (assumption,) = stack.assumptions
    assert (assumption.what, assumption.taken) == (f"rnn.{missing}_l0", "0")


def test_without_biases_nothing_is_assumed() -> None:
    arrays = {name: array for name, array in gru("rnn.", 3, 4).items() if "weight" in name}
    stack = only(arrays)
    assert (stack.layers[0].biases, stack.assumptions) == ("none", ())
    assert not stack.network.layers[0][0].b_h.any()


A = draw()
LSTM = {"lstm.weight_ih_l0": A(16, 5), "lstm.weight_hh_l0": A(16, 4), "lstm.bias_ih_l0": A(16)}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"lstm.weight_hh_l0": A(16, 5)}, r"lstm\.weight_hh_l0 has the shape \(16, 5\); expected \(16, 4\) of an LSTM"),
        ({"lstm.weight_hh_l0": A(10, 4)}, r"10 rows; with 4 units, expected 4 for an RNN, 12 for a GRU, 16 for an LST"),
        ({"lstm.weight_hh_l0": A(16)}, r"lstm\.weight_hh_l0 has the shape \(16,\); expected a matrix"),
        ({"lstm.weight_hh_l0": A(0, 0)}, r"lstm\.weight_hh_l0 has the shape \(0, 0\)"),
        ({"lstm.weight_hh_l0": None}, r"lacks the tensor lstm\.weight_hh_l0 that belongs to lstm\.weight_ih_l0"),
        ({"lstm.weight_ih_l0": None}, r"lacks the tensor lstm\.weight_ih_l0 that belongs to lstm\.weight_hh_l0"),
        ({"lstm.weight_ih_l0": A(12, 5)}, r"lstm\.weight_ih_l0 has the shape \(12, 5\); expected \(16, 5\)"),
        ({"lstm.weight_ih_l0": A(16)}, r"lstm\.weight_ih_l0 has the shape \(16,\); expected \(16, inputs\)"),
        ({"lstm.bias_ih_l0": A(12)}, r"lstm\.bias_ih_l0 has the shape \(12,\); expected \(16,\)"),
        ({"lstm.weight_hr_l0": A(3, 4)}, r"lstm\.weight_hr_l0 has the shape \(3, 4\); expected \(4, 4\)"),
        ({"lstm.weight_hr_l0": A(4, 3)}, r"with 3 units, expected 3 for an RNN, 9 for a GRU, 12 for an LSTM"),
        ({"lstm.bias_ih_l0": np.zeros(16, np.int8)}, r"lstm\.bias_ih_l0 is stored as int8"),
        ({"lstm.weight_ih_l2": A(16, 4)}, r"lacks the tensor lstm\.weight_hh_l1 of a layer in the middle"),
        ({"lstm.weight_hh_l1_reverse": A(16, 4)}, r"lacks the tensor lstm\.weight_hh_l0_reverse"),
        ({"lstm.weight_ih_l1": A(16, 9), "lstm.weight_hh_l1": A(16, 4)}, r"\(16, 9\); expected \(16, 4\)"),
        ({"lstm.weight_ih_l1": A(12, 4), "lstm.weight_hh_l1": A(12, 4)}, r"weight_hh_l1 is not of the same cell"),
    ],
)
def test_what_does_not_fit_is_named_with_what_was_expected(change: dict[str, Any], sentence: str) -> None:
    arrays = {name: array for name, array in {**LSTM, **change}.items() if array is not None}
    with pytest.raises(FormatError, match=rf"^model\.pt: .*{sentence}"):
        read(arrays)


def test_a_module_that_does_not_fit_is_left_out_aloud() -> None:
    stacks = read({**gru("good.", 3, 4), "bad.weight_ih_l0": A(16, 5), "bad.weight_hh_l0": A(15, 4)})
    assert [stack.name for stack in stacks] == ["good"]
    assert "left out: bad.weight_hh_l0 has 15 rows" in stacks[0].notes[0]


def test_more_than_the_cell_has_is_told() -> None:
    stack = only({**gru("rnn.", 3, 4), "rnn.gamma": A(4), "rnn.norm.weight": A(4)})
    assert stack.obstacles == ("rnn also has rnn.gamma and rnn.norm.weight, which no plain GRU has",)


def test_what_is_in_a_file_without_recurrent_layers_is_listed() -> None:
    with pytest.raises(
        FormatError, match=r"no RNN/GRU/LSTM weights found; it holds 2 tensors: enc\.0\.attention\.q, fc"
    ):
        read({"enc.0.attention.q": A(4, 4), "fc": A(2, 4)})
    with pytest.raises(FormatError, match="looks like a transformer"):
        read({"enc.0.attention.q": A(4, 4)})
    with pytest.raises(FormatError, match="looks like a convolutional network"):
        read({"conv1.weight": A(4, 4, 3)})
    with pytest.raises(FormatError, match="no tensors found"):
        read({})
