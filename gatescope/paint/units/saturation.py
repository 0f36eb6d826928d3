"""Saturation as a picture: the dots on their axes, the means of every gate beside them, and the sentence."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor

from gatescope.paint.canvas import Canvas
from gatescope.paint.dot_shapes import paint_dot
from gatescope.paint.units.dots import (
    NAME,
    SMALL,
    TICK,
    DotLayout,
    finding_text,
    paint_dots,
    paint_heading,
    paint_rings,
    spread,
)
from gatescope.plots.ticks import ticks
from gatescope.plots.units.saturation import SaturationPlot
from gatescope.plots.units.words import percent, round_percent, unit_names
from gatescope.words import tr

_COLUMN, _WIDEST_COLUMN, _LEAST_AREA = 206.0, 0.5, 150.0
_ROW, _LEAST_ROW = 22.0, 16.0
_GAP = 22.0
_LEAST_HEIGHT = 44.0


class SaturationLayout(DotLayout):
    """The parts of one picture.

    Attributes:
        column: the means and, where it has room, the sentence; no width where there is none.
        foot: the sentence where it does not fit into the column.
        row: the height of a line of means.
        lines: how many of them have room, with the head and the line of what is chosen.
        named: whether there is room for the names of the axes and their ticks.
    """

    def __init__(self, canvas: Canvas, plot: SaturationPlot, rect: QRectF, *, heading: bool = False) -> None:
        unit = canvas.unit
        self.heading = QRectF(rect.left(), rect.top(), rect.width(), 27.0 * unit if heading else 0.0)
        inner = rect.adjusted(0.0, self.heading.height() + 6.0 * unit, 0.0, 0.0)
        wide = max(min(_COLUMN * unit, rect.width() * _WIDEST_COLUMN), _means_width(canvas, plot))
        wide = wide if rect.width() - wide - _GAP * unit >= _LEAST_AREA * unit else 0.0
        # One more line for the head, one for what is chosen.
        lines = len(plot.means) + 1 + bool(plot.selected)
        text = finding_text(canvas, plot, wide) if wide else None
        said = text.height + 6.0 * unit if text is not None else 0.0
        self.row = _ROW * unit
        if lines * self.row + said > inner.height():
            self.row = _LEAST_ROW * unit
        self.said_in_column = bool(wide) and lines * self.row + said <= inner.height()
        self.foot = QRectF(rect.left(), rect.bottom(), rect.width(), 0.0)
        if not self.said_in_column and (below := finding_text(canvas, plot, rect.width())) is not None:
            self.foot = QRectF(rect.left(), rect.bottom() - below.height, rect.width(), below.height)
            inner.setBottom(self.foot.top() - 4.0 * unit)
        # The text of a line ends above its lower edge.
        self.lines = min(lines, int(inner.height() / self.row + 0.1))
        self.column = QRectF(inner.right() - wide, inner.top(), wide, inner.height())
        left = (TICK + 12.0) * unit + canvas.width("100 %", TICK)
        # In a very low picture the dots come before the words about their axes.
        words = (TICK + SMALL + 15.0) * unit
        words = words if inner.height() - words >= _LEAST_HEIGHT * unit else 4.0 * unit
        self.named = words > 4.0 * unit
        area = QRectF(
            inner.left() + left,
            inner.top(),
            max(inner.width() - left - (wide + _GAP * unit if wide else 8.0 * unit), 1.0),
            max(inner.height() - words, 1.0),
        )
        super().__init__(canvas, plot, rect, area)
        # On paper no hover lifts a dot out of its heap.
        apart, most = (4.6, 22.0) if canvas.on_paper else (2.4, 11.0)
        self.places = spread(self.places, apart * unit, most * unit)

    def signal_at(self, plot: SaturationPlot, place: QPointF) -> str:
        """Return the signal whose line of means is at a place; empty where none is."""
        row = int((place.y() - self.column.top()) // self.row) - 1
        inside = self.column.contains(place) and 0 <= row < min(len(plot.means), self.lines - 1)
        return plot.means[row].signal if inside else ""


def paint_saturation(canvas: Canvas, plot: SaturationPlot, rect: QRectF) -> None:
    """Paint `plot` into `rect` with its title."""
    layout = SaturationLayout(canvas, plot, rect, heading=not canvas.on_paper)
    paint_heading(canvas, plot.title, plot.place, rect)
    paint_saturation_body(canvas, plot, layout)
    paint_rings(canvas, plot, layout)


def paint_saturation_body(canvas: Canvas, plot: SaturationPlot, layout: SaturationLayout) -> None:
    """Paint everything but the title, the rings and what is under the mouse."""
    _paint_axes(canvas, plot, layout)
    paint_dots(canvas, plot, layout)
    if layout.column.width() and layout.lines:
        _paint_means(canvas, plot, layout)
    text = finding_text(canvas, plot, layout.column.width() if layout.said_in_column else layout.foot.width())
    if text is not None:
        place = layout.column if layout.said_in_column else layout.foot
        text.paint(place.left(), place.bottom() - text.height if not layout.said_in_column else _said_top(plot, layout))


def _said_top(plot: SaturationPlot, layout: SaturationLayout) -> float:
    lines = len(plot.means) + 1 + bool(plot.selected)
    return layout.column.top() + lines * layout.row + layout.row * 0.25


def _paint_axes(canvas: Canvas, plot: SaturationPlot, layout: SaturationLayout) -> None:
    theme, area, unit = canvas.theme, layout.area, canvas.unit
    canvas.frame(area, theme.grid)
    if not layout.named:
        return
    for value, _ in ticks(*plot.x, most=max(int(area.width() / (60.0 * unit)), 2)):
        if value < 0:
            continue
        x = round(float(layout.x_of(value))) + 0.5  # type: ignore[arg-type]
        canvas.line(QPointF(x, area.top()), QPointF(x, area.bottom()), theme.grid)
        canvas.text(
            round_percent(value), x, area.bottom() + (TICK + 4.0) * unit, size=TICK, colour=theme.muted, align="centre"
        )
    for value, _ in ticks(*plot.y, most=max(int(area.height() / (34.0 * unit)), 2)):
        if value < 0:
            continue
        y = round(float(layout.y_of(value))) + 0.5  # type: ignore[arg-type]
        canvas.line(QPointF(area.left(), y), QPointF(area.right(), y), theme.grid)
        base = y + TICK * 0.36 * unit
        canvas.text(round_percent(value), area.left() - 7.0 * unit, base, size=TICK, colour=theme.muted, align="right")
    base = area.bottom() + (TICK + SMALL + 9.0) * unit
    across, up = (
        name if canvas.width(name, SMALL) <= most else tr(end)
        for name, end, most in zip((plot.x_title, plot.y_title), plot.ends, (area.width(), area.height()), strict=True)
    )
    canvas.text(across, area.center().x(), base, size=SMALL, colour=theme.muted, align="centre", max_width=area.width())
    painter = canvas.painter
    painter.save()
    painter.translate(layout.rect.left() + SMALL * 0.9 * unit, area.center().y())
    painter.rotate(-90.0)
    canvas.text(up, 0.0, 0.0, size=SMALL, colour=theme.muted, align="centre", max_width=area.height())
    painter.restore()


def _means_width(canvas: Canvas, plot: SaturationPlot) -> float:
    names = max((canvas.width(one.title, NAME, bold=True) for one in plot.means), default=0.0)
    return names + (16.0 + 2 * 50.0) * canvas.unit


def _paint_means(canvas: Canvas, plot: SaturationPlot, layout: SaturationLayout) -> None:
    theme, unit, column = canvas.theme, canvas.unit, layout.column
    low, high = column.right() - 56.0 * unit, column.right()
    base = column.top() + layout.row * 0.66
    canvas.text(tr("mean"), column.left(), base, size=SMALL, colour=theme.muted)
    for name, x in zip(plot.ends, (low, high), strict=True):
        canvas.text(tr(name), x, base, size=SMALL, colour=theme.muted, align="right")
    shapes = {group.signal: group.shape for group in plot.groups}
    for one in plot.means[: max(layout.lines - 1, 0)]:
        base += layout.row
        canvas.painter.setPen(Qt.PenStyle.NoPen)
        canvas.painter.setBrush(QColor(theme.hue(one.signal)))
        centre = QPointF(column.left() + 4.0 * unit, base - NAME * 0.34 * unit)
        paint_dot(canvas.painter, centre, 3.6 * unit, shapes.get(one.signal, 0))
        width = low - 50.0 * unit - column.left() - 14.0 * unit
        bold = plot.focus == one.signal
        canvas.text(
            one.title, column.left() + 14.0 * unit, base, size=NAME, bold=bold, max_width=max(width, 60.0 * unit)
        )
        for share, x in ((one.low, low), (one.high, high)):
            if share is not None:
                canvas.text(percent(share), x, base, size=NAME, bold=True, align="right")
    units = sorted(ref.unit for ref in plot.selected if any(ref == group.ref(ref.unit) for group in plot.groups))
    if units and layout.lines > len(plot.means) + 1:
        base += layout.row
        centre = QPointF(column.left() + 5.0 * unit, base - NAME * 0.34 * unit)
        canvas.painter.setPen(canvas.pen(theme.text, 1.6))
        canvas.painter.setBrush(Qt.BrushStyle.NoBrush)
        canvas.painter.drawEllipse(centre, 4.6 * unit, 4.6 * unit)
        words = tr("{unit_names}, chosen", unit_names=unit_names(units))
        left = column.left() + 16.0 * unit
        canvas.text(words, left, base, size=NAME, colour=theme.muted, max_width=column.right() - left)
