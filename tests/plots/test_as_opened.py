"""What changed since a model was opened: subtracted when it is read, and nothing where nothing differs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import gatescope as gs
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.plots.as_opened import change, signed
from gatescope.plots.by_name import describe_runs
from gatescope.plots.colours import BAD, MIDDLE
from gatescope.plots.heatmap import heatmap, window
from gatescope.plots.values.signal_value import ChangeValue
from gatescope.session.document.document import Focus
from gatescope.words import spoken_in
from tests.plots.builders import run
from tests.session.helpers import word_model

PART = Part.parse("layer0.forward")


def changed(**values: np.ndarray):
    return replace(run(signals=values), opened=run())


def test_a_change_is_now_less_as_opened() -> None:
    now = changed(forget_gate=np.full((4, 3), 0.75))
    found, opened = change(now, PART, "forget_gate"), now.opened.trace[f"{PART}.forget_gate"]
    assert (len(found), found.shape) == (4, (4, 3))
    np.testing.assert_allclose(found[1:3], 0.75 - opened[1:3], atol=1e-6)
    np.testing.assert_allclose(found[np.array([3, 0])], 0.75 - opened[[3, 0]], atol=1e-6)
    assert not change(now, PART, "input_gate")[:].any()
    assert not change(run(), PART, "forget_gate")[:].any()


def test_what_changed_by_more_than_the_range_lies_outside_of_it() -> None:
    signals = {"candidate": np.full((4, 3), 0.4), "hidden_state": np.full((4, 3), 0.4)}
    now, before = run(signals=signals), run(signals={name: -one for name, one in signals.items()})
    now.trace[f"{PART}.candidate"][2, 1] = 0.9
    panels = {one.signal: one for one in heatmap([replace(now, opened=before)], Focus(), difference=True).panels}
    assert (panels["candidate"].low, panels["candidate"].high) == (-1.0, 1.0)
    assert [panels[name].outside for name in ("candidate", "hidden_state", "forget_gate")] == [True, False, False]
    assert change(replace(now, opened=before), PART, "candidate").greatest() == pytest.approx(1.3)
    assert change(run(), PART, "candidate").greatest() == 0.0
    assert change(replace(run(), opened=run(cell="gru")), PART, "forget_gate").greatest() == 0.0


def test_the_update_gate_is_compared_as_it_is_shown() -> None:
    """Read with the other meaning of z, the same gate is 1 − z in both runs."""
    before, now = run(cell="gru"), run(cell="gru")
    convention = replace(now.network.convention, update_gate_keeps="new")
    now = replace(now, network=replace(now.network, convention=convention), opened=before)
    recorded = before.trace[f"{PART}.update_gate"]
    np.testing.assert_allclose(change(now, PART, "update_gate")[:], (1 - recorded) - recorded, atol=1e-6)


def test_a_signal_that_was_not_there_is_no_number() -> None:
    now = replace(run(), opened=run(cell="gru"))
    assert np.isnan(ChangeValue(now, PART, "forget_gate", 0, 1).number)
    assert ChangeValue(run(), PART, "forget_gate", 0, 1).number == 0.0
    assert np.isnan(change(now, PART, "forget_gate")[:]).all()
    assert np.isnan(change(replace(run(), opened=run(units=2)), PART, "hidden_state")[:2]).all()


def test_the_difference_is_drawn_on_the_signed_scale_of_its_signal() -> None:
    values = np.full((4, 3), 2.2)
    now = changed(cell_state=values, forget_gate=run().trace[f"{PART}.forget_gate"].copy())
    plain, plot = (heatmap([now, run(cell="gru")], Focus(), difference=on) for on in (False, True))
    assert not plain.difference
    assert plot.difference
    for panel, was in zip(plot.panels, plain.panels, strict=True):
        assert (panel.low, panel.high, panel.colours) == (-was.high, was.high, "signed")
        assert (panel.title, panel.symbol) == (was.title, f"Δ{was.symbol}")
        assert panel.order.tolist() == was.order.tolist()
    assert plot.caption == f"{plain.caption} · difference: now minus as opened"
    assert plot.facts()["Title"] == "What changed in gates and states"
    mine = {panel.signal: panel for panel in plot.panels if panel.model == now.model}
    gate, cell = mine["forget_gate"], mine["cell_state"]
    assert (window(gate, 0, 4, 4) == MIDDLE).all()
    expected = np.sign(2.2 - now.opened.trace[f"{PART}.cell_state"]).T
    assert (np.sign(window(cell, 0, 4, 4).astype(int) - MIDDLE) == expected).all()
    assert (window(plot.panels[-1], 0, 4, 2) == MIDDLE).all()


def test_infinities_and_numbers_that_are_none_are_hatched() -> None:
    values = np.full((4, 3), np.inf)
    values[1] = np.nan
    plot = heatmap([changed(hidden_state=values)], Focus(), difference=True)
    assert (window(plot.panels[-1], 0, 4, 4) == BAD).all()


def test_one_change_in_words() -> None:
    before = run(signals={"forget_gate": np.full((4, 3), 0.25)})
    now = replace(run(signals={"forget_gate": np.full((4, 3), 0.75)}), opened=before)
    text = ChangeValue(now, PART, "forget_gate", 2, 3).text()
    assert (text.head, text.value) == ("“good” · unit 2 · forget gate", "0.25 → 0.75")
    assert text.note == "Changed by +0.50"
    assert ChangeValue(now, PART, "forget_gate", 2, 3).number == 0.5
    assert ChangeValue(run(), PART, "forget_gate", 2, 3).text().note == "As opened"
    other = replace(run(), opened=run(cell="gru"))
    assert ChangeValue(other, PART, "forget_gate", 2, 3).text().note == "Not there as opened"
    assert [signed(value) for value in (0.5, -0.5, 0.0)] == ["+0.50", "−0.50", "0.00"]


def test_scripts_draw_the_difference_of_what_they_held() -> None:
    plot = describe_runs("difference", [changed(candidate=np.zeros((4, 3)))], signals=["candidate"], units=(2, 0))
    (panel,) = plot.panels
    assert (panel.signal, panel.order.tolist(), panel.difference) == ("candidate", [2, 0], True)
    with pytest.raises(UsageError, match="no difference to draw: hold or ablate something"):
        describe_runs("difference", [run()])
    held = Interventions((Clamp("forget_gate", 0.0),))
    now = changed()
    now.trace.interventions = held
    assert describe_runs("difference", [now]).caption.endswith("now minus as opened · what if forget_gate=0")


def test_two_models_without_anything_held_are_subtracted() -> None:
    first, second = replace(run(), model="before"), replace(changed(forget_gate=np.full((4, 3), 0.75)), opened=None)
    plot = describe_runs("difference", [first, second], signals=["forget_gate"])
    (panel,) = plot.panels
    opened = first.trace[f"{PART}.forget_gate"]
    np.testing.assert_allclose(panel.values[:], 0.75 - opened, atol=1e-6)
    assert (panel.model, panel.difference) == (second.model, True)
    assert plot.caption.endswith(f"difference: {second.model} minus before")
    back = describe_runs("difference", [second, first], signals=["forget_gate"]).panels[0]
    np.testing.assert_allclose(back.values[:], opened - 0.75, atol=1e-6)


@pytest.mark.parametrize(("cell", "units"), [("gru", 3), ("lstm", 4)])
def test_two_models_of_other_shapes_have_no_difference(cell: str, units: int) -> None:
    other = replace(run(cell=cell, units=units), model="other")
    with pytest.raises(UsageError, match=r"other has (another cell|other units) .* no difference"):
        describe_runs("difference", [run(), other])
    with pytest.raises(UsageError, match="by --compare"):
        describe_runs("difference", [run(), other, replace(other, model="third")])


def test_captions_are_in_the_language_of_the_window() -> None:
    held = gs.trace(word_model(), "the film", clamp="forget_gate=0").run
    with spoken_in("de"):
        plot = describe_runs("traces", [held])
    assert plot.caption.endswith("„the film“ · was wäre, wenn: forget_gate=0")
    assert describe_runs("traces", [held]).caption.endswith("“the film” · what if forget_gate=0")
