"""The tokens of the sentence as a strip of shaded chips, however many there are."""

from __future__ import annotations

from math import floor

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from gatescope.plots.shading import Band
from gatescope.plots.theme import LIGHT, Theme
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Snapshot
from gatescope.text.tokens import TokenSequence
from gatescope.views.base.mouse_place import HoveredWidget
from gatescope.views.base.spot import Spot
from gatescope.views.sentence.chip_data import ChipData
from gatescope.views.sentence.chip_fonts import ChipFonts
from gatescope.views.sentence.chip_looks import ChipLook, ChipLooks
from gatescope.views.sentence.chip_pictures import MARGIN, ChipPictures, note_line, number_line, word_line
from gatescope.views.sentence.chip_row import EDGE, STEP, ChipRow
from gatescope.views.sentence.chip_span import ChipBrush, paint_span_frame, span_frame
from gatescope.views.sentence.chip_value import ChipValue
from gatescope.views.sentence.chip_words import ChipWords
from gatescope.views.sentence.reading_order import ReadingOrder
from gatescope.views.sentence.thin_scroll_bar import THICKNESS, ThinScrollBar
from gatescope.words import tr

_PADDING = 8.0
_MANY = 8
"""Chips that are repainted one by one; beyond that the whole strip is."""


class ChipStrip(HoveredWidget):
    """Chips from left to right, one a token; only those in sight are measured and painted."""

    token_clicked = Signal(int)
    span_chosen = Signal(object)
    """The stretch of tokens that was brushed, a `range`."""
    hovered = Signal(object)
    """The `Spot` under the mouse, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("chipStrip")
        self.setAccessibleName(tr("Tokens"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme: Theme = LIGHT
        self._data: ChipData | None = None
        self._cursor: int | None = None
        self._hover: int | None = None
        self._row = ChipRow(self._width)
        self._ordered: TokenSequence | None = None
        # The frame around those of the chosen stretch; null where none is in sight.
        self.span_frame = QRectF()
        self._brush = ChipBrush(self)
        self._brush.span_changed.connect(self.span_chosen)
        self._span: range | None = None
        self._words, self._maker = ChipWords(self._measured), ChipLooks()
        self._pictures: ChipPictures | None = None
        self._looks: list[ChipLook] = []
        self._longest: str | None = None
        self._bar = ThinScrollBar(tr("Scroll the tokens"), self, STEP)
        self._bar.valueChanged.connect(self._take_bar)
        self._bar.hide()
        self._set_fonts()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._bar.set_theme(theme)
        self._set_fonts()
        self.setFixedHeight(self.sizeHint().height())
        self._settle()
        self._show()

    def show_snapshot(self, snapshot: Snapshot, focus: Focus) -> None:
        """Show the tokens of the model in focus, numbers of all models, and the token cursor."""
        self._data = ChipData(snapshot, focus) if snapshot.runs else None
        self._words.take(self._data)
        self._take_order()
        before = (self._number_width, self.height())
        self._measure_numbers()
        count = self._count()
        cursor = focus.token if focus.token is not None and 0 <= focus.token < count else None
        moved, self._cursor, self._span = cursor != self._cursor, cursor, focus.span
        # Which chip is under the mouse now is found once all of them have their places.
        self._hover = None
        self.setFixedHeight(self.sizeHint().height())
        self._settle()
        # Wider numbers push the chip of the cursor out of sight.
        if cursor is not None and (moved or before != (self._number_width, self.height())):
            self._bring_into_sight(cursor)
            text = self._words[cursor].text
            self.setAccessibleDescription(tr("Token {at} of {count}: {text}", at=cursor + 1, count=count, text=text))
        self._look_again()
        self._show()

    @property
    def bands(self) -> tuple[Band, ...]:
        """What shades the chips; empty before there is a run."""
        return self._data.bands if self._data is not None else ()

    def sizeHint(self) -> QSize:
        lines = len(self._data.bands) if self._data is not None else 1
        return QSize(200, 2 * EDGE + word_line() + lines * number_line() + 4 + self._below() + THICKNESS + 2)

    def visible_chips(self) -> list[tuple[int, float, float]]:
        """Return (token, left, width) of every visible chip, in pixels."""
        return self._row.visible()

    # Where things are

    def _count(self) -> int:
        return 0 if self._data is None else len(self._data.tokens)

    def _take_order(self) -> None:
        """Read the chips of another text in its order."""
        tokens = None if self._data is None else self._data.tokens
        if tokens is not None and tokens is not self._ordered:
            self._ordered, self._row.order = tokens, ReadingOrder(tokens.text, len(tokens), tokens.word)
            self._bar.setInvertedAppearance(self._row.order.from_right)

    @property
    def _chip_height(self) -> int:
        return self.height() - 2 * EDGE - self._below() - THICKNESS - 2

    def _below(self) -> int:
        """Return the pixels below the chips that the next tokens take."""
        return note_line() if self._data is not None and self._data.guessing else 0

    def _width(self, token: int) -> float:
        return self._words[token].width

    def _measured(self, word: str, known: bool) -> float:
        return max(self._fonts.word_width(word, known), self._number_width) + 2 * _PADDING

    def _set_fonts(self) -> None:
        self._fonts = ChipFonts(self.font())
        self._pictures = None
        self._longest = None
        self._measure_numbers()

    def _measure_numbers(self) -> None:
        """Measure the widest number: all chips have its width, so that they keep their places while numbers change."""
        longest = self._data.longest_number() if self._data is not None else ""
        if longest != self._longest:
            self._longest = longest
            self._number_width = self._fonts.number_width(longest)
            self._words.forget_widths()

    def _settle(self) -> None:
        """Keep the left edge within the tokens, and update the scroll bar."""
        self._row.count, self._row.span = self._count(), float(self.width())
        overflows = self._row.settle()
        self._bar.blockSignals(True)
        if overflows:
            self._bar.setRange(0, self._row.most_steps())
            self._bar.setPageStep(STEP * max(len(self.visible_chips()), 1))
            self._bar.setValue(self._row.steps())
        self._bar.blockSignals(False)
        self._bar.setVisible(overflows)

    def _take_bar(self, value: int) -> None:
        self._row.scroll_to(value)
        self._scroll(0.0)

    def _scroll(self, pixels: float) -> None:
        self._row.scroll_by(pixels)
        self._settle()
        self._look_again()
        self._show()

    def _bring_into_sight(self, token: int) -> None:
        self._row.bring_into_sight(token)
        self._settle()

    # Painting

    def _show(self) -> None:
        """Have repainted what is no longer as it was painted."""
        ratio = self.devicePixelRatioF()
        if self._pictures is None or self._pictures.ratio != ratio:
            self._pictures = ChipPictures(self._theme, self._fonts, ratio)
            self.update()
        before, self._looks = self._looks, self._look()
        framed = self.span_frame
        self.span_frame = span_frame(self.visible_chips, self._span, self._chip_height)
        # A look that stayed is the same object.
        stayed = set(map(id, before)).intersection(map(id, self._looks))
        changed = [look for look in (*before, *self._looks) if id(look) not in stayed]
        if not before or not self._looks or len(changed) > _MANY or framed != self.span_frame:
            self.update()
        else:
            for look in changed:
                self.update(floor(look.left) - MARGIN, 0, look.shape.width + 2 * MARGIN + 1, self.height())

    def _look(self) -> list[ChipLook]:
        if self._data is None:
            return []
        return self._maker.of(
            self._data,
            self._words,
            self.visible_chips(),
            self._theme,
            cursor=self._cursor,
            hover=self._hover,
            height=self._chip_height,
            number_width=self._number_width,
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if not self._count():
            painter.setPen(QColor(self._theme.muted))
            painter.setFont(self._fonts.word)
            place = self.rect().adjusted(EDGE + 1, 0, 0, -THICKNESS)
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, self._data.invitation() if self._data else "")
            painter.end()
            return
        pictures = self._pictures
        if pictures is None or pictures.ratio != self.devicePixelRatioF():
            self._show()
            pictures = self._pictures
        assert pictures is not None
        damaged = event.rect()
        for look in self._looks:
            if look.left <= damaged.right() + MARGIN and look.left + look.shape.width >= damaged.left() - MARGIN:
                pictures.paint(painter, look.left, EDGE, look.shape, look.rows, look.below)
        paint_span_frame(painter, self.span_frame, self._theme)
        painter.end()

    # Mouse

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._set_fonts()
            self._settle()
            self._show()
        super().changeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        token = self._row.token_at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and token is not None:
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._brush.press(token, cursor=self._cursor, shift=shift)
            if not shift:
                self.token_clicked.emit(token)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self.mouse.move(event)
        self._look_at(event.position())
        self._brush.move(self._row.token_at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        self._brush.end()

    def spot_at(self, place: QPointF) -> Spot | None:
        """Return the token whose chip is at `place`."""
        token = self._row.token_at(place.x()) if self.rect().contains(place.toPoint()) else None
        return None if token is None else self._spot(token)

    def spot_at_cursor(self) -> Spot | None:
        """Return the token at the cursor; None where its chip is out of sight."""
        return None if self._cursor is None else self._spot(self._cursor)

    def _look_at(self, place: QPointF | None) -> None:
        token = None if place is None else self._row.token_at(place.x())
        changed, self._hover = token != self._hover, token
        if changed or token is not None:
            self.hovered.emit(None if token is None else self._spot(token, self.mouse.on_screen))
        if changed:
            self._show()

    def _spot(self, token: int, pointer: QPoint | None = None) -> Spot | None:
        place = next(((left, width) for chip, left, width in self.visible_chips() if chip == token), None)
        if place is None or self._data is None:
            return None
        return Spot.on(self, ChipValue(self._data, token), QRectF(place[0], 0.0, place[1], self.height()), pointer)

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.pixelDelta() if not event.pixelDelta().isNull() else event.angleDelta()
        self._scroll(self._row.turned(delta.x(), delta.y()))
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._bar.setGeometry(EDGE, self.height() - THICKNESS, self.width() - 2 * EDGE, THICKNESS)
        self._settle()
        if self._cursor is not None and event.size().width() != event.oldSize().width():
            self._bring_into_sight(self._cursor)
        self._show()
