"""A dock on a card, and its title row."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QMoveEvent
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QLabel, QMainWindow, QToolButton, QVBoxLayout

from gatescope.plots.theme import Theme
from gatescope.views.base.icons import icon
from gatescope.views.base.plot_view import PlotView

_EDGE = 9
QWIDGETSIZE_MAX = (1 << 24) - 1


class DockTitle(QFrame):
    """The dock's name and the buttons to float and to hide it; the name is left out where a tab has it."""

    def __init__(self, title: str, dock: QDockWidget) -> None:
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
            ("window", f"Take {title} out into a window of its own", self._toggle_floating),
            ("cross", f"Hide {title}; the View menu shows it again", dock.close),
        ):
            button = QToolButton(self)
            button.setObjectName("DockButton")
            button.setToolTip(tip)
            button.setAccessibleName(tip)
            button.clicked.connect(slot)
            row.addWidget(button)
            self._buttons[name] = button
        self._dock = dock
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

    def _toggle_floating(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())


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
