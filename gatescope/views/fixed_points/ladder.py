"""Tolerance ladder: how many distinct slow places are left as the tolerance gets tighter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.fixed_points.ladder import paint_ladder_body
from gatescope.paint.fixed_points.places import Place
from gatescope.plots.fixed_points.ladder_plot import TITLE, LadderPlot
from gatescope.plots.fixed_points.of_runs import describe_ladder
from gatescope.views.fixed_points.points_view import FixedPointsView

if TYPE_CHECKING:
    from gatescope.analysis.fixed_points.found import FixedPoints
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run


class LadderView(FixedPointsView):
    """A bar a tolerance; those places that stay to the end are the fixed points."""

    title = TITLE

    def _describe(
        self, runs: Sequence[Run], results: Sequence[FixedPoints | None], failures: Sequence[str], focus: Focus
    ) -> LadderPlot:
        return describe_ladder(runs, results, focus)

    def _paint_body(self, canvas: Canvas, plot: LadderPlot, rect: QRectF) -> tuple[Place, ...]:
        return paint_ladder_body(canvas, plot, rect)
