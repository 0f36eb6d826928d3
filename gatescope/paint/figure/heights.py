"""How high a picture wants to be in a figure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gatescope.paint.canvas import Canvas
from gatescope.paint.figure.kinds import entries_of
from gatescope.paint.figure.legend_row import ROW, LegendRow
from gatescope.plots.description import HeatmapPlot, Plot
from gatescope.plots.fixed_points.figure_plot import FixedPointsFigure
from gatescope.plots.layers import LayersPlot

_SHARE, _LEAST, _MOST = 0.74, 190.0, 330.0
_BESIDE_TICKS = 0.85
_MAP, _STRIP, _MODEL, _WORDS = 43.0, 16.0, 24.0, 80.0


def _of_maps(plot: HeatmapPlot) -> float:
    """Return the design pixels of maps that have room for the range of their colours below their names."""
    strips = sum(panel.strip for panel in plot.panels)
    models = len({panel.model for panel in plot.panels})
    return _WORDS + _MAP * (len(plot.panels) - strips) + _STRIP * strips + _MODEL * (models if models > 1 else 0)


_HEIGHTS: Mapping[type[Plot], Callable[[Any], float]] = {
    HeatmapPlot: _of_maps,
    LayersPlot: _of_maps,
    # A table above two pictures.
    FixedPointsFigure: lambda plot: _MOST * 1.4,
}
"""The kinds whose height follows from what they hold, in design pixels."""


def natural_height(canvas: Canvas, plot: Plot, width: float) -> float:
    """Return the height that suits `plot` in a column of `width`, both in units of the layout."""
    of_kind = _HEIGHTS.get(type(plot))
    if of_kind is not None:
        return max(of_kind(plot), _LEAST) * canvas.unit
    usual = min(max(width * _SHARE, _LEAST * canvas.unit), _MOST * canvas.unit)
    # A legend of several lines must not take the place of what it explains.
    return usual + max(
        LegendRow(canvas, entries_of(canvas, [plot]), width * _BESIDE_TICKS).height - ROW * canvas.unit, 0.0
    )
