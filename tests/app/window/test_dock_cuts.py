"""How an area is cut is found in the places of its docks."""

from __future__ import annotations

from gatescope.app.window.dock_cuts import Box, paths


def test_what_lies_below_each_other_is_numbered_from_the_top() -> None:
    boxes = [Box(0, 210, 100, 90), Box(0, 0, 100, 90), Box(0, 100, 100, 100)]
    assert paths(boxes, True) == [(2,), (0,), (1,)]
    assert paths(boxes, False) == [(0, 2), (0, 0), (0, 1)]


def test_parts_of_parts_lie_the_other_way() -> None:
    top, left, right_above, right_below = Box(0, 0, 90, 9), Box(0, 10, 40, 90), Box(50, 10, 40, 40), Box(50, 60, 40, 40)
    assert paths([top, left, right_above, right_below], True) == [(0,), (1, 0), (1, 1, 0), (1, 1, 1)]


def test_what_no_straight_line_cuts_is_numbered_all_the_same() -> None:
    wheel = [Box(0, 0, 60, 30), Box(60, 0, 30, 60), Box(30, 60, 60, 30), Box(0, 30, 30, 60), Box(30, 30, 30, 30)]
    assert len(set(paths(wheel, True))) == 5
    assert paths([], True) == []
