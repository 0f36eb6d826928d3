"""Activation curves: the nonlinearities of the model, where this sentence stands on them, and how steep they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QRectF, QSize
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QLabel, QWidget

from gatescope.analysis.units.pre_activations import REACH, PreActivations
from gatescope.paint.canvas import Canvas
from gatescope.paint.units.curves import CurvesLayout, paint_curves_body
from gatescope.paint.units.dots import DotLayout, Hit
from gatescope.plots.numbers import number
from gatescope.plots.theme import Theme
from gatescope.plots.units.curves import (
    AT_TOKEN,
    OF_UNIT,
    TITLE,
    CurvesPlot,
    describe_curves,
    unit_in_front,
)
from gatescope.plots.values.unit_value import UnitValue
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.views.base.wrapping_row import WrappingRow
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.segmented import Segment
from gatescope.views.units.curves_picture import CurvesPicture
from gatescope.views.units.dot_picture import Drawing
from gatescope.views.units.unit_analysis import UnitAnalysisView
from gatescope.words import mark, tr

if TYPE_CHECKING:
    from gatescope.session.document.document import Focus, UnitRef
    from gatescope.session.run.snapshot import Run

_LEAST = QSize(240, 130)
_TOOL_ROW, _TOOL_GAP, _TOOL_MARGIN = 34, 8, 9
_SHOWN = (
    Segment(AT_TOKEN, mark("every unit, this token"), mark("A dot is a unit at the token cursor")),
    Segment(
        OF_UNIT,
        mark("this unit, every token"),
        mark("A dot is a token, of the chosen unit; a click puts the cursor there"),
    ),
)


class CurvesView(UnitAnalysisView[CurvesPlot]):
    """A panel a nonlinearity with its slope; a point on it can be dragged, which tells value and slope."""

    title = TITLE
    purpose = mark("to see where its gates stand on their curves")
    analysis = "pre-activations"

    def __init__(self, parent: QWidget | None = None) -> None:
        self._curves = CurvesPicture(Drawing(_layout, _body, _value), _LEAST)
        super().__init__(self._curves, parent)
        self._dots = AT_TOKEN
        self._seen: tuple[int | None, UnitRef | None] = (None, None)
        self._curves.point_moved.connect(self._move_point)
        self._choice = ChoiceMenu(tr("Dots of the curves"), self)
        self._choice.set_segments(_SHOWN, AT_TOKEN)
        self._choice.segment_picked.connect(self._choose)
        self._at = QLabel(tr("point at"), self)
        self._at.setObjectName("Muted")
        self._point = QDoubleSpinBox(self)
        self._point.setRange(-REACH, REACH)
        self._point.setDecimals(1)
        self._point.setSingleStep(0.5)
        self._point.setValue(2.0)
        self._point.setButtonSymbols(QAbstractSpinBox.ButtonSymbols.NoButtons)
        self._point.setAccessibleName(tr("Point on the curves"))
        self._point.setToolTip(tr("Where value and slope are told; drag the point on a curve as well"))
        self._point.valueChanged.connect(self._redraw)
        self._tools = WrappingRow(_TOOL_ROW, _TOOL_GAP, _TOOL_MARGIN, self)
        self._tools.set_controls([self._choice, self._at, self._point])
        self._tools.height_changed.connect(self._lay_out)

    def minimumSizeHint(self) -> QSize:
        return _LEAST + QSize(0, _TOOL_ROW)

    def _describe(self, runs: list[Run], results: list[object], focus: Focus) -> CurvesPlot:
        return describe_curves(runs, cast(list[PreActivations], results), focus, self._point.value(), self._dots)

    def _draw_cursor(self, focus: Focus) -> None:
        plot = self._curves.shown
        seen = (focus.token, None if plot is None else unit_in_front(plot, focus))
        if seen != self._seen and self._shown is not None:
            self._seen = seen
            self._draw_answer(*self._shown)
        else:
            super()._draw_cursor(focus)

    def _apply_theme(self, theme: Theme) -> None:
        self._choice.set_theme(theme)
        super()._apply_theme(theme)

    def _choose(self, key: str) -> None:
        self._dots = key
        self._choice.set_segments(_SHOWN, key)
        self._redraw()

    def _move_point(self, x: float) -> None:
        self._point.setValue(x)

    def _redraw(self) -> None:
        if self._shown is not None and not self._shown[1].failure:
            self._draw_answer(*self._shown)

    def _click(self, hit: Hit, extend: bool) -> None:
        """Choose the unit of a dot, or the token where a dot is one."""
        plot = self._curves.shown
        if plot is None or plot.dots == AT_TOKEN:
            super()._click(hit, extend)
        else:
            self.token_clicked.emit(hit.unit * plot.stride)

    def _place_tools(self) -> int:
        high = self._tools.height_for(self.width())
        self._tools.setGeometry(0, 0, self.width(), high)
        return high


def _layout(canvas: Canvas, plot: CurvesPlot, rect: QRectF) -> DotLayout:
    return CurvesLayout(canvas, plot, rect)


def _body(canvas: Canvas, plot: CurvesPlot, layout: DotLayout) -> None:
    paint_curves_body(canvas, plot, cast(CurvesLayout, layout))


def _value(plot: CurvesPlot, hit: Hit) -> UnitValue:
    """Say what the nonlinearity was given there, what it makes of it, and how steep it is."""
    at = plot.groups[hit.group]
    panel = plot.panels[plot.panel_of[hit.group]]
    before = float(at.xs[hit.unit])
    value, steep = plot.at_dot(hit.group, hit.unit)
    rows = (
        TextRow(at.hue, tr("before the nonlinearity"), number(before)),
        TextRow(at.hue, tr("{name} of it", name=panel.name), number(value, 3)),
        TextRow(
            at.hue,
            "slope",
            tr("{steep} of at most {steepest}", steep=number(steep, 3), steepest=number(panel.steepest)),
        ),
    )
    if plot.dots == AT_TOKEN:
        told = ValueText(
            tr("{where} · unit {unit} · {title}", where=plot.where, unit=hit.unit, title=at.title), rows=rows
        )
        return UnitValue(at.ref(hit.unit), told, value, at.signal)
    token = hit.unit * plot.stride
    told = ValueText(
        tr("{where} · token {token} · {title}", where=plot.where, token=token + 1, title=at.title), rows=rows
    )
    return UnitValue(at.ref(plot.unit), told, value, at.signal, token)
