"""Activation curves as a picture: a panel a nonlinearity, with slope, counts, dots and a point to drag."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.polyline import polyline
from gatescope.paint.units.dots import (
    SMALL,
    SYMBOL,
    TICK,
    DotLayout,
    Values,
    finding_text,
    paint_dots,
    paint_heading,
    paint_rings,
)
from gatescope.plots.numbers import number
from gatescope.plots.ticks import Ticks, ticks
from gatescope.plots.units.curves import CurvesPlot, Panel
from gatescope.words import tr

_GAP, _HEAD, _COUNTS = 26.0, 20.0, 0.32
_LEAST_HEIGHT = 34.0
_DOT = 2.6


class CurvesLayout(DotLayout):
    """The parts of one picture.

    Attributes:
        panels: inside the axes of each.
        text_top: where the sentence begins.
    """

    def __init__(self, canvas: Canvas, plot: CurvesPlot, rect: QRectF, *, heading: bool = False) -> None:
        unit = canvas.unit
        top = rect.top() + ((27.0 if heading else 0.0) + _HEAD) * unit
        self.text = finding_text(canvas, plot, rect.width())
        said = self.text.height + 4.0 * unit if self.text is not None else 0.0
        axis = (TICK + 6.0) * unit
        if rect.bottom() - top - axis - said < _LEAST_HEIGHT * unit:
            self.text, said = None, 0.0
        self.text_top = rect.bottom() - said + 4.0 * unit
        height = max(rect.bottom() - said - axis - top, 1.0)
        count = max(len(plot.panels), 1)
        names = [name for panel in plot.panels for _, name in up_ticks(canvas, panel, height)]
        left = max((canvas.width(name, TICK) for name in names), default=0.0) + 9.0 * unit
        gap = max(_GAP * unit, left)
        wide = max((rect.width() - left - gap * (count - 1) - 8.0 * unit) / count, 1.0)
        self.panels = tuple(QRectF(rect.left() + left + (wide + gap) * at, top, wide, height) for at in range(count))
        self._of, self._ends = plot.panel_of, tuple(panel.y for panel in plot.panels)
        self._now = 0
        whole = QRectF(self.panels[0].topLeft(), self.panels[-1].bottomRight())
        super().__init__(canvas, plot, rect, whole)
        self.places = []
        for group, at in zip(plot.groups, plot.panel_of, strict=True):
            xs, ys = self.x_in(at, group.xs), self.y_in(at, group.ys)
            self.places.append((np.where(self._inside(at, xs), xs, np.nan), ys))

    def x_in(self, panel: int, values: Values) -> Values:
        """Return where values of the axis across are in a panel."""
        (low, high), area = self._x, self.panels[panel]
        return np.asarray(area.left() + (values - low) / (high - low) * area.width(), np.float64)

    def y_in(self, panel: int, values: Values) -> Values:
        """Return where values of a panel's own axis upwards are."""
        (low, high), area = self._ends[panel], self.panels[panel]
        return np.asarray(area.bottom() - (values - low) / (high - low) * area.height(), np.float64)

    def panel_at(self, place: QPointF) -> int:
        """Return the panel at a place, or the nearest."""
        away = [abs(place.x() - area.center().x()) for area in self.panels]
        return away.index(min(away))

    def values_at(self, place: QPointF) -> tuple[float, float]:
        (low, high), area = self._x, self.panels[self.panel_at(place)]
        return low + (place.x() - area.left()) / max(area.width(), 1.0) * (high - low), 0.5

    def _inside(self, panel: int, xs: Values) -> np.ndarray:
        area = self.panels[panel]
        with np.errstate(invalid="ignore"):
            return np.asarray((xs >= area.left() - 0.5) & (xs <= area.right() + 0.5))


def up_ticks(canvas: Canvas, panel: Panel, height: float) -> Ticks:
    """Return the ticks of a panel's own axis upwards."""
    return ticks(*panel.y, most=max(int(height / (30.0 * canvas.unit)), 2))


