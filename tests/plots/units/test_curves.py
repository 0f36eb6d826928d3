"""Activation curves as plain data and on paper: claims about slopes, dots on their curves, nothing over anything."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gatescope.analysis.local_slopes import local_slopes
from gatescope.analysis.units.pre_activations import pre_activations
from gatescope.engine.cells import Convention
from gatescope.paint.units.curves import paint_curves
from gatescope.plots.gradient_words import plain
from gatescope.plots.theme import LIGHT
from gatescope.plots.units.curves import OF_UNIT, CurvesPlot, describe_curves, value_and_slope
from gatescope.plots.units.of_runs import curves_of
from gatescope.plots.units.words import round_percent
from gatescope.session.document.document import Focus, UnitRef
from tests.paint.test_gradient_flow import Spy
from tests.plots.units.real import real_run

CELLS = pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])


@pytest.mark.parametrize(
    ("activation", "x", "value", "slope"),
    [
        ("sigmoid", 0.0, 0.5, 0.25),
        ("sigmoid", 5.0, 0.99331, 0.0066481),
        ("sigmoid", -5.0, 0.0066929, 0.0066481),
        ("tanh", 0.0, 0.0, 1.0),
        ("tanh", 5.0, 0.99991, 0.00018158),
    ],
)
def test_past_five_hardly_anything_changes(activation: str, x: float, value: float, slope: float) -> None:
    assert value_and_slope(activation, x) == pytest.approx((value, slope), rel=1e-4)


@CELLS
def test_the_dots_are_the_units_at_the_cursor_and_lie_on_the_curve(cell: str) -> None:
    run = real_run(cell, layers=2)
    part = run.network.parts[-1]
    plot = curves_of([run], Focus(model=run.model, part=part, token=4), [1])
    signals = {"rnn": ["hidden_state"], "gru": ["reset_gate", "update_gate", "candidate"]}
    expected = signals.get(cell, ["input_gate", "forget_gate", "output_gate", "candidate", "cell_state"])
    assert sorted(group.signal for group in plot.groups) == sorted(expected)
    for group, at in zip(plot.groups, plot.panel_of, strict=True):
        panel = plot.panels[at]
        assert group.signal in panel.signals
        for x, y in zip(group.xs, group.ys, strict=True):
            assert y == pytest.approx(value_and_slope(panel.activation, float(x))[0])
        if group.signal != "cell_state":
            np.testing.assert_allclose(group.ys, run.trace[f"{part}.{group.signal}"][4], rtol=1e-5, atol=1e-6)
    assert plot.where == "“good”"
    assert {ref.unit for ref in plot.selected} == {1}
    assert plot.panels[0].counts.sum() == 12 * 6 * len(plot.panels[0].signals)


def test_the_dots_are_the_tokens_of_the_chosen_unit() -> None:
    run = real_run("gru")
    part = run.network.parts[0]
    answer = pre_activations(run.network, run.trace, part=None)
    focus = Focus(model=run.model, units=(UnitRef(run.model, part, 3),))
    plot = describe_curves([run], [answer], focus, dots=OF_UNIT)
    update = next(group for group in plot.groups if group.signal == "update_gate")
    np.testing.assert_allclose(update.xs, run.trace["preactivation.update_gate"][:, 3], rtol=1e-6)
    assert (plot.where, plot.unit, plot.stride) == ("unit 3", 3, 1)


def test_the_sentence_counts_what_is_flat() -> None:
    run = real_run("lstm")
    network = run.network.with_array("layer0.forward.b_h.forget_gate", np.full(6, 40.0, np.float32))
    stuck = real_run(network=network)
    said = plain(curves_of([stuck], Focus(token=4), None).finding)
    slopes = []
    for gate in ("input_gate", "forget_gate", "output_gate"):
        value = stuck.trace[gate].astype(float)
        slopes.append(value * (1 - value))
    flat = np.stack(slopes) < 0.025
    assert said.startswith(f"At “good” {flat[:, 4].sum()} of 18 stand where σ is flat ({100 * flat.mean():.1f} % over")
    assert "Not a number from “good” on" in plain(curves_of([real_run(bad=4)], Focus(), None).finding)


def test_what_was_cut_to_a_clip_is_flat() -> None:
    run = real_run("rnn", convention=Convention(clip=1.5))
    slopes = local_slopes(run.network, run.trace, run.network.parts[0]).gates[:, 0]
    flat = slopes < 0.1
    assert 0 < flat[4].sum() < 6
    plot = curves_of([run], Focus(model=run.model, token=4), None)
    said = f"At “good” {flat[4].sum()} of 6 stand where tanh is flat ({round_percent(float(flat.mean()))} over"
    assert plain(plot.finding).startswith(said)
    np.testing.assert_allclose([plot.at_dot(0, unit)[1] for unit in range(6)], slopes[4], rtol=1e-5)


def test_functions_of_the_model_and_a_turned_gate() -> None:
    run = real_run("gru", convention=Convention(gate_activation="hard_sigmoid", update_gate_keeps="new"))
    plot = curves_of([run], Focus(), None)
    assert [panel.activation for panel in plot.panels] == ["hard_sigmoid", "tanh"]
    assert next(group for group in plot.groups if group.signal == "update_gate").symbol.startswith("1 − ")
    relu = curves_of([real_run("rnn", convention=Convention(activation="relu"))], Focus(), None)
    assert [panel.activation for panel in relu.panels] == ["relu"]
    assert relu.panels[0].y[1] > 8


@CELLS
def test_one_unit_one_token_and_none(cell: str) -> None:
    assert len(curves_of([real_run(cell, units=1, text="good")], Focus(), None).groups[0].xs) == 1
    assert curves_of([real_run(cell, text="")], Focus(), None).nothing_to_draw()


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("size", [(300, 150), (420, 190), (520, 300), (1100, 640)])
@CELLS
def test_nothing_is_written_over_anything_else(size: tuple[int, int], cell: str) -> None:
    plot: CurvesPlot = curves_of([real_run(cell)], Focus(token=3), None)
    picture = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    spy = Spy(painter, LIGHT, QRectF(0, 0, *size))
    paint_curves(spy, plot, QRectF(10, 8, size[0] - 20, size[1] - 16))
    painter.end()
    for number, (words, rect) in enumerate(spy.written):
        for other, place in spy.written[:number]:
            assert not rect.intersects(place), f"{words!r} lies over {other!r}"
        assert QRectF(0, 0, *size).contains(rect), f"{words!r} is cut off"
