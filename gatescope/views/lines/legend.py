"""The legend of a line plot: the name of each line and its value at the token cursor."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gatescope.paint.marks import line_pen
from gatescope.plots.description import LinePlot
from gatescope.plots.theme import Theme
from gatescope.views.base.math_text import math_text
from gatescope.views.base.text_size import dot_size, scaled
from gatescope.views.lines.legend_rows import LONGEST_FLAT, ROW_GAP, LegendRows, Row
from gatescope.views.maps.panel_label import label_width
from gatescope.views.tokens.words import WordMetrics
from gatescope.words import mark, tr

_FLAT = 24
_ROW = 20.0
_LOWEST_ROW = 15.0
_EDGE = 9.0
_TOP = 26.0
_DOT = 8.0
_TEXT = 14.0


_MORE_WIDTH = 34.0
_GESTURES = mark(
    "Click a name to hide or show its line.\n"
    "Over the lines: the wheel zooms the tokens, Ctrl and the wheel the values, dragging moves them;"
    " double-click or Ctrl+0 shows all."
)


class Legend(LegendRows):
    """A column beside the plot, or one line above it: a click on a name hides or shows its line.

    Names are elided. Where not all rows fit, the last one counts the others: a click on it, or the wheel, goes on to
    them.
    """

    toggled = Signal(str)
    """The name of the line to hide or to show."""

    def __init__(self, parent: QWidget | None = None, *, flat: bool) -> None:
        super().__init__(parent)
        self._flat = flat
        self._first = 0
        self._places: list[tuple[QRectF, str]] = []
        self._names_look: tuple[object, ...] = ()
        self._names_picture = QPixmap()
        self._head = WordMetrics(12, bold=True)
        self.setMouseTracking(True)
        self.setToolTip(tr(_GESTURES))
        if flat:
            self.setFixedHeight(round(scaled(_FLAT)))
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        else:
            self.setFixedWidth(label_width())

    @property
    def places(self) -> list[tuple[QRectF, str]]:
        """Where a click means something, and the name of the line it toggles; empty for going on to other rows."""
        self._lay_out()
        return self._places

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._flat:
            self.setFixedHeight(round(scaled(_FLAT)))
        else:
            self.setFixedWidth(label_width())
        self.update()

    def clear(self) -> None:
        """Name nothing."""
        self._plot = None
        self.update()

    def show_plot(self, plot: LinePlot) -> None:
        """Name the lines of `plot`; repaints only where something that is written changed."""
        if self._take(plot):
            values = ", ".join(f"{label} {value}" for label, value in self.rows)
            self.setAccessibleName(f"{plot.title}: {values}")
            self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(label_width(), round(scaled(_FLAT)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._plot is None:
            return
        painter = QPainter(self)
        if self._flat:
            self._paint_flat(painter)
        else:
            self._paint_column(painter, self._plot.title)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = any(place.contains(event.position()) for place, _ in self.places)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        name = next((name for place, name in self.places if place.contains(event.position())), None)
        if name:
            self.toggled.emit(name)
        elif name is not None:
            self._go_on()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._show_from(self._first - (1 if event.angleDelta().y() > 0 else -1))
        event.accept()

    def _go_on(self) -> None:
        """Show the rows after those in sight; after the last ones the first again."""
        last = self._first + self._fitting()
        self._show_from(0 if last >= len(self._shown) else last)

    def _show_from(self, first: int) -> None:
        self._first = max(min(first, self._latest()), 0)
        self.update()

    def _lay_out(self) -> None:
        """Find the places of the rows in sight."""
        self._first = min(self._first, self._latest())
        fitting, count = self._fitting(), len(self._shown)
        rows = self._shown[self._first : self._first + fitting]
        if self._flat:
            self._places, left = [], _EDGE
            for row in rows:
                width = _TEXT + self._flat_width(row)
                self._places.append((QRectF(left - 4.0, 1.0, width + 6.0, self.height() - 2.0), row.name))
                left += width + ROW_GAP
            more = QRectF(left - 4.0, 1.0, scaled(_MORE_WIDTH), self.height() - 2.0)
        else:
            high = self._row_height()
            self._places = [
                (QRectF(0.0, scaled(_TOP) + place * high, self.width(), high), row.name)
                for place, row in enumerate(rows)
            ]
            more = QRectF(0.0, scaled(_TOP) + fitting * high, self.width(), high)
            if self._lines() < 2:
                # There is no room below the one row: beside the title, then.
                more = QRectF(self.width() - scaled(_MORE_WIDTH), 0.0, scaled(_MORE_WIDTH), scaled(_TOP))
        if fitting < count:
            self._places.append((more, ""))

    def _row_height(self) -> float:
        return min(
            scaled(_ROW), max((self.height() - scaled(_TOP) - 2.0) / max(len(self._shown), 1), scaled(_LOWEST_ROW))
        )

    def _lines(self) -> int:
        """Return how many rows have room below the title, at least one."""
        return max(int((self.height() - scaled(_TOP)) // self._row_height()), 1)

    def _fitting(self, first: int | None = None) -> int:
        """Return how many rows from the first one in sight on have room, beside the one that counts the others."""
        count = len(self._shown)
        if not self._flat:
            lines = self._lines()
            return count if count <= lines else max(lines - 1, 1)
        free, fitting = self.width() - _EDGE - 4.0, 0
        if sum(_TEXT + self._flat_width(row) + ROW_GAP for row in self._shown) - ROW_GAP <= free:
            return count
        free -= scaled(_MORE_WIDTH)
        for row in self._shown[self._first if first is None else first :]:
            free -= _TEXT + self._flat_width(row) + ROW_GAP
            if free < -ROW_GAP:
                break
            fitting += 1
        return max(fitting, 1)

    def _latest(self) -> int:
        """Return the row from which on all that follow have room."""
        count = len(self._shown)
        if not self._flat:
            return max(count - self._fitting(), 0)
        return next((first for first in range(count) if first + self._fitting(first) >= count), 0)

    def _paint_column(self, painter: QPainter, title: str) -> None:
        """Paint the values over a picture of the names, which stay while the values change at every key."""
        self._lay_out()
        fitting, high = self._fitting(), self._row_height()
        widths = tuple(self._value_width(row.value) for row in self._shown)
        named = tuple(row._replace(value="") for row in self._shown)
        look = (title, named, widths, self._first, self.size(), self.devicePixelRatioF(), self._theme)
        if self._names_look != look:
            self._names_look, self._names_picture = look, self._picture_of_names(title, fitting, high)
        painter.drawPixmap(0, 0, self._names_picture)
        painter.setFont(self._number.font)
        painter.setPen(QColor(self._theme.text))
        right = self.width() - 8.0
        for index, row in enumerate(self._shown[self._first : self._first + fitting]):
            painter.drawText(
                self._at(right - self._number.width(row.value), scaled(_TOP) + (index + 0.5) * high), row.value
            )

    def _picture_of_names(self, title: str, fitting: int, high: float) -> QPixmap:
        """Return the column without its values, with `fitting` rows from the first in sight, each `high` pixels."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        beside = fitting < len(self._shown) and self._lines() < 2
        title = self._head.fitted(title, self.width() - _EDGE - (scaled(_MORE_WIDTH) if beside else 0.0))
        self._write(painter, self._head, title, QPointF(_EDGE, scaled(16.0)), self._theme.text)
        left, right = _EDGE + _TEXT, self.width() - 8.0
        names, symbols = self._names(right - left)
        seen = slice(self._first, self._first + fitting)
        for index, (name, row) in enumerate(zip(names[seen], self._shown[seen], strict=True)):
            middle = scaled(_TOP) + (index + 0.5) * high
            self._paint_sample(painter, _EDGE, middle, row)
            name = name if symbols else self._name.fitted(name, right - self._value_width(row.value) - 6.0 - left)
            self._write(painter, self._name, name, self._at(left, middle), self._colour(row))
            if row.symbol and symbols:
                after = left + self._name.width(name) + 4.0
                math_text(row.symbol, 14).paint(painter, after, middle, QColor(self._theme.muted))
        if fitting < len(self._shown):
            count = len(self._shown) - fitting
            words = f"▾ {count}" if beside else tr("▾ {count} more", count=count)
            more = self._at(left, scaled(_TOP) + (fitting + 0.5) * high)
            if beside:
                more = QPointF(self.width() - scaled(_MORE_WIDTH), scaled(16.0))
            self._write(painter, self._name, words, more, self._theme.accent)
        painter.end()
        return picture

    def _paint_flat(self, painter: QPainter) -> None:
        self._lay_out()
        left, middle, fitting = _EDGE, self.height() / 2.0, self._fitting()
        for row in self._shown[self._first : self._first + fitting]:
            self._paint_sample(painter, left, middle, row)
            left += _TEXT
            name = self._name.fitted(row.label, scaled(LONGEST_FLAT))
            self._write(painter, self._name, name, self._at(left, middle), self._colour(row))
            after = left + self._name.width(name) + 4.0
            if row.symbol:
                math_text(row.symbol, 14).paint(painter, after, middle, QColor(self._theme.muted))
                after += math_text(row.symbol, 14).width
            self._write(painter, self._number, row.value, self._at(after + 3.0, middle), self._theme.text)
            left += self._flat_width(row) + ROW_GAP
        if fitting < len(self._shown):
            more = f"▾ {len(self._shown) - fitting}"
            self._write(painter, self._name, more, self._at(left, middle), self._theme.accent)

    def _colour(self, row: Row) -> str:
        return self._theme.text if row.drawn else self._theme.muted

    def _paint_sample(self, painter: QPainter, left: float, middle: float, row: Row) -> None:
        """Paint a dot for a solid line, as beside the maps, a ring for one that is hidden; a piece of line where the
        dash tells lines apart."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        size = dot_size()
        dot = QRectF(left + _DOT - size, middle - size / 2.0, size, size)
        if not row.drawn:
            painter.setPen(QPen(QColor(row.colour), 1.4))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(dot.adjusted(0.7, 0.7, -0.7, -0.7))
        elif row.dash == 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(row.colour))
            painter.drawEllipse(dot)
        else:
            painter.setPen(line_pen(row.colour, 1.5, row.dash))
            painter.drawLine(QPointF(left - 4.0, middle), QPointF(left + _DOT + 3.0, middle))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _at(self, left: float, middle: float) -> QPointF:
        return QPointF(left, middle + self._name.ascent / 2.0 - scaled(1.5))

    @staticmethod
    def _write(painter: QPainter, style: WordMetrics, text: str, at: QPointF, colour: str) -> None:
        painter.setFont(style.font)
        painter.setPen(QColor(colour))
        painter.drawText(at, text)
