"""The three answers to guess from, as cards beside each other, or below each other where they do not fit."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.command_keys import with_keys
from gatescope.views.base.text_size import scaled
from gatescope.views.lessons.rich import plain
from gatescope.views.lessons.state_mark import paint_mark
from gatescope.words import mark, tr

_GAP, _LINE, _PAD, _RING, _SMALL = 8, 36.0, 10, 13.0, 11
_YOURS = mark("your guess")


class Answers(QWidget):
    """Shows three answers, which of them was guessed, and once that is known which is right."""

    guessed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = [AnswerButton(number, self) for number in range(3)]
        for number, button in enumerate(self.buttons):
            button.clicked.connect(partial(self._tell, number))
        # Not a fixed height: a layout would keep the one of an earlier width, and cut answers off.
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_theme(self, theme: Theme) -> None:
        for button in self.buttons:
            button.set_theme(theme)
        self.updateGeometry()
        self._arrange()

    def show_answers(self, answers: tuple[str, str, str], guess: int | None, right: int | None) -> None:
        """Show them; `right` is None while the test is still to come."""
        for number, (button, words) in enumerate(zip(self.buttons, answers, strict=True)):
            button.show_answer(words, guessed=number == guess, right=number == right)
        self.updateGeometry()
        self._arrange()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(place.bottom() + 1 for place in self._places(width))

    def sizeHint(self) -> QSize:
        width = max(self.width(), 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, round(scaled(_LINE)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _places(self, width: int) -> list[QRect]:
        third = (width - 2 * _GAP) // 3
        if all(button.one_line_width() <= third for button in self.buttons):
            high = round(scaled(_LINE))
            return [QRect(at * (third + _GAP), 0, third, high) for at in range(3)]
        places, top = [], 0
        for button in self.buttons:
            high = button.height_for(width)
            places.append(QRect(0, top, width, high))
            top += high + _GAP
        return places

    def _arrange(self) -> None:
        for button, place in zip(self.buttons, self._places(self.width()), strict=True):
            button.setGeometry(place)

    def _tell(self, number: int) -> None:
        self.guessed.emit(number)


class AnswerButton(QAbstractButton):
    """One answer."""

    def __init__(self, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._number = number
        self._theme: Theme = LIGHT
        self._guessed = self._right = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(with_keys(tr("Guess this (Alt+{number})", number=number + 1)))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_answer(self, words: str, *, guessed: bool, right: bool) -> None:
        """Show an answer and what is known of it."""
        self._guessed, self._right = guessed, right
        self.setText(plain(words))
        self.setChecked(guessed)
        more = [note for note, there in ((tr(_YOURS), guessed), (tr("right"), right)) if there]
        self.setAccessibleName(
            ", ".join((tr("Answer {number}: {words}", number=self._number + 1, words=plain(words)), *more))
        )
        self.update()

    def nextCheckState(self) -> None:
        """Leave the mark to what is shown: a guess counts once it comes back."""

    def one_line_width(self) -> int:
        """Return the pixels that the answer takes on one line, with the mark that may stand beside it."""
        return self._left() + QFontMetrics(self.font()).horizontalAdvance(self.text()) + self._beside() + _PAD

    def height_for(self, width: int) -> int:
        """Return the height that the answer takes at this width."""
        metrics = QFontMetrics(self.font())
        inner = max(width - self._left() - self._beside() - _PAD, 40)
        words = metrics.boundingRect(QRect(0, 0, inner, 10_000), Qt.TextFlag.TextWordWrap, self.text())
        return max(round(scaled(_LINE)), words.height() + 2 * 9)

    def sizeHint(self) -> QSize:
        return QSize(self.one_line_width(), round(scaled(_LINE)))

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self._guessed or self.hasFocus()
        edge = QColor(theme.accent if marked else theme.border)
        ground = QColor(theme.accent if self._guessed else theme.raised)
        if self._guessed:
            ground.setAlphaF(0.12)
        painter.setPen(QPen(edge, 1.5 if marked else 1.0))
        painter.setBrush(ground if self._guessed or self.underMouse() else QColor(theme.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)
        self._paint_ring(painter)
        metrics = QFontMetrics(self.font())
        right = self.width() - _PAD
        if self._right:
            size = scaled(_RING)
            paint_mark(painter, QRectF(right - size, (self.height() - size) / 2, size, size), "true", theme)
            right -= round(size) + 8
        note = self._note_font()
        wide = QFontMetrics(note).horizontalAdvance(tr(_YOURS))
        # The full ring says the same: where the note has no place, it is left out.
        if self._guessed and self._left() + metrics.horizontalAdvance(self.text()) + 8 + wide <= right:
            painter.setPen(QColor(theme.muted))
            painter.setFont(note)
            painter.drawText(QRect(right - wide, 0, wide, self.height()), Qt.AlignmentFlag.AlignVCenter, tr(_YOURS))
            painter.setFont(self.font())
        painter.setPen(QColor(theme.text))
        inner = max(self.width() - self._left() - self._beside() - _PAD, 40)
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(QRect(self._left(), 0, inner, self.height()), flags, self.text())
        painter.end()

    def _paint_ring(self, painter: QPainter) -> None:
        size, theme = scaled(_RING), self._theme
        ring = QRectF(_PAD, (self.height() - size) / 2, size, size)
        painter.setPen(QPen(QColor(theme.accent if self._guessed else theme.muted), 1.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(ring.adjusted(1, 1, -1, -1))
        if self._guessed:
            painter.setBrush(QColor(theme.accent))
            painter.drawEllipse(ring.adjusted(size * 0.3, size * 0.3, -size * 0.3, -size * 0.3))

    def _left(self) -> int:
        return _PAD + round(scaled(_RING)) + 7

    def _beside(self) -> int:
        """What is kept free for the mark at the right."""
        return round(scaled(_RING)) + 6

    def _note_font(self) -> QFont:
        font = QFont(self.font())
        font.setPixelSize(self._theme.pixels(_SMALL))
        return font
