"""Covers an outdated picture: a veil with a progress bar, or a sentence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.text_size import pixels

_LEFT_OF_THE_PICTURE = 0.4
_BAR = 2
_TEXT_MARGIN = 24
_TEXT_PIXELS = 14


class Veil(QWidget):
    """Covers one widget and lets the mouse through.

    A sentence is centred on the widget. Waiting leaves 40 % of the picture under a bar two pixels high, whose length is
    the share that is done, or the whole width while that is unknown.
    """

    def __init__(self, covered: QWidget) -> None:
        super().__init__(covered)
        self._covered = covered
        self._theme: Theme = LIGHT
        self._text = ""
        self._share: float | None = None
        self._waits = False
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        covered.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        return self._text

    @property
    def waits(self) -> bool:
        return self._waits

    def cover(self, widget: QWidget) -> None:
        """Cover `widget` from now on."""
        self._covered.removeEventFilter(self)
        self._covered = widget
        self.setParent(widget)
        widget.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def lift(self) -> None:
        """Show the picture alone."""
        self._text, self._waits, self._share = "", False, None
        self.hide()

    def say(self, text: str) -> None:
        """Write `text` over the widget."""
        self._text, self._waits, self._share = text, False, None
        self._come_up()

    def wait(self) -> None:
        """Fade the picture that is there."""
        self._text, self._waits = "", True
        self._come_up()

    def set_share(self, share: float) -> None:
        """Set the length of the bar to the share that is done, 0 to 1; the bar shows once `wait` was called."""
        self._share = min(max(share, 0.0), 1.0)
        if self._waits:
            self.update(self._bar())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._covered:
            self.setGeometry(self._covered.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._waits:
            surface = QColor(self._theme.surface)
            surface.setAlphaF(1 - _LEFT_OF_THE_PICTURE)
            painter.fillRect(self.rect(), surface)
            painter.fillRect(self._bar(), QColor(self._theme.grid))
            done = self._bar()
            done.setWidth(round(done.width() * (1.0 if self._share is None else self._share)))
            painter.fillRect(done, QColor(self._theme.accent))
        if self._text:
            font = self.font()
            font.setPixelSize(pixels(_TEXT_PIXELS))
            painter.setFont(font)
            painter.setPen(QColor(self._theme.muted))
            text_rect = self.rect().adjusted(_TEXT_MARGIN, 0, -_TEXT_MARGIN, 0)
            painter.drawText(text_rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._text)

    def _bar(self) -> QRect:
        return QRect(0, 0, self.width(), _BAR)

    def _come_up(self) -> None:
        self.setGeometry(self._covered.rect())
        self.show()
        self.raise_()
        self.update()
