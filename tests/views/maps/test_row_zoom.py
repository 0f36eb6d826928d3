"""The part of the units in sight."""

from __future__ import annotations

import pytest

from gatescope.views.maps.row_zoom import WHOLE, moved, zoomed


def test_what_is_under_the_mouse_stays_there() -> None:
    first, last = zoomed(WHOLE, 0.5, 0.3)
    assert first + 0.3 * (last - first) == pytest.approx(0.3)
    assert last - first == 0.5


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_a_zoom_stays_among_the_rows(share: float) -> None:
    rows = WHOLE
    for factor in (0.1, 0.1, 0.1, 3.0, 0.5, 100.0):
        rows = zoomed(rows, factor, share)
        assert 0.0 <= rows[0] < rows[1] <= 1.0
        assert rows[1] - rows[0] >= 1.0 / 64.0
    assert rows == WHOLE


def test_rows_move_as_far_as_there_are_any() -> None:
    assert moved((0.2, 0.4), 0.5) == pytest.approx((0.3, 0.5))
    assert moved((0.2, 0.4), 9.0) == pytest.approx((0.8, 1.0))
    assert moved((0.2, 0.4), -9.0) == pytest.approx((0.0, 0.2))
