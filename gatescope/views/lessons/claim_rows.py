"""Paints the rows of the list of claims: topics, and claims with their numbers and the marks of their tests."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.text_size import scaled
from gatescope.views.lessons.state_mark import paint_mark

NAME, VERDICT = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
"""The claim's name, empty for a topic; the verdict of its last test, empty where there was none."""
_ROW, _TOPIC, _NUMBER, _MARK, _PAD = 25.0, 27.0, 22.0, 13.0, 8
_LINES = 2
"""Lines of a title at most."""
_GAP = 9
_ASIDE = 0.86
"""The size of topics and numbers, against that of titles."""


class ClaimRows(QStyledItemDelegate):
    """Rows as high as the text of the window asks for."""

    theme: Theme = LIGHT

    width = 0
    """Of a row, in pixels; the list tells."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        if not index.data(NAME):
            return QSize(60, round(scaled(_TOPIC)))
        lines = _lines(str(index.data()), option.font, self.width - self._beside())
        return QSize(60, round(scaled(_ROW)) + (len(lines) - 1) * QFontMetrics(option.font).height())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect, state, font = option.rect, option.state, option.font
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(NAME):
            self._paint_claim(painter, rect, font, index, state)
        else:
            aside = _smaller(font)
            aside.setWeight(QFont.Weight.DemiBold)
            painter.setFont(aside)
            painter.setPen(QColor(self.theme.muted))
            place = rect.adjusted(_PAD, 3, -_PAD, 0)
            words = QFontMetrics(aside).elidedText(str(index.data()), Qt.TextElideMode.ElideRight, place.width())
            painter.drawText(place, Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def _paint_claim(
        self,
        painter: QPainter,
        rect: QRect,
        font: QFont,
        index: QModelIndex | QPersistentModelIndex,
        state: QStyle.StateFlag,
    ) -> None:
        theme = self.theme
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            ground = QColor(theme.accent if selected else theme.raised)
            ground.setAlphaF(0.13 if selected else 1.0)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 5, 5)
        number = round(scaled(_NUMBER))
        aside = _smaller(font)
        if selected:
            font, aside = QFont(font), QFont(aside)
            font.setWeight(QFont.Weight.DemiBold)
            aside.setWeight(QFont.Weight.DemiBold)
        painter.setFont(aside)
        painter.setPen(QColor(theme.accent if selected else theme.muted))
        name = QFontMetrics(aside).elidedText(str(index.data(NAME)), Qt.TextElideMode.ElideRight, number)
        painter.drawText(QRect(rect.left(), rect.top(), number, rect.height()), _RIGHT, name)
        size = scaled(_MARK)
        mark = QRectF(rect.right() - size - _PAD, rect.top() + (rect.height() - size) / 2, size, size)
        paint_mark(painter, mark, index.data(VERDICT) or None, theme)
        place = QRect(rect.left() + number + _GAP, rect.top(), rect.width() - self._beside(), rect.height())
        painter.setFont(font)
        painter.setPen(QColor(theme.accent if selected else theme.text))
        metrics = QFontMetrics(font)
        lines = _lines(str(index.data()), font, place.width())
        top = place.top() + (place.height() - len(lines) * metrics.height()) // 2
        for at, line in enumerate(lines):
            painter.drawText(place.left(), top + at * metrics.height() + metrics.ascent(), line)

    def _beside(self) -> int:
        """What of a row is no title."""
        return round(scaled(_NUMBER)) + _GAP + round(scaled(_MARK)) + 2 * _PAD


def _lines(words: str, font: QFont, width: int) -> list[str]:
    """Return a title in as many lines as it takes when it is selected, and no more than there may be.

    A row that broke elsewhere when it is chosen would move the others, or stand high around a single line.
    """
    font = QFont(font)
    font.setWeight(QFont.Weight.DemiBold)
    metrics = QFontMetrics(font)
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and metrics.horizontalAdvance(longer) > width and len(lines) < _LINES:
            lines.append(word)
        else:
            lines[-1] = longer
    return [
        line
        if metrics.horizontalAdvance(line) <= width
        else metrics.elidedText(line, Qt.TextElideMode.ElideRight, max(width, 1))
        for line in lines
    ]


_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def _smaller(font: QFont) -> QFont:
    found = QFont(font)
    found.setPixelSize(max(round(font.pixelSize() * _ASIDE), 1))
    return found
