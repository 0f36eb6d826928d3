"""Eigenvalues in the complex plane: the unit circle, those of the chosen point, and pale those of the others."""

from __future__ import annotations

from math import isfinite

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.fixed_points.places import Place
from gatescope.paint.rich_text import RichText
from gatescope.plots.fixed_points.eigenvalues_plot import TITLE, EigenvaluesPlot, Spectrum
from gatescope.plots.numbers import number
from gatescope.plots.values.point_value import EigenvalueValue

_HEADING, _SMALL, _TEXT = 15.0, 11.5, 12.5
_DOT, _REACH = 2.8, 6.0
_MARGIN = 14.0
_PALE = 0.72
_LEAST = 110.0


def paint_eigenvalues(canvas: Canvas, plot: EigenvaluesPlot, rect: QRectF) -> None:
    """Paint the picture with its title."""
    baseline = rect.top() + _HEADING * canvas.unit
    canvas.text(TITLE, rect.left(), baseline, size=_HEADING, bold=True, max_width=rect.width())
    paint_eigenvalues_body(canvas, plot, rect.adjusted(0.0, (_HEADING + 8.0) * canvas.unit, 0.0, 0.0))


def paint_eigenvalues_body(canvas: Canvas, plot: EigenvaluesPlot, rect: QRectF) -> tuple[Place, ...]:
    """Paint everything but the title, and return where the eigenvalues are."""
    unit, theme = canvas.unit, canvas.theme
    sentence = RichText(canvas, plot.finding, rect.width(), size=_TEXT)
    if plot.in_focus is None:
        sentence.paint(rect.left(), rect.top())
        return ()
    line = _SMALL * 1.8 * unit
    base = rect.top() + _SMALL * unit
    left = rect.left() + canvas.text("of ", rect.left(), base, size=_SMALL, colour=theme.muted)
    left += canvas.symbol("∂<i>F</i>/∂<i>s</i>", left, base, size=_SMALL * 1.15, colour=theme.muted)
    most = rect.right() - left
    canvas.text(f" at {plot.about}", left, base, size=_SMALL, colour=theme.muted, max_width=most)
    area = rect.adjusted(0.0, line, 0.0, -sentence.height - 4.0 * unit)
    sentence.paint(rect.left(), rect.bottom() - sentence.height)
    if area.width() < _LEAST * unit or area.height() < _LEAST * unit:
        return ()
    return _paint_plane(canvas, plot, area)


def _paint_plane(canvas: Canvas, plot: EigenvaluesPlot, area: QRectF) -> tuple[Place, ...]:
    unit, theme, painter = canvas.unit, canvas.theme, canvas.painter
    assert plot.in_focus is not None
    # The size of the largest stands to the right of the circle.
    beside = canvas.width("0.000", _TEXT, bold=True) + 10.0 * unit
    radius = (min(area.width() / 2 - beside, area.height() / 2 - _MARGIN * unit)) / plot.reach
    middle = area.center()
    canvas.line(QPointF(area.left(), middle.y()), QPointF(area.right(), middle.y()), theme.grid)
    canvas.line(QPointF(middle.x(), area.top()), QPointF(middle.x(), area.bottom()), theme.grid)
    painter.setPen(canvas.pen(theme.muted, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(middle, radius, radius)
    canvas.text("Im", middle.x() + 5 * unit, area.top() + _SMALL * 0.8 * unit, size=_SMALL, colour=theme.muted)
    right = min(middle.x() + radius + 40 * unit, area.right())
    canvas.text("Re", right, middle.y() + _SMALL * 1.3 * unit, size=_SMALL, colour=theme.muted, align="right")
    corner = QPointF(middle.x() + radius * 0.72, middle.y() - radius * 0.72)
    canvas.text("|λ| = 1", corner.x() + 3 * unit, corner.y(), size=_SMALL, colour=theme.muted)
    places: list[Place] = []
    pale = mix(theme.accent, theme.surface, _PALE)
    for other in plot.others:
        places += _paint_values(canvas, other, middle, radius, area, pale, pale)
    places += _paint_values(canvas, plot.in_focus, middle, radius, area, theme.accent, theme.negative)
    _paint_largest(canvas, plot.in_focus, middle, radius, area)
    return tuple(places)


def _paint_values(
    canvas: Canvas, spectrum: Spectrum, middle: QPointF, radius: float, area: QRectF, inside: str, outside: str
) -> list[Place]:
    """Paint the eigenvalues at one point, the largest last, and return where they are."""
    places = []
    for at in range(len(spectrum.values) - 1, -1, -1):
        value = spectrum.values[at]
        centre = QPointF(middle.x() + float(value.real) * radius, middle.y() - float(value.imag) * radius)
        if not (isfinite(centre.x()) and isfinite(centre.y()) and area.contains(centre)):
            continue
        beyond = abs(value) > 1
        canvas.dot(centre, _DOT * (1.35 if beyond else 1.0), outside if beyond else inside)
        reach = _REACH * canvas.unit
        rect = QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)
        places.append(Place(rect, EigenvalueValue(spectrum.ref, at), spectrum.ref))
    return places


def _paint_largest(canvas: Canvas, spectrum: Spectrum, middle: QPointF, radius: float, area: QRectF) -> None:
    """Write the size of the largest eigenvalue beside it."""
    value, unit = spectrum.values[0], canvas.unit
    words = number(float(np.abs(value)), 3)
    beyond = abs(value) > 1
    x, y = middle.x() + float(value.real) * radius, middle.y() - float(value.imag) * radius
    wide = canvas.width(words, _TEXT, bold=True)
    x = min(max(x + 7 * unit, area.left()), area.right() - wide)
    y = min(max(y - 8 * unit, area.top() + _TEXT * unit), area.bottom())
    canvas.text(words, x, y, size=_TEXT, bold=True, colour=canvas.theme.negative if beyond else canvas.theme.text)
