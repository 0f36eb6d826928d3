"""The ruler below the steps: where checkpoints are, where passes end, which network is looked at, which is best."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.training.run_layout import NAME, SMALL, THUMB, TrainingRunLayout
from gatescope.plots.training.run_plot import TrainingRunPlot
from gatescope.words import decimal, tr

_TRACK, _TICK, _KEPT = 4.0, 6.0, 3.0
_MARK = 4.5


def paint_ruler(canvas: Canvas, plot: TrainingRunPlot, layout: TrainingRunLayout) -> None:
    """Paint the track, its ticks, the mark over the best step and the names below; not what is looked at."""
    unit, theme, painter, y = canvas.unit, canvas.theme, canvas.painter, layout.track
    half = _TRACK * unit / 2
    track = QRectF(layout.ruler.left(), y - half, layout.ruler.width(), 2 * half)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.border))
    painter.drawRoundedRect(track, half, half)
    reached = QRectF(track.left(), track.top(), layout.x_of(plot.reached) - track.left(), track.height())
    painter.setBrush(QColor(theme.ghost))
    painter.drawRoundedRect(reached, half, half)
    painter.setPen(canvas.pen(theme.muted, 1.0))
    lines = []
    for step in plot.checkpoints:
        x = round(layout.x_of(step)) + 0.5
        lines.append(QLineF(x, y + half, x, y + half + _KEPT * unit))
    ends = [(step, name) for step, name in plot.passes if step <= layout.stop]
    for step, _ in ends:
        x = round(layout.x_of(step)) + 0.5
        lines.append(QLineF(x, y - _TICK * unit, x, y + _TICK * unit))
    painter.drawLines(lines)
    if plot.best is not None:
        x, top = layout.x_of(plot.best), y - half - 7.0 * unit
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.text))
        reach = _MARK * unit
        painter.drawPolygon(
            [QPointF(x - reach, top - reach), QPointF(x + reach, top - reach), QPointF(x, top + reach * 0.6)]
        )
    if plot.diverged is not None:
        x, reach = layout.x_of(plot.diverged), _MARK * unit
        painter.setPen(canvas.pen(theme.bad, 2.0))
        falling = QLineF(x - reach, y - reach, x + reach, y + reach)
        painter.drawLines([falling, QLineF(x - reach, y + reach, x + reach, y - reach)])
    _paint_names(canvas, plot, layout)


def _paint_names(canvas: Canvas, plot: TrainingRunPlot, layout: TrainingRunLayout) -> None:
    unit, theme = canvas.unit, canvas.theme
    base = layout.track + NAME * 0.36 * unit
    right = layout.ruler.left() - 12.0 * unit
    # A log keeps no networks.
    count = decimal(f"{len(plot.checkpoints) or plot.reached:,}")
    wide = canvas.text(count, right, base, size=NAME, bold=True, align="right")
    most = right - wide - 6.0 * unit - layout.column.left()
    canvas.text(
        tr("Checkpoints") if plot.checkpoints else tr("Steps"),
        layout.column.left(),
        base,
        size=NAME,
        bold=True,
        max_width=most,
    )
    if not layout.passes.height():
        return
    before, base = 0, layout.passes.top() + SMALL * unit
    for step, name in plot.passes:
        left, right = layout.x_of(before), min(layout.x_of(step), layout.ruler.right())
        before = step
        if name and right > left:
            wide = right - left
            words = name if canvas.width(name, SMALL) <= wide - 2.0 else name.removeprefix("pass ")
            if canvas.width(words, SMALL) <= wide + 8.0 * unit:
                canvas.text(words, (left + right) / 2, base, size=SMALL, colour=theme.muted, align="centre")


def paint_looked_at(canvas: Canvas, plot: TrainingRunPlot, layout: TrainingRunLayout) -> None:
    """Paint the step that is looked at: a line through the panels, and the thumb that is dragged."""
    if plot.at is None:
        return
    unit, theme, painter = canvas.unit, canvas.theme, canvas.painter
    x, y, whole = layout.x_of(min(plot.at, layout.stop)), layout.track, layout.whole
    canvas.line(QPointF(x, whole.top()), QPointF(x, y), theme.accent, 1.4)
    half = _TRACK * unit / 2
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.accent))
    painter.drawRoundedRect(QRectF(whole.left(), y - half, x - whole.left(), 2 * half), half, half)
    painter.setPen(canvas.pen(theme.accent, 2.0))
    painter.setBrush(QColor(theme.surface))
    painter.drawEllipse(QPointF(x, y), THUMB * unit, THUMB * unit)


def paint_hovered_step(canvas: Canvas, layout: TrainingRunLayout, step: float) -> None:
    """Paint a line through the panels at the step under the mouse."""
    x, whole = round(layout.x_of(step)) + 0.5, layout.whole
    canvas.line(QPointF(x, whole.top()), QPointF(x, whole.bottom()), canvas.theme.muted, 1.0)
