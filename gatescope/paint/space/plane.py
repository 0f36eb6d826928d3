"""A plane of states as a picture: the background, the sentence with its words, steps, fixed points, a legend."""

from __future__ import annotations

from math import isfinite

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine, QPainterPath, QPen, QPolygonF

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.space.field import paint_field
from gatescope.paint.space.fixed_marks import paint_marks
from gatescope.paint.space.legend import legend_entries, legend_lines, paint_legend
from gatescope.paint.space.plane_layout import (
    DOT,
    NAME,
    NAMES,
    SMALL,
    TICK,
    TITLE,
    PanelLayout,
    PlaneLayout,
    plane_height,
)
from gatescope.paint.space.words import paint_words
from gatescope.plots.colours import HIGH, LOW, indices, table
from gatescope.plots.space.plane import TITLE as NAME_OF_PLOT
from gatescope.plots.space.plane import PlanePath, ReadOutScale, StatePlanePlot
from gatescope.plots.space.shares import axis_names, share_words
from gatescope.plots.theme import Theme
from gatescope.words import tr

_WIDTH = 1.8
_SMALL_DOT = 1.9
_MANY = 40
_SHADES = 24
# White in the middle of the scale would not be seen on the surface.
_GREYED, _PALE = 0.22, 0.45


def paint_state_plane(canvas: Canvas, plot: StatePlanePlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title."""
    layout = plane_layout(canvas, plot, rect, in_window=False)
    baseline = layout.heading.top() + TITLE * canvas.unit
    canvas.title(tr(NAME_OF_PLOT), rect.left(), baseline)
    if len(plot.panels) == 1:
        share = share_words(plot.panels[0])
        canvas.text(share, rect.right(), baseline, size=SMALL, colour=canvas.theme.muted, align="right")
    for panel in layout.panels:
        paint_ground(canvas, panel)
    paint_front(canvas, plot, layout)


def plane_layout(canvas: Canvas, plot: StatePlanePlot, rect: QRectF, *, in_window: bool) -> PlaneLayout:
    """Return where the parts of `plot` go."""
    lines = legend_lines(canvas, legend_entries(plot), rect.width())
    return PlaneLayout(canvas, plot, rect, in_window=in_window, lines=lines)


def state_plane_height(canvas: Canvas, plot: StatePlanePlot, width: float) -> float:
    """Return the height of a panel whose planes are about as high as wide."""
    return plane_height(canvas, plot, width, legend_lines(canvas, legend_entries(plot), width))


def paint_ground(canvas: Canvas, layout: PanelLayout) -> None:
    """Paint what stays while a sentence is typed: the grid, its numbers and the background."""
    theme, area, unit, panel = canvas.theme, layout.area, canvas.unit, layout.panel
    painter = canvas.painter
    painter.save()
    painter.setClipRect(area)
    if panel.field is not None:
        paint_field(canvas, layout)
    for value, _ in layout.across:
        x = round(layout.x_of(value)) + 0.5
        canvas.line(QPointF(x, area.top()), QPointF(x, area.bottom()), theme.grid)
    for value, _ in layout.up:
        y = round(layout.y_of(value)) + 0.5
        canvas.line(QPointF(area.left(), y), QPointF(area.right(), y), theme.grid)
    _paint_dots(canvas, layout)
    painter.restore()
    canvas.frame(area.adjusted(0.5, 0.5, -0.5, -0.5), theme.border)
    if layout.numbers:
        for value, name in layout.up:
            y = layout.y_of(value) + TICK * 0.36 * unit
            canvas.text(name, area.left() - 6.0 * unit, y, size=TICK, colour=theme.muted, align="right")
    for value, name in layout.across:
        x, half = layout.x_of(value), canvas.width(name, TICK) / 2
        if area.left() - 2.0 * unit <= x - half and x + half <= area.right() + 2.0 * unit:
            y = area.bottom() + (TICK + 5.0) * unit
            canvas.text(name, x, y, size=TICK, colour=theme.muted, align="centre")


def paint_front(canvas: Canvas, plot: StatePlanePlot, layout: PlaneLayout) -> None:
    """Paint what a key changes: paths, words, fixed points, the legend and the sentence."""
    for panel in layout.panels:
        _paint_panel(canvas, plot, panel)
    if layout.legend.height():
        paint_legend(canvas, legend_entries(plot), layout.legend)
    if layout.said is not None:
        layout.said.paint(layout.finding.left(), layout.finding.top())


def _paint_panel(canvas: Canvas, plot: StatePlanePlot, layout: PanelLayout) -> None:
    theme, panel, area, unit = canvas.theme, layout.panel, layout.area, canvas.unit
    if layout.heading.height():
        baseline = layout.heading.top() + NAME * unit
        wide = canvas.text(panel.label, area.left(), baseline, size=NAME, bold=True, colour=theme.cell_hue(panel.cell))
        share, left = share_words(panel), area.left() + wide + 8.0 * unit
        if canvas.width(share, SMALL) <= area.right() - left:
            canvas.text(share, left, baseline, size=SMALL, colour=theme.muted)
    painter = canvas.painter
    painter.save()
    painter.setClipRect(area)
    for number, path in enumerate(panel.others):
        _paint_path(canvas, layout, path, theme.line(f"guess:{number % 5}"), plain=True)
    for path in panel.repeated:
        _paint_repeated(canvas, layout, path)
    if plot.span is not None:
        _paint_span(canvas, layout, plot.span)
    _paint_path(canvas, layout, panel.path, theme.cell_hue(panel.cell), plain=False)
    _paint_end_of_numbers(canvas, layout)
    paint_marks(canvas, layout)
    _ring(canvas, layout, plot.cursor)
    corners = [] if canvas.on_paper else _paint_axis_names(canvas, layout)
    paint_words(canvas, plot, layout, corners)
    painter.restore()
    if canvas.on_paper:
        _paint_names_beyond(canvas, layout)


def _paint_dots(canvas: Canvas, layout: PanelLayout) -> None:
    """Draw the background in one call a shade: of two thousand calls each would cost."""
    panel, painter, theme = layout.panel, canvas.painter, canvas.theme
    known = np.isfinite(panel.background).all(axis=1)
    places = layout.pixels(panel.background[known])
    values = panel.background_readouts[known]
    shades = _shades(panel.scale, theme)
    pen = QPen()
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setWidthF(2 * _SMALL_DOT * canvas.unit)
    for number, rows in _by_shade(values, panel.scale).items():
        pen.setColor(QColor(shades[number]))
        painter.setPen(pen)
        painter.drawPoints(QPolygonF([QPointF(x, y) for x, y in places[rows].tolist()]))


def _by_shade(values: np.ndarray, scale: ReadOutScale | None) -> dict[int, np.ndarray]:
    if scale is None:
        return {0: np.arange(len(values))} if len(values) else {}
    share = np.nan_to_num((values - scale.low) / (scale.high - scale.low), nan=0.5)
    numbers = np.clip(np.rint(share * (_SHADES - 1)), 0, _SHADES - 1).astype(int)
    return {int(number): np.flatnonzero(numbers == number) for number in np.unique(numbers)}


def _shades(scale: ReadOutScale | None, theme: Theme) -> list[str]:
    if scale is None:
        return [mix(theme.ghost, theme.surface, _PALE)]
    rows = table(scale.colours, theme)[np.linspace(LOW, HIGH, _SHADES).astype(int), :3]
    return [mix(QColor(*map(int, row)).name(), theme.ghost, _GREYED) for row in rows]


def dot_colours(values: np.ndarray, scale: ReadOutScale | None, theme: Theme) -> list[QColor]:
    """Return the colours inside the dots of words: of their read-outs, or of the surface where there is none."""
    if scale is None:
        return [QColor(theme.surface)] * len(values)
    rows = table(scale.colours, theme)[indices(values, scale.low, scale.high), :3].tolist()
    bad = np.isnan(values).tolist()
    return [QColor(theme.surface) if no_value else QColor(*row) for row, no_value in zip(rows, bad, strict=True)]


def _line(layout: PanelLayout, points: np.ndarray, start: np.ndarray) -> QPainterPath:
    """Return the line through the finite points, broken where there are others."""
    path, on = QPainterPath(), False
    for x, y in layout.pixels(np.concatenate([start[None], points])).tolist():
        if not (isfinite(x) and isfinite(y)):
            on = False
        elif on:
            path.lineTo(x, y)
        else:
            path.moveTo(x, y)
            on = True
    return path


def _paint_line(canvas: Canvas, layout: PanelLayout, path: PlanePath, hue: str, width: float) -> None:
    """Draw the line through the states; on screen piece by piece where there are many, which Qt takes long to join."""
    painter = canvas.painter
    if len(path.points) <= _MANY or painter.paintEngine().type() != QPaintEngine.Type.Raster:
        canvas.curve(_line(layout, path.points, path.start), hue, width)
        return
    places = layout.pixels(np.concatenate([path.start[None], path.points]))
    pieces = np.concatenate([places[:-1], places[1:]], axis=1)
    painter.setPen(canvas.pen(hue, width))
    painter.drawLines([QLineF(*piece) for piece in pieces[np.isfinite(pieces).all(axis=1)].tolist()])


def _paint_span(canvas: Canvas, layout: PanelLayout, span: range) -> None:
    """Paint a broad band along the chosen stretch of the sentence, rimmed in the colour of text as its frames are."""
    path = layout.panel.path
    points = layout.pixels(path.points[max(span.start - path.first, 0) : max(span.stop - path.first, 0)])
    places = [QPointF(x, y) for x, y in points.tolist() if isfinite(x) and isfinite(y)]
    painter, radius = canvas.painter, (DOT + 4.0) * canvas.unit
    for colour, inset in ((canvas.theme.text, 0.0), (canvas.theme.surface, 1.2 * canvas.unit)):
        pen = QPen(QColor(colour), 2 * (radius - inset))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.drawPolyline(QPolygonF(places)) if len(places) > 1 else painter.drawPoints(QPolygonF(places))


def _paint_path(canvas: Canvas, layout: PanelLayout, path: PlanePath, hue: str, *, plain: bool) -> None:
    """Paint a sentence: a line, a square where it begins, a dot a word."""
    painter, theme, unit = canvas.painter, canvas.theme, canvas.unit
    _paint_line(canvas, layout, path, hue, 1.2 if plain else _WIDTH)
    radius = (DOT if len(path.points) <= 60 else DOT * 0.6) * unit * (0.6 if plain else 1.0)
    painter.setPen(canvas.pen(hue, 1.0 if plain else 1.6))
    colours = dot_colours(path.readouts, layout.panel.scale, theme)
    for (x, y), colour in zip(layout.pixels(path.points).tolist(), colours, strict=True):
        if isfinite(x) and isfinite(y):
            painter.setBrush(colour)
            painter.drawEllipse(QPointF(x, y), radius, radius)
    if np.isfinite(path.start).all():
        (x, y), half = layout.pixels(path.start[None])[0].tolist(), 3.4 * unit
        painter.setBrush(QColor(theme.surface))
        painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_end_of_numbers(canvas: Canvas, layout: PanelLayout) -> None:
    """Cross the last state that is a finite number, where the one after it is none."""
    path = layout.panel.path
    every = layout.pixels(np.concatenate([path.start[None], path.points]))
    bad = np.flatnonzero(~np.isfinite(every).all(axis=1))
    if not len(bad) or bad[0] == 0:
        return
    place, half = QPointF(*every[bad[0] - 1].tolist()), (DOT + 3.0) * canvas.unit
    for sign in (1.0, -1.0):
        along = QPointF(half, sign * half)
        canvas.line(place - along, place + along, canvas.theme.bad, 2.2)
    canvas.dot(place, DOT - 1.0, canvas.theme.bad)


def _paint_repeated(canvas: Canvas, layout: PanelLayout, path: PlanePath) -> None:
    canvas.curve(_line(layout, path.points, path.start), canvas.theme.text, 1.4, 2)
    ends = layout.pixels(path.points[-1:])[0]
    if np.isfinite(ends).all():
        canvas.dot(QPointF(*ends.tolist()), 2.2, canvas.theme.text)


def _ring(canvas: Canvas, layout: PanelLayout, cursor: int | None) -> None:
    path = layout.panel.path
    at = path.place(cursor)
    if at is None or not np.isfinite(path.points[at]).all():
        return
    x, y = layout.pixels(path.points[at][None])[0].tolist()
    canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
    canvas.painter.setPen(canvas.pen(canvas.theme.accent, 1.6 * canvas.theme.weight))
    radius = (DOT + 4.0) * canvas.unit
    canvas.painter.drawEllipse(QPointF(x, y), radius, radius)


def _paint_names_beyond(canvas: Canvas, layout: PanelLayout) -> None:
    """Write what the axes are above and below the plane."""
    area, unit, muted = layout.area, canvas.unit, canvas.theme.muted
    first, second = axis_names(layout.panel)
    below = area.bottom() + (TICK + 5.0 + NAMES) * unit
    above, most = area.top() - 4.0 * unit, area.width()
    if first:
        canvas.text(f"{first} →", area.right(), below, size=SMALL, colour=muted, align="right", max_width=most)
    if second:
        canvas.text(f"↑ {second}", area.left(), above, size=SMALL, colour=muted, max_width=most)


def _paint_axis_names(canvas: Canvas, layout: PanelLayout) -> list[QRectF]:
    """Write what the axes are inside two corners of the plane, and return what they take."""
    area, unit, theme = layout.area, canvas.unit, canvas.theme
    first, second = axis_names(layout.panel)
    if max(canvas.width(f"{name} →", SMALL) for name in (first, second)) > area.width() - 12.0 * unit:
        first, second = (name.replace(" component", "") for name in (first, second))
    if area.height() < 5 * SMALL * unit:
        return []
    edge, high, taken = 6.0 * unit, SMALL * 1.4 * unit, []
    most = area.width() - 2 * edge
    for words, top, align in ((f"{first} →", area.bottom() - high, "right"), (f"↑ {second}", area.top(), "left")):
        if not words.strip("↑→ "):
            continue
        words = canvas.fitted(words, most, SMALL)
        wide = canvas.width(words, SMALL)
        left = area.right() - edge - wide if align == "right" else area.left() + edge
        baseline = top + (high + SMALL * 0.72 * unit) / 2 + (edge / 3 if align == "left" else -edge / 3)
        canvas.text(words, left, baseline, size=SMALL, colour=theme.muted)
        taken.append(QRectF(left - 2.0, top, wide + 4.0, high + edge / 3))
    return taken
