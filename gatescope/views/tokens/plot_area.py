"""A pyqtgraph scene over the token axis, the base of the maps and the line plots."""

from __future__ import annotations

from math import floor

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView, QWidget

from gatescope.paint.marks import cursor_frame
from gatescope.plots.description import Array
from gatescope.plots.theme import Theme
from gatescope.plots.token_axis import FLAT_HEIGHT
from gatescope.text.tokens import TokenSequence
from gatescope.views.base.mouse_place import MousePlace
from gatescope.views.base.text_size import scaled
from gatescope.views.tokens.axis import TokenAxis
from gatescope.views.tokens.gestures import Press, brushed, turn_wheel
from gatescope.views.tokens.marks import CursorFrame
from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.span_frame import SpanFrame

# Right of the box there is room for a mark and for the scroll bar of the maps, so that no box is narrower for it.
LEFT, TOP, RIGHT, BOTTOM = 9.0, 6.0, 18.0, 3.0
# A column narrower than this is not told from its neighbours.
_NARROWEST_COLUMN = 7.0


class TokenPlot(pg.GraphicsView):  # type: ignore[misc]
    """One view box whose x axis is a `TokenRange`, the words below it, the token cursor, and the mouse.

    Mouse events are handled here, because pyqtgraph's scene looks every item up at every move of the mouse. The y
    axis of `box` belongs to the owner.
    """

    clicked = Signal(int, float, bool)
    """Token, pixels below the box's top (−1 on the words), and whether Shift or Ctrl was held."""
    pointed = Signal(int, float)
    """The token under the mouse (−1 where none is) and the pixels below the box's top, after the mouse has moved or
    what lies under it may have."""
    stretched = Signal(float, float)
    """Zoom across the tokens: factor, and the pixels below the box's top that keep their place."""
    dragged_down = Signal(float)
    """Pixels by which the content was dragged down."""
    click_undone = Signal()
    """The click that was told last was the first half of a double click."""
    brushed = Signal(object)
    """The stretch of tokens over which the mouse is dragged with Shift."""
    reset_asked = Signal()
    laid_out = Signal()
    """The size of the box has changed."""

    def __init__(self, token_range: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(parent, useOpenGL=False)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.BoundingRectViewportUpdate)
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Files are dropped on the window. Offered a text that is dragged over it, the scene warns when it leaves.
        self.viewport().setAcceptDrops(False)
        # Everything moves with every key: an index of what lies where would be built anew for each paint.
        self.scene().setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.box = pg.ViewBox(enableMenu=False, enableMouse=False, defaultPadding=0.0)
        self.box.disableAutoRange()
        self.axis = TokenAxis()
        self.axis.share(token_range.axis_layouts)
        self.cursor_mark, self.span_frame = CursorFrame(20.0), SpanFrame(19.0)
        for item in (self.box, self.axis, self.cursor_mark, self.span_frame):
            self.addItem(item)
        self._range = token_range
        self._first, self._last = token_range.first, token_range.last
        self._cursor: int | None = None
        self._cursor_is_line = False
        self._left, self._count = LEFT, 0
        self._area = QRectF(self.box.geometry())
        self._x_range: tuple[float, float] | None = None
        self._y_range: tuple[float, float] | None = None
        self._press, self.mouse = Press(), MousePlace(self)

    @property
    def area(self) -> QRectF:
        """The place of the box, in pixels of this widget."""
        return self._area

    @property
    def column(self) -> float:
        """Pixels a token takes."""
        return self.area.width() / (self._last - self._first)

    @property
    def stretch(self) -> tuple[float, float]:
        """The first and last place on the token axis that are on screen."""
        return self._first, self._last

    def set_theme(self, theme: Theme) -> None:
        self.setBackground(QColor(theme.surface))
        self.axis.set_theme(theme)
        self.cursor_mark.set_theme(theme)
        self.span_frame.set_theme(theme)
        # The words may have another size.
        self._lay_out()

    def set_token_range(self, token_range: TokenRange) -> None:
        self._range = token_range
        self.axis.share(token_range.axis_layouts)

    def set_cursor_is_line(self, line: bool) -> None:
        """Mark the token cursor by a line through the middle of its column rather than a frame around it."""
        self._cursor_is_line = line

    def set_gutter(self, width: float) -> None:
        """Keep `width` pixels free left of the box for the names of values."""
        if LEFT + width != self._left:
            self._left = LEFT + width
            self._lay_out()

    def set_tokens(self, tokens: TokenSequence, importance: Array | None = None) -> None:
        """Take the words, and how much each of them matters where not all have room."""
        self._count = len(tokens)
        self.axis.set_tokens(tokens, importance)

    def set_cursor(self, cursor: int | None) -> None:
        self._cursor = cursor
        self.axis.set_cursor(cursor)
        self._place_cursor()

    def set_span(self, span: range | None) -> None:
        """Frame the chosen tokens."""
        if self.span_frame.set_span(span):
            self.place_span()

    def place_span(self) -> None:
        """Frame the chosen tokens where their columns, and the stretches of the frame, are now."""
        self.span_frame.place(self.area, self.x_of)

    def show_range(self) -> None:
        """Follow the token range."""
        self._first, self._last = self._range.first, self._range.last
        if self._x_range != self.stretch:
            self._x_range = self.stretch
            self.box.setXRange(*self.stretch, padding=0)
            self._settle()
        self.axis.set_range(self._first, self._last)
        self._lay_out()

    def show_values(self, low: float, high: float) -> None:
        """Let the box's y axis span `low … high`."""
        if self._y_range != (low, high):
            self._y_range = low, high
            self.box.setYRange(low, high, padding=0)
            self._settle()

    def capacity(self) -> int:
        """Return the number of columns that are wide enough to be told apart."""
        return int((self.width() - self._left - RIGHT) // _NARROWEST_COLUMN)

    def x_of(self, token: float) -> float:
        """Return the scene pixels of a place on the token axis."""
        return self.area.left() + (token - self._first) * self.column

    def cell(self, token: int, top: float, bottom: float) -> QRectF:
        """Return the scene pixels of a token's column between two heights below the box's top, as far as in sight."""
        left, right, above = round(self.x_of(token)), round(self.x_of(token + 1)), self.area.top()
        high = max(round(above + bottom) - round(above + top), 1)
        return QRectF(left, round(above + top), right - left, high).intersected(self.area)

    def token_at(self, x: float) -> int:
        """Return the token whose column holds the pixel `x`, or −1."""
        area = self.area
        if not area.left() <= x < area.right():
            return -1
        token = floor(self._first + (x - area.left()) / self.column)
        return token if 0 <= token < self._count else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        # Without pyqtgraph's own, which has every box look for what changed: `_settle` has told it already.
        QGraphicsView.paintEvent(self, event)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        super().resizeEvent(event)
        # pyqtgraph's constructor resizes before there is a box.
        if event is not None:
            self._lay_out()

    def _lay_out(self) -> None:
        width = max(self.width() - self._left - RIGHT, 1.0)
        height = max(self.height() - TOP - BOTTOM - scaled(FLAT_HEIGHT), 1.0)
        area = QRectF(self._left, TOP, width, height)
        self.axis.set_rect(QRectF(self._left, TOP + height + BOTTOM, width, scaled(FLAT_HEIGHT)))
        if area != self.area:
            self._area = area
            self.box.setGeometry(area)
            self._settle()
            self.laid_out.emit()
        self._place_cursor()

    def _settle(self) -> None:
        # By default the box moves its items while the scene is painted, which paints the scene twice.
        self.box.updateMatrix()

    def _place_cursor(self) -> None:
        self.place_span()
        area, cursor = self.area, self._cursor
        if cursor is None or cursor >= self._last or cursor + 1 <= self._first:
            self.cursor_mark.set_rect(QRectF())
        elif self._cursor_is_line:
            middle = floor(self.x_of(cursor + 0.5))
            inside = area.left() <= middle <= area.right()
            self.cursor_mark.set_rect(QRectF(middle, area.top(), 0.0, area.height()) if inside else QRectF())
        else:
            self.cursor_mark.set_rect(cursor_frame(self.x_of(cursor), self.x_of(cursor + 1), area))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press.begin(event)
        if self._press.start is not None:
            event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        place = event.position()
        self.mouse.move(event)
        if self._press.start is None:
            self._point(place)
            return
        if self._press.brushes:
            if self._press.moved(place) is not None:
                self._brush(self._press.start.x(), place.x())
        elif self._press.start.y() > self.area.bottom():  # on the words
            token = self.token_at(min(max(place.x(), self.area.left()), self.area.right() - 1.0))
            if token >= 0 and token != self._cursor:
                self.clicked.emit(token, -1.0, False)
            self._press.drag_to(place)
        elif (moved := self._press.moved(place)) is not None:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self._range.pan(-moved.x() / self.column)
            self.dragged_down.emit(moved.y())
            self.point_again()

    def _brush(self, start: float, place: float) -> None:
        """Choose the tokens between two pixels."""
        last = min(self.area.right(), self.x_of(self._count))
        span = brushed(start, place, self.token_at, self.area.left(), last)
        if span is not None:
            self.brushed.emit(span)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        was_click = self._press.end(event)
        if was_click is None:
            return
        self.unsetCursor()
        token = self.token_at(event.position().x())
        if was_click and token >= 0:
            self._press.told = True
            modifiers = event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier)
            self.clicked.emit(token, self._below_top(event.position()), bool(modifiers))
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._press.takes_back(event):
            self.click_undone.emit()
        self.reset_asked.emit()
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        place = event.position()
        under = self._first + (place.x() - self.area.left()) / self.column
        turn_wheel(self._range, event, under, lambda factor: self.stretched.emit(factor, place.y() - self.area.top()))

    def leaveEvent(self, event: QEvent) -> None:
        self._forget_mouse()
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        self._forget_mouse()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # The window's actions own the keys; pyqtgraph would swallow them.
        event.ignore()

    def point_again(self) -> None:
        """Tell what is under a resting mouse now that something else may be."""
        place = self.mouse.place
        if place is not None:
            self._point(place)

    def _forget_mouse(self) -> None:
        self.mouse.leave()
        self.pointed.emit(-1, -1.0)

    def under(self, place: QPointF) -> tuple[int, float]:
        """Return the token and the pixels below the box's top at `place`; −1 for either that is not there."""
        return self.token_at(place.x()), self._below_top(place)

    def _point(self, place: QPointF) -> None:
        self.pointed.emit(*self.under(place))

    def _below_top(self, place: QPointF) -> float:
        below = place.y() - self.area.top()
        return below if 0.0 <= below < self.area.height() else -1.0
