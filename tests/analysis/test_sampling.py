"""Drawing the next token: as often as the model expects, sharper when cold, the same for the same seed and place."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.analysis.sampling import next_token
from gatescope.errors import ModelError

P = np.array([0.1, 0.6, 0.0, 0.3], np.float32)


def shares(temperature: float) -> np.ndarray:
    drawn = [next_token(P, temperature, 7, place) for place in range(4000)]
    return np.bincount(drawn, minlength=4) / 4000


def test_at_one_tokens_come_as_often_as_they_are_expected() -> None:
    assert shares(1.0) == pytest.approx(P, abs=0.03)


@pytest.mark.slow
def test_the_temperature_divides_the_logits() -> None:
    for temperature in (0.5, 2.0):
        wanted = P.astype(np.float64) ** (1 / temperature)
        assert shares(temperature) == pytest.approx(wanted / wanted.sum(), abs=0.03)


def test_the_coldest_takes_the_likeliest_and_what_cannot_come_never_comes() -> None:
    assert {next_token(P, 0.0, seed, 3) for seed in range(50)} == {1}
    assert shares(5.0)[2] == 0


def test_a_seed_and_a_place_draw_one_token() -> None:
    assert [next_token(P, 1.0, 3, k) for k in range(50)] == [next_token(P, 1.0, 3, k) for k in range(50)]
    assert [next_token(P, 1.0, 3, k) for k in range(50)] != [next_token(P, 1.0, 4, k) for k in range(50)]


def test_a_read_out_that_is_no_number_is_said() -> None:
    with pytest.raises(ModelError, match="not a number"):
        next_token(np.array([0.5, np.nan]), 1.0, 0, 0)
