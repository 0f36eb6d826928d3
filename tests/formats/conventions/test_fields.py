"""Every convention, peepholes and projections survive a model's two files; a plain card says nothing of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from gatescope.engine.cells import Convention
from gatescope.errors import FormatError
from gatescope.formats.core.model import Model
from gatescope.formats.own import card as model_card
from gatescope.formats.own.weights_and_card import load_model, save_model
from tests.engine.options import OPTIONS, random_option
from tests.formats.models import random_model
from tests.formats.own.test_weights_and_card import edit_card, equal


@pytest.mark.parametrize("name", OPTIONS)
def test_save_and_load(tmp_path: Path, name: str) -> None:
    network = random_option(name, 5, 4, 2, ("forward", "reverse"))
    network = replace(network, convention=replace(network.convention, update_gate_keeps="new"))
    save_model(Model("odd", network, None, None, {}), tmp_path / "m.safetensors")
    loaded = load_model(tmp_path / "m.safetensors").network
    assert loaded.convention == network.convention
    assert equal(loaded, network)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_plain_card_is_what_it_was(cell: str) -> None:
    card = model_card.describe(random_model(cell))
    assert card["convention"] == {"activation": "tanh", "reset_after": False}
    assert not {"peepholes", "projection"} & card.keys()


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"gate_activation": "swish"}, "no activation 'swish'"),
        ({"gate_activation": 3}, "'gate_activation' is 3"),
        ({"clip": "0.5"}, "'clip' is '0.5'"),
        ({"clip": True}, "'clip' is True"),
        ({"clip": -1}, "cannot be -1.0"),
        ({"coupled": 1}, "'coupled' is 1"),
        ({"input_order": "fico"}, "a field 'input_order' that is not known"),
    ],
)
def test_a_convention_that_does_not_hold_says_so(tmp_path: Path, fields: dict[str, Any], reason: str) -> None:
    save_model(random_model(), tmp_path / "m.safetensors")
    edit_card(tmp_path / "m.json", convention={"activation": "tanh", "reset_after": True, **fields})
    with pytest.raises(FormatError, match=reason):
        load_model(tmp_path / "m.safetensors")


def test_a_whole_number_is_a_number(tmp_path: Path) -> None:
    save_model(random_model(), tmp_path / "m.safetensors")
    edit_card(tmp_path / "m.json", convention={"activation": "tanh", "reset_after": True, "clip": 3, "forget_bias": 1})
    assert load_model(tmp_path / "m.json").network.convention == Convention(clip=3.0, forget_bias=1.0)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"projection": 2}, r"'layer0.forward.U' has shape \(4, 5, 3\); its card asks for \(4, 5, 2\)"),
        ({"projection": 0}, "'projection' is 0"),
        ({"peepholes": False}, "holds a tensor 'layer0.forward.peepholes'"),
        ({"peepholes": "yes"}, "'peepholes' is 'yes'"),
    ],
)
def test_a_card_that_says_other_shapes(tmp_path: Path, fields: dict[str, Any], reason: str) -> None:
    save_model(Model("odd", random_option("lstm everything"), None, None, {}), tmp_path / "m.safetensors")
    assert json.loads((tmp_path / "m.json").read_text())["projection"] == 3
    edit_card(tmp_path / "m.json", **fields)
    with pytest.raises(FormatError, match=reason):
        load_model(tmp_path / "m.safetensors")
