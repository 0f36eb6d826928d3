"""A plane of states on screen: its painter's picture, which a person drags, zooms and points at."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPixmap, QWheelEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.space.plane import paint_front, paint_ground, plane_layout
from gatescope.paint.space.plane_layout import PanelLayout, PlaneLayout
from gatescope.paint.space.point_at import paint_pointed, point_at, word_near
from gatescope.plots.space.plane import StatePlanePlot
from gatescope.plots.theme import Theme
from gatescope.plots.values.plane_value import PlaneValue
from gatescope.views.base.kept_picture import KeptPicture
from gatescope.views.base.spot import Spot
from gatescope.views.space.plane_ranges import PlaneRanges
from gatescope.views.tokens.gestures import Press
from gatescope.words import tr

_EDGE, _BOTTOM = 12.0, 6.0
_ZOOM_PER_NOTCH, _NOTCH = 0.8, 120.0
_SPOT = 8.0


class PlanePicture(KeptPicture[StatePlanePlot, PlaneLayout]):
    """Paints a `StatePlanePlot`.

    The background, of up to two thousand dots a model, is painted once into a pixmap as long as it stays where it is;
    what a key changes is painted into another, and the mouse only adds to both.
    """

    clicked = Signal(object)
    """The `PlaneValue` that was clicked."""
    click_undone = Signal()
    """The click that was told last was the first half of a double click."""
    start_asked = Signal(str, float, float)
    """The model, and the place in its plane, from which a run is to start."""
    brushed = Signal(object)
    """The stretch of tokens that a drag with Shift passes over."""

    least = QSize(0, 150)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ranges = PlaneRanges()
        self._ground: tuple[tuple[object, ...], QPixmap] | None = None
        self._under: PlaneValue | None = None
        self._press = Press()
        self._pressed: PanelLayout | None = None
        self._from: int | None = None
        """The word nearest to where the button went down."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("States in their plane"))

    @property
    def shown(self) -> StatePlanePlot | None:
        """The plot as it is in sight."""
        return None if self._plot is None else self._ranges.applied(self._plot)

    def set_theme(self, theme: Theme) -> None:
        self._ground = None
        super().set_theme(theme)

    def show_plot(self, plot: StatePlanePlot | None) -> None:
        """Paint `plot`, in the ranges that a person has chosen."""
        self._plot = plot
        self.repaint_all()

    def reset_view(self) -> None:
        """Show all of every plane."""
        self._ranges.reset()
        self.repaint_all()

    def _to_paint(self) -> StatePlanePlot | None:
        return self.shown

    def _paint_body(self, canvas: Canvas, plot: StatePlanePlot) -> PlaneLayout:
        rect = QRectF(self.rect()).adjusted(_EDGE, 0.0, -_EDGE, -_BOTTOM)
        layout = plane_layout(canvas, plot, rect, in_window=True)
        canvas.painter.drawPixmap(0, 0, self._painted_ground(layout))
        paint_front(canvas, plot, layout)
        return layout

    def _paint_over(self, painter: QPainter, _plot: StatePlanePlot, _layout: PlaneLayout) -> None:
        panel = self._panel_of(self._under)
        if panel is not None and self._under is not None:
            paint_pointed(self._canvas(painter), panel, self._under)

    def _painted_ground(self, layout: PlaneLayout) -> QPixmap:
        """Return the background, painted anew only where it is another, or elsewhere."""
        key: list[object] = [self._theme, self.size(), self.devicePixelRatioF()]
        for one in layout.panels:
            panel = one.panel
            key += [id(panel.background), id(panel.field), tuple(panel.low), tuple(panel.high)]
            key += [one.area.getRect(), one.heading.height()]
        if self._ground is None or self._ground[0] != tuple(key):
            ground = self._blank()
            painter = QPainter(ground)
            canvas = self._canvas(painter)
            for one in layout.panels:
                paint_ground(canvas, one)
            painter.end()
            self._ground = tuple(key), ground
        return self._ground[1]

    # -- the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press.begin(event)
        self._pressed = self._panel_at(event.position())
        self._from = self._token_near(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)
        if self._press.start is None:
            self._look_at(event.position())
            return
        moved = self._press.moved(event.position())
        if moved is None or self._pressed is None:
            return
        if self._press.brushes:
            here = self._token_near(event.position())
            if here is not None and self._from is not None:
                self.brushed.emit(range(min(here, self._from), max(here, self._from) + 1))
            return
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        area = self._pressed.area
        self._ranges.pan(self._now(self._pressed).panel, (-moved.x() / area.width(), moved.y() / area.height()))
        self.repaint_all()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_click = self._press.end(event)
        if was_click is None:
            return
        self.unsetCursor()
        found = self._value_at(event.position()) if was_click else None
        if found is not None:
            self._press.told = True
            self.clicked.emit(found)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._press.takes_back(event):
            self.click_undone.emit()
        panel = self._panel_at(event.position())
        if panel is not None:
            self.start_asked.emit(panel.panel.model, *panel.place_at(event.position().x(), event.position().y()))
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        panel, turn = self._panel_at(event.position()), event.angleDelta()
        if panel is not None and self._plot is not None:
            whole = next(one for one in self._plot.panels if one.model == panel.panel.model)
            about = panel.place_at(event.position().x(), event.position().y())
            notches = (turn.y() or turn.x()) / _NOTCH
            self._ranges.zoom(self._now(panel).panel, whole, _ZOOM_PER_NOTCH**notches, about)
            self.repaint_all()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The window's actions own the keys.
        event.ignore()

    def _look_at(self, place: QPointF | None) -> None:
        found = None if place is None else self._value_at(place)
        if found != self._under:
            self._under = found
            self.update()
        self.hovered.emit(self._spot(found, self.mouse.on_screen))

    # -- what is where

    def spot_at(self, place: QPointF) -> Spot | None:
        """Return the point at a place of the widget; None where there is none."""
        return self._spot(self._value_at(place))

    def spot_at_cursor(self) -> Spot | None:
        """Return the word at the token cursor, in the first plane that has it."""
        if self._plot is None or self.layout_now is None:
            return None
        for one in self.layout_now.panels:
            at = one.panel.path.place(self._plot.cursor)
            if at is not None:
                return self._spot(PlaneValue(one.panel, one.panel.path, at))
        return None

    def _token_near(self, place: QPointF) -> int | None:
        """Return the word of the sentence that is nearest to a place of the plane under the mouse."""
        panel = self._panel_at(place)
        return None if panel is None else word_near(panel, place)

    def _value_at(self, place: QPointF) -> PlaneValue | None:
        panel = self._panel_at(place)
        return None if panel is None else point_at(panel, place, self._theme.text_scale)

    def _spot(self, value: PlaneValue | None, pointer: QPoint | None = None) -> Spot | None:
        panel = self._panel_of(value)
        if value is None or panel is None:
            return None
        x, y = value.place
        cell = QRectF(panel.x_of(x) - _SPOT, panel.y_of(y) - _SPOT, 2 * _SPOT, 2 * _SPOT)
        return Spot.on(self, value, cell, pointer)

    def _panel_at(self, place: QPointF) -> PanelLayout | None:
        panels = () if self.layout_now is None else self.layout_now.panels
        return next((one for one in panels if one.area.contains(place)), None)

    def _panel_of(self, value: PlaneValue | None) -> PanelLayout | None:
        panels = () if self.layout_now is None or value is None else self.layout_now.panels
        return next((one for one in panels if value is not None and one.panel is value.panel), None)

    def _now(self, panel: PanelLayout) -> PanelLayout:
        """Return the layout with the range that is in sight now: more than one move may come before the next paint."""
        plot = self.shown
        assert plot is not None
        shown = next((one for one in plot.panels if one.model == panel.panel.model), panel.panel)
        return PanelLayout(shown, panel.heading, panel.area, panel.across, panel.up)
