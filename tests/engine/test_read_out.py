"""Probabilities from hidden states."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.network import ReadOut
from gatescope.engine.read_out import read_out, squash, write_read_out
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


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(
    ("kind", "columns", "units"),
    [
        ("linear", 1, 7),
        ("linear", 30, 33),
        ("logistic", 1, 7),
        ("softmax", 3, 5),
        ("softmax", 1000, 33),
        ("softmax", 9_000, 33),
    ],
)
def test_a_row_has_the_same_bits_wherever_one_begins(kind, columns, units, dtype) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(3)
    weight, hidden = rng.normal(size=(columns, units)).astype(dtype), rng.normal(size=(90, units)).astype(dtype)
    readout = ReadOut("r", kind, weight, rng.normal(size=columns).astype(dtype), ())
    whole = np.empty((90, columns), dtype)
    write_read_out(readout, hidden, whole)
    expected = hidden.astype(np.float64) @ weight.T.astype(np.float64) + readout.bias
    # Plain values may be as small as the sums that make them are inexact.
    slack = 1e-5 if dtype is np.float32 and kind == "linear" else 0
    np.testing.assert_allclose(whole, squash(kind, expected), rtol=1e-4 if dtype is np.float32 else 1e-11, atol=slack)
    for first, length in [(0, 1), (89, 90), (15, 17), (16, 17), (17, 40), (63, 64), (5, 5), (33, 90)]:
        out = np.full((length, columns), 7, dtype)
        write_read_out(readout, hidden[:length], out, first)
        np.testing.assert_array_equal(out[first:], whole[first:length])
        assert (out[:first] == 7).all()
    backwards = np.empty_like(whole)
    write_read_out(readout, hidden[::-1], backwards)
    np.testing.assert_allclose(backwards, whole[::-1], rtol=1e-4, atol=slack)
