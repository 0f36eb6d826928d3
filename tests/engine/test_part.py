"""A part of a network: its name, what the name says, and the keys that begin with it."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gatescope.engine.part import Part, split_key
from gatescope.errors import UsageError
from tests.engine.networks import random_network

BAD = [
    "", "layer", "layer0", "layer0.", "forward", "layer.forward", "layer-1.forward", "layer00.forward",
    "layer0.backward", "layer0.forward ", " layer0.forward", "layer0.forward.", "layer0.forward\n", "Layer0.forward",
    "layer0.forward.W", "layer٣.forward", "layer1234567890.forward",
]  # fmt: skip


@given(st.integers(0, 999_999_999), st.sampled_from(["forward", "reverse"]))
def test_a_part_is_its_text_and_the_text_is_the_part(layer: int, direction: str) -> None:
    part = Part.of(layer, direction)  # type: ignore[arg-type]
    assert (part.layer, part.direction, part.reverse) == (layer, direction, direction == "reverse")
    assert part == str(part) == f"{part}" == f"layer{layer}.{direction}"
    assert hash(part) == hash(f"layer{layer}.{direction}")
    read = Part.parse(str(part))
    assert (read, read.layer, read.direction) == (part, layer, direction)


@pytest.mark.parametrize("text", BAD)
def test_a_text_that_names_no_part_is_refused(text: str) -> None:
    with pytest.raises(
        UsageError, match=r"names no part of a network; write a layer and a direction as layer0\.forward"
    ):
        Part.parse(text)


def test_a_part_of_no_layer_or_direction_is_refused() -> None:
    for layer, direction in ((-1, "forward"), (0, "both")):
        with pytest.raises(UsageError, match="names no part"):
            Part.of(layer, direction)  # type: ignore[arg-type]


def test_a_part_is_parsed_once() -> None:
    part = Part.of(3, "reverse")
    assert Part.parse(part) is part


def test_files_hold_the_text_and_copies_know_what_it_says() -> None:
    part = Part.of(3, "reverse")
    assert json.loads(json.dumps({part: part})) == {"layer3.reverse": "layer3.reverse"}
    # Worker processes get parts in this way.
    for same in (copy.deepcopy(part), copy.copy(part), pickle.loads(pickle.dumps(part))):
        assert (same, same.layer, same.direction) == (part, 3, "reverse")


@pytest.mark.parametrize(
    ("key", "part", "rest"),
    [
        ("layer0.forward.cell_state", "layer0.forward", "cell_state"),
        ("layer12.reverse.preactivation.input_gate", "layer12.reverse", "preactivation.input_gate"),
        ("layer0.forward.W.input_gate", "layer0.forward", "W.input_gate"),
        ("embedding", None, "embedding"),
        ("readout.layer0.forward.bias", None, "readout.layer0.forward.bias"),
        ("layer0.forward", None, "layer0.forward"),
        ("layer0.forwards.W", None, "layer0.forwards.W"),
        ("grad.inputs", None, "grad.inputs"),
        ("", None, ""),
    ],
)
def test_a_key_is_split_behind_its_part(key: str, part: str | None, rest: str) -> None:
    found, left = split_key(key)
    assert (found, left) == (part, rest)
    assert found is None or f"{found}.{left}" == key


def test_a_network_knows_its_parts() -> None:
    deep = random_network("lstm", layers=2, directions=("forward", "reverse"))
    assert deep.parts == ("layer0.forward", "layer0.reverse", "layer1.forward", "layer1.reverse")
    assert [deep.parameters(part) for part in deep.parts] == [parameters for row in deep.layers for parameters in row]
    assert deep.part() == deep.default_part == "layer1.forward"
    assert deep.part(0, "reverse") == "layer0.reverse"
    assert random_network("lstm", directions=("reverse",)).default_part == "layer0.reverse"
    with pytest.raises(UsageError, match=r"there is no layer2\.forward; the network has layer0\.forward, "):
        deep.part(2)
    with pytest.raises(UsageError, match=r"there is no layer-1\.forward"):
        deep.part(-1)
