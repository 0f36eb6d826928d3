from __future__ import annotations

import numpy as np
import pytest

from gatescope.engine.initialisers import INITIALISERS, fitting, initialise
from gatescope.errors import UsageError


@pytest.mark.parametrize("name", INITIALISERS)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_seed_names_the_result(name, dtype):
    first = initialise(name, (6, 4), 1, dtype)
    assert first.dtype == dtype
    assert first.shape == (6, 4)
    assert first.flags.writeable
    assert np.array_equal(first, initialise(name, (6, 4), 1, dtype))
    if name not in ("zeros", "identity"):
        assert not np.array_equal(first, initialise(name, (6, 4), 2, dtype))


@pytest.mark.parametrize(("shape", "limit"), [((64, 3), 1 / 8), ((16, 900), 1 / 4), ((25,), 1 / 5)])
def test_pytorch_uniform_spans_one_over_the_root_of_the_units(shape, limit):
    values = initialise("uniform (PyTorch)", shape, 0, np.float64)
    assert np.abs(values).max() <= limit
    assert np.abs(values).max() > 0.8 * limit
    assert values.min() < 0 < values.max()


def test_glorot_uniform_spans_the_root_of_six_over_the_fans():
    values = initialise("Glorot uniform", (200, 100), 0, np.float64)
    limit = np.sqrt(6 / 300)
    assert 0.99 * limit < np.abs(values).max() <= limit
    assert values.std() == pytest.approx(limit / np.sqrt(3), rel=0.02)


@pytest.mark.parametrize("shape", [(8, 8), (12, 5), (5, 12), (1, 7), (7, 1)])
def test_orthogonal_rows_or_columns_are_orthonormal(shape):
    q = initialise("orthogonal", shape, 3, np.float64)
    gram = q @ q.T if shape[0] <= shape[1] else q.T @ q
    np.testing.assert_allclose(gram, np.eye(min(shape)), atol=1e-12)


def test_orthogonal_is_uniform_over_rotations_and_reflections():
    matrices = [initialise("orthogonal", (2, 2), seed, np.float64) for seed in range(400)]
    assert abs(np.mean([m[0, 0] for m in matrices])) < 0.1  # plain QR gives a mean far below 0
    assert 0.4 < np.mean([np.linalg.det(m) > 0 for m in matrices]) < 0.6


def test_identity_is_a_rectangular_eye():
    assert np.array_equal(initialise("identity", (3, 5), 0), np.eye(3, 5))


def test_zeros():
    assert not initialise("zeros", (4,), 0).any()


@pytest.mark.parametrize("name", INITIALISERS)
def test_a_bias_takes_what_fits_it(name):
    if name in fitting((4,)):
        assert initialise(name, (4,), 0).shape == (4,)
    else:
        with pytest.raises(UsageError, match=r"needs a matrix, not shape \(4,\)"):
            initialise(name, (4,), 0)


@pytest.mark.parametrize("shape", [(), (0, 3), (2, 3, 4)])
@pytest.mark.parametrize("name", INITIALISERS)
def test_other_shapes_are_refused(name, shape):
    assert fitting(shape) == ()
    with pytest.raises(UsageError, match="shape"):
        initialise(name, shape, 0)


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(UsageError, match="orthogonal"):
        initialise("he", (2, 2), 0)
