"""The legend of a line plot: the name of each line and its value at the token cursor."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from gatescope.paint.marks import line_pen
from gatescope.plots.description import LinePlot, Series
from gatescope.plots.numbers import number
from gatescope.plots.theme import LIGHT, OPENED, Theme
from gatescope.views.base.math_text import math_text
from gatescope.views.base.text_size import scaled
from gatescope.views.maps.panel_label import label_width
from gatescope.views.tokens.words import WordMetrics

_FLAT = 24
_ROW = 20.0
_LOWEST_ROW = 15.0
_EDGE = 9.0
_TOP = 26.0
_DOT = 8.0
_TEXT = 14.0
_ROUNDS_TO_NOTHING = 0.005
_ARROW = " → "


class Legend(QWidget):
    """A column beside the plot, or one line above it; names are elided, and lines that do not fit are counted."""

    def __init__(self, parent: QWidget | None = None, *, flat: bool) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._flat = flat
        self._plot: LinePlot | None = None
        self._shown: list[tuple[str, str, str, str, int]] = []
        self._names_look: tuple[object, ...] = ()
        self._names_picture = QPixmap()
        self._name = WordMetrics(12)
        self._number = WordMetrics(12, bold=True)
        self._head = WordMetrics(12, bold=True)
        if flat:
            self.setFixedHeight(round(scaled(_FLAT)))
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        else:
            self.setFixedWidth(label_width())

    @property
    def rows(self) -> tuple[tuple[str, str], ...]:
        """The label of each line and its value at the cursor, as written."""
        return tuple((label, value) for label, _symbol, value, _colour, _dash in self._shown)

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
        shown = [
            (one.label, one.symbol, _value_at(one, plot.cursor), self._theme.line(one.hue), one.dash)
            for one in plot.named
        ]
        title_changed = self._plot is None or self._plot.title != plot.title
        self._plot = plot
        if shown != self._shown or title_changed:
            self._shown = shown
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

    def _paint_column(self, painter: QPainter, title: str) -> None:
        """Paint the values over a picture of the names, which stay while the values change at every key."""
        count = len(self._shown)
        top = scaled(_TOP)
        row = min(scaled(_ROW), max((self.height() - top - 2.0) / max(count, 1), scaled(_LOWEST_ROW)))
        lines = max(int((self.height() - top) // row), 1)
        fitting = count if count <= lines else lines - 1
        widths = tuple(self._value_width(value) for _, _, value, _, _ in self._shown)
        named = tuple((label, symbol, colour, dash) for label, symbol, _, colour, dash in self._shown)
        look = (title, named, widths, self.size(), self.devicePixelRatioF(), self._theme)
        if self._names_look != look:
            self._names_look, self._names_picture = look, self._picture_of_names(title, fitting, row)
        painter.drawPixmap(0, 0, self._names_picture)
        painter.setFont(self._number.font)
        painter.setPen(QColor(self._theme.text))
        right = self.width() - 8.0
        for index, (_, _, value, _, _) in enumerate(self._shown[:fitting]):
            painter.drawText(self._at(right - self._number.width(value), scaled(_TOP) + (index + 0.5) * row), value)

    def _picture_of_names(self, title: str, fitting: int, row: float) -> QPixmap:
        """Return the column without its values, with the first `fitting` lines, each `row` pixels high."""
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        title = self._head.fitted(title, self.width() - _EDGE)
        self._write(painter, self._head, title, QPointF(_EDGE, scaled(16.0)), self._theme.text)
        left, right = _EDGE + _TEXT, self.width() - 8.0
        names, symbols = self._names(right - left)
        for index, (name, (_, symbol, value, colour, dash)) in enumerate(
            zip(names, self._shown[:fitting], strict=False)
        ):
            middle = scaled(_TOP) + (index + 0.5) * row
            self._paint_sample(painter, _EDGE, middle, colour, dash)
            name = name if symbols else self._name.fitted(name, right - self._value_width(value) - 6.0 - left)
            self._write(painter, self._name, name, self._at(left, middle), self._theme.text)
            if symbol and symbols:
                after = left + self._name.width(name) + 4.0
                math_text(symbol, 14).paint(painter, after, middle, QColor(self._theme.muted))
        if fitting < len(self._shown):
            more = self._at(left, scaled(_TOP) + (fitting + 0.5) * row)
            self._write(painter, self._name, f"and {len(self._shown) - fitting} more", more, self._theme.muted)
        painter.end()
        return picture

    def _names(self, max_width: float) -> tuple[list[str], bool]:
        """Return the names to write in `max_width` pixels, and whether the symbols go with them.

        A signal's name gives way to its symbol where a unit is named as well; else names matter more than symbols. A
        column in which only some lines have one looks like a mistake.
        """
        labels = [line[0] for line in self._shown]
        short = [label.partition(" · ")[0] for label in labels]
        for names in (labels, short):
            if self._fit(names, max_width, symbols=True):
                return names, True
        symbols = [symbol for _, symbol, _, _, _ in self._shown if symbol]
        # Two values a line leave room for a name or for its symbol, where that alone tells the lines apart.
        if self._paired and len(set(symbols)) == len(symbols):
            alone = ["" if symbol else label for label, symbol, _, _, _ in self._shown]
            if self._fit(alone, max_width, symbols=True):
                return alone, True
        return (short if self._paired and self._fit(short, max_width, symbols=False) else labels), False

    def _fit(self, names: list[str], max_width: float, *, symbols: bool) -> bool:
        lines = zip(names, self._shown, strict=True)
        return all(
            self._width(name, symbol if symbols else "", value) <= max_width for name, (_, symbol, value, _, _) in lines
        )

    def _paint_flat(self, painter: QPainter) -> None:
        left, middle = _EDGE, self.height() / 2.0
        for label, symbol, value, colour, dash in self._shown:
            name = self._name.fitted(label, 160.0)
            text = math_text(symbol, 14) if symbol else None
            needed = self._name.width(name) + (text.width + 4.0 if text else 0.0) + self._number.width(value) + 6.0
            if left + _TEXT + needed > self.width() - 4.0:
                self._write(painter, self._name, "…", self._at(left, middle), self._theme.muted)
                return
            self._paint_sample(painter, left, middle, colour, dash)
            left += _TEXT
            self._write(painter, self._name, name, self._at(left, middle), self._theme.text)
            left += self._name.width(name) + 4.0
            if text:
                text.paint(painter, left, middle, QColor(self._theme.muted))
                left += text.width
            self._write(painter, self._number, value, self._at(left + 3.0, middle), self._theme.text)
            left += 3.0 + self._number.width(value) + 18.0

    def _paint_sample(self, painter: QPainter, left: float, middle: float, colour: str, dash: int) -> None:
        """Paint a dot for a solid line, as beside the maps; a piece of line where the dash tells lines apart."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if dash == 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour))
            painter.drawEllipse(QRectF(left, middle - _DOT / 2.0, _DOT, _DOT))
        else:
            painter.setPen(line_pen(colour, 1.5, dash))
            painter.drawLine(QPointF(left - 4.0, middle), QPointF(left + _DOT + 3.0, middle))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _width(self, name: str, symbol: str, value: str) -> float:
        """Return the width in pixels of a line of the legend without its sample."""
        width = self._name.width(name) + 6.0 + self._value_width(value)
        return width + math_text(symbol, 14).width + 4.0 if symbol else width

    def _value_width(self, value: str) -> float:
        # As if there were always a sign, and always a change: symbols must not come and go while the cursor moves.
        widest = f"−0.00{_ARROW}−0.00" if self._paired else "−0.00"
        return max(self._number.width(value), self._number.width(widest)) if value else 0.0

    @property
    def _paired(self) -> bool:
        """Whether values are written as they were opened and as they are now."""
        return self._plot is not None and bool(self._plot.ghosts)

    def _at(self, left: float, middle: float) -> QPointF:
        return QPointF(left, middle + self._name.ascent / 2.0 - 1.5)

    @staticmethod
    def _write(painter: QPainter, style: WordMetrics, text: str, at: QPointF, colour: str) -> None:
        painter.setFont(style.font)
        painter.setPen(QColor(colour))
        painter.drawText(at, text)


def _value_at(series: Series, cursor: int | None) -> str:
    """Return the value at the cursor with two decimals; a power of ten would make the column jump at every step.

    Where it was another one as opened, that stands before it, as in ``0.92 → 0.80``.
    """
    if series.hue == OPENED:
        return ""
    now = _written(series.at(cursor))
    before = "" if series.ghost is None else _written(series.ghost.at(cursor))
    return f"{before}{_ARROW}{now}" if before and before != now else now


def _written(value: float | None) -> str:
    if value is None:
        return ""
    return number(0.0 if abs(value) < _ROUNDS_TO_NOTHING else value)
