"""Training runs as a picture: legends at the left, panels over one axis of steps, the ruler of checkpoints below."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.training.ruler import paint_looked_at, paint_ruler
from gatescope.paint.training.run_layout import NAME, ROW, SMALL, TICK, TITLE, PanelPlace, TrainingRunLayout
from gatescope.paint.training.step_lines import ink, paint_step_line
from gatescope.plots.training.run_plot import TITLE as NAME_OF_PLOT
from gatescope.plots.training.run_plot import StepLine, StepPanel, TrainingRunPlot
from gatescope.words import tr

_SAMPLE, _RING = 14.0, 4.0


def paint_training_run(canvas: Canvas, plot: TrainingRunPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title."""
    layout = TrainingRunLayout(canvas, plot, rect)
    words = " · ".join(one for one in (NAME_OF_PLOT, plot.about) if one)
    canvas.title(words, rect.left(), rect.top() + TITLE * canvas.unit, max_width=rect.width())
    paint_training_body(canvas, plot, layout)
    paint_looked_at(canvas, plot, layout)


def paint_training_body(canvas: Canvas, plot: TrainingRunPlot, layout: TrainingRunLayout) -> None:
    """Paint everything but the title and the step that is looked at."""
    for place in layout.panels:
        _paint_grid(canvas, plot, place, layout)
    for place in layout.panels:
        painter = canvas.painter
        painter.save()
        painter.setClipRect(place.area.adjusted(-3.0, -2.0, 3.0, 2.0))
        for line in place.panel.lines:
            paint_step_line(canvas, place.panel, line, place.area, layout.stop)
        painter.restore()
        _paint_limit(canvas, place)
        _paint_mark(canvas, place, layout)
        _paint_legend(canvas, place)
    if plot.diverged is not None and layout.panels:
        x = layout.x_of(plot.diverged)
        whole = layout.whole
        canvas.line(QPointF(x, whole.top()), QPointF(x, layout.track), canvas.theme.bad, 1.6)
    paint_ruler(canvas, plot, layout)
    if layout.text is not None:
        layout.text.paint(layout.column.left(), layout.text_top)


def _paint_grid(canvas: Canvas, plot: TrainingRunPlot, place: PanelPlace, layout: TrainingRunLayout) -> None:
    theme, unit, area = canvas.theme, canvas.unit, place.area
    for step, _ in plot.passes:
        if step < layout.stop:
            x = round(layout.x_of(step)) + 0.5
            canvas.line(QPointF(x, area.top()), QPointF(x, area.bottom()), theme.grid)
    lowest = area.bottom() + TICK * unit
    for value, name in place.panel.ticks:
        y = round(_y(place.panel, area, value)) + 0.5
        if not area.top() - 1.0 <= y <= area.bottom() + 1.0:
            continue
        canvas.line(QPointF(area.left(), y), QPointF(area.right(), y), theme.grid)
        base = y + TICK * 0.36 * unit
        if base <= lowest - TICK * 0.9 * unit or value == place.panel.ticks[0][0]:
            canvas.text(name, area.left() - 7.0 * unit, base, size=TICK, colour=theme.muted, align="right")
            lowest = base


def _y(panel: StepPanel, area: QRectF, value: float) -> float:
    """Return the height of a value that is on the axis already, a logarithm where the axis is one of those."""
    return area.bottom() - (value - panel.low) / (panel.high - panel.low) * area.height()


def _paint_limit(canvas: Canvas, place: PanelPlace) -> None:
    panel, area, theme, unit = place.panel, place.area, canvas.theme, canvas.unit
    if panel.limit is None:
        if panel.limit_words:
            _paint_on_ground(canvas, panel.limit_words, area.top() + SMALL * unit, theme.warning, area)
        return
    y = area.bottom() - float(panel.place(_array(panel.limit))[0]) * area.height()
    canvas.painter.setPen(canvas.pen(theme.warning, 1.2, 1))
    canvas.painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
    if panel.limit_words:
        below = y + (SMALL + 2.0) * unit
        base = below if below < area.bottom() else y - 3.0 * unit
        _paint_on_ground(canvas, panel.limit_words, base, theme.warning, area)


