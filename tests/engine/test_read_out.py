"""Probabilities from hidden states."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gatescope.engine.network import ReadOut
from gatescope.engine.read_out import read_out
from tests.engine.networks import random_network


def test_a_logistic_read_out_is_one_sigmoid() -> None:
    network = random_network("lstm")
    hidden = np.random.default_rng(0).normal(size=(6, 5))
    found = read_out(network, hidden)["sentiment"]
    weight, bias = network.readouts[0].weight, network.readouts[0].bias
    np.testing.assert_allclose(found, 1 / (1 + np.exp(-(hidden @ weight[0] + bias)))[:, None], atol=1e-15)


def test_softmax_rows_add_up_to_one_and_do_not_overflow() -> None:
    weight = np.array([[1000.0], [999.0], [-1000.0]])
    network = replace(
        random_network("lstm", units=1),
        readouts=(ReadOut("language", "softmax", weight, np.zeros(3), ("a", "b", "c")),),
    )
    found = read_out(network, np.array([[1.0], [0.0]]))["language"]
    e = np.exp(-1.0)
    np.testing.assert_allclose(found, [[1 / (1 + e), e / (1 + e), 0], [1 / 3, 1 / 3, 1 / 3]], atol=1e-12)


def test_what_is_not_a_number_stays_so() -> None:
    found = read_out(random_network("lstm"), np.full((2, 5), np.nan))["sentiment"]
    assert np.isnan(found).all()


def test_no_tokens_give_no_rows() -> None:
    assert read_out(random_network("lstm"), np.empty((0, 5)))["sentiment"].shape == (0, 1)
