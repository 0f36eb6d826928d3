"""What grows from measure to measure is a fault, and what only fills in the beginning is none."""

from __future__ import annotations

import pytest

from tests.monkey.action import Action
from tests.monkey.figures import MOST_GROWN, WARM, Figures, Measured


def measured(*resident: int, threads: int = 9) -> Figures:
    return Figures([Measured(500 * k, one, threads, 40) for k, one in enumerate(resident)])


@pytest.mark.parametrize(("each", "grows"), [(0, False), (MOST_GROWN, True)])
def test_what_grows_is_a_fault(each: int, grows: bool) -> None:
    filling = [10 * MOST_GROWN * k for k in range(WARM)]
    figures = measured(*filling, *(filling[-1] + each * k for k in range(2 * WARM)))
    assert any("memory grew" in fault for fault in figures.faults()) == grows


def test_a_thread_that_stays_is_a_fault_and_a_short_play_tells_nothing() -> None:
    figures = measured(*[0] * 3 * WARM)
    figures.measured[-1] = Measured(0, 0, 10, 40)
    assert list(figures.faults()) == ["threads grew from 9 to 10"]
    assert list(measured(0, MOST_GROWN * 9).faults()) == []


def test_the_longest_of_a_kind_is_told() -> None:
    figures = Figures()
    for seconds in (0.01, 0.3, 0.02):
        figures.take(Action("type", {}), seconds)
    assert list(figures.told()) == ["type: at most 300 ms (action 2), 1 times over 100 ms"]
