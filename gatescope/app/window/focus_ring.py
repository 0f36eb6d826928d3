"""A ring of two tones around the widget that has the keyboard, once the keyboard has put it there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from gatescope.app.window.tab_order import place_in
from gatescope.plots.theme import LIGHT, Theme

OUTER, INNER = 2, 1
"""Pixels of the ring in the accent colour, and inside of it in that of surfaces: one of them stands out of anything."""
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Hide, QEvent.Type.Show)


class FocusRing(QWidget):
    """The ring itself, over all else in a window; mouse and keyboard pass through it."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("focusRing")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def surround(self, place: QRect) -> None:
        """Stand around `place`, or at the edge of the window where it reaches that far."""
        beyond = OUTER + INNER
        ring = place.adjusted(-beyond, -beyond, beyond, beyond).intersected(self._window.rect())
        if ring != self.geometry():
            self.setGeometry(ring)
            whole = QRect(0, 0, ring.width(), ring.height())
            # What is inside is painted as if there were no ring.
            self.setMask(QRegion(whole) - QRegion(whole.adjusted(beyond, beyond, -beyond, -beyond)))
        self.raise_()
        self.show()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.surface))
        pen = QPen(QColor(self._theme.accent), OUTER)
        pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
        painter.setPen(pen)
        half = OUTER // 2
        painter.drawRect(self.rect().adjusted(half, half, -half, -half))
        painter.end()


class FocusRings(QObject):
    """Follows the keyboard focus through all windows of the app; of pop-ups each marks its own choice."""

    def __init__(self, quiet: QWidget, parent: QObject) -> None:
        """`quiet` is the widget to type in, whose caret says enough unless Tab has led there."""
        super().__init__(parent)
        self._quiet, self._theme = quiet, LIGHT
        self._ring: FocusRing | None = None
        self._around: QWidget | None = None
        self._watched: list[QWidget] = []
        self._tabbed = False
        self._application().focusChanged.connect(self._follow)

    @property
    def ring(self) -> FocusRing | None:
        """The ring, while there is one to be seen."""
        shown = self._ring is not None and isValid(self._ring) and self._ring.isVisible()
        return self._ring if shown else None

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._ring is not None and isValid(self._ring):
            self._ring.set_theme(theme)

    def by_tab(self, widget: QWidget, reason: Qt.FocusReason) -> None:
        """Give the focus to what Tab leads to."""
        self._tabbed = True
        widget.setFocus(reason)
        self._tabbed = False

    def close(self) -> None:
        """Stop following the focus, which moves once more while widgets are being deleted."""
        self._application().focusChanged.disconnect(self._follow)
        self._leave()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _MOVES:
            self._place()
        return super().eventFilter(watched, event)

    @Slot(QWidget, QWidget)
    def _follow(self, _old: QWidget | None, now: QWidget | None) -> None:
        self._leave()
        by_mouse = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
        if now is None or by_mouse or (now is self._quiet and not self._tabbed):
            return
        window = now.window()
        if window.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip):
            return
        if self._ring is None or not isValid(self._ring) or self._ring.parentWidget() is not window:
            if self._ring is not None and isValid(self._ring):
                self._ring.deleteLater()
            self._ring = FocusRing(window, self._theme)
        self._around = now
        widget: QWidget | None = now
        while widget is not None:
            widget.installEventFilter(self)
            self._watched.append(widget)
            widget = None if widget is window else widget.parentWidget()
        self._place()

    def _place(self) -> None:
        if self._around is None or self._ring is None or not isValid(self._ring) or not isValid(self._around):
            return
        place = place_in(self._around.window(), self._around)
        if place.isEmpty():
            self._ring.hide()
        else:
            self._ring.surround(place)

    def _leave(self) -> None:
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self._watched, self._around = [], None
        if self._ring is not None and isValid(self._ring):
            self._ring.hide()

    @staticmethod
    def _application() -> QApplication:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        return application
