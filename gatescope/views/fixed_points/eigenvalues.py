"""Eigenvalues: of the Jacobian at the chosen fixed point, in the complex plane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.fixed_points.eigenvalues import paint_eigenvalues_body
from gatescope.paint.fixed_points.places import Place
from gatescope.plots.fixed_points.eigenvalues_plot import TITLE, EigenvaluesPlot
from gatescope.plots.fixed_points.of_runs import describe_eigenvalues
from gatescope.views.fixed_points.points_view import FixedPointsView

if TYPE_CHECKING:
    from gatescope.analysis.fixed_points.found import FixedPoints
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run


class EigenvaluesView(FixedPointsView):
    """The unit circle with the eigenvalues at the chosen point; a click on a pale one chooses the point it is of."""

    title = TITLE

    def _describe(
        self, runs: Sequence[Run], results: Sequence[FixedPoints | None], failures: Sequence[str], focus: Focus
    ) -> EigenvaluesPlot:
        return describe_eigenvalues(runs, results, focus)

    def _paint_body(self, canvas: Canvas, plot: EigenvaluesPlot, rect: QRectF) -> tuple[Place, ...]:
        return paint_eigenvalues_body(canvas, plot, rect)
