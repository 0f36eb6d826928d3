"""The tokens of the sentence as a strip of shaded chips, however many there are."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QScrollBar, QSizePolicy, QToolTip, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Snapshot
from gatescope.views.sentence.chip_data import ChipData
from gatescope.views.sentence.chip_style import ChipStyle, chip_style

_WORD_PIXELS, _NUMBER_PIXELS = 13, 10
_PADDING, _GAP, _RADIUS = 8.0, 5.0, 6.0
_WORD_LINE, _NUMBER_LINE = 18, 13
_EDGE = 3
_BAR = 6
_STEP = 100
"""Steps of the scroll bar a token."""
_MOST_WIDTHS = 20_000
_CENTRE = Qt.AlignmentFlag.AlignCenter
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_AT_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ChipStrip(QWidget):
    """Chips from left to right, one a token; only those in sight are measured and painted."""

    token_clicked = Signal(int)
    hovered = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chipStrip")
        self.setAccessibleName("Tokens")
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme: Theme = LIGHT
        self._data: ChipData | None = None
        self._cursor: int | None = None
        self._hover: int | None = None
        # The token at the left edge, and how many pixels of it lie beyond that edge.
        self._first, self._beyond = 0, 0.0
        self._widths: dict[tuple[str, bool], float] = {}
        self._bar = QScrollBar(Qt.Orientation.Horizontal, self)
        self._bar.setObjectName("thinScrollBar")
        self._bar.setAccessibleName("Scroll the tokens")
        self._bar.valueChanged.connect(self._take_bar)
        self._bar.hide()
        self._set_fonts()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._bar.setStyleSheet(
            f"QScrollBar:horizontal {{ background: transparent; height: {_BAR}px; border: none; }}"
            f"QScrollBar::handle:horizontal {{ background: {theme.border}; border-radius: 3px; min-width: 24px; }}"
            f"QScrollBar::handle:horizontal:hover {{ background: {theme.muted}; }}"
            "QScrollBar::add-line, QScrollBar::sub-line { width: 0; }"
            "QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }"
        )
        self.update()

    def show_snapshot(self, snapshot: Snapshot, focus: Focus) -> None:
        """Show the tokens of the model in focus, numbers of all models, and the token cursor."""
        self._data = ChipData(snapshot, focus) if snapshot.runs else None
        before = (self._number_width, self.height())
        self._measure_numbers()
        count = self._count()
        cursor = focus.token if focus.token is not None and 0 <= focus.token < count else None
        moved, self._cursor = cursor != self._cursor, cursor
        self._hover = self._hover if self._hover is not None and self._hover < count else None
        self.setFixedHeight(self.sizeHint().height())
        self._settle()
        # Wider numbers push the chip of the cursor out of sight.
        if cursor is not None and (moved or before != (self._number_width, self.height())):
            self._bring_into_sight(cursor)
            assert self._data is not None
            self.setAccessibleDescription(f"Token {cursor + 1} of {count}: {self._data.word(cursor)}")
        self.update()

    def sizeHint(self) -> QSize:
        lines = len(self._data.lines) if self._data is not None else 1
        return QSize(200, 2 * _EDGE + _WORD_LINE + lines * _NUMBER_LINE + 4 + _BAR + 2)

    def visible_chips(self) -> list[tuple[int, float, float]]:
        """(token, left, width) of every chip that is in sight, in pixels."""
        chips, x = [], float(_EDGE) - self._beyond
        for token in range(self._first, self._count()):
            if x >= self.width():
                break
            width = self._width(token)
            chips.append((token, x, width))
            x += width + _GAP
        return chips

    # Where things are

    def _count(self) -> int:
        return 0 if self._data is None else len(self._data.tokens)

    def _width(self, token: int) -> float:
        assert self._data is not None
        word, known = self._data.word(token), self._data.known(token)
        width = self._widths.get((word, known))
        if width is None:
            if len(self._widths) > _MOST_WIDTHS:
                self._widths.clear()
            width = round(QFontMetricsF(self._font_of(known)).horizontalAdvance(word))
            self._widths[word, known] = width
        return max(width, self._number_width) + 2 * _PADDING

    def _font_of(self, known: bool) -> QFont:
        return self._word_font if known else self._unknown_font

    def _set_fonts(self) -> None:
        self._word_font, self._number_font = QFont(self.font()), QFont(self.font())
        self._word_font.setPixelSize(_WORD_PIXELS)
        self._number_font.setPixelSize(_NUMBER_PIXELS)
        self._unknown_font = QFont(self._word_font)
        self._unknown_font.setItalic(True)
        self._widths.clear()
        self._measure_numbers()

    def _measure_numbers(self) -> None:
        """As wide for every value, so that the chips stand still while the numbers change."""
        longest = self._data.longest_number() if self._data is not None else ""
        self._number_width = round(QFontMetricsF(self._number_font).horizontalAdvance(longest))

    def _back_from(self, token: int, room: float) -> tuple[int, float]:
        """The left edge at which `token` ends `room` pixels to the right of it."""
        room += _GAP
        while token >= 0:
            room -= self._width(token) + _GAP
            if room <= 0:
                return token, -room
            token -= 1
        return 0, 0.0

    def _end(self) -> tuple[int, float]:
        return self._back_from(self._count() - 1, self.width() - 2 * _EDGE)

    def _settle(self) -> None:
        """Stay within the tokens there are, and make the scroll bar agree."""
        end = self._end()
        self._first, self._beyond = max(min((self._first, self._beyond), end), (0, 0.0))
        overflows = end > (0, 0.0)
        self._bar.blockSignals(True)
        if overflows:
            self._bar.setRange(0, self._as_steps(*end))
            self._bar.setPageStep(_STEP * max(len(self.visible_chips()), 1))
            self._bar.setSingleStep(_STEP)
            self._bar.setValue(self._as_steps(self._first, self._beyond))
        self._bar.blockSignals(False)
        self._bar.setVisible(overflows)

    def _as_steps(self, first: int, beyond: float) -> int:
        return round(_STEP * (first + beyond / (self._width(first) + _GAP)))

    def _take_bar(self, value: int) -> None:
        self._first = min(value // _STEP, self._count() - 1)
        self._beyond = (value % _STEP) / _STEP * (self._width(self._first) + _GAP)
        self._settle()
        self.update()

    def _scroll(self, pixels: float) -> None:
        self._beyond += pixels
        while self._beyond < 0 and self._first > 0:
            self._first -= 1
            self._beyond += self._width(self._first) + _GAP
        while self._first < self._count() - 1 and self._beyond >= self._width(self._first) + _GAP:
            self._beyond -= self._width(self._first) + _GAP
            self._first += 1
        self._settle()
        self.update()

    def _bring_into_sight(self, token: int) -> None:
        """Scroll just as far as it takes to see the token and a bit of its neighbours."""
        earliest = self._back_from(token, self.width() - 2 * _EDGE - 40)
        if (token, 0.0) <= (self._first, self._beyond):
            before = max(token - 1, 0)
            self._first, self._beyond = before, max(self._width(before) - 40, 0.0) if before < token else 0.0
        elif earliest > (self._first, self._beyond):
            self._first, self._beyond = earliest
        self._settle()

    def _token_at(self, place: QPointF) -> int | None:
        return next((t for t, x, width in self.visible_chips() if x <= place.x() < x + width + _GAP), None)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._count():
            painter.setPen(QColor(self._theme.muted))
            painter.setFont(self._word_font)
            place = self.rect().adjusted(_EDGE + 1, 0, 0, -_BAR)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._data.invitation() if self._data else "")
            painter.end()
            return
        assert self._data is not None
        chips = self.visible_chips()
        shades = self._data.shades(chips[0][0], chips[-1][0] + 1)
        height = self.height() - 2 * _EDGE - _BAR - 3
        for (token, x, width), shade in zip(chips, shades, strict=True):
            style = chip_style(self._data.colours, shade, self._theme)
            self._paint_chip(painter, token, QRectF(x + 0.5, _EDGE + 0.5, width - 1, height), style)
        painter.end()

    def _paint_chip(self, painter: QPainter, token: int, place: QRectF, style: ChipStyle) -> None:
        assert self._data is not None
        data, known = self._data, self._data.known(token)
        painter.setBrush(style.ground)
        painter.setPen(QPen(QColor(self._theme.accent), 2) if token == self._cursor else self._outline(token, known))
        painter.drawRoundedRect(place, _RADIUS, _RADIUS)
        painter.setFont(self._font_of(known))
        painter.setPen(style.word)
        left, top, width = place.left(), place.top() + 1.5, place.width()
        painter.drawText(QRectF(left, top, width, _WORD_LINE), _CENTRE, data.word(token))
        painter.setFont(self._number_font)
        top += _WORD_LINE - 1
        if len(data.lines) == 1:
            painter.setPen(style.number)
            painter.drawText(QRectF(left, top, width, _NUMBER_LINE), _CENTRE, data.number(0, token))
            return
        left, width = left + (width - self._number_width) / 2, self._number_width
        for line, (cell, _) in enumerate(data.lines):
            row = QRectF(left, top + line * _NUMBER_LINE, width, _NUMBER_LINE)
            painter.setPen(style.cells[cell])
            painter.drawText(row, _AT_LEFT, cell[0].upper())
            painter.setPen(style.number)
            painter.drawText(row, _AT_RIGHT, data.number(line, token))

    def _outline(self, token: int, known: bool) -> QPen:
        assert self._data is not None
        if token == self._data.tokens.tentative:
            return QPen(QColor(self._theme.muted), 1, Qt.PenStyle.DashLine)
        if not known:
            return QPen(QColor(self._theme.muted), 1, Qt.PenStyle.DotLine)
        return QPen(QColor(self._theme.muted if token == self._hover else self._theme.border), 1)

    # Mouse

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            token = self._token_at(QPointF(event.pos()))
            if token is not None and self._data is not None:
                QToolTip.showText(event.globalPos(), self._data.about(token), self)
            return True
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._set_fonts()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        token = self._token_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and token is not None:
            self.token_clicked.emit(token)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        token = self._token_at(event.position())
        if token != self._hover:
            self._hover = token
            self.hovered.emit("" if token is None or self._data is None else self._data.about(token))
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        if self._hover is not None:
            self._hover = None
            self.hovered.emit("")
            self.update()
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        pixels = delta.x() if abs(delta.x()) > abs(delta.y()) else delta.y()
        self._scroll(-float(pixels))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.setGeometry(_EDGE, self.height() - _BAR, self.width() - 2 * _EDGE, _BAR)
        self._settle()
        if self._cursor is not None and event.size().width() != event.oldSize().width():
            self._bring_into_sight(self._cursor)
