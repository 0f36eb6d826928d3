"""The sentence at the foot of a dock, as its painter writes it into a file."""

from __future__ import annotations

from html import unescape

from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from gatescope.paint.canvas import Canvas
from gatescope.paint.rich_text import RichText
from gatescope.plots.gradient_words import plain
from gatescope.plots.theme import LIGHT, Theme

_SIZE, _LEFT, _ABOVE, _BELOW = 12.0, 9.0, 6.0, 8.0


class FindingLine(QWidget):
    """Rich text in as many lines as it takes; the owner gives it its place by `height_for`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self._html = ""

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_text(self, html: str) -> None:
        """Show a sentence; see `gradient_words` for its classes."""
        if html != self._html:
            self._html = html
            self.setAccessibleName(unescape(plain(html)))
            self.update()

    def height_for(self, width: int) -> int:
        """Return the height of the sentence in a line of this width, in pixels; 0 where there is none."""
        if not self._html:
            return 0
        # Fonts are measured as they are painted, which takes something to paint on.
        ground = QImage(1, 1, QImage.Format.Format_RGB32)
        painter = QPainter(ground)
        text = RichText(self._canvas(painter), self._html, width - 2 * _LEFT, size=_SIZE)
        painter.end()
        return round(text.height + _ABOVE + _BELOW)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.surface)
        RichText(self._canvas(painter), self._html, self.width() - 2 * _LEFT, size=_SIZE).paint(_LEFT, _ABOVE)
        painter.end()

    def _canvas(self, painter: QPainter) -> Canvas:
        return Canvas(painter, self._theme, QRectF(self.rect()), self._theme.text_scale)
