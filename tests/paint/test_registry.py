"""Every kind of plot has its painter and says what it shows; a new kind is one line."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from gatescope import plots
from gatescope.export.png import describe, image
from gatescope.paint.canvas import Canvas
from gatescope.paint.painter import ON_PAPER
from gatescope.paint.registry import PAINTERS, painter_of
from gatescope.plots.cell.describe import describe_cell
from gatescope.plots.description import HeatmapPlot, LinePlot, Plot
from gatescope.plots.fixed_points.of_runs import describe_eigenvalues, describe_ladder, describe_table
from gatescope.plots.gradient_flow import describe_gradient_flow
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.guesses_plot import GuessesPlot, guesses_plot
from gatescope.plots.heatmap import heatmap
from gatescope.plots.layers import layers
from gatescope.plots.matrix import matrix
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.readout import readout
from gatescope.plots.search.describe import describe_search
from gatescope.plots.sweep.describe import describe_sweep
from gatescope.plots.theme import LIGHT
from gatescope.plots.traces import traces
from gatescope.plots.training.describe import describe_training
from gatescope.plots.units.of_runs import average_of, curves_of, saturation_of, time_scales_of, units_of
from gatescope.session.document.document import Focus
from tests.paint.looking import has, ink, pixels
from tests.plots.builders import flow, network, run, snapshot, swept
from tests.plots.fixed_points.builders import answer, figure_of
from tests.plots.itemised.test_itemised_plot import drawn as itemised_of
from tests.plots.itemised.test_itemised_plot import real as real_items
from tests.plots.memory.test_connectivity import drawn as connectivity_of
from tests.plots.memory.test_ledger import drawn as ledger_of
from tests.plots.memory.test_ledger import real
from tests.plots.pairs.test_conditions import drawn as conditions_of
from tests.plots.pairs.test_pairs import drawn as pair_of
from tests.plots.search.test_describe import searched
from tests.plots.space.test_describe import described
from tests.plots.training.runs import curves
from tests.plots.training.test_checkpoints import described as described_checkpoints
from tests.plots.units.real import real_run
from tests.plots.what_if.test_describe import drawn as effects_drawn
from tests.session.space.test_in_plane import of
from tests.views.helpers_controls import make_language_model, make_snapshot


def kinds() -> Iterator[type[Plot]]:
    """Every concrete kind of plot with a picture; what only says why there is none is no description."""
    for module in pkgutil.walk_packages(plots.__path__, "gatescope.plots."):
        importlib.import_module(module.name)
    found = [Plot]
    while found:
        kind = found.pop()
        found += kind.__subclasses__()
        if not inspect.isabstract(kind) and kind.__module__.startswith("gatescope.plots."):
            yield kind


@dataclass(frozen=True, eq=False)
class Toy(Plot):
    colour: str
    empty: bool = False

    def facts(self) -> dict[str, str]:
        return {"Title": "A toy"}

    def nothing_to_draw(self) -> str:
        return "This toy is empty." if self.empty else ""


def paint_toy(canvas: Canvas, plot: Toy, rect: QRectF) -> None:
    canvas.painter.fillRect(rect, plot.colour)


EXAMPLES: list[Plot] = [
    heatmap([run()], Focus()),
    layers([run(layers=2)], Focus()),
    traces(snapshot(run()), Focus()),
    readout([run()], Focus()),
    matrix(network(), "toy", "embedding"),
    describe_gradient_flow([run()], [flow(run())], Focus()),
    describe_cell([real_run()], Focus()),
    ledger_of(real()),
    itemised_of(real_items()),
    describe_sweep([run()], [swept(run())], Focus()),
    describe_search(searched()),
    describe_table([run()], [answer(run())], Focus()),
    describe_eigenvalues([run()], [answer(run())], Focus()),
    describe_ladder([run()], [answer(run())], Focus()),
    figure_of(run()),
    saturation_of([real_run()], Focus(), None),
    average_of([real_run()], Focus(), None),
    curves_of([real_run()], Focus(), None),
    time_scales_of([real_run()], Focus(), None),
    units_of([real_run()], Focus(), None),
    connectivity_of(real()),
    described(of())[0],
    effects_drawn(),
    pair_of(),
    conditions_of(),
    describe_training([curves()]),
    described_checkpoints(),
    guesses_plot(make_snapshot("so it is", make_language_model("lstm")).runs[0], Focus()),
]


@pytest.mark.parametrize("kind", list(kinds()), ids=lambda kind: kind.__name__)
def test_every_kind_of_plot_has_a_painter(kind: type[Plot]) -> None:
    assert kind in PAINTERS or kind in ON_PAPER


def test_there_is_an_example_of_every_kind() -> None:
    assert {type(plot) for plot in EXAMPLES} == set(kinds()) - set(ON_PAPER)
    # Those of the first days are found among them, so that an empty search does not pass.
    assert set(kinds()) >= {HeatmapPlot, LinePlot, MatrixPlot, GradientFlowPlot, GuessesPlot}


@pytest.mark.parametrize("plot", EXAMPLES, ids=lambda plot: plot.facts()["Title"])
def test_every_plot_says_what_it_shows(plot: Plot) -> None:
    assert "LSTM" in plot.caption
    assert describe(plot)["Description"] == plot.caption
    assert describe(plot)["Title"]
    assert not plot.nothing_to_draw()


def test_a_new_kind_is_registered_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAINTERS, Toy, paint_toy)
    shown = pixels(image(Toy("#12AB34", caption="what it shows"), 300, 200))
    assert has(shown, "#12AB34").sum() > 30_000
    assert ink(shown[180:], LIGHT.surface).any()


def test_a_plot_with_nothing_to_draw_says_so_instead_of_being_painted() -> None:
    shown = pixels(image(Toy("#12AB34", empty=True), 300, 200))
    assert not has(shown, "#12AB34").any()
    assert ink(shown[80:120], LIGHT.surface).sum() > 100


def test_an_array_without_numbers_is_a_picture_too() -> None:
    plot = MatrixPlot("toy", "embedding", "embedding", "", np.zeros((0, 4)), -1.0, 1.0, "word", "input")
    assert ink(pixels(image(plot, 400, 200))[80:120], LIGHT.surface).sum() > 100


def test_a_kind_without_a_painter_is_named() -> None:
    with pytest.raises(LookupError, match="no painter is registered for Toy"):
        painter_of(Toy("#12AB34"))
