"""Gradient × input against autograd, far beyond the float range, and where a run is no number."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.connectivity import connectivity, nearest_connectivity
from gatescope.analysis.targets import Target
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.run import run
from gatescope.errors import UsageError
from tests.analysis import autograd
from tests.engine.networks import DIRECTIONS, KINDS, random_network, vectors


@pytest.mark.parametrize("directions", ["forward", "both"])
@pytest.mark.parametrize("kind", KINDS)
def test_gradient_times_input_is_what_autograd_finds(kind: str, directions: str) -> None:
    pytest.importorskip("torch", reason="PyTorch is the oracle")
    network = random_network(kind, 4, 3, 2, DIRECTIONS[directions])
    read = vectors(network, 6)
    leaf, states = autograd.run(network, read)
    (states["output"][4].sum()).backward()
    slopes = leaf.grad.numpy()
    found = connectivity(network, run(network, inputs=read), "tokens:4")
    products = (slopes * read).sum(axis=1)
    np.testing.assert_allclose(found.products, products, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(found.signed, products / np.abs(products).max(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(10**found.log10_norm, np.linalg.norm(slopes, axis=1), rtol=1e-9, atol=1e-14)


def test_shares_are_known_where_the_products_have_left_the_float_range() -> None:
    """A forget gate of 10^-30 takes every product but the last few below 10^-320; a ratio of two of them is none."""
    network = random_network("lstm", 4, 3, scale=2)
    trace = run(network, inputs=vectors(network, 60), interventions=Interventions((Clamp("forget_gate", 1e-30),)))
    found = connectivity(network, trace, "tokens:59")
    assert np.isfinite(found.signed).all()
    assert np.abs(found.signed).max() == 1


def test_the_rows_of_the_embedding_are_the_inputs_of_a_text() -> None:
    network = random_network("gru-after", 4, 3, vocabulary=7)
    ids = np.array([3, 1, 6])
    assert network.embedding is not None
    of_ids = connectivity(network, run(network, ids=ids))
    of_rows = connectivity(network, run(network, inputs=network.embedding[ids]))
    np.testing.assert_array_equal(of_ids.products, of_rows.products)


@pytest.mark.parametrize(("token", "known"), [(3, 5), (6, 0)])
def test_only_what_is_finite_is_known(token: int, known: int) -> None:
    network = random_network("lstm", 4, 3)
    read = np.array(vectors(network, 8))
    whole = nearest_connectivity(network, run(network, inputs=read), target=Target(token))
    assert whole.bad is None
    read[5] = np.nan
    found = nearest_connectivity(network, run(network, inputs=read), target=Target(token))
    assert found.bad == 5
    for have, want in ((found.relative, whole.relative), (found.signed, whole.signed)):
        np.testing.assert_array_equal(have[:known], want[:known])
        assert np.isnan(have[known:]).all()


def test_the_nearest_target_is_taken() -> None:
    network = random_network("lstm", 4, 3)
    trace = run(network, inputs=vectors(network, 5))
    assert nearest_connectivity(network, trace, target=None).target == "readout:sentiment:good"
    assert nearest_connectivity(network, trace, target=Target(99, "sentiment")).target == "readout:sentiment:good"
    with pytest.raises(UsageError, match="no tokens"):
        nearest_connectivity(network, run(network, inputs=vectors(network, 0)), target=None)