def paint_curves(canvas: Canvas, plot: CurvesPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title."""
    layout = CurvesLayout(canvas, plot, rect, heading=not canvas.on_paper)
    paint_heading(canvas, plot.title, plot.place, rect)
    paint_curves_body(canvas, plot, layout)
    paint_rings(canvas, plot, layout)


def paint_curves_body(canvas: Canvas, plot: CurvesPlot, layout: CurvesLayout) -> None:
    """Paint everything but the title, the rings and what is under the mouse."""
    for at, panel in enumerate(plot.panels):
        _paint_axes(canvas, plot, layout, at, panel)
        _paint_counts(canvas, plot, layout, at, panel)
        _paint_curve(canvas, layout, at, panel.xs, panel.slopes, canvas.theme.muted, dash=1)
        _paint_curve(canvas, layout, at, panel.xs, panel.values, canvas.theme.text, dash=0)
    paint_dots(canvas, plot, layout, _DOT)
    for at, panel in enumerate(plot.panels):
        _paint_point(canvas, plot, layout, at, panel)
    if layout.text is not None:
        layout.text.paint(layout.rect.left(), layout.text_top)


def _paint_axes(canvas: Canvas, plot: CurvesPlot, layout: CurvesLayout, at: int, panel: Panel) -> None:
    theme, unit, area = canvas.theme, canvas.unit, layout.panels[at]
    for value, name in ticks(*plot.x, most=max(int(area.width() / (44.0 * unit)), 2)):
        x = round(float(layout.x_in(at, np.array(value)))) + 0.5
        canvas.line(QPointF(x, area.top()), QPointF(x, area.bottom()), theme.grid)
        base = area.bottom() + (TICK + 3.0) * unit
        canvas.text(name, x, base, size=TICK, colour=theme.muted, align="centre")
    for value, name in up_ticks(canvas, panel, area.height()):
        y = round(float(layout.y_in(at, np.array(value)))) + 0.5
        canvas.line(QPointF(area.left(), y), QPointF(area.right(), y), theme.grid)
        canvas.text(
            name, area.left() - 5.0 * unit, y + TICK * 0.36 * unit, size=TICK, colour=theme.muted, align="right"
        )


def _paint_counts(canvas: Canvas, plot: CurvesPlot, layout: CurvesLayout, at: int, panel: Panel) -> None:
    """Paint how often the sentence gave which value, as bars from the axis up."""
    area, most = layout.panels[at], int(panel.counts.max(initial=0))
    if not most:
        return
    canvas.painter.save()
    canvas.painter.setClipRect(area)
    edges = np.linspace(panel.xs[0], panel.xs[-1], len(panel.counts) + 1)
    places = layout.x_in(at, edges)
    colour = QColor(mix(canvas.theme.muted, canvas.theme.surface, 0.72))
    for count, left, right in zip(panel.counts.tolist(), places[:-1].tolist(), places[1:].tolist(), strict=True):
        high = count / most * area.height() * _COUNTS
        canvas.painter.fillRect(QRectF(left, area.bottom() - high, max(right - left - 0.5, 0.5), high), colour)
    canvas.painter.restore()


def _paint_curve(
    canvas: Canvas, layout: CurvesLayout, at: int, xs: Values, ys: Values, colour: str, *, dash: int
) -> None:
    canvas.painter.save()
    canvas.painter.setClipRect(layout.panels[at])
    across, up = layout.x_in(at, xs).tolist(), layout.y_in(at, ys).tolist()
    path, _ = polyline([QPointF(x, y) for x, y in zip(across, up, strict=True)], [1] * (len(across) - 1) + [0])
    canvas.curve(path, colour, 1.5 if dash == 0 else 1.2, dash)
    canvas.painter.restore()


def _paint_point(canvas: Canvas, plot: CurvesPlot, layout: CurvesLayout, at: int, panel: Panel) -> None:
    """Paint the point with its tangent, and write its value and slope over the panel."""
    theme, unit, area = canvas.theme, canvas.unit, layout.panels[at]
    value, steep = panel.at(plot.point)
    x, y = (float(layout.x_in(at, np.array(plot.point))), float(layout.y_in(at, np.array(value))))
    base = area.top() - 6.0 * unit
    words = tr(
        "({point}) = {value}, slope {steep}",
        point=number(plot.point, 1),
        value=number(value, 3),
        steep=number(steep, 3),
    )
    wide = canvas.symbol_width(panel.name, SYMBOL)
    fits = wide + canvas.width(words, SMALL) <= area.width()
    words = words if fits else f" {number(value, 3)}, {number(steep, 3)}"
    canvas.symbol(panel.name, area.left(), base, size=SYMBOL, colour=theme.text)
    canvas.text(words, area.left() + wide, base, size=SMALL, colour=theme.accent, max_width=area.width() - wide)
    if not area.left() <= x <= area.right():
        return
    canvas.painter.save()
    canvas.painter.setClipRect(area)
    canvas.line(QPointF(x, area.top()), QPointF(x, area.bottom()), mix(theme.accent, theme.surface, 0.4))
    run = (plot.x[1] - plot.x[0]) * 0.09
    tangent = layout.y_in(at, np.array([value - steep * run, value + steep * run])).tolist()
    ends = layout.x_in(at, np.array([plot.point - run, plot.point + run])).tolist()
    canvas.line(QPointF(ends[0], tangent[0]), QPointF(ends[1], tangent[1]), theme.accent, 1.6)
    canvas.painter.restore()
    canvas.painter.setPen(canvas.pen(theme.surface, 1.5))
    canvas.painter.setBrush(QColor(theme.accent))
    canvas.painter.drawEllipse(QPointF(x, y), 5.0 * unit, 5.0 * unit)
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
