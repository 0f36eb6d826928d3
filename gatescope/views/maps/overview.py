"""The strip under the maps that shows the whole text and which part of it is in sight."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.cells import coloured, paint_cells
from gatescope.plots.description import HeatmapPanel
from gatescope.plots.heatmap import buckets, window
from gatescope.plots.overview import place_in_text
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.text_size import scaled
from gatescope.views.tokens.gestures import Press, turn_wheel
from gatescope.views.tokens.range import TokenRange
from gatescope.views.tokens.words import WordMetrics
from gatescope.words import mark, tr

HEIGHT = 34
_TOP, _STRIP = 5.0, 22.0
_TEXT_LEFT = 9.0
_LEAST_WINDOW = 8.0
_GRIP = 5.0
_HANDLE = QSize(6, 12)
_ZOOM = 0.8
_STEP = 0.1
_GESTURES = mark(
    "The whole text, shaded as its words are: drag the frame to move, its ends to zoom, click to go there,"
    " double-click for all. Keys: ← →, Page Up and Page Down, Home, End; ↑ and ↓ zoom."
)


class OverviewStrip(QWidget):
    """The tokens of the whole text as a row of colours, with a frame around those that the maps show.

    The row is kept as a picture: moving the frame or the cursor paints it as it is.
    """

    token_clicked = Signal(int)
    """The token to go to."""
    click_undone = Signal()
    """The last click was the first half of a double click."""

    def __init__(self, token_range: TokenRange, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._range = token_range
        self._theme: Theme = LIGHT
        self._panel: HeatmapPanel | None = None
        self._cursor: int | None = None
        self._left, self._right = 0.0, 1.0
        self._row = QImage()
        self._made: tuple[object, ...] = ()
        self._told = ""
        self._press, self._grabbed = Press(), ""
        self._name, self._small = WordMetrics(13, bold=True), WordMetrics(10)
        self.setFixedHeight(round(scaled(HEIGHT)))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setToolTip(tr(_GESTURES))
        self.hide()

    @property
    def place(self) -> str:
        """Which tokens are in sight, as written."""
        return self._told

    @property
    def row(self) -> QImage:
        """The picture of the whole text."""
        return self._row

    @property
    def frame(self) -> QRectF:
        """Where the frame around the tokens in sight is."""
        left, right = self._x_of(self._range.first), self._x_of(min(self._range.last, self._count))
        if right - left < _LEAST_WINDOW:
            middle = min(max((left + right) / 2.0, self._left + _LEAST_WINDOW / 2.0), self._right - _LEAST_WINDOW / 2.0)
            left, right = middle - _LEAST_WINDOW / 2.0, middle + _LEAST_WINDOW / 2.0
        return QRectF(round(left), _TOP - 2.0, round(right) - round(left), _STRIP + 4.0)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setFixedHeight(round(scaled(HEIGHT)))
        self.update()

    def set_token_range(self, token_range: TokenRange) -> None:
        self._range = token_range

    def show_text(self, panel: HeatmapPanel | None, cursor: int | None) -> None:
        """Show the text whose row of values `panel` holds; nothing where there is none, or all of it is in sight."""
        self._panel, self._cursor = panel, cursor
        self.follow()

    def set_cursor(self, cursor: int | None) -> None:
        """Mark another token."""
        if cursor != self._cursor:
            self._cursor = cursor
            self.update()

    def follow(self) -> None:
        """Follow the tokens in sight."""
        shown = self._panel is not None and self._range.span < self._count
        if shown:
            told = place_in_text(self._range.first, self._range.last, self._count)
            if told != self._told:
                self._told = told
                self.setAccessibleName(tr("Whole text: tokens {told}", told=told))
            self.update()
        if shown == self.isHidden():
            self.setVisible(shown)

    def set_axis(self, left: float, right: float) -> None:
        """Take where the strip begins and ends, in pixels: below the maps."""
        if (left, right) != (self._left, self._right):
            self._left, self._right = left, right
            self.update()

    # -- painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._panel is None:
            return
        theme, place = self._theme, QRectF(self._left, _TOP, self._right - self._left, _STRIP)
        painter = QPainter(self)
        self._write(painter)
        self._make_row(int(place.width() * self.devicePixelRatioF()))
        paint_cells(painter, place, self._row, theme)
        painter.setPen(QColor(theme.border))
        painter.drawRect(place.adjusted(-0.5, -0.5, 0.5, 0.5))
        if self._cursor is not None:
            x = round(self._x_of(self._cursor + 0.5))
            painter.fillRect(QRectF(x - 1.0, place.top(), 2.0, place.height()), QColor(theme.accent))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_frame(painter)
        painter.end()

    def _write(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._theme.text))
        painter.setFont(self._name.font)
        painter.drawText(QPointF(_TEXT_LEFT, scaled(15.0)), tr("whole text"))
        painter.setPen(QColor(self._theme.muted))
        painter.setFont(self._small.font)
        painter.drawText(
            QPointF(_TEXT_LEFT, scaled(29.0)), self._small.fitted(self._told, self._left - _TEXT_LEFT - 4.0)
        )

    def _paint_frame(self, painter: QPainter) -> None:
        frame, theme = self.frame, self._theme
        colour = QColor(theme.accent if self.hasFocus() else theme.text)
        painter.setPen(QPen(colour, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame, 3.0, 3.0)
        if frame.width() >= 3 * _HANDLE.width():
            painter.setPen(QPen(colour, 1.0))
            painter.setBrush(QColor(theme.surface))
            for x in (frame.left(), frame.right()):
                handle = QRectF(0.0, 0.0, _HANDLE.width(), _HANDLE.height())
                handle.moveCenter(QPointF(x, frame.center().y()))
                painter.drawRoundedRect(handle, 2.0, 2.0)

    def _make_row(self, pixels: int) -> None:
        """Draw the row anew where it would be another one."""
        panel = self._panel
        assert panel is not None
        made = (panel, pixels, self._theme)
        if made != self._made:
            self._made = made
            first, last, columns = buckets((0.0, float(len(panel.values))), len(panel.values), pixels)
            self._row = coloured(window(panel, first, last, columns), panel.colours, self._theme)

    # -- gestures

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._press.begin(event)
        self._grabbed = self._part_at(event.position())
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._press.start is None:
            ends = self._part_at(event.position()) in ("first", "last")
            self.setCursor(Qt.CursorShape.SizeHorCursor if ends else Qt.CursorShape.PointingHandCursor)
            return
        moved = self._press.moved(event.position())
        if moved is None:
            return
        tokens = moved.x() / max(self._right - self._left, 1.0) * self._count
        first, last = self._range.first, self._range.last
        if self._grabbed == "first":
            self._range.show(min(first + tokens, last - 1.0), last)
        elif self._grabbed == "last":
            self._range.show(first, max(last + tokens, first + 1.0))
        else:
            self._range.pan(tokens)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        token = self._token_at(event.position().x())
        if self._press.end(event) and token is not None:
            self._press.told = True
            half = self._range.span / 2.0
            self._range.pan(token + 0.5 - half - self._range.first)
            self.token_clicked.emit(token)
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._press.takes_back(event):
            self.click_undone.emit()
        self._range.show(0.0, float(self._count))
        event.accept()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            turn_wheel(self._range, event, self._place(event.position().x()))
            return
        turn = event.angleDelta()
        self._range.pan(-(turn.y() or turn.x()) / 120.0 * self._range.span * _STEP)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        span, count, middle = self._range.span, self._count, (self._range.first + self._range.last) / 2.0
        pans = {
            Qt.Key.Key_Left: -_STEP * span,
            Qt.Key.Key_Right: _STEP * span,
            Qt.Key.Key_PageUp: -span,
            Qt.Key.Key_PageDown: span,
            Qt.Key.Key_Home: -float(count),
            Qt.Key.Key_End: float(count),
        }
        zooms = {Qt.Key.Key_Up: _ZOOM, Qt.Key.Key_Down: 1.0 / _ZOOM}
        key = Qt.Key(event.key())
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or key not in pans.keys() | zooms.keys():
            event.ignore()
        elif key in pans:
            self._range.pan(pans[key])
        else:
            self._range.zoom(zooms[key], middle)

    @property
    def _count(self) -> int:
        return 0 if self._panel is None else len(self._panel.values)

    def _part_at(self, place: QPointF) -> str:
        """Return which end of the frame is at a place, if any: ``first``, ``last``, else an empty string."""
        frame = self.frame
        for name, x, inwards in (("first", frame.left(), 1.0), ("last", frame.right(), -1.0)):
            # The inner side of a small frame is for moving it.
            inner = min(_GRIP, frame.width() / 4.0)
            if -_GRIP <= (place.x() - x) * inwards <= inner:
                return name
        return ""

    def _x_of(self, token: float) -> float:
        return self._left + token / max(self._count, 1) * (self._right - self._left)

    def _place(self, x: float) -> float:
        return (x - self._left) / max(self._right - self._left, 1.0) * self._count

    def _token_at(self, x: float) -> int | None:
        token = int(self._place(x))
        return token if self._left <= x < self._right and 0 <= token < self._count else None
