"""One view of a figure, as a chip: grip, letter, title, and a cross that takes it out."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.icons import icon
from gatescope.words import tr

_GRIP = 14


class Grip(QWidget):
    """Six dots: what lies here can be dragged."""

    def __init__(self) -> None:
        super().__init__()
        self._theme: Theme = LIGHT
        self.setFixedWidth(_GRIP)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._theme.muted))
        middle = QPointF(self.rect().center())
        for column in (-2.5, 2.5):
            for row in (-4.5, 0.0, 4.5):
                painter.drawEllipse(middle + QPointF(column, row), 1.2, 1.2)
        painter.end()


class ViewChip(QFrame):
    """One view of the figure; Ctrl+← and Ctrl+→ move it, Delete takes it out.

    Signals:
        dragged(QPoint): the mouse has it and is there, in the coordinates of the parent.
        dropped: the mouse let it go.
        moved(int): one place on (1) or back (-1), by the keyboard.
        removed: it is to be taken out.
        picked: its options are to be shown.
    """

    dragged = Signal(QPoint)
    dropped = Signal()
    moved = Signal(int)
    removed = Signal()
    picked = Signal()

    def __init__(self, name: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.name, self.title = name, title
        self._theme: Theme = LIGHT
        self._pressed: QPoint | None = None
        self._lifted = False
        self._current = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        self.setToolTip(tr("Click for its options; drag to reorder (Ctrl+←, Ctrl+→); Delete takes it out"))
        self._grip = Grip()
        self._letter = QLabel(self)
        self._letter.setObjectName("Heading")
        self._said = tr(title)
        shown = QLabel(self._said, self)
        shown.setTextFormat(Qt.TextFormat.PlainText)
        self._cross = QToolButton(self)
        self._cross.setObjectName("DockButton")
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.setCursor(Qt.CursorShape.ArrowCursor)
        self._cross.setToolTip(tr("Take {view} out of the figure", view=self._said))
        self._cross.setAccessibleName(self._cross.toolTip())
        self._cross.clicked.connect(self._remove)
        row = QHBoxLayout(self)
        row.setContentsMargins(6, 2, 3, 2)
        row.setSpacing(7)
        for part in (self._grip, self._letter, shown, self._cross):
            row.addWidget(part)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._grip.set_theme(theme)
        self._cross.setIcon(icon("cross", theme))
        self.update()

    def show_letter(self, letter: str, place: int) -> None:
        """Show the letter of its panel, empty for none, and tell its place, from 1."""
        self._letter.setText(letter)
        self._letter.setVisible(bool(letter))
        self.setAccessibleName(tr("View {place}: {view}", place=place, view=self._said))

    def set_current(self, *, current: bool) -> None:
        """Show whether its options are shown."""
        self._current = current
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.picked.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed is None:
            return
        here = event.position().toPoint()
        if not self._lifted and (here - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        if not self._lifted:
            self._lifted = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.raise_()
        self.dragged.emit(self.mapToParent(here))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            lifted, self._lifted, self._pressed = self._lifted, False, None
            self.setCursor(Qt.CursorShape.OpenHandCursor)
            if lifted:
                self.dropped.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if by is not None and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.moved.emit(by)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked = self.hasFocus() or self._lifted or self._current
        painter.setPen(QPen(QColor(theme.accent if marked else theme.border), 1.5 if marked else 1.0))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75), 6, 6)
        painter.end()

    @Slot()
    def _remove(self) -> None:
        self.removed.emit()
