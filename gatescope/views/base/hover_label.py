"""The label beside the mouse, or at the cursor: what the value there is, and its equation with the numbers in it."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen, QTextDocument
from PySide6.QtWidgets import QWidget

from gatescope.plots.glossary.term import markup
from gatescope.plots.theme import LIGHT, MATH_FAMILY, Theme
from gatescope.plots.values.value import ValueText
from gatescope.words import tr

_PADDING, _WIDEST = 9, 440
_TEXT, _MATH, _NOTE = 13, 15, 12
_GAP, _ARROW = 7, 20
"""Pixels between cell and label, and below the tip of the mouse's arrow."""


class HoverLabel(QWidget):
    """One for all views: a small window without a frame that takes neither mouse nor keyboard.

    It stands below what it describes, else above, else beside it, and never reaches over an edge of the screen.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.ToolTip | Qt.WindowType.WindowTransparentForInput)
        self.setObjectName("hoverLabel")
        self.setAccessibleName(tr("Value"))
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme: Theme = LIGHT
        self._text: ValueText | None = None
        self._beside: tuple[QRect, QPoint | None] = QRect(), None
        self._document = QTextDocument()
        self._document.setDocumentMargin(0.0)

    @property
    def shown(self) -> ValueText | None:
        """What it says; None while it is hidden."""
        return self._text if self.isVisible() else None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._text is not None:
            self._lay_out(self._text)
            if self.isVisible():
                self._place()
        self.update()

    def show_text(self, text: ValueText, cell: QRect, pointer: QPoint | None) -> None:
        """Say `text` beside `cell`, which like the `pointer` is in pixels of the screen."""
        if text != self._text:
            self._text = text
            self._lay_out(text)
            self.setAccessibleDescription(text.plain)
            self.update()
        self._beside = cell, pointer
        self._place()
        if not self.isVisible():
            self.show()

    def _place(self) -> None:
        cell, pointer = self._beside
        screen = QGuiApplication.screenAt(cell.center()) or self.screen()
        place = QRect(placed(self.size(), cell, pointer, screen.availableGeometry()), self.size())
        if place != self.geometry():
            self.setGeometry(place)

    def _lay_out(self, text: ValueText) -> None:
        self._document.setDefaultFont(self.font())
        self._document.setTextWidth(-1)
        self._document.setHtml(_html(text, self._theme))
        widest = self._theme.pixels(_WIDEST)
        if self._document.idealWidth() > widest:
            self._document.setTextWidth(widest)
        size = QSize(round(self._document.idealWidth() + 0.5), round(self._document.size().height() + 0.5))
        self._document.setTextWidth(size.width())
        self.resize(size + QSize(2 * _PADDING, 2 * _PADDING - 3))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.raised))
        painter.setPen(QPen(QColor(self._theme.muted), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.translate(QPointF(_PADDING, _PADDING - 2))
        self._document.drawContents(painter)
        painter.end()


def placed(size: QSize, cell: QRect, pointer: QPoint | None, screen: QRect) -> QPoint:
    """Return the upper left corner of a label of `size` on `screen` that covers neither `cell` nor the mouse, if there
    is any room for that."""
    tip = cell.center() if pointer is None else pointer
    below = max(cell.bottom() + 1 + _GAP, tip.y() + _ARROW)
    above = min(cell.top(), tip.y()) - _GAP - size.height()
    left = _within(tip.x() + (0 if pointer is None else _GAP), screen.left(), screen.right() + 1 - size.width())
    if below + size.height() <= screen.bottom() + 1:
        return QPoint(left, below)
    if above >= screen.top():
        return QPoint(left, above)
    top = _within(tip.y() - size.height() // 2, screen.top(), screen.bottom() + 1 - size.height())
    right_of = max(cell.right() + 1 + _GAP, tip.x() + _ARROW)
    if right_of + size.width() <= screen.right() + 1:
        return QPoint(right_of, top)
    return QPoint(_within(min(cell.left(), tip.x()) - _GAP - size.width(), screen.left(), screen.right()), top)


def _within(place: int, first: int, last: int) -> int:
    return max(min(place, last), first)


def _html(text: ValueText, theme: Theme) -> str:
    """Return the label as a document: a head with its value, the equations, a table, a note."""
    value = f"&nbsp;&nbsp; <span style='font-weight:600; color:{_ink(text.value, theme)}'>{text.value}</span>"
    head = f"<span style='font-weight:600'>{escape(text.head)}</span>{value if text.value else ''}"
    parts = [f"<div style='color:{theme.text}; font-size:{theme.pixels(_TEXT)}px'>{head}</div>"]
    for line, colour in zip(text.equations, (theme.muted, *[theme.text] * len(text.equations)), strict=False):
        style = f'font-family:"{MATH_FAMILY}"; font-size:{theme.pixels(_MATH)}px; color:{colour}'
        parts.append(f"<div style='{style}'>{line}</div>")
    if text.rows:
        rows = "".join(
            f"<tr><td style='color:{theme.line(row.hue)}'>●&nbsp;</td><td>{row.name}&nbsp;&nbsp;</td>"
            f"<td align='right' style='font-weight:600; color:{_ink(row.value, theme)}'>{row.value}</td></tr>"
            for row in text.rows
        )
        style = f"color:{theme.text}; font-size:{theme.pixels(_TEXT)}px"
        parts.append(f"<table cellspacing='0' cellpadding='1' style='{style}'>{rows}</table>")
    style = f"color:{theme.muted}; font-size:{theme.pixels(_NOTE)}px"
    notes = filter(None, (escape(text.note), markup(text.also)))
    parts.extend(f"<div style='{style}'>{note}</div>" for note in notes)
    return "".join(parts)


def _ink(value: str, theme: Theme) -> str:
    return theme.bad if value in ("NaN", "∞", "−∞") else theme.text
