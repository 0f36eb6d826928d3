"""Ranges that do not flicker."""

from __future__ import annotations

from gatescope.plots.steady_ranges import SteadyRanges


def test_a_range_grows_at_once_and_shrinks_only_when_little_of_it_is_used() -> None:
    steady = SteadyRanges()
    tops = [steady.keep("c", (-high, high))[1] for high in (1.0, 2.0, 1.0, 0.9, 2.5, 1.5, 0.9)]
    assert tops == [1.0, 2.0, 2.0, 2.0, 2.5, 2.5, 0.9]


def test_what_else_is_drawn_has_a_range_of_its_own() -> None:
    steady = SteadyRanges()
    steady.keep("c", (-5.0, 5.0))
    assert steady.keep("h", (-3.0, 3.0)) == (-3.0, 3.0)


def test_forgetting_lets_ranges_be_what_values_need() -> None:
    steady = SteadyRanges()
    steady.keep("c", (-5.0, 5.0))
    steady.forget()
    assert steady.keep("c", (-4.0, 4.0)) == (-4.0, 4.0)


def test_what_is_kept_does_not_grow_without_end() -> None:
    steady = SteadyRanges()
    for key in range(1000):
        steady.keep(key, (0.0, 1.0))
    assert len(steady._kept) <= 64
