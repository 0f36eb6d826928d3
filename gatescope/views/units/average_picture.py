"""A moving average on screen, its tokens below those of the maps; painted as in a file."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.gradient_layout import Placement
from gatescope.paint.units.average import AverageLayout, paint_average_body
from gatescope.plots.gradient_words import quoted
from gatescope.plots.numbers import number
from gatescope.plots.theme import LIGHT, Theme
from gatescope.plots.units.average import AveragePlot
from gatescope.plots.values.unit_value import UnitValue
from gatescope.plots.values.value import TextRow, ValueText
from gatescope.views.base.spot import Spot
from gatescope.views.maps.panel_label import label_width
from gatescope.views.tokens.plot_area import LEFT, RIGHT
from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.token_picture import TokenPicture

_EDGE, _BOTTOM = 9.0, 8.0
_LEAST = QSize(0, 104)


class AveragePicture(TokenPicture):
    """Paints an `AveragePlot` once into a pixmap."""

    hovered = Signal(object)
    """The `Spot` under the mouse, or None."""

    def __init__(self, token_range: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(token_range, parent)
        self._theme: Theme = LIGHT
        self._plot: AveragePlot | None = None
        self._body: QPixmap | None = None
        self._layout: AverageLayout | None = None
        self.setAccessibleName("A unit and moving averages over the tokens")
        self.pointed.connect(self._point)

    @property
    def shown(self) -> AveragePlot | None:
        """The plot that is painted."""
        return self._plot

    @property
    def layout_now(self) -> AverageLayout | None:
        """The places of its parts, once it has been painted."""
        return self._layout

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.repaint_all()

    def show_plot(self, plot: AveragePlot) -> None:
        """Paint `plot`."""
        self._plot = plot
        self.set_count(len(plot.tokens))
        self.repaint_all()

    def show_cursor(self, cursor: int | None) -> None:
        """Put the token cursor elsewhere."""
        plot = self._plot
        if plot is not None and cursor != plot.cursor:
            lines, residual = replace(plot.lines, cursor=cursor), replace(plot.residual, cursor=cursor)
            self.show_plot(replace(plot, cursor=cursor, lines=lines, residual=residual))

    def repaint_all(self) -> None:
        """Paint the picture anew."""
        self._body = None
        self.update()

    def axis(self) -> tuple[float, float]:
        return LEFT + label_width(), self.width() - RIGHT

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.repaint_all()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        plot = self._plot
        if plot is None or plot.nothing_to_draw():
            painter.fillRect(self.rect(), self._theme.surface)
            return
        if self._body is None or self._body.devicePixelRatio() != self.devicePixelRatioF():
            self._body = self._paint_body(plot)
            QTimer.singleShot(0, self, self._look_again)
        painter.drawPixmap(0, 0, self._body)
        assert self._layout is not None
        self.paint_span(painter, self._layout.area.top(), self._layout.below.bottom(), self._theme)
        painter.end()

    def _paint_body(self, plot: AveragePlot) -> QPixmap:
        ratio = self.devicePixelRatioF()
        body = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        body.setDevicePixelRatio(ratio)
        body.fill(self._theme.surface)
        painter = QPainter(body)
        canvas = Canvas(painter, self._theme, QRectF(self.rect()), self._theme.text_scale)
        left, right = self.axis()
        placement = Placement(left - _EDGE, right - _EDGE, self._range.first, self._range.last)
        rect = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        self._layout = AverageLayout(canvas, plot, rect, placement)
        paint_average_body(canvas, plot, self._layout)
        painter.end()
        return body

    def _point(self, token: int, place: QPointF) -> None:
        self.hovered.emit(self.spot_at(place, token, self.mouse.on_screen))

    def spot_at(self, place: QPointF, token: int, pointer: QPoint | None = None) -> Spot | None:
        """Return the values at `token`; None beside the lines."""
        plot, layout = self._plot, self._layout
        if plot is None or layout is None or plot.ref is None or not 0 <= token < len(plot.tokens):
            return None
        if not layout.area.top() <= place.y() < layout.below.bottom():
            return None
        left, right = self.x_of(token), self.x_of(token + 1)
        return Spot.on(self, _value(plot, token), QRectF(left, place.y() - 10.0, right - left, 20.0), pointer)

    def spot_at_cursor(self) -> Spot | None:
        """Return the values at the token cursor."""
        plot, layout = self._plot, self._layout
        if plot is None or layout is None or plot.cursor is None:
            return None
        return self.spot_at(QPointF(0.0, layout.area.center().y()), plot.cursor)


def _value(plot: AveragePlot, token: int) -> UnitValue:
    assert plot.ref is not None
    series = (*plot.lines.series, *plot.residual.series)
    rows = tuple(
        TextRow(one.hue, f"{one.label} {one.symbol}", number(value, 3))
        for one in series
        if isfinite(value := float(one.values[token]))
    )
    note = "" if rows else "Not a finite number here"
    told = ValueText(f"{quoted(plot.tokens, token)} · unit {plot.unit}", rows=rows, note=note)
    return UnitValue(plot.ref, told, signal=plot.lines.series[0].hue, token=token)
