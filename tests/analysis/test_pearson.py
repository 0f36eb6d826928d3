"""What does not vary has no correlation, whichever way it is computed and however its mean is rounded."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from gatescope.analysis.corpus.moments import add_up, moments_of
from gatescope.analysis.unit_statistics import correlation
from gatescope.analysis.units.correlated import correlated

Array = np.ndarray


def _in_shards(values: Array, other: Array) -> Array:
    shards = [
        moments_of(values[at : at + 1000], (0.1, 0.9), other[at : at + 1000]) for at in range(0, len(other), 1000)
    ]
    return add_up([one[None] for one in shards], ("hidden_state",))["hidden_state"].correlation


WAYS: dict[str, Callable[[Array, Array], Array]] = {
    "in one text": correlation,
    "over a corpus": _in_shards,
    "with a property": lambda values, other: correlated(values, other).correlations,
}


@pytest.mark.parametrize("tokens", [3, 7, 8, 20, 4567])
@pytest.mark.parametrize("way", WAYS)
def test_what_never_changes_goes_with_nothing(way: str, tokens: int) -> None:
    rng = np.random.default_rng(tokens)
    constants = np.append(rng.uniform(-1, 1, 200), [0.3, 1 / 3, 98.6, 1e-9])
    moving = rng.normal(size=tokens)
    nothing = 0.0 if way == "with a property" else np.nan
    found = WAYS[way](np.tile(constants, (tokens, 1)), moving)
    np.testing.assert_array_equal(found, np.full(len(constants), nothing))
    for value in constants[-20:]:
        found = WAYS[way](moving[:, None], np.full(tokens, value))
        np.testing.assert_array_equal(found, [nothing])


@pytest.mark.parametrize("tokens", [7, 4567])
@pytest.mark.parametrize("way", WAYS)
def test_what_varies_little_still_goes_with_the_other(way: str, tokens: int) -> None:
    rng = np.random.default_rng(1)
    other = 0.5 + 1e-4 * rng.normal(size=tokens)
    values = np.stack([other, 1 - other, 0.3 + 1e-4 * rng.normal(size=tokens)], axis=1)
    expected = [np.corrcoef(column, other)[0, 1] for column in values.T]
    np.testing.assert_allclose(WAYS[way](values, other), expected, atol=1e-4)
