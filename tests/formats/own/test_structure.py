"""Networks whose layers differ from each other survive a card."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gatescope.engine.cells import CELLS
from gatescope.engine.network import LayerParameters, Network
from gatescope.errors import FormatError
from gatescope.formats.core.model import Model
from gatescope.formats.own.structure import FIELDS, describe_structure, read_structure
from gatescope.formats.own.weights_and_card import load_model, save_model
from tests.engine.options import random_option
from tests.formats.models import random_model


def uneven(cell: str = "lstm") -> Network:
    """Two bidirectional layers of 5 and 3 units; of an LSTM the first is projected to 2, the second has peepholes."""
    rng = np.random.default_rng(3)
    gates, lstm = len(CELLS[cell].gates), cell == "lstm"

    def draw(*shape: int) -> np.ndarray:
        return rng.normal(size=shape).astype(np.float32)

    def layer(width: int, units: int, projected: int | None, peeps: bool) -> LayerParameters:
        return LayerParameters(
            draw(gates, units, width),
            draw(gates, units, projected or units),
            draw(gates, units),
            draw(gates, units),
            draw(3, units) if peeps else None,
            draw(projected, units) if projected else None,
        )

    first = 2 if lstm else 5
    rows = (
        tuple(layer(4, 5, 2 if lstm else None, False) for _ in range(2)),
        tuple(layer(2 * first, 3, None, lstm) for _ in range(2)),
    )
    return Network(CELLS[cell], random_model(cell).network.convention, rows, ("forward", "reverse"))


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_layers_of_different_sizes(tmp_path: Path, cell: str) -> None:
    network = uneven(cell)
    save_model(Model("m", network, None, None), tmp_path / "m.safetensors")
    loaded = load_model(tmp_path / "m.safetensors").network
    assert loaded.keys() == network.keys()
    for key in network.keys():  # noqa: SIM118 - a network is no mapping
        np.testing.assert_array_equal(loaded.array(key), network.array(key))


def test_an_embedding_with_more_rows_than_words(tmp_path: Path) -> None:
    model = random_model()
    assert model.network.embedding is not None
    taller = np.vstack([model.network.embedding] * 2)
    model = replace(model, network=replace(model.network, embedding=taller))
    save_model(model, tmp_path / "m.safetensors")
    loaded = load_model(tmp_path / "m.safetensors")
    np.testing.assert_array_equal(loaded.network.embedding, taller)
    assert loaded.vocabulary == model.vocabulary
    assert loaded.card["rows"] == 12

    save_model(replace(loaded, network=random_model().network), tmp_path / "m.safetensors")
    assert "rows" not in load_model(tmp_path / "m.safetensors").card


def test_the_fields_are_known_by_their_names() -> None:
    network = random_model().network
    starting = random_option("lstm learned states")
    said = [describe_structure(one, None) for one in (uneven(), network, starting)]
    assert {name for fields in said for name in fields} == FIELDS


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"units": [5]}, "'units' has 1 entries for 2 layers"),
        ({"units": [5, "3"]}, "'units' is '3'"),
        ({"units": [5, [3]]}, r"'units' is \[3\]"),
        ({"projection": [0, None]}, "'projection' is 0"),
        ({"peepholes": [1, 0]}, "'peepholes' is 1"),
        ({"peepholes": None}, "'peepholes' is None"),
        ({"embedding": 4, "rows": 10**30}, "'rows' is 10000"),
        ({"embedding": 4}, "embedding that does not fit"),
    ],
)
def test_what_does_not_fit_says_so(fields: dict[str, object], reason: str) -> None:
    with pytest.raises(FormatError, match=reason):
        read_structure(Path("m.json"), describe_structure(uneven(), None) | fields, None)
