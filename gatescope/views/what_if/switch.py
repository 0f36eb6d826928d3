"""A switch: a knob in a groove, on in the accent and off in grey."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.text_size import scaled

_WIDTH, _HEIGHT, _EDGE = 32.0, 18.0, 3.0


class Switch(QAbstractButton):
    """On or off, by a click or by Space."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme: Theme = LIGHT
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(scaled(_WIDTH)) + 4, round(scaled(_HEIGHT)) + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        groove = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        radius = groove.height() / 2
        on = self.isChecked()
        colour = QColor(theme.accent if on else theme.muted)
        colour.setAlphaF(1.0 if on else 0.55)
        if not self.isEnabled():
            colour = QColor(theme.border)
        painter.setPen(QPen(QColor(theme.accent), 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(groove, radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.on_accent if on else theme.surface))
        x = groove.right() - radius if on else groove.left() + radius
        painter.drawEllipse(QPointF(x, groove.center().y()), radius - _EDGE, radius - _EDGE)
