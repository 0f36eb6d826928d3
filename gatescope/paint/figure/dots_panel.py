"""Pictures of dots on paper: as on screen, below a legend of their shapes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.figure.legend_row import Entry, legend_above
from gatescope.plots.units.curves import CurvesPlot
from gatescope.plots.units.dot_plot import DotPlot
from gatescope.words import tr

_WIDTH = 1.2


def dot_entries(canvas: Canvas, plot: DotPlot) -> list[Entry]:
    """Return the signals as a legend names them; none where all dots are of one."""
    found = [
        Entry(group.title, group.symbol, canvas.theme.line(group.hue), 0, _WIDTH, group.shape) for group in plot.groups
    ]
    several = list(dict.fromkeys(found))
    return several if len(several) > 1 else []


def curve_entries(canvas: Canvas, plot: CurvesPlot) -> list[Entry]:
    """Return the signals, and what the dashed line is."""
    found = [Entry(group.title, "", canvas.theme.line(group.hue), 0, _WIDTH, group.shape) for group in plot.groups]
    return [*dict.fromkeys(found), Entry(tr("slope"), "", canvas.theme.muted, 1, _WIDTH)]


def below_legend(
    paint: Callable[[Canvas, Any, QRectF], None], entries: Callable[[Canvas, Any], list[Entry]]
) -> Callable[[Canvas, Any, QRectF, bool], None]:
    """Return a painter that writes `entries` above the picture of `paint`, unless they stand elsewhere."""

    def painted(canvas: Canvas, plot: Any, rect: QRectF, legend: bool = True) -> None:
        named = legend_above(canvas, entries(canvas, plot) if legend else [], rect.width(), rect.height())
        named.paint(rect.left(), rect.top())
        paint(canvas, plot, rect.adjusted(0.0, named.height, 0.0, 0.0))

    return painted
