"""The bundled models of letters reach their figures from the shipped files, on letters that none was trained on."""

from __future__ import annotations

import pytest

import gatescope as gs
from gatescope.formats.own import library
from gatescope.training.tasks.registry import TASKS
from gatescope.training.tasks.task import Material
from gatescope.training.trainer import measure
from tests.shared import DATA, needs_sentences

GATED = ("gru", "lstm")


@pytest.mark.slow
@needs_sentences
@pytest.mark.parametrize(("cell", "least"), [("rnn", 0.69), ("gru", 0.74), ("lstm", 0.73)])
def test_languages_are_told_by_names(cell: str, least: float) -> None:
    task = TASKS["names"]
    model = library.load(f"names-{cell}")
    right = measure(model.network, task.prepare(Material(corpus=DATA), task.recipe))[1]
    assert right >= least
    assert right == pytest.approx(model.card["metric"]["value"], abs=0.002)


@pytest.mark.parametrize(
    ("name", "language"),
    [("Papadopoulos", "Greek"), ("Takahashi", "Japanese"), ("Ivanov", "Russian"), ("O'Neal", "Irish")],
)
def test_well_known_names_are_told_by_the_gated_cells(name: str, language: str) -> None:
    for cell in GATED:
        model = library.load(f"names-{cell}")
        said = gs.trace(model, name)["readout.language"][-1]
        assert model.network.readouts[0].labels[int(said.argmax())] == language
