"""What lies between a line and what it was: the corners of both, with gaps, and nothing where it is not asked for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gatescope.engine.interventions import Clamp, Interventions
from gatescope.plots.between import between
from gatescope.plots.description import Series
from gatescope.plots.readout import readout
from gatescope.session.document.document import Focus
from tests.plots import builders

NOW, BEFORE = np.array([0.1, 0.2, 0.3, np.nan, 0.5, 0.6, 0.7]), np.array([0.1, 0.5, 0.4, 0.4, 0.4, np.nan, 0.2])
LINE = Series("P", "", "readout", NOW, opened=BEFORE, apart=True)


def test_the_corners_are_those_of_both_lines() -> None:
    (shape,) = between(LINE, -3, 40, 600)
    np.testing.assert_array_equal(shape, [[0.5, 0.1], [1.5, 0.2], [2.5, 0.3], [2.5, 0.4], [1.5, 0.5], [0.5, 0.1]])
    assert len(between(LINE, 0, 2, 600)[0]) == 4


def test_nothing_is_tinted_unless_it_is_set_apart_and_can_be_seen() -> None:
    assert between(replace(LINE, apart=False), 0, 7, 600) == []
    assert between(replace(LINE, opened=None), 0, 7, 600) == []
    assert between(LINE, 0, 7, 2) == []
    assert between(LINE, 4, 7, 600) == []


def test_a_read_out_is_set_apart_while_something_is_held() -> None:
    made = replace(builders.run(), opened=builders.run())
    (plain,) = readout([made], Focus()).series
    assert (plain.apart, plain.ghost.dash) == (False, 0)
    made.trace.interventions = Interventions((Clamp("forget_gate", 1.0),))
    plot = readout([made], Focus())
    assert (plot.series[0].apart, plot.ghosts[0].dash) == (True, 1)
    assert plot.named[-1].dash == 1
