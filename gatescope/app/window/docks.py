"""The docks of the window: one line in `DOCKS` brings a view in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QCoreApplication, QEvent, QObject, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QDockWidget,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gatescope.plots.theme import Theme
from gatescope.views.base.icons import icon
from gatescope.views.base.plot_view import PlotView
from gatescope.views.lines.readout import ReadoutView
from gatescope.views.lines.traces import TracesView
from gatescope.views.weights.weights_view import WeightsView

_BOTTOM, _RIGHT = Qt.DockWidgetArea.BottomDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
_HORIZONTAL, _VERTICAL = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
_RIGHT_PART, _BOTTOM_PART, _BOTTOM_LEAST = 0.385, 0.3, 176


@dataclass(frozen=True)
class Dock:
    """One dock. Docks of one group lie over each other as tabs; a new group opens a place of its own.

    Attributes:
        name: under which its place is remembered.
        share: its part of the area, against the other groups there.
    """

    name: str
    title: str
    area: Qt.DockWidgetArea
    group: str
    share: int
    view: Callable[[], PlotView]


DOCKS = (
    Dock("traces", "Traces", _BOTTOM, "over the sentence", 10, TracesView),
    Dock("weights", "Weights", _RIGHT, "inspector", 20, WeightsView),
    Dock("readout", "Read-out after every token", _RIGHT, "read-out", 10, ReadoutView),
)


class DockHost(QMainWindow):
    """The part of the window that docks live in, with the heat maps in its middle."""

    def __init__(self, centre: QWidget, docks: tuple[Dock, ...] = DOCKS) -> None:
        super().__init__()
        self.setObjectName("Docks")
        # It has asked how wide its separators are before the style sheet knew it by its name.
        self.style().unpolish(self)
        self.style().polish(self)
        QCoreApplication.sendEvent(self, QEvent(QEvent.Type.StyleChange))
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setDockNestingEnabled(True)
        self.setAnimated(False)
        self._parts: dict[str, tuple[float, float]] = {}
        self._settled = QSize()
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setCorner(Qt.Corner.BottomRightCorner, _RIGHT)
        self.setCentralWidget(centre)
        self.views: dict[str, PlotView] = {}
        self.docks: dict[str, QDockWidget] = {}
        self._specs = docks
        for spec in docks:
            view = spec.view()
            dock = _dock_widget(spec, view, self)
            self.views[spec.name], self.docks[spec.name] = view, dock
            dock.installEventFilter(self)
            dock.topLevelChanged.connect(self._mark_tabs)
            dock.visibilityChanged.connect(self._mark_tabs)
        self.arrange()
        self._default = self.saveState()

    def arrange(self) -> None:
        """Put every dock to the place its line in the table gives it."""
        first: dict[str, QDockWidget] = {}
        last_in_area: dict[Qt.DockWidgetArea, QDockWidget] = {}
        for spec in self._specs:
            dock = self.docks[spec.name]
            if spec.group in first:
                self.tabifyDockWidget(first[spec.group], dock)
                continue
            self.addDockWidget(spec.area, dock)
            if spec.area in last_in_area:
                across = _VERTICAL if spec.area == _RIGHT else _HORIZONTAL
                self.splitDockWidget(last_in_area[spec.area], dock, across)
            first[spec.group] = last_in_area[spec.area] = dock
        for dock in first.values():
            dock.raise_()

    def set_theme(self, theme: Theme) -> None:
        """Tint the buttons of the docks."""
        for dock in self.docks.values():
            bar = dock.titleBarWidget()
            if isinstance(bar, _TitleBar):
                bar.set_theme(theme)

    def share_out(self) -> None:
        """Give every dock the part of the window that suits it."""
        total = sum(spec.share for spec in self._specs if spec.area == _RIGHT)
        bottom = max(_BOTTOM_PART, _BOTTOM_LEAST / max(self.height(), 1))
        for spec in self._specs:
            across = spec.share / total if spec.area == _RIGHT else bottom
            self._parts[spec.name] = (_RIGHT_PART, across)
        self._apply_parts(self.size())

    def share(self, parts: Mapping[str, tuple[float, float]]) -> None:
        """Give the docks named in `parts` these parts of the width and of the height of the whole."""
        self._parts.update(parts)
        self._apply_parts(self.size())

    def reset(self) -> None:
        """Show every dock at its first place."""
        self.restoreState(self._default)
        for dock in self.docks.values():
            dock.setFloating(False)
            dock.show()
        self.share_out()

    def restore(self, state: QByteArray) -> bool:
        """Restore what `saveState` gave in an earlier run; False when it does not fit this version."""
        return self.restoreState(state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the proportions: left alone, Qt takes all of a smaller window from the maps in the middle."""
        super().resizeEvent(event)
        if self.isVisible():
            self._apply_parts(event.size())
        self._settled = self.size()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Learn the proportions from docks that are resized while the window is not."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QDockWidget) and self.size() == self._settled:
            self._parts[watched.objectName()] = (watched.width() / self.width(), watched.height() / self.height())
        return super().eventFilter(watched, event)

    def _apply_parts(self, size: QSize) -> None:
        for area, across in ((_RIGHT, _HORIZONTAL), (_RIGHT, _VERTICAL), (_BOTTOM, _VERTICAL)):
            here = [n for n, dock in self.docks.items() if self._docked(dock) and self.dockWidgetArea(dock) == area]
            known = [name for name in here if name in self._parts]
            if across == _VERTICAL:
                sizes = [round(self._parts[name][1] * size.height()) for name in known]
            else:
                sizes = [round(self._parts[name][0] * size.width()) for name in known]
            self.resizeDocks([self.docks[name] for name in known], sizes, across)

    def _docked(self, dock: QDockWidget) -> bool:
        return dock.isVisible() and not dock.isFloating()

    def _mark_tabs(self) -> None:
        for dock in self.docks.values():
            bar = dock.titleBarWidget()
            if isinstance(bar, _TitleBar):
                bar.show_title(not self.tabifiedDockWidgets(dock))


class _TitleBar(QFrame):
    """The dock's name and two buttons; a tab says the name where there is one."""

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

    def set_theme(self, theme: Theme) -> None:
        for name, button in self._buttons.items():
            button.setIcon(icon(name, theme))

    def show_title(self, shown: bool) -> None:
        self._title.setVisible(shown)

    def _toggle_floating(self) -> None:
        self._dock.setFloating(not self._dock.isFloating())


def _dock_widget(spec: Dock, view: PlotView, host: QMainWindow) -> QDockWidget:
    dock = QDockWidget(spec.title, host)
    dock.setObjectName(spec.name)
    dock.setAccessibleName(spec.title)
    dock.setTitleBarWidget(_TitleBar(spec.title, dock))
    frame = QFrame(dock)
    frame.setObjectName("DockFrame")
    column = QVBoxLayout(frame)
    column.setContentsMargins(10, 4, 10, 8)
    column.addWidget(view)
    dock.setWidget(frame)
    return dock
