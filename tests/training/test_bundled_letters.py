"""The bundled models of letters reach their figures from the shipped files, on letters that none was trained on."""

from __future__ import annotations

import pytest

import gatescope as gs
from gatescope.engine.network import Network
from gatescope.formats.own import library
from gatescope.training.probing.letters_known import accuracy_by_letters_known
from gatescope.training.tasks import characters
from gatescope.training.tasks.registry import TASKS
from gatescope.training.tasks.task import Material
from gatescope.training.trainer import measure
from tests.shared import DATA, needs_sentences

GATED = ("gru", "lstm")


def network(name: str) -> Network:
    return library.load(name).network


@pytest.mark.slow
@needs_sentences
@pytest.mark.parametrize(("cell", "most"), [("gru", 1.66), ("lstm", 1.66), ("rnn", 1.74)])
def test_letters_are_foretold(cell: str, most: float) -> None:
    task = TASKS["characters"]
    model = library.load(f"characters-{cell}")
    prepared = task.prepare(Material(corpus=DATA), task.recipe)
    nats = measure(model.network, prepared)[1]
    assert nats <= most
    assert nats == pytest.approx(model.card["metric"]["value"], abs=0.002)


@pytest.mark.slow
@needs_sentences
def test_a_gated_cell_uses_more_letters_than_an_rnn() -> None:
    text = characters.text_of(DATA / characters.FOLDER)
    model = library.load("characters-lstm")
    assert model.vocabulary is not None
    ids = model.vocabulary.ids(text[-round(characters.HELD_OUT * len(text)) :])
    curves = {cell: accuracy_by_letters_known(network(f"characters-{cell}"), ids) for cell in ("rnn", *GATED)}
    for curve in curves.values():
        assert curve.between(1, 2) < curve.between(5, 20)
    for cell in GATED:
        assert curves[cell].between(21, 100) > curves["rnn"].between(21, 100)


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
