"""What a person types to find units, against the units that they mean."""

from __future__ import annotations

import numpy as np
import pytest

from gatescope.errors import UsageError
from gatescope.plots.units.unit_filter import HINT, matching
from gatescope.words import spoken_in

COLUMNS = {
    "correlation": np.array([0.95, -0.95, 0.5, np.nan, 0.0]),
    "half_life": np.array([1.0, 3.0, np.inf, 2.0, 69.0]),
    "right": np.array([0.05, 0.1, 0.0, 1.0, 0.049]),
    "left": np.zeros(5),
    "mean": np.array([-0.5, 0.5, 0.1, 0.0, 0.2]),
    "position": np.empty(0),
}


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("", [0, 1, 2, 3, 4]),
        ("  ", [0, 1, 2, 3, 4]),
        ("2", [2]),
        ("u3", [3]),
        ("unit 1", [1]),
        ("1-3", [1, 2, 3]),
        ("4, 0", [0, 4]),
        ("99", []),
        ("3-99", [3, 4]),
        ("ρ > 0.9", [0]),
        ("rho<-.9", [1]),
        ("ρ < −0.9", [1]),
        ("|ρ| > 0.9", [0, 1]),
        ("| rho | ≥ 0.5", [0, 1, 2]),
        ("ρ = 0", [4]),
        ("half-life > 2", [1, 2, 4]),
        ("half life <= 2", [0, 3]),
        ("open < 5 %", [2, 4]),
        ("OPEN >= 100%", [3]),
        ("half-life > 2 and ρ < 0.6", [1, 2, 4]),
        ("1-2; mean > 0.2", [1]),
        ("mean>0,mean<.3", [2, 4]),
    ],
)
def test_what_is_meant(text: str, units: list[int]) -> None:
    assert np.flatnonzero(matching(text, COLUMNS, 5)).tolist() == units


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("ρ > 0,9", [0]),
        ("ρ > 0.9", [0]),
        ("4, 0", [0, 4]),
        ("4,0", [0, 4]),
        ("u0,2-3", [0, 2, 3]),
        ("1-2; mean > 0,2", [1]),
        ("mean > 0, mean < 0,3", [2, 4]),
        ("half-life > 2 und ρ < 0,6", [1, 2, 4]),
    ],
)
def test_what_is_meant_with_decimal_commas(text: str, units: list[int]) -> None:
    with spoken_in("de"):
        assert np.flatnonzero(matching(text, COLUMNS, 5)).tolist() == units


@pytest.mark.parametrize("text", ["ρ > 0,9,1", "ρ > 1.000,5", "3,5 ρ > 1"])
def test_what_means_nothing_with_decimal_commas(text: str) -> None:
    with spoken_in("de"), pytest.raises(UsageError) as raised:
        matching(text, COLUMNS, 5)
    assert "ρ > 0,9" in str(raised.value)


@pytest.mark.parametrize("text", ["not", "ρ", "ρ >", "> 2", "|ρ > 1", "ρ > 1.2.3", "ρ > x", "3 ρ > 1", "("])
def test_what_means_nothing(text: str) -> None:
    with pytest.raises(UsageError) as raised:
        matching(text, COLUMNS, 5)
    assert str(raised.value) == HINT


def test_what_the_model_does_not_have() -> None:
    with pytest.raises(UsageError, match="this model's units have no half-life"):
        matching("half-life > 2", {"correlation": np.zeros(5)}, 5)
