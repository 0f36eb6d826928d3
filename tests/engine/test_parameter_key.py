"""The names of parameter arrays, taken apart and put together."""

from __future__ import annotations

import pytest

from gatescope.engine.parameter_key import ParameterKey
from gatescope.errors import UsageError
from tests.engine.networks import random_network

LAYER = "layer1.reverse"


def test_every_name_of_a_network_is_put_together_as_it_was() -> None:
    network = random_network("lstm", layers=2, directions=("forward", "reverse"), vocabulary=3)
    keys = network.keys()
    assert [str(ParameterKey.parse(key)) for key in keys] == list(keys)
    assert {ParameterKey.parse(key).kind for key in keys} == {"embedding", "layer", "readout"}


def test_what_a_name_says() -> None:
    key = ParameterKey.parse(f"{LAYER}.U.forget_gate")
    assert (key.kind, key.part, key.matrix, key.gate, key.readout) == ("layer", LAYER, "U", "forget_gate", "")
    assert ParameterKey.parse("embedding") == ParameterKey("embedding")
    # The name of a read-out comes from a file and may hold anything.
    for name in ("topic", "a.b", "layer0.forward", "", "weight"):
        key = ParameterKey.parse(f"readout.{name}.weight")
        assert (key.kind, key.part, key.matrix, key.gate, key.readout) == ("readout", None, "weight", "", name)


@pytest.mark.parametrize(
    "text",
    ["", "embeddings", "readout.weight.", "readout.topic", "layer0.forward", f"{LAYER}.W", f"{LAYER}.V.forget_gate",
     f"{LAYER}.W.", f"{LAYER}.W.a.b", "layer0.W.forget_gate", "readout"],
)  # fmt: skip
def test_a_text_that_names_no_array_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="is no name of a parameter array"):
        ParameterKey.parse(text)


@pytest.mark.parametrize(
    ("text", "bias"),
    [
        (f"{LAYER}.W.forget_gate", f"{LAYER}.b_x.forget_gate"),
        (f"{LAYER}.peepholes.output_gate", f"{LAYER}.b_x.output_gate"),
        (f"{LAYER}.projection.hidden_state", None),
        ("readout.topic.weight", "readout.topic.bias"),
        ("embedding", None),
    ],
)
def test_the_bias_beside_an_array(text: str, bias: str | None) -> None:
    found = ParameterKey.parse(text).bias()
    assert (None if found is None else str(found)) == bias


def test_the_arrays_of_one_gate() -> None:
    matrices = [key.matrix for key in ParameterKey.parse(f"{LAYER}.U.input_gate").siblings()]
    assert matrices == ["W", "U", "b_x", "b_h", "peepholes", "projection", "initial_hidden", "initial_cell"]
    assert [str(key) for key in ParameterKey.parse("readout.a.b.bias").siblings()] == [
        "readout.a.b.weight",
        "readout.a.b.bias",
    ]
    assert [str(key) for key in ParameterKey.parse("embedding").siblings()] == ["embedding"]
