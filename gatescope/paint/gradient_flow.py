"""A gradient flow as a picture: the lines, what is left at the first token, the factors, the words, the sentence."""

from __future__ import annotations

from math import ceil, floor, isnan

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPaintEngine

from gatescope.paint.canvas import Canvas
from gatescope.paint.contrast import mix
from gatescope.paint.gradient_callout import paint_callout
from gatescope.paint.gradient_factors import paint_factors
from gatescope.paint.gradient_layout import (
    DOT,
    HEADING_ROW,
    NAME,
    SAMPLE,
    SMALL,
    SYMBOL,
    TICK,
    TITLE,
    GradientLayout,
)
from gatescope.paint.polyline import polyline
from gatescope.paint.rich_text import power_text, power_width
from gatescope.paint.tips import MOST_TIPS
from gatescope.paint.token_axis import TokenAxis
from gatescope.plots.axis_words import axis_word
from gatescope.plots.gradient_flow_plot import TITLE as NAME_OF_PLOT
from gatescope.plots.gradient_flow_plot import FlowLine, GradientFlowPlot
from gatescope.plots.gradient_words import left_at, power, quoted
from gatescope.plots.line_points import points
from gatescope.plots.signals import title
from gatescope.words import decimal, tr

_WIDTH = 1.8
_BAND, _BAD_BAND = 0.91, 0.86
_PITCH, _LOWEST_PITCH = 21.0, 12.0
# From so many points on a line is drawn on screen piece by piece: Qt takes five times as long to join them, and at
# angles that small it cannot be seen.
_MANY = 64


