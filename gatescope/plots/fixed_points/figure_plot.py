"""Everything about fixed points in one picture: the table, the eigenvalues at the chosen point, and the ladder."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.plots.description import Plot
from gatescope.plots.fixed_points.eigenvalues_plot import EigenvaluesPlot
from gatescope.plots.fixed_points.ladder_plot import LadderPlot
from gatescope.plots.fixed_points.table_plot import FixedPointsPlot


@dataclass(frozen=True, eq=False)
class FixedPointsFigure(Plot):
    """The three pictures of the workspace Space beside each other."""

    table: FixedPointsPlot
    eigenvalues: EigenvaluesPlot
    ladder: LadderPlot

    def facts(self) -> dict[str, str]:
        return self.table.facts()
