"""A dock on a card, and its title row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QMargins, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMoveEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QToolButton,
    QVBoxLayout,
)

from gatescope.app.window.screens import on_screen
from gatescope.plots.theme import Theme
from gatescope.views.base.icons import icon
from gatescope.views.base.plot_view import PlotView
from gatescope.words import tr

_EDGE = 9
_OFFSET = QPoint(36, 36)
_FRAME = QMargins(4, 40, 4, 4)
"""Space for what the desktop draws around it."""
QWIDGETSIZE_MAX = (1 << 24) - 1


class DockTitle(QFrame):
    """The dock's name and the buttons to float and to hide it; the name is left out where a tab has it."""

    def __init__(self, title: str, dock: TitledDock) -> None:
        super().__init__(dock)
        self.setObjectName("DockTitleBar")
        self._title = QLabel(title, self)
        self._title.setObjectName("DockTitle")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 7, 8, 0)
        row.setSpacing(2)
        row.addWidget(self._title)
        row.addStretch(1)
        self._buttons: dict[str, QToolButton] = {}
        for name, tip, slot in (
            ("window", tr("Take {title} out into a window of its own", title=title), dock.take_out),
            ("cross", tr("Hide {title}; View ▸ Docks shows it again", title=title), dock.put_away),
        ):
            button = QToolButton(self)
            button.setObjectName("DockButton")
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(slot)
            row.addWidget(button)
            self._buttons[name] = button
        self._named, self._presenting = True, False

    def set_theme(self, theme: Theme) -> None:
        for name, button in self._buttons.items():
            button.setIcon(icon(name, theme))

    def show_title(self, shown: bool) -> None:
        """Show the dock's name, or leave it out because the dock's tab has it."""
        self._named = shown
        self._title.setVisible(shown and not self._presenting)

    def present(self, presenting: bool) -> None:
        """Leave an edge alone of the row, or show all of it again."""
        self._presenting = presenting
        for part in (self._title, *self._buttons.values()):
            part.setVisible(not presenting and (part is not self._title or self._named))
        self.setFixedHeight(_EDGE) if presenting else self.setMaximumHeight(QWIDGETSIZE_MAX)
        if not presenting:
            self.setMinimumHeight(0)


class TitledDock(QDockWidget):
    """A dock called `name`, with a title row of our own and a view on a card, which is made when it is first shown.

    Signals:
        view_made(str, PlotView): name and view; the dock is about to be shown.
    """

    view_made = Signal(str, object)

    def __init__(self, name: str, title: str, make_view: Callable[[], PlotView], host: QMainWindow) -> None:
        super().__init__(title, host)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._make_view = make_view
        self._view: PlotView | None = None
        self.title_row = DockTitle(title, self)
        self.setTitleBarWidget(self.title_row)
        frame = QFrame(self)
        frame.setObjectName("DockFrame")
        self._column = QVBoxLayout(frame)
        self._column.setContentsMargins(10, 4, 10, 8)
        self.setWidget(frame)
        self._frame = frame
        self.topLevelChanged.connect(self._mark_frame)

    def _mark_frame(self, floating: bool) -> None:
        """Give a floating dock a frame that tells it from the window below it."""
        for part in (self.title_row, self._frame):
            part.setProperty("floating", floating)
            # A style sheet asks for a property once, when the widget is polished.
            part.style().unpolish(part)
            part.style().polish(part)

    def put_away(self) -> None:
        """Close the dock."""
        self.close()

    def take_out(self) -> None:
        """Make the dock a window of its own, beside the place that it had, so that both are seen; or put it back."""
        if self.isFloating():
            self.setFloating(False)
            return
        place = QRect(self.mapToGlobal(_OFFSET), self.size())
        self.setFloating(True)
        # One of the desktop's windows, which draws a frame and a shadow.
        self.setWindowFlags(Qt.WindowType.Tool | Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint)
        self.setGeometry(on_screen(place, _FRAME))
        self.show()

    def setVisible(self, visible: bool) -> None:
        """Make the view before it is seen for the first time."""
        if visible and self._view is None:
            self._view = self._make_view()
            self._column.addWidget(self._view)
            self.view_made.emit(self.objectName(), self._view)
        super().setVisible(visible)

    def moveEvent(self, event: QMoveEvent) -> None:
        """Tell the view: behind the tab of another dock Qt does not hide a dock, but moves it out of the window."""
        super().moveEvent(event)
        if self._view is not None:
            self._view.sight_changed()
