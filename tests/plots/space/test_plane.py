"""The plane of states as a description: fixed points find their place in it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gatescope.analysis.state_space import state_plane
from gatescope.engine.part import Part
from gatescope.plots.runs import no_tokens
from gatescope.plots.space.plane import FixedPointMark, PlanePanel, PlanePath, StatePlanePlot, StateVector

PART = Part.of(0, "forward")
STATES = np.random.default_rng(6).normal(size=(40, 4)) @ np.diag([3.0, 1.0, 0.2, 0.1])


def panel(state: str = "hidden_state") -> PlanePanel:
    plane, none = state_plane(STATES), np.zeros((0, 2))
    path = PlanePath("the sentence", none, np.zeros(0), no_tokens(), np.zeros(2))
    background, values = plane.project(STATES), np.zeros(40)
    low, high = background.min(axis=0), background.max(axis=0)
    return PlanePanel(
        model="m", label="LSTM", cell="lstm", part=PART, state=state, place="", symbol="", scale=None, plane=plane,
        source="",
        background=background, background_readouts=values, background_words=(), background_texts=(),
        text_of=np.zeros(0, np.int64),
        path=path, others=(), repeated=(),
        field=None, low=low, high=high,
    )  # fmt: skip


def mark(hidden: np.ndarray, **changes: object) -> FixedPointMark:
    made = FixedPointMark("m", PART, StateVector(hidden, -hidden), "saddle", (StateVector(hidden, hidden * 2),))
    return replace(made, **changes)  # type: ignore[arg-type]


def test_a_fixed_point_lies_where_the_plane_projects_its_state() -> None:
    hidden = STATES[7] * 3
    for state, sign, length in (("hidden_state", 1, 1), ("cell_state", -1, 2)):
        made = panel(state)
        plot = StatePlanePlot((made.with_marks((mark(hidden),)),))
        (drawn,) = plot.panels[0].marks
        np.testing.assert_allclose((drawn.x, drawn.y), made.plane.project(hidden[None] * sign)[0])
        np.testing.assert_allclose(drawn.arms, made.plane.turn(hidden[None] * length))
        shown = plot.panels[0]
        # Its sign does not lie across the edge.
        shares = ((drawn.x, drawn.y) - shown.low) / (shown.high - shown.low)
        assert shares.min() > 0.05
        assert shares.max() < 0.95


def test_points_of_another_state_space_are_not_drawn() -> None:
    others = (
        mark(STATES[0], model="another"),
        mark(STATES[0], part=Part.of(0, "reverse")),
        mark(STATES[0, :3]),
        mark(STATES[0], at=StateVector(STATES[0, :2])),
    )
    made = panel().with_marks(others)
    assert made.marks == ()
    np.testing.assert_array_equal(made.low, panel().low)
    no_cell = mark(STATES[0], at=StateVector(STATES[0]))
    assert panel("cell_state").with_marks((no_cell,)).marks == ()
