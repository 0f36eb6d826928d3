"""Ticks that are round, evenly spaced, inside of their axis, and named by what they are, at every range."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest

from gatescope.plots.ticks import ends_and_middle, ticks
from gatescope.words import spoken_in

DRAWN = random.Random(9)
RANGES = [
    (0.0, 1.0),
    (-1.5, 1.5),
    (-1.0, 1.0),
    (-2.5, 2.5),
    (-7.0, -3.0),
    (99.95, 100.05),
    (123_456.0, 123_460.0),
    (1e8, 1e8 + 1),
    (-1e-5, 2e-5),
    (1e-300, 3e-300),
    (-1e300, 1e300),
    (-1.7e308, 1.7e308),
    *((at - wide, at + wide) for at, wide in zip(
        [DRAWN.uniform(-1, 1) * 10 ** DRAWN.uniform(-9, 9) for _ in range(200)],
        [10 ** DRAWN.uniform(-2, 9) for _ in range(200)],
        strict=True,
    )),
]  # fmt: skip
ALIKE = [0.0, 5.0, -0.3, 1e-300, -1e300]


def read(name: str) -> float:
    """The number that a name says."""
    mantissa, _, power = name.replace("−", "-").partition("×10")
    digits = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return float(f"{mantissa}e{digits or 0}")


@pytest.mark.parametrize(("low", "high"), RANGES)
@pytest.mark.parametrize("most", [3, 5, 9])
def test_they_are_evenly_spaced_round_and_within(low: float, high: float, most: int) -> None:
    found = ticks(low, high, most)
    values = [value for value, _ in found]
    assert 1 <= len(found) <= most
    apart = [later / 2 - earlier / 2 for earlier, later in pairwise(values)]
    size = max(abs(low), abs(high))
    assert all(one > 0 for one in apart)
    assert all(math.isclose(one, apart[0], rel_tol=1e-6, abs_tol=size * 1e-15) for one in apart)
    slack = (high / 2 - low / 2) * 1e-5
    assert low - slack <= values[0]
    assert values[-1] <= high + slack


@pytest.mark.parametrize(("low", "high"), RANGES)
@pytest.mark.parametrize("kind", [ticks, ends_and_middle], ids=["ticks", "ends"])
def test_a_name_says_its_value_and_tells_it_from_its_neighbours(kind, low: float, high: float) -> None:
    found = kind(low, high)
    names = [name for _, name in found]
    assert len(set(names)) == len(names)
    apart = min((later / 2 - earlier / 2 for (earlier, _), (later, _) in pairwise(found)), default=math.inf)
    if kind is ticks:
        assert all(abs(read(name) - value) <= apart * 0.02 + abs(value) * 1e-15 for value, name in found)
    assert [value for value, _ in found] == sorted(value for value, _ in found)


@pytest.mark.parametrize("value", ALIKE)
@pytest.mark.parametrize("kind", [ticks, ends_and_middle], ids=["ticks", "ends"])
def test_values_that_are_all_alike_have_one_tick(kind, value: float) -> None:
    ((at, name),) = kind(value, value)
    assert at == value
    assert math.isclose(read(name), value, rel_tol=1e-3)


def test_the_ticks_of_a_state_are_not_its_ends_and_three_others() -> None:
    assert [name for _, name in ticks(-1.5, 1.5)] == ["−1", "0", "1"]
    assert [name for _, name in ends_and_middle(-1.0, 1.0)] == ["−1", "0", "1"]
    assert [name for _, name in ends_and_middle(0.0, 1.0)] == ["0", "0.5", "1.0"]


@pytest.mark.parametrize(("low", "high"), [(math.nan, 1.0), (0.0, math.inf), (-math.inf, math.nan)])
def test_an_axis_without_ends_has_no_ticks(low: float, high: float) -> None:
    assert ticks(low, high) == ()


def test_german_writes_a_decimal_comma() -> None:
    with spoken_in("de"):
        assert "0,2" in [name for _, name in ticks(0.0, 0.4)]
        assert all("." not in name for _, name in (*ticks(-1.0, 1.0), *ticks(0.0, 3e-9), *ticks(0.12, 0.13)))
