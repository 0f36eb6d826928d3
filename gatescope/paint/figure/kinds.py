"""The kinds of plot that have a layout of their own for paper; all others are painted as on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.figure.average_panel import average_entries, paint_average_panel
from gatescope.paint.figure.dots_panel import below_legend, curve_entries, dot_entries
from gatescope.paint.figure.flow_panel import flow_entries, paint_flow_panel
from gatescope.paint.figure.ledger_panel import paint_ledger_panel
from gatescope.paint.figure.legend_row import Entry
from gatescope.paint.figure.lines_panel import paint_lines_panel, series_entries
from gatescope.paint.units.curves import paint_curves
from gatescope.paint.units.saturation import paint_saturation
from gatescope.plots.cell.wiring import CellPlot
from gatescope.plots.description import HeatmapPlot, LinePlot, Plot
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.layers import LayersPlot
from gatescope.plots.memory.ledger_plot import LedgerPlot
from gatescope.plots.units.average import AveragePlot
from gatescope.plots.units.curves import CurvesPlot
from gatescope.plots.units.saturation import SaturationPlot


def _nothing_named(_canvas: Canvas, _plot: Plot) -> list[Entry]:
    """Return the legend of a kind that has none."""
    return []


@dataclass(frozen=True)
class OfPaper:
    """How a kind of plot is drawn on paper.

    Attributes:
        paint: into a rectangle, with a legend of its own or without.
        entries: what a legend names.
    """

    paint: Callable[[Canvas, Any, QRectF, bool], None]
    entries: Callable[[Canvas, Any], list[Entry]] = _nothing_named


OF_PAPER: dict[type[Plot], OfPaper] = {
    GradientFlowPlot: OfPaper(paint_flow_panel, flow_entries),
    LinePlot: OfPaper(paint_lines_panel, series_entries),
    AveragePlot: OfPaper(paint_average_panel, average_entries),
    SaturationPlot: OfPaper(below_legend(paint_saturation, dot_entries), dot_entries),
    CurvesPlot: OfPaper(below_legend(paint_curves, curve_entries), curve_entries),
    # The words stand in their bands.
    LedgerPlot: OfPaper(lambda canvas, plot, rect, _legend: paint_ledger_panel(canvas, plot, rect)),
}
UNTITLED: frozenset[type[Plot]] = frozenset({HeatmapPlot, LayersPlot, CellPlot})
"""The kinds whose painters leave no line for a title."""


def entries_of(canvas: Canvas, plots: Sequence[Plot]) -> list[Entry]:
    """Return what one legend of all `plots` names, each line once."""
    found = [entry for plot in plots if type(plot) in OF_PAPER for entry in OF_PAPER[type(plot)].entries(canvas, plot)]
    return list(dict.fromkeys(found))