def paint_gradient_flow(canvas: Canvas, plot: GradientFlowPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title, its legend and its cursor."""
    layout = GradientLayout(canvas, plot, rect)
    _paint_heading(canvas, plot, layout)
    paint_body(canvas, plot, layout)
    paint_cursor(canvas, plot, layout)


def paint_body(canvas: Canvas, plot: GradientFlowPlot, layout: GradientLayout) -> None:
    """Paint everything below the heading but the words and the cursor."""
    _paint_bands(canvas, plot, layout)
    _paint_grid(canvas, plot, layout)
    canvas.painter.save()
    canvas.painter.setClipRect(layout.area.adjusted(0, -5.0 * canvas.unit, 0, 5.0 * canvas.unit))
    for line in sorted(plot.lines, key=lambda line: (line.model == plot.front, line.carried)):
        _paint_line(canvas, line, plot.target_token, layout)
    canvas.painter.restore()
    _paint_where_it_starts(canvas, plot, layout)
    paint_callout(canvas, plot, layout)
    _paint_column(canvas, plot, layout)
    paint_factors(canvas, plot, layout)
    if layout.text is not None:
        layout.text.paint(layout.finding.left(), layout.finding.top())
    _tell(canvas, plot, layout)


def _tell(canvas: Canvas, plot: GradientFlowPlot, layout: GradientLayout) -> None:
    """Say of every token how large the gradients are there."""
    if canvas.tips is None:
        return
    area = layout.area
    for token in range(min(len(plot.tokens), MOST_TIPS)):
        left, right = layout.x_of(token), layout.x_of(token + 1)
        told = [f"{line.label} {title(line.state)}: 10^{decimal(f'{line.values[token]:.2f}')}" for line in plot.lines]
        head = tr("“{word}”, token {token}", word=axis_word(plot.tokens, token), token=token)
        words = "\n".join((head, *told))
        canvas.tip(QRectF(left, area.top(), right - left, area.height()), words)


def paint_cursor(canvas: Canvas, plot: GradientFlowPlot, layout: GradientLayout) -> None:
    """Paint the words, and the cursor over lines and factors."""
    if layout.words.height():
        width, most = layout.area.width(), layout.most
        axis = TokenAxis(
            canvas,
            plot.tokens,
            plot.cursor,
            width,
            layout.stretch,
            importance=plot.importance,
            most=most,
            whole=plot.whole,
        )
        axis.paint(layout.words)
    if plot.cursor is None or not layout.stretch[0] <= plot.cursor + 0.5 <= layout.stretch[1]:
        return
    accent, area = canvas.theme.accent, layout.area
    x = floor(layout.x_of(plot.cursor + 0.5)) + 0.5
    edge = 4.0 * canvas.unit
    canvas.line(QPointF(x, area.top() - edge), QPointF(x, area.bottom() + edge), accent, 1.2)
    if layout.rows:
        left, right = max(layout.x_of(plot.cursor), area.left()), min(layout.x_of(plot.cursor + 1), area.right())
        top, bottom = layout.rows[0].top() - 2.0, layout.rows[-1].bottom() + 2.0
        canvas.frame(QRectF(left, top, right - left, bottom - top), accent, 1.5, 2.0)


def _paint_heading(canvas: Canvas, plot: GradientFlowPlot, layout: GradientLayout) -> None:
    unit, theme, rect = canvas.unit, canvas.theme, layout.heading
    baseline = rect.top() + TITLE * unit
    name = " · ".join(part for part in (tr(NAME_OF_PLOT), plot.place) if part)
    width = canvas.title(name, rect.left(), baseline, max_width=rect.width())
    norms, scale = canvas.symbol_width(plot.norms, SYMBOL), canvas.width(tr(", logarithmic"), SMALL)
    if width + norms + scale + 20.0 * unit <= rect.width():
        canvas.text(tr(", logarithmic"), rect.right() - scale, baseline, size=SMALL, colour=theme.muted)
        canvas.symbol(plot.norms, rect.right() - scale - norms, baseline, size=SYMBOL)
    baseline += (10.0 + HEADING_ROW * 0.7) * unit
    canvas.text(
        tr("of {target}", target=plot.target),
        rect.left(),
        baseline,
        size=NAME,
        colour=theme.muted,
        max_width=rect.width(),
    )
    for line, (row, x) in zip(plot.lines, layout.legend, strict=True):
        left, base = rect.left() + x, baseline + row * HEADING_ROW * unit
        canvas.painter.setPen(canvas.pen(theme.line(line.hue), 1.8, line.dash))
        middle = base - NAME * 0.34 * unit
        canvas.painter.drawLine(QPointF(left, middle), QPointF(left + SAMPLE * unit, middle))
        left += (SAMPLE + 6.0) * unit
        width = canvas.text(line.label, left, base, size=NAME)
        canvas.symbol(line.symbol, left + width + 4.0 * unit, base, size=SYMBOL, colour=theme.text)


def _paint_bands(canvas: Canvas, plot: GradientFlowPlot, layout: GradientLayout) -> None:
    """Shade the column of the largest step, and everything from the first token on whose gradient is not finite."""
    theme, area = canvas.theme, layout.area
    bands = []
    if plot.step is not None and plot.main is not None:
        shade = mix(theme.line(plot.main.hue), theme.surface, _BAND)
        bands.append((plot.step.token, plot.step.token + 1, shade))
    if plot.bad is not None:
        bands.append((plot.bad, len(plot.tokens), mix(theme.bad, theme.surface, _BAD_BAND)))
    for first, last, shade in bands:
        left, right = max(layout.x_of(first), area.left()), min(layout.x_of(last), area.right())
        if right > left:
            canvas.painter.fillRect(QRectF(left, area.top(), right - left, area.height()), QColor(shade))


def _paint_grid(canvas: Canvas, plot: GradientFlowPlot, layout: GradientLayout) -> None:
    theme, area, unit = canvas.theme, layout.area, canvas.unit
    apart = layout.y_of(0.0) - layout.y_of(float(plot.ticks[1] - plot.ticks[0])) if len(plot.ticks) > 1 else 1.0
    # Counted from the top, where the gradient starts.
    for tick in plot.ticks[:: -max(1, ceil(TICK * 1.25 * unit / apart))]:
        y = round(layout.y_of(tick)) + 0.5
        canvas.line(QPointF(area.left(), y), QPointF(area.right(), y), theme.grid)
        if plot.lines:
            name = f"10<sup>{tick}</sup>".replace("-", "−")
            x, baseline = area.left() - 8.0 * unit, y + TICK * 0.36 * unit
            power_text(canvas, name, x, baseline, size=TICK, colour=theme.muted, align="right")


def _paint_line(canvas: Canvas, line: FlowLine, target: int, layout: GradientLayout) -> None:
    """Draw the finite stretches; where the gradient starts from there is a dot, a ring for what carries no memory."""
    colour = canvas.theme.line(line.hue)
    painter = canvas.painter
    raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
    pixels = max(int(canvas.device_pixels(layout.area.width())), 1)
    xs, ys, joined = points(line.values, floor(layout.stretch[0]) - 1, ceil(layout.stretch[1]) + 1, pixels)
    places = [QPointF(x, y) for x, y in zip(layout.x_of(xs).tolist(), layout.y_of(ys).tolist(), strict=True)]
    path, alone = polyline(places, joined.tolist())
    if raster and line.dash == 0 and len(places) > _MANY:
        painter.setPen(canvas.pen(colour, _WIDTH))
        pairs = zip(places, places[1:], joined.tolist(), strict=False)
        painter.drawLines([QLineF(start, stop) for start, stop, onwards in pairs if onwards])
    else:
        canvas.curve(path, colour, _WIDTH, line.dash)
    for place in alone:
        canvas.dot(place, 2.2, colour)
    if 0 <= target < len(line.values) and np.isfinite(line.values[target]):
        centre = QPointF(layout.x_of(target + 0.5), layout.y_of(float(line.values[target])))
        _paint_mark(canvas, centre, colour, filled=line.carried)


def _paint_where_it_starts(canvas: Canvas, plot: GradientFlowPlot, layout: GradientLayout) -> None:
    """Say where the lines are, where none of them reaches the stretch in sight."""
    first, last = max(floor(layout.stretch[0]), 0), ceil(layout.stretch[1])
    known = [np.isfinite(line.values) for line in plot.lines]
    if first <= plot.target_token < last or not any(there.any() for there in known):
        return
    if any(there[first:last].any() for there in known):
        return
    side = "left" if plot.target_token < first else "right"
    words = tr(
        "The gradient starts at {quoted}, {side} of what is in sight",
        quoted=quoted(plot.tokens, plot.target_token),
        side=side,
    )
    x, baseline = layout.area.center().x(), layout.area.center().y() + NAME * 0.36 * canvas.unit
    muted, most = canvas.theme.muted, layout.area.width() - 8.0 * canvas.unit
    canvas.text(words, x, baseline, size=NAME, colour=muted, align="centre", max_width=most)


def _paint_mark(canvas: Canvas, centre: QPointF, colour: str, *, filled: bool) -> None:
    painter, radius = canvas.painter, (3.9 if filled else 3.3) * canvas.unit
    painter.setPen(canvas.pen(canvas.theme.surface if filled else colour, 1.0 if filled else 1.6))
    painter.setBrush(QColor(colour if filled else canvas.theme.surface))
    painter.drawEllipse(centre, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _paint_column(canvas: Canvas, plot: GradientFlowPlot, layout: GradientLayout) -> None:
    """Write what is left at the first token, a row a line; in a low picture only of the state that keeps memory."""
    unit, theme, rect = canvas.unit, canvas.theme, layout.column
    head, lowest, shown = (SMALL + 10.0) * unit, _LOWEST_PITCH * unit, plot.lines
    if head + len(shown) * lowest > rect.height():
        head = (SMALL + 3.0) * unit
    if head + len(shown) * lowest > rect.height():
        shown = tuple(line for line in shown if line.carried)
    if head + len(shown) * lowest > rect.height():
        shown = tuple(line for line in shown if line.model == plot.front)[:1]
    if not shown or head + lowest > rect.height():
        return
    pitch = min(_PITCH * unit, (rect.height() - head) / len(shown))
    baseline = rect.top() + SMALL * 0.8 * unit
    whole, short = left_at([line.first for line in shown], plot.tokens)
    # A long word may go on over the ticks, unless one stands there.
    over = any(abs(layout.y_of(tick) - baseline) < 16.0 * unit for tick in plot.ticks)
    max_width = rect.width() if over else layout.area.left() - rect.left() - 8.0 * unit
    said = whole if canvas.width(whole, SMALL) <= max_width else short
    canvas.text(said, rect.left(), baseline, size=SMALL, colour=theme.muted, max_width=max_width)
    size = min(NAME, pitch / unit * 0.85)
    for row, line in enumerate(shown):
        middle = rect.top() + head + (row + 0.5) * pitch
        base = middle + size * 0.36 * unit
        _paint_mark(canvas, QPointF(rect.left() + 4.0 * unit, middle), theme.line(line.hue), filled=line.carried)
        left = rect.left() + DOT * unit
        symbol = canvas.symbol_width(line.symbol, SYMBOL * size / NAME)
        value = power(line.left)
        ink = theme.bad if isnan(line.left) else theme.text
        power_text(canvas, value, rect.right(), base, size=size, colour=ink, bold=True, align="right")
        max_width = rect.width() - DOT * unit - symbol - 10.0 * unit - power_width(canvas, value, size, bold=True)
        width = canvas.text(line.label, left, base, size=size, max_width=max_width)
        canvas.symbol(line.symbol, left + width + 4.0 * unit, base, size=SYMBOL * size / NAME, colour=theme.text)
