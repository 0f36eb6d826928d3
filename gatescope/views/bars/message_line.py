"""One line of rich text at the right of its place, cut with an ellipsis where it is too long."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPaintEvent, QStaticText, QTextOption
from PySide6.QtWidgets import QSizePolicy, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.semi_bold import semi_bold
from gatescope.words import tr

_FADE = 36
_MARGIN = 12


class MessageLine(QWidget):
    """Says what was done last. Its size never depends on the text, so that a message moves nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("messageLine")
        self.setAccessibleName(tr("Message"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._theme: Theme = LIGHT
        self._html = ""
        self._text = QStaticText()
        self._text.setTextFormat(Qt.TextFormat.RichText)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        self._text.setTextOption(option)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def text(self) -> str:
        return self._html

    def set_text(self, html: str) -> None:
        """Show rich text; an empty one shows nothing."""
        if html == self._html:
            return
        self._html = html
        self._text.setText(semi_bold(html))
        self._text.prepare(font=self.font())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, self.fontMetrics().height() + 4)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, self.fontMetrics().height() + 4)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.FontChange:
            self._text.prepare(font=self.font())
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._html:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        size = self._text.size()
        max_width = self.width() - _MARGIN
        too_long = size.width() > max_width
        # The start says what was done, so the end is faded out.
        colour = QColor(self._theme.muted)
        if too_long:
            fade = QLinearGradient(max_width - _FADE, 0, max_width, 0)
            clear = QColor(colour)
            clear.setAlpha(0)
            fade.setColorAt(0, colour)
            fade.setColorAt(1, clear)
            pen = painter.pen()
            pen.setBrush(fade)
            painter.setPen(pen)
        else:
            painter.setPen(colour)
        left = 0.0 if too_long else max_width - size.width()
        painter.drawStaticText(QPointF(left, (self.height() - size.height()) / 2), self._text)
        painter.end()
