"""Time scales: for how many tokens every unit remembers, by its keeping gate and after another beginning."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QWidget

from gatescope.analysis.units.over_corpus import half_lives_over
from gatescope.analysis.units.remembering import Remembering
from gatescope.paint.canvas import Canvas
from gatescope.paint.units.dots import DotLayout, Hit
from gatescope.paint.units.time_scales import TimeScalesLayout, paint_time_scales_body
from gatescope.plots.units.time_scales import HALVES, TITLE, TimeScalesPlot, describe_time_scales
from gatescope.plots.units.words import tokens_in_words
from gatescope.plots.values.unit_value import UnitValue
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.views.units.dot_picture import DotPicture, Drawing
from gatescope.views.units.unit_analysis import UnitAnalysisView
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Run

_LEAST = QSize(240, 104)
_MEANINGS = {
    True: mark("if every token kept as much as the gate did on average"),
    False: mark("tokens read alike, until half of what another beginning changed is gone"),
}


class TimeScalesView(UnitAnalysisView[TimeScalesPlot]):
    """A dot a unit on an axis of tokens; in Compare a row for every model."""

    title = TITLE
    purpose = mark("to see for how long its units remember")
    analysis = "time scales"
    in_front_only = False

    def __init__(self, parent: QWidget | None = None) -> None:
        drawing = Drawing(_layout, _body, _value)
        super().__init__(DotPicture(drawing, tr("Time scale of every unit"), _LEAST), parent)

    def _describe(self, runs: list[Run], results: list[object], focus: Focus) -> TimeScalesPlot:
        found, over = cast(list[Remembering], results), self._over
        if over is not None and len(runs) == 1 and over.fits(runs[0].network, found[0].part):
            halves = half_lives_over(over, runs[0].trace)
            longer = replace(found[0], half_life=halves, tokens=over.tokens)
            return describe_time_scales(runs, [longer], focus, over.name)
        return describe_time_scales(runs, found, focus)


def _layout(canvas: Canvas, plot: TimeScalesPlot, rect: QRectF) -> DotLayout:
    return TimeScalesLayout(canvas, plot, rect)


def _body(canvas: Canvas, plot: TimeScalesPlot, layout: DotLayout) -> None:
    paint_time_scales_body(canvas, plot, cast(TimeScalesLayout, layout))


def _value(plot: TimeScalesPlot, hit: Hit) -> UnitValue:
    """Say both time scales of a unit."""
    at = plot.groups[hit.group]
    rows = tuple(
        TextRow(group.hue, plot.rows[number], tokens_in_words(plot.tokens_of(number, hit.unit)))
        for number, group in enumerate(plot.groups)
        if hit.unit < len(group.xs) and group.ref(hit.unit) == at.ref(hit.unit)
    )
    note = tr(_MEANINGS[at.title == HALVES])
    told = ValueText(
        tr("unit {unit} · {model}", unit=hit.unit, model=at.model),
        rows=rows,
        note=note[0].upper() + note[1:],
    )
    return UnitValue(at.ref(hit.unit), told, signal=at.signal)
