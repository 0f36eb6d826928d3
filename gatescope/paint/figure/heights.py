"""How high a picture wants to be in a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.layout import cell_height
from gatescope.paint.figure.kinds import entries_of
from gatescope.paint.figure.legend_row import ROW, LegendRow
from gatescope.paint.fixed_points.figure import figure_height
from gatescope.paint.itemised.layout import itemised_height
from gatescope.paint.memory.connectivity_layout import connectivity_height
from gatescope.paint.pairs.pairs_layout import pairs_height
from gatescope.paint.space.plane import state_plane_height
from gatescope.paint.units.time_scales import time_scales_height
from gatescope.paint.what_if.effects import effects_height
from gatescope.plots.cell.wiring import CellPlot
from gatescope.plots.description import HeatmapPlot, Plot
from gatescope.plots.fixed_points.figure_plot import FixedPointsFigure
from gatescope.plots.itemised.itemised_plot import ItemisedPlot
from gatescope.plots.layers import LayersPlot
from gatescope.plots.memory.connectivity_plot import ConnectivityPlot
from gatescope.plots.pairs.pairs_plot import PairsPlot
from gatescope.plots.space.plane import StatePlanePlot
from gatescope.plots.units.time_scales import TimeScalesPlot
from gatescope.plots.what_if.effects_plot import EffectsPlot

_SHARE, _LEAST, _MOST = 0.74, 190.0, 330.0
_BESIDE_TICKS = 0.85
_MAP, _STRIP, _MODEL, _WORDS = 43.0, 16.0, 24.0, 80.0


def _of_maps(canvas: Canvas, plot: HeatmapPlot, _width: float) -> float:
    """Return the height of maps that have room for the range of their colours below their names."""
    strips = sum(panel.strip for panel in plot.panels)
    models = len({panel.model for panel in plot.panels})
    high = _WORDS + _MAP * (len(plot.panels) - strips) + _STRIP * strips + _MODEL * (models if models > 1 else 0)
    return max(high, _LEAST) * canvas.unit


_HEIGHTS: Mapping[type[Plot], Callable[[Canvas, Any, float], float]] = {
    HeatmapPlot: _of_maps,
    LayersPlot: _of_maps,
    CellPlot: cell_height,
    ConnectivityPlot: connectivity_height,
    EffectsPlot: effects_height,
    FixedPointsFigure: figure_height,
    ItemisedPlot: itemised_height,
    PairsPlot: pairs_height,
    StatePlanePlot: state_plane_height,
    TimeScalesPlot: time_scales_height,
}
"""The kinds whose height follows from what they hold, in a column of a given width."""


def natural_height(canvas: Canvas, plot: Plot, width: float) -> float:
    """Return the height that suits `plot` in a column of `width`, both in units of the layout."""
    of_kind = _HEIGHTS.get(type(plot))
    if of_kind is not None:
        return of_kind(canvas, plot, width)
    usual = min(max(width * _SHARE, _LEAST * canvas.unit), _MOST * canvas.unit)
    # A legend of several lines must not take the place of what it explains.
    return usual + max(
        LegendRow(canvas, entries_of(canvas, [plot]), width * _BESIDE_TICKS).height - ROW * canvas.unit, 0.0
    )
