"""Frames of moving pictures: how many, on which axes, and what is said of those that cannot be."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest

import gatescope as gs
from gatescope.errors import UsageError
from gatescope.plots.animation.by_name import MOVES, moving
from gatescope.plots.animation.frames import Moving
from gatescope.plots.animation.picture import ViewPicture
from gatescope.plots.animation.sweep import parse_sweep
from gatescope.plots.by_name import RUN_VIEWS
from gatescope.plots.cell.wiring import CellPlot
from gatescope.plots.description import HeatmapPlot, LinePlot, TokenAxisPlot
from gatescope.plots.figure.figure import Figure
from gatescope.session.run.snapshot import Run
from tests.cli.toys import model

TEXT = "The food was not good."
_NEEDS_MORE = {"pairs", "difference", "what-if", "fixedpoints"}
_NONE_OF_THESE = {("rnn", "ledger"), ("rnn", "average"), ("rnn", "saturation")}


@pytest.fixture(scope="module")
def runs() -> Sequence[Run]:
    return [gs.trace(model(), TEXT).run]


def typed(runs: Sequence[Run], view: str = "heatmap", **options: object) -> Moving:
    return moving("typing", runs, ViewPicture(view), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("view", [view for view in RUN_VIEWS if view not in _NEEDS_MORE])
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_any_view_is_typed_on_the_axis_that_it_has_in_the_end(cell: str, view: str) -> None:
    if (cell, view) in _NONE_OF_THESE:
        return
    run = gs.trace(model(cell), TEXT).run
    found = typed([run], view, by="token", frames=3)
    plots = [frame.plot for frame in found.frames]
    assert len(plots) == found.count == 3
    assert len({type(plot) for plot in plots}) == 1
    for plot in plots:
        if isinstance(plot, TokenAxisPlot):
            assert plot.stretch == (0.0, 6.0)


def test_letters_add_to_the_last_word(runs: Sequence[Run]) -> None:
    plots = [frame.plot for frame in typed(runs).frames]
    assert all(isinstance(plot, HeatmapPlot) for plot in plots)
    words = [plot.tokens.words() for plot in plots if isinstance(plot, HeatmapPlot)]
    assert len(words) == len(TEXT)
    assert words[:6] == [["T"], ["Th"], ["The"], ["The"], ["The", "f"], ["The", "fo"]]
    assert words[-1] == ["The", "food", "was", "not", "good", "."]
    cursors = [plot.cursor for plot in plots if isinstance(plot, TokenAxisPlot)]
    assert cursors == [len(one) - 1 for one in words]


def test_ranges_hold_all_frames(runs: Sequence[Run]) -> None:
    ranges = [
        [(panel.low, panel.high) for panel in frame.plot.panels]
        for frame in typed(runs).frames
        if isinstance(frame.plot, HeatmapPlot)
    ]
    assert all(after[k][1] >= before[k][1] for before, after in itertools.pairwise(ranges) for k in range(len(before)))
    for view in ("traces", "readout"):
        plots = [frame.plot for frame in typed(runs, view).frames if isinstance(frame.plot, LinePlot)]
        assert len({(plot.low, plot.high) for plot in plots}) == 1, view
        assert len({tuple(one.label for one in plot.series) for plot in plots}) == 1, view


def test_several_views_move_as_one_figure(runs: Sequence[Run]) -> None:
    for what, options in (("typing", {"by": "token"}), ("cell", {}), ("clamp", {"sweep": "forget_gate=0..1"})):
        picture = ViewPicture("cell,traces,gradients", columns=2, size=(480, 270))
        found = moving(what, runs, picture, frames=3, **options)  # type: ignore[arg-type]
        figures = [frame.plot for frame in found.frames if isinstance(frame.plot, Figure)]
        assert len(figures) == 3
        for figure in figures:
            assert [panel.name for panel in figure.panels] == ["cell", "traces", "gradients"]
            assert (round(figure.width_mm), figure.columns) == (127, 2)
            traces = figure.panels[1].plot
            assert isinstance(traces, TokenAxisPlot)
            assert traces.stretch == (0.0, 6.0)
    with pytest.raises(UsageError, match="no view 'nothing'"):
        typed(runs, "heatmap,nothing")


def test_one_frame_is_not_called_frames() -> None:
    run = gs.trace(model(), "the food").run
    assert typed([run], by="token", frames=1).remark == "2 tokens in 1 frame: 2.0 tokens a frame, not shown one by one"
    assert (
        typed([run], by="letter", frames=1).remark == "8 letters in 1 frame: 8.0 letters a frame, not shown one by one"
    )


def test_more_letters_than_frames_are_said() -> None:
    run = gs.trace(model(), "the food was not good " * 1000).run
    found = typed([run])
    assert found.count == 300
    assert found.remark == "5,000 tokens in 300 frames: 16.7 tokens a frame, not shown one by one"
    first, second = (frame.plot for frame in itertools.islice(found.frames, 2))
    assert isinstance(first, TokenAxisPlot)
    assert isinstance(second, TokenAxisPlot)
    assert (len(first.tokens), len(second.tokens), first.stretch) == (17, 33, (0.0, 5000.0))
    assert typed([run], by="letter", frames=10).remark.startswith("21,999 letters in 10 frames")


def test_one_token_and_none() -> None:
    assert len(list(typed([gs.trace(model(), "food").run], by="token").frames)) == 1
    with pytest.raises(UsageError, match="nothing to type"):
        typed([gs.trace(model(), "").run])
    with pytest.raises(UsageError, match="by token"):
        typed([gs.trace(model(), ids=[1, 1, 6, 0]).run], by="letter")
    assert len(list(typed([gs.trace(model(), ids=[1, 1, 6, 0]).run]).frames)) == 4


@pytest.mark.parametrize("frames", [0, -1, 100_000])
def test_frames_are_bounded(runs: Sequence[Run], frames: int) -> None:
    for what in MOVES:
        sweep = "forget_gate=0..1" if what == "clamp" else None
        with pytest.raises(UsageError, match="1 to 5,000"):
            moving(what, runs, ViewPicture("cell"), frames=frames, sweep=sweep)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_walk_through_a_cell(cell: str) -> None:
    runs = [gs.trace(model(cell), TEXT).run]
    plots = [frame.plot for frame in moving("cell", runs, ViewPicture("cell")).frames]
    steps = [plot.step for plot in plots if isinstance(plot, CellPlot)]
    assert steps == list(range(1, len(steps) + 1))
    whole = moving("cell", runs, ViewPicture("cell", step=2))
    assert whole.count == len(steps) - 1
    assert moving("cell", runs, ViewPicture("cell"), frames=1).remark
    with pytest.raises(UsageError, match="view 'cell'"):
        moving("cell", runs, ViewPicture("heatmap"))


def test_a_sweep_holds_value_after_value(runs: Sequence[Run]) -> None:
    picture = ViewPicture("heatmap", signals=["forget_gate"])
    found = moving("clamp", runs, picture, sweep="forget_gate=0..1@u1", frames=3)
    frames = list(found.frames)
    assert [frame.line for frame in frames] == ["forget gate = 0.00", "forget gate = 0.50", "forget gate = 1.00"]
    values = [plot.panels[0].values[:, 1] for frame in frames if isinstance(plot := frame.plot, HeatmapPlot)]
    assert [set(one.tolist()) for one in values] == [{0.0}, {0.5}, {1.0}]
    assert "what if forget_gate=0.5@u1" in frames[1].plot.caption
    assert len(list(moving("clamp", runs, picture, sweep="forget_gate=0..1", frames=1).frames)) == 1


@pytest.mark.parametrize("sweep", ["forget_gate", "forget_gate=1", "=0..1", "forget_gate=a..b", "forget_gate=0..inf"])
def test_what_is_no_sweep(sweep: str) -> None:
    with pytest.raises(UsageError):
        parse_sweep(sweep)


def test_what_does_not_go_together(runs: Sequence[Run]) -> None:
    picture = ViewPicture("heatmap")
    with pytest.raises(UsageError, match="there are typing, cell, clamp, training"):
        moving("walking", runs, picture)
    with pytest.raises(UsageError, match="needs a sweep"):
        moving("clamp", runs, picture)
    with pytest.raises(UsageError, match="a sweep means nothing"):
        moving("typing", runs, picture, sweep="forget_gate=0..1")
    with pytest.raises(UsageError, match="letters and tokens"):
        moving("training", runs, picture, by="token")
    with pytest.raises(UsageError, match="does not say by which command"):
        moving("training", runs, picture)
    with pytest.raises(UsageError, match="no signal 'reset_gate'"):
        moving("clamp", runs, picture, sweep="reset_gate=0..1")
