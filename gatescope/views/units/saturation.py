"""Saturation: on how many tokens every unit of every gate is shut, and on how many it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtWidgets import QWidget

from gatescope.analysis.units.over_corpus import standing_over
from gatescope.analysis.units.standing import UnitStanding
from gatescope.paint.canvas import Canvas
from gatescope.paint.units.dots import DotLayout, Hit
from gatescope.paint.units.saturation import SaturationLayout, paint_saturation_body
from gatescope.plots.units.saturation import TITLE, SaturationPlot, describe_saturation
from gatescope.plots.units.words import percent
from gatescope.plots.values.unit_value import UnitValue
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.views.units.dot_picture import DotPicture, Drawing
from gatescope.views.units.unit_analysis import UnitAnalysisView
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run

_LEAST = QSize(240, 156)


class SaturationView(UnitAnalysisView[SaturationPlot]):
    """A dot a unit and gate, the means of every gate, and a sentence about the most saturated one."""

    title = TITLE
    purpose = mark("to see which gates stay shut or open")
    analysis = "unit standing"

    def __init__(self, parent: QWidget | None = None) -> None:
        drawing = Drawing(_layout, _body, _value)
        super().__init__(DotPicture(drawing, tr("Saturation of every unit and gate"), _LEAST), parent)

        self._picture.clicked_beside.connect(self._click_beside)

    def _click_beside(self, place: QPointF) -> None:
        """Shade the words by the gate whose line was clicked."""
        plot, layout = self._picture.shown, self._picture.layout_now
        if plot is not None and isinstance(layout, SaturationLayout):
            signal = layout.signal_at(plot, place)
            if signal:
                self.signal_clicked.emit(signal, plot.groups[0].model)

    def _draw_cursor(self, focus: Focus) -> None:
        plot = self._picture.shown
        if plot is not None and plot.focus != focus.signal and self._shown is not None:
            self._draw_answer(*self._shown)
        else:
            super()._draw_cursor(focus)

    def _describe(self, runs: list[Run], results: list[object], focus: Focus) -> SaturationPlot:
        standings, over = cast(list[UnitStanding], results), self._over
        if over is not None and runs and over.fits(runs[0].network, standings[0].part):
            return describe_saturation(runs, [standing_over(over, runs[0].trace)], focus, over.name)
        return describe_saturation(runs, standings, focus)


def _layout(canvas: Canvas, plot: SaturationPlot, rect: QRectF) -> DotLayout:
    return SaturationLayout(canvas, plot, rect)


def _body(canvas: Canvas, plot: SaturationPlot, layout: DotLayout) -> None:
    paint_saturation_body(canvas, plot, cast(SaturationLayout, layout))


def _value(plot: SaturationPlot, hit: Hit) -> UnitValue:
    """Say of every gate of the unit how often it is at its ends."""
    at = plot.groups[hit.group]
    low, high = map(tr, plot.ends)
    rows = tuple(
        TextRow(
            group.hue,
            f"{group.title} {group.symbol}",
            f"{low} {percent(float(group.xs[hit.unit]))}, {high} {percent(float(group.ys[hit.unit]))}",
        )
        for group in reversed(plot.groups)
        if hit.unit < len(group.xs)
    )
    note = tr("{place}, share of the tokens", place=plot.place) if plot.place else tr("Share of the tokens")
    told = ValueText(
        tr("unit {unit} · {title}", unit=hit.unit, title=at.title), rows=rows, note=note[0].upper() + note[1:]
    )
    return UnitValue(at.ref(hit.unit), told, signal=at.signal)
