"""Where chips stand: in sight, at both ends, and after any scrolling."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from gatescope.views.sentence.chip_row import EDGE, GAP, STEP, ChipRow

WIDTHS = st.lists(st.floats(20.0, 300.0), min_size=1, max_size=40)


def row(widths: list[float], room: float) -> ChipRow:
    found = ChipRow(widths.__getitem__)
    found.count, found.span = len(widths), room
    return found


def total(widths: list[float]) -> float:
    return sum(widths) + GAP * (len(widths) - 1) + 2 * EDGE


@given(WIDTHS, st.floats(50.0, 2000.0))
def test_it_overflows_exactly_where_the_chips_are_wider_than_the_room(widths: list[float], room: float) -> None:
    assert row(widths, room).settle() == (total(widths) > room)


@given(WIDTHS, st.floats(400.0, 2000.0), st.lists(st.floats(-900.0, 900.0), max_size=6))
def test_scrolling_never_leaves_the_chips(widths: list[float], room: float, moves: list[float]) -> None:
    found = row(widths, room)
    for pixels in moves:
        found.scroll_by(pixels)
        found.settle()
        chips = found.visible()
        assert chips[0][1] <= EDGE
        assert all(abs(b[1] - a[1] - a[2] - GAP) < 1e-6 for a, b in pairwise(chips))
        if total(widths) > room and chips[-1][0] == len(widths) - 1:
            assert chips[-1][1] + chips[-1][2] >= room - EDGE - 0.01


@given(WIDTHS, st.floats(400.0, 2000.0), st.integers(0, 39), st.floats(-3000.0, 3000.0))
def test_a_chip_that_is_brought_into_sight_is_seen_whole(
    widths: list[float], room: float, token: int, scrolled: float
) -> None:
    found, token = row(widths, room), token % len(widths)
    found.scroll_by(scrolled)
    found.settle()
    found.bring_into_sight(token)
    found.settle()
    left, width = next((left, width) for seen, left, width in found.visible() if seen == token)
    assert left >= EDGE - 0.01
    assert left + width <= room - EDGE + 0.01
    assert found.token_at(left + width / 2) == token


@given(WIDTHS, st.floats(50.0, 600.0), st.integers(0, 4000))
def test_the_scroll_bar_keeps_its_place(widths: list[float], room: float, place: int) -> None:
    found = row(widths, room)
    if not found.settle():
        return
    found.scroll_to(min(place, found.most_steps()))
    found.settle()
    assert abs(found.steps() - min(place, found.most_steps())) <= 1
    assert found.most_steps() <= STEP * len(widths)
