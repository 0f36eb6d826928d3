"""The measures look where they should: at networks that are made to do a task by hand, or not at all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.errors import UsageError
from gatescope.training.initial import untrained
from gatescope.training.probing.changes_of_topic import gate_at_change
from gatescope.training.probing.letters_known import accuracy_by_letters_known
from gatescope.training.probing.number_units import accuracy, number_units
from gatescope.training.probing.recall_by_distance import accuracies
from gatescope.training.tasks import agreement, recall, topic
from gatescope.training.tasks.grammar import agreement_words as words
from gatescope.training.tasks.grammar.recall import LANGUAGES
from gatescope.training.tasks.task import Material, Task


def made(task: Task, cell: str, units: int) -> Network:
    recipe = replace(task.recipe, cell=cell, units=units)
    return untrained(recipe, task.prepare(Material(), recipe))


def remembering_first(task: Task, units: int, forms: dict[str, tuple[int, float]]) -> Network:
    """An RNN whose unit j goes to ±1 at the first word that moves it, and stays there."""
    network = made(task, "rnn", units)
    layer, readout = network.layers[0][0], network.readouts[0]
    prepared = task.prepare(Material(), task.recipe)
    assert prepared.vocabulary is not None
    table = np.zeros((len(prepared.vocabulary), layer.W.shape[2]), np.float32)
    for word, (unit, value) in forms.items():
        table[prepared.vocabulary.id(word), unit] = value
    W, U = np.zeros_like(layer.W), np.zeros_like(layer.U)
    np.fill_diagonal(W[0], 3.0)
    np.fill_diagonal(U[0], 30.0)
    changed = replace(layer, W=W, U=U, b_x=np.zeros_like(layer.b_x), b_h=np.zeros_like(layer.b_h))
    weight = np.zeros_like(readout.weight)
    return replace(network, layers=((changed,),), embedding=table, readouts=(replace(readout, weight=weight),))


@pytest.fixture(scope="module")
def counting_the_subject() -> Network:
    """A network with the number of the first noun in unit 2."""
    forms = {form: (2, 1.0 if plural else -1.0) for pair in words.NOUNS for plural, form in enumerate(pair)}
    network = remembering_first(agreement.TASK, 4, forms)
    weight = network.readouts[0].weight.copy()
    weight[agreement.PLURAL, 2], weight[agreement.SINGULAR, 2] = 1.0, -1.0
    return replace(network, readouts=(replace(network.readouts[0], weight=weight),))


def test_the_number_unit_is_found_and_carries_all(counting_the_subject: Network) -> None:
    found = number_units(counting_the_subject)
    assert found.above(0.99).tolist() == [2]
    assert accuracy(counting_the_subject, 3, 1, count=40) == 1.0
    assert accuracy(counting_the_subject, 3, 1, count=40, without=(0, 1, 3)) == 1.0
    assert 0.3 < accuracy(counting_the_subject, 3, 1, count=40, without=(2,)) < 0.7


def test_recall_is_measured_at_its_distance() -> None:
    network = remembering_first(recall.TASK, 8, {country: (j, 1.0) for j, country in enumerate(LANGUAGES)})
    readout = replace(network.readouts[0], weight=np.eye(8, dtype=np.float32))
    network = replace(network, readouts=(readout,))
    assert accuracies(network, (0, 50), 20) == {0: 1.0, 50: 1.0}
    by_chance = accuracies(made(recall.TASK, "rnn", 8), (50,), 100)[50]
    assert by_chance < 0.4


def test_gates_at_a_change_are_those_at_the_words_that_announce_it() -> None:
    network = made(topic.TASK, "lstm", 3)
    table = network.embedding
    assert table is not None
    layer = network.layers[0][0]
    forget = network.cell.gates.index("forget_gate")
    W = np.zeros_like(layer.W)
    W[forget, :, 0] = 1.0
    table = np.zeros_like(table)
    for word in ("way", "anyway", "subject", "meanwhile", "that", ","):
        table[topic.VOCABULARY.id(word), 0] = -50.0
    changed = replace(layer, W=W, U=np.zeros_like(layer.U), b_x=np.zeros_like(layer.b_x), b_h=np.zeros_like(layer.b_h))
    found = gate_at_change(replace(network, layers=((changed,),), embedding=table), "forget_gate", 20)
    assert 0.05 < found.at < 0.4
    assert found.elsewhere == pytest.approx(0.5, abs=0.02)
    assert found.kept_at < 1e-6
    assert 0.05 < found.kept_elsewhere < 0.5


def test_an_rnn_has_no_forget_gate() -> None:
    with pytest.raises(UsageError, match="rnn has no forget gate"):
        gate_at_change(made(topic.TASK, "rnn", 3), "forget_gate", 2)


def test_letters_known_count_from_the_start_of_a_stretch() -> None:
    network = remembering_first(recall.TASK, 8, {})
    network = replace(
        network,
        embedding=np.zeros((2, network.inputs), np.float32),
        readouts=(replace(network.readouts[0], bias=np.eye(8, dtype=np.float32)[1]),),
    )
    found = accuracy_by_letters_known(network, np.array([0, 1, 0, 1, 1, 1, 1, 1, 1]), 4)
    assert found.known.tolist() == [1, 2, 3, 4]
    assert found.means.tolist() == [1.0, 0.5, 1.0, 1.0]
