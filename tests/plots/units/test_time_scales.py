"""Time scales as plain data, and as dots that do not hide each other."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gatescope.analysis.time_scales import time_scales
from gatescope.analysis.units.context_swap import context_swap
from gatescope.analysis.units.remembering import remembering
from gatescope.engine.cells import Convention
from gatescope.paint.units.time_scales import paint_time_scales, swarm
from gatescope.plots.gradient_words import plain
from gatescope.plots.theme import LIGHT
from gatescope.plots.units.of_runs import time_scales_of
from gatescope.plots.units.time_scales import TimeScalesPlot, describe_time_scales
from gatescope.session.document.document import Focus
from tests.paint.test_gradient_flow import Spy
from tests.plots.units.real import real_run

CELLS = pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])


@CELLS
@pytest.mark.parametrize("layers", [1, 2])
def test_the_dots_are_what_was_measured(cell: str, layers: int) -> None:
    run = real_run(cell, layers=layers)
    part = run.network.parts[-1]
    plot = time_scales_of([run], Focus(model=run.model, part=part), [2])
    swapped = context_swap(run.network, run.trace, part=part).half
    assert plot.rows == (("half-life", "after another beginning") if cell != "rnn" else ("after another beginning",))
    found = [[plot.tokens_of(row, unit) for unit in range(6)] for row in range(len(plot.groups))]
    np.testing.assert_allclose(found[-1], swapped)
    if cell != "rnn":
        np.testing.assert_allclose(found[0], time_scales(run.trace, part).half_life)
    assert {ref.unit for ref in plot.selected} == {2}
    assert plot.place == ("layer 2" if layers == 2 else "")


def test_landmarks_are_where_a_gate_of_that_value_is() -> None:
    plot = time_scales_of([real_run("lstm")], Focus(), None)
    for mark, tokens in zip(plot.landmarks, (6.5788, 68.9676), strict=True):
        assert 10**mark.place == pytest.approx(tokens, rel=1e-4)
    assert [mark.value for mark in plot.landmarks] == [0.9, 0.99]
    new = time_scales_of([real_run("gru", convention=Convention(update_gate_keeps="new"))], Focus(), None)
    assert [mark.value for mark in new.landmarks] == pytest.approx([0.1, 0.01])
    np.testing.assert_allclose(new.groups[0].xs, time_scales_of([real_run("gru")], Focus(), None).groups[0].xs)
    assert not time_scales_of([real_run("rnn")], Focus(), None).landmarks


def test_the_sentence() -> None:
    run = real_run("lstm")
    found = remembering(run.network, run.trace, part=None)
    said = plain(describe_time_scales([run], [found], Focus()).finding)
    low, high = f"{found.half_life.min():.1f}", f"{found.half_life.max():.1f}"
    assert said.startswith(f"What a unit holds halves in {low} to {high} tokens; what another beginning changes, in ")
    said = plain(time_scales_of([real_run("rnn")], Focus(), None).finding)
    assert said.startswith("An RNN has no gate that keeps, and so no half-life; what another beginning changes, in")
    short = plain(time_scales_of([real_run("rnn", text="good film")], Focus(), None).finding)
    assert short.endswith("a context swap needs three tokens or more that are not all the same.")
    assert "Not a number from “good” on" in plain(time_scales_of([real_run(bad=4)], Focus(), None).finding)


def test_what_never_halves_stands_at_the_end() -> None:
    run = real_run("lstm")
    network = run.network.with_array("layer0.forward.b_h.forget_gate", np.array([60, 0, 0, 0, 0, -200], np.float32))
    plot = time_scales_of([real_run(network=network)], Focus(), None)
    assert plot.never is not None
    assert plot.groups[0].xs[0] == plot.never == plot.groups[0].xs.max()
    assert plot.tokens_of(0, 0) == np.inf
    assert plot.groups[0].xs[5] > plot.x[0]
    assert "in 1 unit not within the text" in plain(plot.finding)


def test_compare_has_a_row_for_every_model() -> None:
    runs = [real_run(cell) for cell in ("rnn", "gru", "lstm")]
    plot = time_scales_of(runs, Focus(model="toy-gru"), None)
    assert plot.rows == (
        "GRU half-life",
        "LSTM half-life",
        "GRU after another beginning",
        "RNN after another beginning",
        "LSTM after another beginning",
    )
    assert {group.hue for group in plot.groups} == {"cell:rnn", "cell:gru", "cell:lstm"}
    assert "RNN has no gate that keeps" in plain(plot.finding)


@CELLS
def test_one_unit_one_token_and_none(cell: str) -> None:
    assert len(time_scales_of([real_run(cell, units=1, text="good")], Focus(), None).groups[-1].xs) == 1
    assert time_scales_of([real_run(cell, text="")], Focus(), None).nothing_to_draw()


def test_dots_of_a_swarm_keep_apart_and_stay_at_their_tokens() -> None:
    rng = np.random.default_rng(0)
    xs, ys = rng.normal(200.0, 30.0, 60), np.full(60, 50.0)
    at, lifted = swarm(xs, ys, 5.0, 1e9)
    np.testing.assert_array_equal(at, xs)
    away = np.hypot(xs[:, None] - xs, lifted[:, None] - lifted) + 1e9 * np.eye(60)
    assert away.min() > 4.8
    near, low = swarm(xs, ys, 5.0, 12.0)
    assert np.abs(low - 50.0).max() <= 12.0
    assert len(near) == 60
    gap = swarm(np.array([np.nan, 3.0]), np.zeros(2), 5.0, 9.0)[1]
    assert gap[1] == 0


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("size", [(260, 110), (420, 130), (520, 160), (1100, 640)])
@pytest.mark.parametrize("many", [False, True])
def test_nothing_is_written_over_anything_else(size: tuple[int, int], many: bool) -> None:
    runs = [real_run(cell, units=40) for cell in (("rnn", "gru", "lstm") if many else ("lstm",))]
    plot: TimeScalesPlot = time_scales_of(runs, Focus(model=runs[0].model), None)
    picture = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    spy = Spy(painter, LIGHT, QRectF(0, 0, *size))
    paint_time_scales(spy, plot, QRectF(10, 8, size[0] - 20, size[1] - 16))
    painter.end()
    for number, (words, rect) in enumerate(spy.written):
        for other, place in spy.written[:number]:
            assert not rect.intersects(place), f"{words!r} lies over {other!r}"
        assert QRectF(0, 0, *size).contains(rect), f"{words!r} is cut off"
