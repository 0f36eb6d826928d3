"""Eigenvalues: of the Jacobian at the chosen fixed point, in the complex plane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.fixed_points.complex_plane import complex_plane
from gatescope.paint.fixed_points.eigenvalues import paint_eigenvalues_body
from gatescope.paint.fixed_points.places import Place
from gatescope.plots.fixed_points.eigenvalues_plot import TITLE, EigenvaluesPlot
from gatescope.plots.fixed_points.of_runs import describe_eigenvalues
from gatescope.views.fixed_points.points_view import FixedPointsView

if TYPE_CHECKING:
    from gatescope.analysis.fixed_points.found import FixedPoints
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run

_PER_NOTCH, _CLOSEST = 1.25, 1e4


class EigenvaluesView(FixedPointsView):
    """The unit circle with the eigenvalues at the chosen point.

    A click on a pale one chooses the point it is of; the wheel zooms.
    """

    title = TITLE

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zoom, self._centre = 1.0, 0j
        self._picture.turned.connect(self._turn)

    def reset_view(self) -> None:
        """Show the whole circle again."""
        self._look(1.0, 0j)

    def _describe(
        self, runs: Sequence[Run], results: Sequence[FixedPoints | None], failures: Sequence[str], focus: Focus
    ) -> EigenvaluesPlot:
        return replace(describe_eigenvalues(runs, results, focus), zoom=self._zoom, centre=self._centre)

    def _paint_body(self, canvas: Canvas, plot: EigenvaluesPlot, rect: QRectF) -> tuple[Place, ...]:
        return paint_eigenvalues_body(canvas, plot, rect)

    def _turn(self, place: QPointF, notches: float) -> None:
        """Zoom, so that the number under the mouse stays there."""
        plot = self._picture.shown
        probe = QPixmap(1, 1)
        painter = QPainter(probe)
        canvas = self._picture.canvas(painter)
        plane = complex_plane(canvas, plot, self._picture.area()) if isinstance(plot, EigenvaluesPlot) else None
        painter.end()
        if plane is None:
            return
        zoom = min(max(self._zoom * _PER_NOTCH**notches, 1.0), _CLOSEST)
        under = plane.value(place)
        # The whole circle has one place.
        self._look(zoom, under + (self._centre - under) * self._zoom / zoom if zoom > 1.0 else 0j)

    def _look(self, zoom: float, centre: complex) -> None:
        self._zoom, self._centre = zoom, centre
        plot = self._picture.shown
        if isinstance(plot, EigenvaluesPlot):
            self._show(replace(plot, zoom=zoom, centre=centre))
