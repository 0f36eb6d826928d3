"""Lines over the token axis, with their legend: the base of traces and read-out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gatescope.plots.description import LinePlot, Series, TokenAxisPlot
from gatescope.plots.theme import Theme
from gatescope.plots.trace_lanes import value_ticks
from gatescope.plots.values.line_value import value_of_line
from gatescope.views.base.spot import Spot
from gatescope.views.lines.curves import Curves, Dots, scene_rect_of
from gatescope.views.lines.legend import Legend
from gatescope.views.lines.value_grid import ValueGrid, ValueNames
from gatescope.views.tokens.token_view import TokenView

_CLOSEST = 1e-3
"""The least part of its range to which a plot zooms."""

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot

_DOT = 4.0


class LinePlotView(TokenView):
    """Shows a `LinePlot`, which a subclass describes in `_describe`.

    A click sets the token; the wheel, dragging and a double click move the same stretch of tokens as in
    the maps. Ctrl and the wheel zoom the values, and dragging then moves them, too. A click in the legend hides a line.
    """

    legend_is_flat = False
    """The legend is one line above the plot, and values are named left of it; else it is a column as wide as the maps'
    labels, so that the tokens of both lie below each other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot: LinePlot | None = None
        self._drawn: Focus | None = None
        self._lonely: list[tuple[QPointF, str]] = []
        self._hidden: frozenset[str] = frozenset()
        self._zoomed: tuple[float, float] | None = None
        area = self._plot_area
        area.set_cursor_is_line(True)
        self._grid, self._dots = ValueGrid(-200.0), Dots(30.0)
        self._names = ValueNames(10.0, outside=self.legend_is_flat)
        for item in (self._grid, self._names, self._dots):
            area.addItem(item)
        self._curves = Curves(area.box)
        self.legend = Legend(self, flat=self.legend_is_flat)
        self.legend.toggled.connect(self._toggle)
        if self.legend_is_flat:
            self._row.removeWidget(area)
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(self.legend)
            column.addWidget(area, 1)
            self._row.addLayout(column, 1)
        else:
            self._row.insertWidget(0, self.legend)
        area.clicked.connect(self._clicked)
        area.pointed.connect(self._pointed)
        area.stretched.connect(self._zoom_values)
        area.dragged_down.connect(self._pan_values)

    def plot(self) -> TokenAxisPlot | None:
        self.refresh()
        return self._plot

    def reset_view(self) -> None:
        """Show the whole text and the whole range again."""
        self._zoomed = None
        super().reset_view()
        self._draw_range()

    def _describe(self, snapshot: Snapshot, focus: Focus) -> LinePlot:
        """Return the lines to draw."""
        raise NotImplementedError

    def _let_go(self) -> None:
        self._plot = None
        self.legend.clear()

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        before, self._plot, self._drawn = self._plot, self._describe(snapshot, focus), focus
        if before is not None and [one.label for one in before.series] != [one.label for one in self._plot.series]:
            self._zoomed = None
        self._show_tokens(self._plot)
        self._show_empty_text(snapshot, focus)
        self._draw_range()

    def _draw_focus(self, snapshot: Snapshot, focus: Focus) -> None:
        if (
            self._plot is None
            or self._drawn is None
            or focus != replace(self._drawn, token=focus.token, span=focus.span)
        ):
            self._draw(snapshot, focus)
            return
        self._drawn = focus
        self._plot = replace(self._plot, cursor=focus.token if len(self._plot.tokens) else None)
        self._plot_area.set_cursor(self._plot.cursor)
        self._range.set_tokens(len(self._plot.tokens), self._plot.cursor)
        self.legend.show_plot(self._plot)
        self._place_dots()

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        for item in (self._grid, self._names, self._dots, self.legend):
            item.set_theme(theme)
        if not self._snapshot_stale:
            self._draw_range()

    def _draw_range(self) -> None:
        if self._plot is None:
            return
        plot = self._plot
        self._plot_area.set_gutter(self._names.gutter_for([name for _, name in plot.y_ticks]))
        area = self._plot_area.area
        bottom, top = self._span
        self._plot_area.show_values(bottom, top)
        named = plot.y_ticks if self._zoomed is None or plot.lanes else value_ticks(bottom, top)
        ticks = [(round(self._y_of(value)) + 0.5, name) for value, name in named if bottom <= value <= top]
        self._grid.set_rect(area)
        self._grid.set_lines([y for y, _ in ticks])
        place = self._plot_area.x_of
        self._grid.set_held([(place(one.start), place(one.stop)) for one in plot.clamped])
        self._names.set_rect(area)
        self._names.set_names(ticks)
        first, last = self._plot_area.stretch
        span = QRectF(first, bottom, last - first, top - bottom)
        self._lonely = self._curves.show(plot.series, span, int(area.width()), self._theme)
        self.legend.show_plot(plot)
        self._dots.set_rect(scene_rect_of(area))
        self._place_dots()
        self._plot_area.point_again()

    @property
    def _span(self) -> tuple[float, float]:
        """The values at the lower and the upper edge."""
        assert self._plot is not None
        return self._zoomed or self._plot.span

    def _toggle(self, name: str) -> None:
        """Hide the lines of a name, or show them again; the last one that is drawn brings all others back."""
        if self._plot is None or self._snapshot is None or self._focus is None:
            return
        rows = {one.name: drawn for one, drawn in self._plot.rows}
        self._hidden = frozenset(other for other, drawn in rows.items() if drawn == (other == name))
        self._draw(self._snapshot, self._focus)

    def _zoom_values(self, factor: float, y: float) -> None:
        """Zoom the values about the one under the mouse."""
        if self._plot is None:
            return
        (bottom, top), height = self._span, max(self._plot_area.area.height(), 1.0)
        low, high = self._plot.span
        width = max((top - bottom) * factor, (high - low) * _CLOSEST)
        under = top - y / height * (top - bottom)
        self._show_values(under - (under - bottom) * width / (top - bottom), width)

    def _pan_values(self, pixels: float) -> None:
        if self._plot is not None and self._zoomed is not None:
            bottom, top = self._zoomed
            moved = pixels / max(self._plot_area.area.height(), 1.0) * (top - bottom)
            self._show_values(bottom + moved, top - bottom)

    def _show_values(self, bottom: float, width: float) -> None:
        """Show the values from `bottom` on, as far as the plot reaches."""
        assert self._plot is not None
        low, high = self._plot.span
        bottom = max(low, min(bottom, high - width))
        self._zoomed = None if width >= high - low else (bottom, bottom + width)
        self._draw_range()

    def _y_of(self, value: float) -> float:
        """Return the scene pixels of a value."""
        assert self._plot is not None
        area, (bottom, top) = self._plot_area.area, self._span
        return area.bottom() - (value - bottom) / (top - bottom) * area.height()

    def _place_dots(self) -> None:
        """Mark every line at the cursor, and the values that no line reaches."""
        assert self._plot is not None
        cursor, theme = self._plot.cursor, self._theme
        dots = [(QPointF(self._plot_area.x_of(p.x()), self._y_of(p.y())), colour) for p, colour in self._lonely]
        for one in (*self._plot.ghosts, *self._plot.series):
            value = one.place_at(cursor)
            if cursor is not None and value is not None and np.isfinite(value):
                middle = QPointF(self._plot_area.x_of(cursor + 0.5), self._y_of(value))
                dots.append((middle, theme.line(one.hue)))
        self._dots.set_dots(dots)

    def _clicked(self, token: int, _y: float, _extend: bool) -> None:
        self.token_clicked.emit(token)

    def _pointed(self, token: int, y: float) -> None:
        """Tell of the value of the line nearest to the mouse."""
        self.hovered.emit(self._nearest(token, y, self._plot_area.mouse.on_screen))

    def spot_at(self, place: QPoint) -> Spot | None:
        return self._nearest(*self._plot_area.under(QPointF(self._plot_area.mapFrom(self, place))))

    def _nearest(self, token: int, y: float, pointer: QPoint | None = None) -> Spot | None:
        plot = self._plot
        if plot is None or token < 0 or y < 0.0 or not plot.series:
            return None
        here = y + self._plot_area.area.top()
        placed = [one.place_at(token) for one in plot.series]
        away = [abs(self._y_of(y) - here) if y is not None and np.isfinite(y) else np.inf for y in placed]
        return self._spot(plot.series[int(np.argmin(away))], token, pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the value of the line in focus, or of the last one, at the cursor."""
        plot = self._plot
        if plot is None or plot.cursor is None or not plot.series or self._drawn is None:
            return None
        signal = self._drawn.signal
        one = next((one for one in plot.series if one.of is not None and one.of.signal == signal), plot.series[-1])
        return self._spot(one, plot.cursor)

    def _spot(self, one: Series, token: int, pointer: QPoint | None = None) -> Spot | None:
        value = None
        if one.of is not None and self._snapshot is not None:
            value = value_of_line(self._snapshot, one.of, token)
        if value is None:
            return None
        area, place = self._plot_area.area, one.place_at(token)
        y = self._y_of(place) if place is not None and np.isfinite(place) else area.center().y()
        dot = QRectF(self._plot_area.x_of(token + 0.5) - _DOT, y - _DOT, 2 * _DOT, 2 * _DOT)
        return Spot.on(self._plot_area, value, dot, pointer)
