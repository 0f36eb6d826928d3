"""A plane that is fitted on the text keeps its axes pointed while the text is typed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import gatescope as gs
from gatescope.session.space.aligned import aligned
from gatescope.session.space.fit import TEXT
from tests.session.space.test_in_plane import of, placed


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_key_turns_no_axis_round(cell: str) -> None:
    words, before = "the food was not good at all but the service was wonderful", None
    for count in range(3, 13):
        run = gs.trace(f"sentiment-{cell}", " ".join(words.split()[:count])).run
        found = aligned(placed(run, TEXT), before)
        if before is not None:
            assert ((found.plane.axes * before.axes).sum(axis=1) >= 0).all()
        before = found.plane


@pytest.mark.parametrize("signs", [(1, -1), (-1, 1), (-1, -1)])
def test_what_is_turned_is_the_same_picture_in_a_mirror(signs: tuple[int, int]) -> None:
    found = placed(of(units=5), others=("the story is good",))
    mirror = np.array(signs, float)
    before = replace(found.plane, axes=found.plane.axes * mirror[:, None])
    turned = aligned(found, before)
    np.testing.assert_array_equal(turned.plane.axes, before.axes)
    for one, other in (
        (turned.points, found.points),
        (turned.background.points, found.background.points),
        (turned.others[0].points, found.others[0].points),
        (turned.repeated[0].start, found.repeated[0].start),
    ):
        np.testing.assert_array_equal(one, other * mirror)
    assert (turned.low < turned.high).all()
    assert ((turned.points >= turned.low) & (turned.points <= turned.high)).all()
    # Fixed points are projected by the plane that is shown.
    np.testing.assert_allclose(turned.plane.project(found.plane.mean[None]), 0.0, atol=1e-9)


def test_without_a_plane_before_nothing_is_turned() -> None:
    found = placed(of(units=5))
    assert aligned(found, None) is found
    assert aligned(found, found.plane) is found
    assert aligned(found, placed(of(units=6)).plane) is found
    assert aligned(placed(of(units=2)), found.plane).plane.principal is False
