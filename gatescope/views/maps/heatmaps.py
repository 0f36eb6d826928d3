"""The maps: every signal of every shown model, units × tokens, over one token axis."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.plots.description import HeatmapPlot
from gatescope.plots.heatmap import heatmap
from gatescope.plots.map_groups import MAIN
from gatescope.plots.map_stack import Band, Stack, stack
from gatescope.plots.overview import overview
from gatescope.plots.runs import tokens_of
from gatescope.plots.steady_ranges import SteadyRanges
from gatescope.plots.theme import Theme
from gatescope.plots.traces import chosen_unit
from gatescope.plots.values.signal_value import ChangeValue, SignalValue
from gatescope.session.document.document import UnitRef
from gatescope.views.base.bad_badge import BadBadge
from gatescope.views.base.spot import Spot
from gatescope.views.base.text_size import scaled
from gatescope.views.maps.difference_row import DifferenceRow
from gatescope.views.maps.folded_groups import FoldedGroups
from gatescope.views.maps.held_places import held_places
from gatescope.views.maps.label_column import LabelColumn
from gatescope.views.maps.map_item import MapItem
from gatescope.views.maps.overview import OverviewStrip
from gatescope.views.maps.row_marks import RowMarks
from gatescope.views.maps.row_scroll import RowScroll
from gatescope.views.maps.row_zoom import WHOLE, Rows, moved, zoomed
from gatescope.views.tokens.marks import CellOutline, MapFrames
from gatescope.views.tokens.token_view import TokenView
from gatescope.words import mark

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run, Snapshot
    from gatescope.views.tokens.range import TokenRange


class HeatmapsView(TokenView):
    """Stacked maps with their labels at the left; in Compare those of the models follow each other.

    The wheel zooms the tokens, Ctrl and the wheel the units, dragging moves both, all maps alike. Where the maps
    would get too thin those of a Compare fold, others scroll, and the words stay. Under them a strip shows the whole
    text while only a part of it is in sight.
    """

    title = mark("Gates and states")
    purpose = mark("to see the gates")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plot: HeatmapPlot | None = None
        self._drawn: Focus | None = None
        self._stack, self._steady = Stack((), (), 0.0), SteadyRanges()
        self._rows = WHOLE
        self._maps: list[MapItem] = []
        self._labels, self._groups = LabelColumn(self), FoldedGroups(self)
        self._labels.signal_picked.connect(self.signal_clicked)
        self._groups.changed.connect(self._draw_range)
        self._labels.group_toggled.connect(self._groups.toggle)
        self._row.insertWidget(0, self._labels)
        self._scroll = RowScroll(self)
        self._scroll.moved.connect(self._place)
        self._labels.scrolled.connect(self._scroll.turn)
        self._frames, self._outline = MapFrames(5.0), CellOutline(25.0)
        area = self._plot_area
        self._marks = RowMarks(area)
        self._frames.setParentItem(area.box)
        area.addItem(self._outline)
        area.box.invertY(True)
        area.clicked.connect(self._clicked)
        area.pointed.connect(self._pointed)
        area.stretched.connect(self._stretched)
        area.dragged_down.connect(self._dragged_down)
        self._badge = BadBadge(self)
        self._overview = OverviewStrip(self._range, self)
        self._overview.token_clicked.connect(self.token_clicked)
        self._overview.click_undone.connect(self.click_undone)
        self._column.addWidget(self._overview)
        self.difference = DifferenceRow(self)
        self.difference.toggled.connect(self._draw_again)
        self._column.insertWidget(0, self.difference)

    def link_tokens(self, token_range: TokenRange) -> None:
        self._overview.set_token_range(token_range)
        super().link_tokens(token_range)

    def plot(self) -> HeatmapPlot | None:
        self.refresh()
        return self._plot

    def reset_view(self) -> None:
        """Show all tokens and all units again, and fold of the maps only what has no room."""
        self._rows = WHOLE
        self._groups.reset()
        self._steady.forget()
        self._draw_again()
        super().reset_view()
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_badge()

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        differs = any(run.opened is not None for run in snapshot.runs)
        if differs != self.difference.isVisibleTo(self):
            self.difference.setVisible(differs)
        on = differs and self.difference.on
        self._plot = heatmap(snapshot.runs, focus, difference=on, strips=True, steady=self._steady)
        self._drawn = focus
        self._show_tokens(self._plot)
        self._show_whole_text(snapshot, focus)
        self._show_empty_text(snapshot, focus)
        self._badge.show_runs(snapshot.runs)
        self._place_badge()
        self._draw_range()

    def _draw_focus(self, snapshot: Snapshot, focus: Focus) -> None:
        plot, drawn = self._plot, self._drawn
        same = plot is not None and drawn is not None and (focus.order, focus.part) == (drawn.order, drawn.part)
        # Another model in focus may cut the text up in another way.
        if plot is None or drawn is None or not same or tokens_of(snapshot.runs, focus) is not plot.tokens:
            self._draw(snapshot, focus)
            return
        self._drawn = focus
        self._plot = replace(plot, cursor=focus.token if len(plot.tokens) else None)
        self._plot_area.set_cursor(self._plot.cursor)
        self._range.set_tokens(len(self._plot.tokens), self._plot.cursor)
        self._overview.set_cursor(self._plot.cursor)
        if focus.model != drawn.model:
            self._draw_range()
        elif focus.shading != drawn.shading:
            self._labels.show_stack(self._stack, self._groups, focus.shading, self._theme)
        if (focus.shading, focus.units, focus.model) != (drawn.shading, drawn.units, drawn.model):
            self._show_whole_text(snapshot, focus)
        self._mark_units()

    def _draw_again(self) -> None:
        if self._snapshot is not None and self._focus is not None:
            self._snapshot_stale = True
            self._refresh_if_in_sight()

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        for item in (self._frames, self._marks, self._outline):
            item.set_theme(theme)
        self._badge.set_theme(theme)
        self._place_badge()
        self.difference.set_theme(theme)
        self._overview.set_theme(theme)
        if not self._snapshot_stale:
            self._draw_range()

    def _draw_range(self) -> None:
        """Bring every map's image, place and label up to date."""
        if self._plot is None or self._drawn is None:
            return
        # First, because the strip takes its height from the maps at once.
        self._overview.follow()
        area = self._plot_area.area
        self._overview.set_axis(self._plot_area.x() + area.left(), self._plot_area.x() + area.right())
        panels = self._groups.fit(self._plot.panels, self._drawn.model, area.height(), scaled(1.0))
        self._stack = stack(panels, area.height(), scaled(1.0))
        self._labels.show_stack(self._stack, self._groups, self._drawn.shading, self._theme)
        self._keep_maps(len(self._stack.bands))
        stretch, pixels = self._plot_area.stretch, int(area.width() * self.devicePixelRatioF())
        for item, band in zip(self._maps, self._stack.bands, strict=True):
            item.show_panel(band.panel, stretch, pixels, self._theme)
        self._scroll.fit(self._stack, self.width(), self._plot_area.y() + area.top(), area.height())
        self._place()
        if self._plot_area.area != area:
            # What was shown for the first time has had all laid out anew.
            self._draw_range()

    def _show_whole_text(self, snapshot: Snapshot, focus: Focus) -> None:
        """Hand the strip the row that shades the words on the axis."""
        assert self._plot is not None
        there = any(run.tokens is self._plot.tokens for run in snapshot.runs)
        self._overview.show_text(overview(snapshot.runs, focus) if there else None, self._plot.cursor)

    def _keep_maps(self, count: int) -> None:
        box = self._plot_area.box
        while len(self._maps) > count:
            box.removeItem(self._maps.pop())
        while len(self._maps) < count:
            item = MapItem()
            box.addItem(item, ignoreBounds=True)
            self._maps.append(item)

    def _place(self) -> None:
        """Place maps, labels and marks by the scroll bar and the zoom across the units."""
        area, offset = self._plot_area.area, self._scroll.value()
        self._plot_area.show_values(offset, offset + area.height())
        for item, band in zip(self._maps, self._stack.bands, strict=False):
            item.set_place(band.top, band.height, self._rows, self.devicePixelRatioF())
            item.setVisible(self._scroll.shows(band))
        self._labels.place(self._stack, self._scroll, area.height())
        self._groups.place(self._stack, offset, area.translated(self._plot_area.pos()), self._theme)
        self._frames.set_rect(QRectF(0.0, 0.0, area.width(), area.height()))
        self._frames.set_held(held_places(self._stack, self._rows, self._plot_area.stretch, area.width(), offset))
        bands = self._bands_in_sight()
        self._frames.set_frames([QRectF(0.0, one.top - offset, area.width(), one.height) for one in bands])
        self._outline.set_rect(QRectF())
        self._mark_units()
        self._plot_area.point_again()

    def _mark_units(self) -> None:
        shown = self._drawn is not None and self._plot is not None and len(self._plot.tokens) > 0
        units = self._drawn.units if shown and self._drawn is not None else ()
        signal = MAIN if self._drawn is None else self._drawn.signal
        self._marks.place(self._bands_in_sight(), self._rows, self._scroll.value(), units, signal)

    def _bands_in_sight(self) -> list[Band]:
        return [band for band in self._stack.bands if self._scroll.shows(band)]

    def _place_badge(self) -> None:
        self._badge.place(self._plot_area.geometry())

    def _under(self, y: float) -> Band | None:
        """Return the map at `y` pixels below the box's top; None between the maps and on the words."""
        band = self._stack.band_at(y + self._scroll.value()) if y >= 0.0 else None
        return band if band is not None and self._scroll.shows(band) else None

    def _clicked(self, token: int, y: float, extend: bool) -> None:
        self.token_clicked.emit(token)
        band = self._under(y)
        if band is not None:
            panel, row = band.panel, band.row_at(y + self._scroll.value(), self._rows)
            self.unit_clicked.emit(UnitRef(panel.model, panel.part, int(panel.order[row])), extend)

    def _pointed(self, token: int, y: float) -> None:
        found = self._found(token, y)
        self._outline.set_rect(QRectF() if found is None else self._cell(*found[1:]))
        self.hovered.emit(None if found is None else self._spot(*found, self._plot_area.mouse.on_screen))

    def spot_at(self, place: QPoint) -> Spot | None:
        found = self._found(*self._plot_area.under(QPointF(self._plot_area.mapFrom(self, place))))
        return None if found is None else self._spot(*found)

    def _found(self, token: int, y: float) -> tuple[Run, Band, int, int] | None:
        """Return the run, the map, its row and the token at a height below the box's top."""
        band = self._under(y)
        run = self._snapshot.run(band.panel.model) if self._snapshot is not None and band is not None else None
        # Another model may cut the text into fewer tokens than the axis has.
        if band is None or run is None or not 0 <= token < len(run.tokens):
            return None
        return run, band, band.row_at(y + self._scroll.value(), self._rows), token

    def _cell(self, band: Band, row: int, token: int) -> QRectF:
        """Return the place of a cell in the plot area, as far as it is in sight."""
        top, bottom = (edge - self._scroll.value() for edge in band.edges_of(row, self._rows))
        return self._plot_area.cell(token, top, bottom)

    def _spot(self, run: Run, band: Band, row: int, token: int, pointer: QPoint | None = None) -> Spot:
        kind = ChangeValue if band.panel.difference else SignalValue
        value = kind(run, band.panel.part, band.panel.signal, int(band.panel.order[row]), token)
        return Spot.on(self._plot_area, value, self._cell(band, row, token), pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the value of the chosen unit at the cursor, of the signal in focus or of the state; brought into
        sight where its map is scrolled away."""
        snapshot, focus = self._snapshot, self._drawn
        run = None if snapshot is None or focus is None else snapshot.run(focus.model)
        if run is None or focus is None or focus.token is None or not 0 <= focus.token < len(run.tokens):
            return None
        bands = [band for band in self._stack.bands if band.panel.model == run.model]
        signals = {band.panel.signal: band for band in bands if not band.panel.strip}
        band = signals.get(focus.signal) or signals.get(MAIN)
        if band is None:
            return None
        if not self._scroll.shows(band):
            self._scroll.setValue(round(band.top))
        rows = np.flatnonzero(band.panel.order == chosen_unit(run, band.panel.part, focus).unit)
        return self._spot(run, band, int(rows[0]), focus.token) if len(rows) else None

    def _stretched(self, factor: float, y: float) -> None:
        """Zoom all maps across their units about the row under the mouse."""
        band = self._under(y)
        if band is None:
            return
        share = (y + self._scroll.value() - band.top) / band.height
        self._show_rows(zoomed(self._rows, factor, share))

    def _dragged_down(self, pixels: float) -> None:
        if self._rows != WHOLE and self._stack.bands:
            self._show_rows(moved(self._rows, -pixels / self._stack.bands[0].height))
        else:
            self._scroll.setValue(round(self._scroll.value() - pixels))

    def _show_rows(self, rows: Rows) -> None:
        self._rows = rows
        self._place()
