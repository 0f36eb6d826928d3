"""The largest step of a gradient, named beside its line: ``÷ 3.5 at “but”``."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainterPath

from gatescope.paint.canvas import Canvas
from gatescope.paint.gradient_layout import NAME, LinesLayout
from gatescope.paint.rich_text import power_text, power_width
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.gradient_words import quoted
from gatescope.words import tr

_HEIGHT, _AWAY, _ARM = 17.0, 26.0, 14.0
_TRIES = 24


def paint_callout(canvas: Canvas, plot: GradientFlowPlot, layout: LinesLayout) -> None:
    """Write the step where no line runs, with a thin line to it; leave it out where every place has a line."""
    main, step = plot.main, plot.step
    if main is None or step is None:
        return
    before = step.token + 1 if main.reverse else step.token - 1
    middle = (step.token + before + 1) / 2
    value = (float(main.values[step.token]) + float(main.values[before])) / 2
    point = QPointF(layout.x_of(middle), layout.y_of(value))
    if not layout.area.left() <= point.x() <= layout.area.right():
        return
    words = tr("{words} at {quoted}", words=step.words, quoted=quoted(plot.tokens, step.token))
    width = power_width(canvas, words, NAME, bold=True)
    place = _free_place(canvas, plot, layout, point, width)
    if place is None:
        return
    unit, hue = canvas.unit, canvas.theme.line(main.hue)
    left_of_it = place.right() < point.x()
    start = QPointF(place.right() + 6.0 * unit if left_of_it else place.left() - 6.0 * unit, place.center().y())
    elbow = QPointF(start.x() + (_ARM if left_of_it else -_ARM) * unit, start.y())
    arm = QPainterPath(start)
    arm.lineTo(elbow)
    arm.lineTo(point)
    canvas.curve(arm, hue, 1.0)
    power_text(canvas, words, place.left(), place.center().y() + NAME * 0.36 * unit, size=NAME, colour=hue, bold=True)


def _free_place(
    canvas: Canvas, plot: GradientFlowPlot, layout: LinesLayout, point: QPointF, width: float
) -> QRectF | None:
    """Return the place nearest to `point`, beside its column, in which no line runs."""
    unit, area = canvas.unit, layout.area
    height, away = _HEIGHT * unit, _AWAY * unit + layout.columns / 2
    best: tuple[float, QRectF] | None = None
    for left in (point.x() - away - width, point.x() + away):
        if left < area.left() or left + width > area.right():
            continue
        ends = _ends(plot, layout, left - 4.0 * unit, left + width + 4.0 * unit, 3.0 * unit)
        for attempt in range(_TRIES + 1):
            top = area.top() + (area.height() - height) * attempt / _TRIES
            if top < area.top() or any(least < top + height and greatest > top for least, greatest in ends):
                continue
            distance = abs(top + height / 2 - point.y())
            if best is None or distance < best[0]:
                best = distance, QRectF(left, top, width, height)
    return None if best is None else best[1]


def _ends(
    plot: GradientFlowPlot, layout: LinesLayout, left: float, right: float, spare: float
) -> list[tuple[float, float]]:
    """Return the least and the greatest y of each line between two places, with `spare` pixels on both sides."""
    first = max(int(layout.stretch[0] + (left - layout.area.left()) / layout.columns - 0.5), 0)
    last = int(layout.stretch[0] + (right - layout.area.left()) / layout.columns + 0.5) + 1
    found = []
    for line in plot.lines:
        values = line.values[first:last]
        values = values[np.isfinite(values)]
        if len(values):
            found.append((layout.y_of(float(values.max())) - spare, layout.y_of(float(values.min())) + spare))
    return found
