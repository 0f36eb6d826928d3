"""The bundled models of words reach their figures from the shipped files, on sentences that none was trained on."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.formats.own import library
from gatescope.training.probing.changes_of_topic import gate_at_change
from gatescope.training.probing.number_units import accuracy, number_units
from gatescope.training.probing.recall_by_distance import accuracies
from gatescope.training.tasks.grammar.agreement import ATTRACTORS
from gatescope.training.tasks.grammar.recall import LANGUAGES
from gatescope.training.tasks.registry import TASKS
from gatescope.training.tasks.task import Material
from gatescope.training.trainer import measure

pytestmark = pytest.mark.slow

GATED = ("gru", "lstm")
NUMBER = 0.8
"""|r| from which on a unit is called one of the number."""
CHANCE = 1 / len(LANGUAGES)


def network(name: str) -> Network:
    return library.load(name).network


@pytest.mark.parametrize("cell", GATED)
def test_agreement_holds_past_attractors(cell: str) -> None:
    net = network(f"agreement-{cell}")
    assert accuracy(net, 0, count=400) >= 0.99
    for attractors in range(1, ATTRACTORS + 1):
        assert accuracy(net, attractors, count=400) >= 0.97


@pytest.mark.parametrize("cell", GATED)
def test_the_number_is_in_few_units(cell: str) -> None:
    net = network(f"agreement-{cell}")
    units = number_units(net).above(NUMBER)
    assert 1 <= len(units) <= 3
    assert accuracy(net, ATTRACTORS, 1) - accuracy(net, ATTRACTORS, 1, without=units) >= 0.20


@pytest.mark.parametrize("cell", GATED)
def test_the_others_matter_little(cell: str) -> None:
    net = network(f"agreement-{cell}")
    whole = accuracy(net, ATTRACTORS, 1)
    others = np.setdiff1d(np.arange(net.units), number_units(net).above(NUMBER))
    lost = [whole - accuracy(net, ATTRACTORS, 1, without=(unit,)) for unit in others]
    assert np.mean(lost) <= 0.03


@pytest.mark.parametrize("cell", GATED)
def test_recall_over_fifty_words_learnt_from_far(cell: str) -> None:
    assert accuracies(network(f"recall-{cell}"), (30, 50), 200) == {30: 1.0, 50: 1.0}


def test_an_rnn_learns_nothing_from_far() -> None:
    assert abs(accuracies(network("recall-rnn"), (50,), 400)[50] - CHANCE) < 0.06


@pytest.mark.parametrize("cell", ["rnn", *GATED])
def test_led_from_short_to_long_every_cell_holds_the_country(cell: str) -> None:
    assert min(accuracies(network(f"recall-led-{cell}"), (0, 50, 80), 60).values()) >= 0.98


def test_mixed_distances_teach_an_rnn_something() -> None:
    assert accuracies(network("recall-mixed-rnn"), (50,), 400)[50] > CHANCE + 0.2
    assert accuracies(network("recall-mixed-gru"), (50,), 100)[50] >= 0.98


def test_topics_are_told_and_let_go() -> None:
    prepared = TASKS["topic"].prepare(Material(), TASKS["topic"].recipe)
    for cell in GATED:
        assert measure(network(f"topic-{cell}"), prepared)[1] >= 0.97
    for cell, gate in (("lstm", "forget_gate"), ("gru", "update_gate")):
        found = gate_at_change(network(f"topic-{cell}"), gate, 60)
        assert found.at < 0.7 * found.elsewhere
        assert found.kept_at < 0.1 < found.kept_elsewhere
