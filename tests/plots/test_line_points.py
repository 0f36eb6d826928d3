"""The points of a line: gaps where there is no number, and as many as a picture can show."""

from __future__ import annotations

import numpy as np

from gatescope.plots.line_points import points


def test_points_lie_in_the_middle_of_their_columns() -> None:
    x, y, joined = points(np.array([0.0, 1.0, 2.0], np.float32), 0, 3, 100)
    assert x.tolist() == [0.5, 1.5, 2.5]
    assert y.tolist() == [0.0, 1.0, 2.0]
    assert joined.tolist() == [1, 1, 0]


def test_values_that_are_not_finite_leave_a_gap() -> None:
    x, _, joined = points(np.array([0.0, 1.0, np.nan, 3.0, 4.0, np.inf]), 0, 6, 100)
    assert x.tolist() == [0.5, 1.5, 3.5, 4.5]
    assert joined.tolist() == [1, 0, 1, 0]


def test_only_the_visible_tokens_are_drawn() -> None:
    x, _, _ = points(np.arange(100.0), -1, 4, 100)
    assert x.tolist() == [0.5, 1.5, 2.5, 3.5]
    assert len(points(np.arange(3.0), 5, 9, 100)[0]) == 0


def test_a_long_line_keeps_its_extremes_and_its_gaps() -> None:
    values = np.sin(np.arange(190_000) / 7_000.0)
    values[77_777], values[123_456], values[50_000] = 9.0, -9.0, np.nan
    x, y, joined = points(values, 0, len(values), 500)
    assert len(x) < 5_000
    assert y.max() == 9.0
    assert y.min() == -9.0
    assert x[y.argmax()] == 77_777.5
    assert np.all(np.diff(x) > 0)
    assert joined[:-1].sum() == len(joined) - 2
