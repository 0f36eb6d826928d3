"""The context swap against plain runs of the swapped texts, and of cells whose forgetting is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.analysis.units.context_swap import LATEST, MOST_PLACES, context_swap
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.network import Network
from gatescope.engine.run import run
from gatescope.errors import Cancelled, ModelError, UsageError
from tests.engine.networks import DIRECTIONS, KINDS, random_network
from tests.reports import cancelled_at

IDS = np.array([3, 1, 4, 1, 5, 2, 6, 0, 3])


def slow(network: Network, ids: np.ndarray, part: str, interventions: Interventions, *, reverse: bool) -> np.ndarray:
    """R_k by its definition, one place and one unit at a time; row 0 is 1."""
    tokens, units = len(ids), network.units
    recorded = run(network, ids=ids, interventions=interventions)[f"{part}.hidden_state"]
    far, near = np.zeros((tokens, units)), np.zeros((tokens, units))
    for place in range(2, tokens):
        text = list(ids)
        if reverse:
            if text[tokens - place :] == text[tokens - place :][::-1]:
                continue
            text[tokens - place :] = text[tokens - place :][::-1]
        else:
            if text[:place] == text[:place][::-1]:
                continue
            text[:place] = text[:place][::-1]
        changed = run(network, ids=text, interventions=interventions)[f"{part}.hidden_state"]
        for k in range(tokens - place + 1):
            now = tokens - place - k if reverse else place - 1 + k
            start = tokens - place if reverse else place - 1
            for unit in range(units):
                far[k, unit] += abs(recorded[now, unit] - changed[now, unit])
                near[k, unit] += abs(recorded[start, unit] - changed[start, unit])
    return far[: tokens - 1] / near[: tokens - 1]


@pytest.mark.parametrize("directions", ["forward", "reverse", "both"])
@pytest.mark.parametrize("kind", ["rnn-tanh", "gru-before", "lstm"])
def test_it_is_its_definition(kind: str, directions: str) -> None:
    network = random_network(kind, 4, 3, 2, DIRECTIONS[directions], vocabulary=7)
    held = Interventions((Clamp("hidden_state", 0.3, units=(1,), tokens=range(5, 7), layer=0),))
    for part in network.parts:
        found = context_swap(network, run(network, ids=IDS, interventions=held), part=part)
        expected = slow(network, IDS, part, held, reverse=part.reverse)
        np.testing.assert_allclose(found.left, expected, rtol=1e-9, atol=1e-12)
        assert (found.part, found.places) == (part, 7)


def test_what_is_kept_at_one_rate_halves_in_its_half_life() -> None:
    """An LSTM that lets nothing of h in and keeps c at one rate forgets every beginning at that rate; h is almost
    linear in a small c."""
    network = random_network("lstm", 3, 3, vocabulary=9, scale=0.001)
    for gate in ("forget_gate", "input_gate", "candidate", "output_gate"):
        network = network.with_array(f"layer0.forward.U.{gate}", np.zeros((3, 3)))
    network = network.with_array("layer0.forward.W.forget_gate", np.zeros((3, 3)))
    network = network.with_array("layer0.forward.W.output_gate", np.zeros((3, 3)))
    rates = np.array([0.5, 0.8, 0.97])
    network = network.with_array("layer0.forward.b_h.forget_gate", np.zeros(3))
    network = network.with_array("layer0.forward.b_x.forget_gate", np.log(rates / (1 - rates)))
    ids = np.random.default_rng(2).integers(0, 9, 90)
    found = context_swap(network, run(network, ids=ids), part=None)
    assert found.places == MOST_PLACES
    np.testing.assert_allclose(found.left[:9], rates ** np.arange(9)[:, None], rtol=2e-3)
    np.testing.assert_allclose(found.half, np.log(0.5) / np.log(rates), rtol=0.02)


def test_a_unit_that_forgets_nothing_and_one_that_the_beginning_never_reaches() -> None:
    network = random_network("gru-after", 3, 3, vocabulary=7)
    keep, still = Clamp("update_gate", 1.0, units=(0,), tokens=range(4, 9)), Clamp("hidden_state", 0.2, units=(2,))
    found = context_swap(network, run(network, ids=IDS, interventions=Interventions((keep, still))), part=None)
    assert np.isnan(found.half[2])
    assert np.isnan(found.left[:, 2]).all()
    assert np.isfinite(found.left[:, :2]).all()


@pytest.mark.parametrize("ids", [[3], [3, 3], [3, 3, 3, 3], [1, 2]])
def test_beginnings_that_are_alike(ids: list[int]) -> None:
    network = random_network("lstm", 3, 3, vocabulary=7)
    found = context_swap(network, run(network, ids=ids), part=None)
    assert found.places == 0
    assert np.isnan(found.half).all()


@pytest.mark.parametrize("kind", KINDS)
def test_vectors_and_long_texts(kind: str) -> None:
    network = replace(random_network(kind, 3, 2, scale=0.5), embedding=None)
    vectors = np.random.default_rng(0).normal(size=(700, 2))
    found = context_swap(network, run(network, inputs=vectors), part=None)
    assert found.places == MOST_PLACES
    assert found.left.shape == (65, 3)
    assert found.left[0][~np.isnan(found.half)] == pytest.approx(1)
    assert np.isfinite(found.left).any()
    assert LATEST < 700


def test_what_stops_being_finite_is_left_out() -> None:
    network = random_network("rnn-relu", 3, 2)
    vectors = np.random.default_rng(0).normal(size=(12, 2))
    whole = context_swap(network, run(network, inputs=vectors[:8]), part="layer4.forward")
    vectors[8:] = np.nan
    np.testing.assert_array_equal(context_swap(network, run(network, inputs=vectors), part=None).left, whole.left)
    vectors[0] = np.nan
    with pytest.raises(ModelError, match="from the first token on"):
        context_swap(network, run(network, inputs=vectors), part=None)
    with pytest.raises(UsageError, match="no tokens"):
        context_swap(network, run(network, inputs=vectors[:0]), part=None)
    with pytest.raises(Cancelled):
        context_swap(network, run(network, inputs=vectors[1:7]), part=None, report=cancelled_at(0))