def _paint_on_ground(canvas: Canvas, words: str, base: float, colour: str, area: QRectF) -> None:
    """Write words over what is drawn, on a ground of the surface's colour; at the left end, for the line of the newest
    step is at the right one."""
    words = canvas.fitted(words, area.width(), SMALL)
    wide = canvas.width(words, SMALL)
    ground = QColor(canvas.theme.surface)
    ground.setAlphaF(0.8)
    high = (SMALL + 1.0) * canvas.unit
    canvas.painter.fillRect(QRectF(area.left(), base - high + 2.0, wide + 6.0, high), ground)
    canvas.text(words, area.left() + 4.0, base, size=SMALL, colour=colour)


def _paint_mark(canvas: Canvas, place: PanelPlace, layout: TrainingRunLayout) -> None:
    panel, area, theme, unit = place.panel, place.area, canvas.theme, canvas.unit
    if panel.mark is None:
        return
    x = layout.x_of(panel.mark[0])
    y = area.bottom() - float(panel.place(_array(panel.mark[1]))[0]) * area.height()
    painter = canvas.painter
    painter.setPen(canvas.pen(theme.text, 1.6))
    painter.setBrush(QColor(theme.surface))
    painter.drawEllipse(QPointF(x, y), _RING * unit, _RING * unit)
    if not panel.mark_words:
        return
    wide = canvas.width(panel.mark_words, SMALL, bold=True)
    middle = min(max(x, area.left() + wide / 2 + 2.0), area.right() - wide / 2 - 2.0)
    above = y - (_RING + 6.0) * unit
    base = above if above - SMALL * unit > area.top() else y + (_RING + SMALL + 3.0) * unit
    ground = QColor(theme.surface)
    ground.setAlphaF(0.8)
    painter.fillRect(QRectF(middle - wide / 2 - 2.0, base - SMALL * unit, wide + 4.0, (SMALL + 3.0) * unit), ground)
    canvas.text(panel.mark_words, middle, base, size=SMALL, bold=True, align="centre")


def _paint_legend(canvas: Canvas, place: PanelPlace) -> None:
    panel, legend, unit, theme = place.panel, place.legend, canvas.unit, canvas.theme
    named = [line for line in panel.lines if line.label]
    fitting = int((legend.height() - (NAME + 4.0) * unit) / (ROW * unit))
    base = legend.top() + NAME * unit
    if fitting < 1 and len(named) == 1:
        # A low panel has name and number in one line.
        wide = canvas.text(named[0].value, legend.right(), base, size=NAME, bold=True, align="right")
        canvas.text(panel.title, legend.left(), base, size=NAME, bold=True, max_width=legend.width() - wide - 6.0)
        return
    canvas.text(panel.title, legend.left(), base, size=NAME, bold=True, max_width=legend.width())
    for row, line in enumerate(named[:fitting]):
        base = legend.top() + (NAME + 4.0 + ROW * (row + 0.72)) * unit
        if row == fitting - 1 and len(named) > fitting:
            canvas.text(
                tr("and {count} more", count=len(named) - row), legend.left(), base, size=SMALL, colour=theme.muted
            )
            return
        x = legend.left() + 2.0 * unit
        _paint_sample(canvas, line, x, base - SMALL * 0.36 * unit)
        x += (_SAMPLE + 7.0) * unit
        wide = canvas.text(line.value, legend.right(), base, size=SMALL, bold=True, align="right")
        canvas.text(line.label, x, base, size=SMALL, max_width=legend.right() - wide - 6.0 * unit - x)


def _paint_sample(canvas: Canvas, line: StepLine, x: float, y: float) -> None:
    colour, unit = ink(canvas, line), canvas.unit
    if line.look == "bars":
        canvas.painter.setPen(Qt.PenStyle.NoPen)
        for at, high in enumerate((5.0, 9.0, 4.0, 7.0)):
            bar = QRectF(x + at * 3.4 * unit, y + (4.0 - high) * unit, 2.0 * unit, high * unit)
            canvas.painter.fillRect(bar, QColor(colour))
        return
    canvas.painter.setPen(canvas.pen(colour, 2.0, int(line.look == "dashed")))
    canvas.painter.drawLine(QPointF(x, y), QPointF(x + _SAMPLE * unit, y))


def _array(value: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([value])
