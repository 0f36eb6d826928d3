"""What a picture marks as held is what the run holds: no more and no less."""

from __future__ import annotations

import numpy as np
import pytest

import gatescope as gs
from gatescope.plots.by_name import describe_runs
from gatescope.plots.held import Held, held_rows
from gatescope.session.run.snapshot import Run

TEXT = "the film was not good at all"


def runs_of(name: str, **what_if: object) -> list[Run]:
    return [gs.trace(gs.load(name), TEXT, **what_if).run]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "clamp", "signal", "expected"),
    [
        ("sentiment-lstm", "forget_gate=0@u3,u7-9@t2-4", "forget_gate", Held(2, 5, (3, 7, 8, 9))),
        ("sentiment-gru", "update_gate=1", "update_gate", Held(0, 7, None)),
        ("sentiment-rnn", "hidden_state=0@t6", "hidden_state", Held(6, 7, None)),
    ],
)
def test_maps_and_lines_tell_what_is_held(name: str, clamp: str, signal: str, expected: Held) -> None:
    found = runs_of(name, clamp=clamp)
    maps = describe_runs("heatmap", found)
    assert {panel.signal: panel.clamped for panel in maps.panels if panel.clamped} == {signal: (expected,)}  # type: ignore[attr-defined]
    unit = 3
    lines = describe_runs("traces", found, units=[unit])
    assert lines.clamped == (range(expected.first, expected.last),)  # type: ignore[attr-defined]
    other = describe_runs("traces", found, units=[5])
    assert bool(other.clamped) == (expected.units is None)  # type: ignore[attr-defined]
    difference = describe_runs("difference", found)
    assert [panel.clamped for panel in difference.panels if panel.clamped] == [(expected,)]  # type: ignore[attr-defined]


def test_a_unit_that_is_taken_out_is_held_throughout() -> None:
    maps = describe_runs("heatmap", runs_of("sentiment-lstm", ablate=[4]))
    assert {p.signal: p.clamped for p in maps.panels if p.clamped} == {"hidden_state": (Held(0, 7, (4,)),)}  # type: ignore[attr-defined]


def test_rows_that_are_neighbours_are_one_stretch() -> None:
    order = np.array([4, 0, 2, 1, 3])
    assert held_rows(Held(0, 1, (0, 2, 3)), order) == [range(1, 3), range(4, 5)]
    assert held_rows(Held(0, 1, None), order) == [range(5)]
