"""Where complex numbers lie in the picture of eigenvalues."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import sentence
from gatescope.plots.fixed_points.eigenvalues_plot import EigenvaluesPlot

SMALL, TEXT = 11.5, 12.5
_MARGIN = 14.0
_LEAST = 110.0


@dataclass(frozen=True)
class ComplexPlane:
    """A part of the complex plane.

    Attributes:
        area: in logical pixels, with `centre` in its middle.
        unit: logical pixels of one.
    """

    area: QRectF
    centre: complex
    unit: float

    def point(self, value: complex) -> QPointF:
        """Return where a number lies."""
        away, middle = value - self.centre, self.area.center()
        return QPointF(middle.x() + away.real * self.unit, middle.y() - away.imag * self.unit)

    def value(self, point: QPointF) -> complex:
        """Return the number at a place."""
        away = point - self.area.center()
        return self.centre + complex(away.x(), -away.y()) / self.unit


def complex_plane(canvas: Canvas, plot: EigenvaluesPlot, rect: QRectF) -> ComplexPlane | None:
    """Return the plane between the heading and the sentence of a picture in `rect`; None where it has no room."""
    unit = canvas.unit
    said = sentence(canvas, plot.finding, rect.width(), size=TEXT)
    area = rect.adjusted(0.0, SMALL * 1.8 * unit, 0.0, -(said.height if said is not None else 0.0) - 4.0 * unit)
    if area.width() < _LEAST * unit or area.height() < _LEAST * unit:
        return None
    # The size of the largest stands to the right of the circle.
    beside = canvas.width("0.000", TEXT, bold=True) + 10.0 * unit
    whole = min(area.width() / 2 - beside, area.height() / 2 - _MARGIN * unit) / plot.reach
    return ComplexPlane(area, plot.centre, whole * plot.zoom)
