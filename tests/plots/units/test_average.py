"""A unit and its moving averages as plain data and on paper."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gatescope.analysis.units.average import unit_average
from gatescope.engine.cells import Convention
from gatescope.errors import UsageError
from gatescope.paint.units.average import paint_average
from gatescope.plots.gradient_words import plain
from gatescope.plots.theme import LIGHT
from gatescope.plots.units.average import NO_GATE, describe_average
from gatescope.plots.units.of_runs import average_of
from gatescope.session.document.document import Focus
from tests.paint.looking import ink, pixels
from tests.paint.test_gradient_flow import Spy
from tests.plots.units.real import real_run

GATED = pytest.mark.parametrize("cell", ["gru", "lstm"])


@GATED
@pytest.mark.parametrize("layers", [1, 2])
def test_the_lines_are_what_was_measured(cell: str, layers: int) -> None:
    run = real_run(cell, layers=layers)
    part = run.network.parts[-1]
    found = unit_average(run.network, run.trace, part=part, unit=3)
    plot = average_of([run], Focus(model=run.model, part=part, token=5), [3])
    state, fixed, alone = plot.lines.series
    np.testing.assert_array_equal(state.values, run.trace["cell_state" if cell == "lstm" else "hidden_state"][:, 3])
    np.testing.assert_array_equal(fixed.values, found.constant_gate)
    np.testing.assert_array_equal(alone.values, found.no_feedback)
    np.testing.assert_allclose(plot.residual.series[0].values, found.values - found.constant_gate)
    assert (plot.unit, plot.cursor, plot.lines.cursor) == (3, 5, 5)
    assert plot.place == ("layer 2" if layers == 2 else "")
    for axis in (plot.lines, plot.residual):
        values = np.concatenate([series.values for series in axis.series])
        assert axis.low <= values.min()
        assert values.max() <= axis.high


def test_the_sentence_tells_the_cells_apart() -> None:
    run = real_run("gru")
    found = unit_average(run.network, run.trace, part=None, unit=2)
    said = plain(average_of([run], Focus(), [2]).finding)
    miss = np.sqrt(np.mean((found.values - found.constant_gate) ** 2))
    assert said.startswith("Unit 2: with its own z_t the average of the candidate is h_t itself")
    assert f"fixed at its mean, {found.mean_gate:.2f}, a true EWMA misses h_t by {miss:.2f}" in said
    new = plain(average_of([real_run("gru", convention=Convention(update_gate_keeps="new"))], Focus(), [2]).finding)
    assert f"fixed at its mean, {1 - found.mean_gate:.2f}" in new
    assert "an LSTM writes with a gate of its own" in plain(average_of([real_run("lstm")], Focus(), None).finding)
    assert "Not a number from “good” on" in plain(average_of([real_run("gru", bad=4)], Focus(), None).finding)


def test_nothing_to_draw() -> None:
    with pytest.raises(UsageError, match="needs LSTM or GRU"):
        average_of([real_run("rnn")], Focus(), None)
    assert describe_average(real_run("rnn"), None, Focus()).nothing_to_draw() == NO_GATE
    assert average_of([real_run("gru", text="")], Focus(), None).nothing_to_draw().startswith("The text has no tokens")
    assert average_of([real_run("gru", text="good", units=1)], Focus(), None).unit == 0


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("size", [(300, 150), (420, 190), (520, 300), (1100, 640)])
@pytest.mark.parametrize("bad", [None, 6])
@GATED
def test_nothing_is_written_over_anything_else(size: tuple[int, int], cell: str, bad: int | None) -> None:
    plot = average_of([real_run(cell, bad=bad)], Focus(token=3), None)
    picture = QImage(*size, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFFFF)
    painter = QPainter(picture)
    spy = Spy(painter, LIGHT, QRectF(0, 0, *size))
    paint_average(spy, plot, QRectF(10, 8, size[0] - 20, size[1] - 16))
    painter.end()
    for number, (words, rect) in enumerate(spy.written):
        for other, place in spy.written[:number]:
            assert not rect.intersects(place), f"{words!r} lies over {other!r}"
    assert ink(pixels(picture), LIGHT.surface).any()
