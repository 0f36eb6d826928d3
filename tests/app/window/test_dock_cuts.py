"""How an area is cut is found in the places of its docks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gatescope.app.window.dock_cuts import Box, completed, paths, renumbered


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


Tree = int | list["Tree"]
"""The number of a dock, or the parts of a part: below each other at first, then beside each other, and so on."""


@st.composite
def trees(draw, depth: int = 3) -> list[Tree]:
    """An area of up to 27 docks."""
    number = iter(range(1000))

    def part(level: int) -> Tree:
        if level == 0 or draw(st.booleans()):
            return next(number)
        return [part(level - 1) for _ in range(draw(st.integers(2, 3)))]

    return [part(depth - 1) for _ in range(draw(st.integers(1, 3)))]


def docks(tree: Tree) -> list[int]:
    return [tree] if isinstance(tree, int) else [dock for part in tree for dock in docks(part)]


def laid_out(tree: Tree, box: Box, down: bool, seen: set[int]) -> dict[int, Box]:
    """The boxes of the docks that are seen. No two cuts are at the same place, so that each is found as it was made."""
    if isinstance(tree, int):
        return {tree: box}
    parts = [part for part in tree if seen & set(docks(part))]
    shares = [1 + 0.37 * docks(part)[0] for part in parts]
    found: dict[int, Box] = {}
    at, length = 0.0, box.height if down else box.width
    for part, share in zip(parts, shares, strict=True):
        first, at = round(at), at + share / sum(shares) * length
        size = round(at) - first
        inner = (
            Box(box.left, box.top + first, box.width, size)
            if down
            else Box(box.left + first, box.top, size, box.height)
        )
        found |= laid_out(part, inner, not down, seen)
    return found


@given(trees(), st.data())
def test_closed_docks_keep_their_way(tree, data) -> None:
    everything = docks(tree)
    area = Box(0, 0, 1 << 20, 1 << 20)
    boxes = laid_out(tree, area, True, set(everything))
    ways = paths([boxes[dock] for dock in everything], True)
    assert renumbered(ways) == ways
    seen = data.draw(st.sets(st.sampled_from(everything)))
    boxes = laid_out(tree, area, True, seen) if seen else {}
    assert completed(ways, [boxes.get(dock) for dock in everything], True) == ways


def test_docks_that_were_moved_leave_the_closed_ones_last() -> None:
    above, below = Box(0, 0, 90, 40), Box(0, 50, 90, 40)
    assert completed([(0,), (1,), (2,)], [above, None, below], True) == [(0,), (1,), (2,)]
    assert completed([(0,), (1,), (2,)], [below, None, above], True) == [(1,), (), (0,)]
    assert completed([(0,), ()], [above, None], True) == [(0,), ()]
    assert completed([], [], True) == []


def test_ways_that_a_damaged_file_gives_are_told_apart() -> None:
    assert sorted(renumbered([(3,), (3,), (3,)])) == [(0,), (1,), (2,)]
    assert len(set(renumbered([(3, 1, 1), (3, 1), (3, 1, 1), ()]))) == 4
