"""Labels beside their points: none covers another, all lie in the area, a line leads to those that are far away."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from gatescope.paint.space.label_places import Box, place_labels

AREA = (0.0, 0.0, 600.0, 400.0)
NO_POINTS, NO_LINES = np.zeros((0, 2)), np.zeros((0, 4))


def overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


@pytest.mark.parametrize("spread", [3.0, 40.0, 150.0])
def test_no_label_covers_another_or_leaves_the_area(spread: float) -> None:
    rng = np.random.default_rng(int(spread))
    anchors = [(float(x), float(y)) for x, y in rng.normal((300, 200), spread, (25, 2)).clip(0, 400)]
    sizes = [(float(w), 15.0) for w in rng.uniform(15, 80, 25)]
    points = np.array(anchors)
    lines = np.concatenate([points[:-1], points[1:]], axis=1)
    taken = [(0.0, 0.0, 150.0, 20.0)]
    found = place_labels(anchors, sizes, AREA, points, lines, 1.0, taken)
    assert len(found) >= 8
    for one, other in combinations([*(label.box for label in found), *taken], 2):
        assert not overlap(one, other)
    for label in found:
        left, top, right, bottom = label.box
        assert AREA[0] <= left < right <= AREA[2]
        assert AREA[1] <= top < bottom <= AREA[3]
        assert (right - left, bottom - top) == pytest.approx(sizes[label.index])


def test_a_label_alone_stands_beside_its_point_without_a_line() -> None:
    (label,) = place_labels([(300.0, 200.0)], [(40.0, 15.0)], AREA, NO_POINTS, NO_LINES)
    assert label.leader is None
    assert not overlap(label.box, (299.0, 199.0, 301.0, 201.0))


def test_a_label_avoids_points_and_lines_where_it_can() -> None:
    points = np.array([[x, y] for x in range(300, 380, 8) for y in range(150, 250, 8)], float)
    lines = np.array([[300.0, 200.0, 300.0, 0.0]])
    (label,) = place_labels([(300.0, 200.0)], [(40.0, 15.0)], AREA, points, lines)
    left, top, right, bottom = label.box
    covered = (points[:, 0] >= left) & (points[:, 0] <= right) & (points[:, 1] >= top) & (points[:, 1] <= bottom)
    assert covered.sum() == 0
    assert not (left <= 300.0 <= right and top < 200.0)


def test_a_crowded_label_gets_a_line_to_its_point_and_one_without_a_place_is_left_out() -> None:
    around = (255.0, 165.0, 345.0, 235.0)
    (label,) = place_labels([(300.0, 200.0)], [(40.0, 15.0)], AREA, NO_POINTS, NO_LINES, 1.0, [around])
    assert label.leader is not None
    assert place_labels([(300.0, 200.0)], [(40.0, 15.0)], AREA, NO_POINTS, NO_LINES, 1.0, [AREA]) == []
