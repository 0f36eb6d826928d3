"""Eigenvalues in the complex plane: the unit circle, those of the chosen point, and pale those of the others."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPointF, QRectF, Qt

from gatescope.analysis.fixed_points.stability import outside
from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.fixed_points.complex_plane import SMALL, TEXT, ComplexPlane, complex_plane
from gatescope.paint.fixed_points.places import Place
from gatescope.paint.rich_text import sentence
from gatescope.plots.fixed_points.eigenvalues_plot import TITLE, EigenvaluesPlot, Spectrum
from gatescope.plots.numbers import number
from gatescope.plots.values.point_value import EigenvalueValue
from gatescope.words import tr

_HEADING = 15.0
_DOT, _REACH = 2.8, 6.0
_PALE = 0.72
_PRINTED = 250.0


def paint_eigenvalues(canvas: Canvas, plot: EigenvaluesPlot, rect: QRectF) -> None:
    """Paint the picture with its title."""
    baseline = rect.top() + _HEADING * canvas.unit
    canvas.title(tr(TITLE), rect.left(), baseline, max_width=rect.width())
    paint_eigenvalues_body(canvas, plot, rect.adjusted(0.0, (_HEADING + 8.0) * canvas.unit, 0.0, 0.0))


def eigenvalues_height(canvas: Canvas, plot: EigenvaluesPlot, width: float) -> float:
    """Return the height in a figure of a plane that is about as wide as high."""
    return (_HEADING + 8.0 + SMALL * 1.8) * canvas.unit + min(width, _PRINTED * canvas.unit)


def paint_eigenvalues_body(canvas: Canvas, plot: EigenvaluesPlot, rect: QRectF) -> tuple[Place, ...]:
    """Paint everything but the title, and return where the eigenvalues are."""
    unit, theme = canvas.unit, canvas.theme
    said = sentence(canvas, plot.finding, rect.width(), size=TEXT)
    if plot.in_focus is None:
        if said is not None:
            said.paint(rect.left(), rect.top())
        return ()
    base = rect.top() + SMALL * unit
    left = rect.left() + canvas.text(tr("of "), rect.left(), base, size=SMALL, colour=theme.muted)
    left += canvas.symbol("∂<i>F</i>/∂<i>s</i>", left, base, size=SMALL * 1.15, colour=theme.muted)
    most = rect.right() - left
    canvas.text(tr(" at {about}", about=plot.about), left, base, size=SMALL, colour=theme.muted, max_width=most)
    if said is not None:
        said.paint(rect.left(), rect.bottom() - said.height)
    plane = complex_plane(canvas, plot, rect)
    return () if plane is None else _paint_plane(canvas, plot, plot.in_focus, plane)


def _paint_plane(canvas: Canvas, plot: EigenvaluesPlot, in_focus: Spectrum, plane: ComplexPlane) -> tuple[Place, ...]:
    unit, theme, painter, area = canvas.unit, canvas.theme, canvas.painter, plane.area
    origin = plane.point(0)
    painter.save()
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    canvas.line(QPointF(area.left(), origin.y()), QPointF(area.right(), origin.y()), theme.grid)
    canvas.line(QPointF(origin.x(), area.top()), QPointF(origin.x(), area.bottom()), theme.grid)
    painter.setPen(canvas.pen(theme.muted, 1.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawEllipse(origin, plane.unit, plane.unit)
    canvas.text("Im", origin.x() + 5 * unit, area.top() + SMALL * 0.8 * unit, size=SMALL, colour=theme.muted)
    right = min(origin.x() + plane.unit + 40 * unit, area.right())
    canvas.text("Re", right, origin.y() + SMALL * 1.3 * unit, size=SMALL, colour=theme.muted, align="right")
    corner = plane.point(complex(0.72, 0.72))
    canvas.text("|λ| = 1", corner.x() + 3 * unit, corner.y(), size=SMALL, colour=theme.muted)
    places: list[Place] = []
    pale = mix(theme.accent, theme.surface, _PALE)
    for other in plot.others:
        places += _paint_values(canvas, other, plane, (pale, pale))
    places += _paint_values(canvas, in_focus, plane, (theme.accent, theme.negative))
    _paint_largest(canvas, in_focus, plane)
    painter.restore()
    return tuple(places)


def _paint_values(
    canvas: Canvas, spectrum: Spectrum, plane: ComplexPlane, inside_and_outside: tuple[str, str]
) -> list[Place]:
    """Paint the eigenvalues at one point, the largest last, in the hue of those inside or outside; return where they
    are."""
    places = []
    for at in range(len(spectrum.values) - 1, -1, -1):
        value = complex(spectrum.values[at])
        centre = plane.point(value)
        if not (isfinite(centre.x()) and isfinite(centre.y()) and plane.area.contains(centre)):
            continue
        beyond = bool(outside(value))
        canvas.dot(centre, _DOT * (1.35 if beyond else 1.0), inside_and_outside[beyond])
        reach = _REACH * canvas.unit
        rect = QRectF(centre.x() - reach, centre.y() - reach, 2 * reach, 2 * reach)
        places.append(Place(rect, EigenvalueValue(spectrum.ref, at), spectrum.ref))
    return places


def _paint_largest(canvas: Canvas, spectrum: Spectrum, plane: ComplexPlane) -> None:
    """Write the size of the largest eigenvalue beside it, where it is in sight."""
    value, unit, area = complex(spectrum.values[0]), canvas.unit, plane.area
    place = plane.point(value)
    if not area.contains(place):
        return
    words = number(abs(value), 3)
    wide = canvas.width(words, TEXT, bold=True)
    x = min(max(place.x() + 7 * unit, area.left()), area.right() - wide)
    y = min(max(place.y() - 8 * unit, area.top() + TEXT * unit), area.bottom())
    colour = canvas.theme.negative if outside(value) else canvas.theme.text
    canvas.text(words, x, y, size=TEXT, bold=True, colour=colour)
