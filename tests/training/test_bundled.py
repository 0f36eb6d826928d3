"""What is shipped: every family in three cells at one budget, cards that are true, files that are small."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from gatescope.engine.cells import CELLS
from gatescope.formats.core.model import Model
from gatescope.formats.own import library
from gatescope.session.space.fit import bundled_texts
from gatescope.training.tasks.registry import TASKS

FOLDER = Path(__file__).parents[2] / "resources" / "models"
SENTENCES = 3
"""Examples that a family has at least."""


@pytest.fixture(scope="module", params=library.bundled())
def model(request: pytest.FixtureRequest) -> Model:
    return library.load(request.param)


def test_every_family_has_three_cells() -> None:
    families = defaultdict(list)
    for name in library.bundled():
        family, _, cell = name.rpartition("-")
        families[family].append(cell)
    assert families.keys() >= {"sentiment"}
    assert all(cells == list(CELLS) for cells in families.values()), families


def test_the_card_is_true(model: Model) -> None:
    card, network = model.card, model.network
    assert (card["cell"], card["units"], card["layers"]) == (network.cell.name, network.units, len(network.layers))
    assert model.name == f"{model.family}-{card['cell']}"
    assert card["parameters"] == network.parameter_count()
    assert card["task"] in TASKS
    assert network.directions == ("forward",)
    assert network.dtype == np.float32
    assert f"train {card['task']} " in card["command"]
    assert f"--cell {card['cell']} " in card["command"]
    assert f"--seed {card['seed']} " in card["command"]
    assert "/" not in card["command"]
    assert all(np.isfinite(network.array(key)).all() for key in network.keys())  # noqa: SIM118


def test_the_files_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 15e6


def test_one_family_reads_one_text_at_one_budget(model: Model) -> None:
    first = library.load(f"{model.family}-lstm")
    assert model.vocabulary == first.vocabulary
    for field in ("units", "layers", "embedding", "inputs", "example", "examples"):
        assert model.card.get(field) == first.card.get(field)
    if model.vocabulary is None:
        return
    assert model.tokenizer is not None
    assert len(model.card["examples"]) >= SENTENCES - 1
    for text in (model.card["example"], *model.card["examples"]):
        assert model.tokenizer.tokenize(text, model.vocabulary).known.all(), text


@pytest.mark.parametrize("name", [name for name in library.bundled() if name.endswith("-lstm")])
def test_the_sentences_for_a_task_are_read_by_its_models(name: str) -> None:
    model = library.load(name)
    task = model.card["task"]
    if model.vocabulary is None or bundled_texts(task) == bundled_texts():
        return
    assert model.tokenizer is not None
    texts = bundled_texts(task)
    assert len(texts) >= 50
    assert all(model.tokenizer.tokenize(text, model.vocabulary).known.all() for text in texts)
