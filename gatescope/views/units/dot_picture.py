"""A picture of dots on screen: painted once, with what is under the mouse over it; wheel and drag move its axes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.units.dots import DotLayout, Hit, paint_hovered, paint_rings
from gatescope.plots.units.dot_plot import DotPlot, Span
from gatescope.plots.values.value import Value
from gatescope.session.document.document import UnitRef
from gatescope.views.base.kept_picture import KeptPicture
from gatescope.views.base.spot import Spot
from gatescope.views.tokens.gestures import Press

P = TypeVar("P", bound=DotPlot)
_EDGE, _BOTTOM = 9.0, 8.0
_ZOOM_PER_NOTCH, _NOTCH = 0.8, 120.0
# At so small a part of the whole axis there is nothing more to see.
_DEEPEST = 1e-3


@dataclass(frozen=True)
class Drawing(Generic[P]):
    """How a kind of dot plot is painted and described.

    Attributes:
        layout: places its parts; body: paints all but the rings and what is under the mouse.
        value: what a dot stands for.
    """

    layout: Callable[[Canvas, P, QRectF], DotLayout]
    body: Callable[[Canvas, P, DotLayout], None]
    value: Callable[[P, Hit], Value]


class DotPicture(KeptPicture[P, DotLayout]):
    """Paints a `DotPlot`. The wheel zooms both axes about the mouse, a drag moves them, a double click shows all."""

    clicked = Signal(object, bool)
    """The `Hit` that was clicked, and whether Ctrl was held."""
    clicked_beside = Signal(QPointF)
    """A place without a dot that was clicked."""

    def __init__(self, drawing: Drawing[P], name: str, least: QSize, parent: QWidget | None = None) -> None:
        """`name` is for screen readers, `least` the smallest size in which the picture is of use."""
        super().__init__(parent)
        self._drawing, self.least = drawing, least
        self._zoom: tuple[Span, Span] | None = None
        self._under: Hit | None = None
        self._press = Press()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_plot(self, plot: P) -> None:
        """Paint `plot`; the stretch of the axes that a person zoomed to stays."""
        if self._zoom is not None:
            plot = replace(plot, x=self._zoom[0], y=self._zoom[1])
        self._plot = plot
        self.repaint_all()

    def show_chosen(self, selected: frozenset[UnitRef]) -> None:
        """Ring other units."""
        if self._plot is not None and selected != self._plot.selected:
            self._plot = replace(self._plot, selected=selected)
            self.repaint_all()

    def reset_zoom(self) -> None:
        """Show the whole axes again."""
        self._zoom = None
        if self._plot is not None:
            self._plot = replace(self._plot, x=self._plot.whole_x, y=self._plot.whole_y)
            self.repaint_all()

    def _paint_nothing(self, painter: QPainter) -> None:
        painter.fillRect(self.rect(), self._theme.surface)

    def _paint_body(self, canvas: Canvas, plot: P) -> DotLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        layout = self._drawing.layout(canvas, plot, rect)
        if plot.groups:
            self._drawing.body(canvas, plot, layout)
            paint_rings(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, plot: P, layout: DotLayout) -> None:
        if self._under is not None and _still_there(plot, self._under):
            paint_hovered(self._canvas(painter), plot, layout, self._under)

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press.begin(event)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)
        if self._press.start is None:
            self._look_at(event.position())
            return
        moved = self._press.moved(event.position())
        if moved is None or self._plot is None or self.layout_now is None:
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        area, (left, right), (low, high) = self.layout_now.area, self._plot.x, self._plot.y
        across, up = (left - right) * moved.x() / area.width(), (high - low) * moved.y() / area.height()
        self._show_axes((left + across, right + across), (low + up, high + up))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_click = self._press.end(event)
        self.unsetCursor()
        hit = None if self.layout_now is None else self.layout_now.nearest(event.position())
        if was_click and hit is not None and self._plot is not None:
            extend = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            self.clicked.emit(hit, extend)
        elif was_click:
            self.clicked_beside.emit(event.position())
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._press.forget()
        self.reset_zoom()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        plot, layout = self._plot, self.layout_now
        if plot is not None and layout is not None:
            factor = _ZOOM_PER_NOTCH ** (event.angleDelta().y() / _NOTCH)
            x, y = layout.values_at(event.position())
            self._show_axes(_zoomed(plot.x, plot.whole_x, x, factor), _zoomed(plot.y, plot.whole_y, y, factor))
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The window's actions own the keys.
        event.ignore()

    def _show_axes(self, x: Span, y: Span) -> None:
        if self._plot is not None:
            self._zoom = x, y
            self._plot = replace(self._plot, x=x, y=y)
            self.repaint_all()

    def _look_at(self, place: QPointF | None) -> None:
        under = None if place is None or self.layout_now is None else self.layout_now.nearest(place)
        if under != self._under:
            self._under = under
            self.update()
        self.hovered.emit(None if under is None else self.spot_of(under, self.mouse.on_screen))

    def spot_at(self, place: QPointF) -> Spot | None:
        """Return the dot at a place; None where none is."""
        hit = None if self.layout_now is None else self.layout_now.nearest(place)
        return None if hit is None else self.spot_of(hit)

    def spot_at_choice(self) -> Spot | None:
        """Return the dot of a chosen unit in the uppermost group that has one."""
        plot = self._plot
        if plot is None or self.layout_now is None:
            return None
        for number in reversed(range(len(plot.groups))):
            for ref in sorted(plot.selected, key=lambda ref: ref.unit):
                group = plot.groups[number]
                if ref.unit < len(group.xs) and group.ref(ref.unit) == ref:
                    return self.spot_of(Hit(number, ref.unit))
        return None

    def spot_of(self, hit: Hit, pointer: QPoint | None = None) -> Spot | None:
        """Return the spot of a dot."""
        plot, layout = self._plot, self.layout_now
        if plot is None or layout is None or not _still_there(plot, hit):
            return None
        centre = layout.centre(hit)
        return Spot.on(
            self, self._drawing.value(plot, hit), QRectF(centre.x() - 7.0, centre.y() - 7.0, 14.0, 14.0), pointer
        )


def _still_there(plot: DotPlot, hit: Hit) -> bool:
    return hit.group < len(plot.groups) and hit.unit < len(plot.groups[hit.group].xs)


def _zoomed(now: Span, whole: Span, about: float, factor: float) -> Span:
    """Return the stretch of an axis after a zoom about a value; never more than the whole."""
    span = max((now[1] - now[0]) * factor, (whole[1] - whole[0]) * _DEEPEST)
    if span >= whole[1] - whole[0]:
        return whole
    about = min(max(about, now[0]), now[1])
    low = about - (about - now[0]) / (now[1] - now[0]) * span
    low = min(max(low, whole[0]), whole[1] - span)
    return low, low + span
