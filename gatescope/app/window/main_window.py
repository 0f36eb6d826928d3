"""The main window: its widgets and their places. Its behaviour is in `controller`."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QMainWindow, QToolButton, QVBoxLayout, QWidget

from gatescope.app.window import dock_table
from gatescope.app.window.arrangements import Arrangements
from gatescope.app.window.compact import Compact
from gatescope.app.window.dock_table import Dock
from gatescope.app.window.docks import DockHost
from gatescope.app.window.focus_ring import FocusRings
from gatescope.app.window.host_layout import HostLayout
from gatescope.app.window.load_bar import LoadBar
from gatescope.app.window.message_bar import MessageBar
from gatescope.app.window.presenter import Presenter
from gatescope.app.window.tab_order import beside
from gatescope.app.window.theme import style_sheet
from gatescope.app.window.top_bar import TopBar
from gatescope.app.window.value_label import ValueLabel
from gatescope.app.window.workspaces import tool_tip
from gatescope.plots.theme import Theme
from gatescope.views.bars.model_bar import ModelBar
from gatescope.views.bars.status import StatusView
from gatescope.views.bars.transport import TransportBar
from gatescope.views.bars.workspace_bar import WorkspaceBar
from gatescope.views.base.icons import icon
from gatescope.views.base.plot_view import PlotView
from gatescope.views.base.text_size import set_text_size
from gatescope.views.controls.command_search import CommandSearch
from gatescope.views.controls.part_chooser import PartChooser
from gatescope.views.controls.segmented import Segment
from gatescope.views.maps.heatmaps import HeatmapsView
from gatescope.views.sentence.sentence_view import SentenceView
from gatescope.views.tokens.range import TokenRange
from gatescope.words import tr

_GAP = 10


class MainWindow(QMainWindow):
    """Top bar, sentence, heat maps with docks about them, status line.

    Signals:
        painted(int): nanoseconds of `time.perf_counter_ns` at the end of a paint of the whole window.
        key(int): a key that no widget in focus wanted, for the token cursor.
        resized(): the window has another size; its parts may not have theirs yet.
        closing(): the window is about to close.
        view_made(str, PlotView): a view has been added to `views`.

    Attributes:
        views: every view that shows the snapshot, by name; those of docks once they were shown.
        may_close: called when the person wants to close the window; False keeps it open.
    """

    painted = Signal(object)
    key = Signal(int)
    resized = Signal()
    closing = Signal()
    view_made = Signal(str, object)

    def __init__(self, more_docks: tuple[Dock, ...] = ()) -> None:
        """Put `more_docks` beside those of the table, as a bench does."""
        super().__init__()
        self.setWindowTitle("GateScope")
        self.model_bar = ModelBar()
        self.part_chooser = PartChooser()
        self.transport = TransportBar()
        self.search = CommandSearch()
        self.undo_button = _tool(tr("Undo"))
        self.redo_button = _tool(tr("Redo"))
        self.export_button = _tool(tr("Export"))
        self.sentence = SentenceView()
        self.heatmaps = HeatmapsView()
        self.message_bar = MessageBar()
        self.recovery_bar = MessageBar()
        self.load_bar = LoadBar()
        self.status = StatusView()
        self.dock_host = DockHost(_card(self.heatmaps), dock_table.DOCKS + more_docks)
        self.arrangements = Arrangements(self.dock_host)
        self.workspace_bar = WorkspaceBar(
            tuple(Segment(one.name, tr(one.title), tool_tip(one)) for one in self.arrangements.workspaces.values()),
            self,
        )
        self.token_range = TokenRange(self)
        self.value_label = ValueLabel(self)
        self.focus_rings = FocusRings(self.sentence.focusProxy() or self.sentence, self)
        self.may_close: Callable[[], bool] = lambda: True
        self.views: dict[str, PlotView] = {}
        self._theme: Theme | None = None
        for name, view in {"heatmaps": self.heatmaps, **self.dock_host.views}.items():
            self._take_view(name, view)
        self.dock_host.view_made.connect(self._take_view)
        self.presenter = Presenter(self)
        self._lay_out()

    def set_theme(self, theme: Theme) -> None:
        """Hand the theme to everything that paints by itself. The buttons need their actions before."""
        if theme == self._theme:
            return
        # First: views measure their texts when they take a theme.
        set_text_size(theme)
        self._theme = theme
        sheet = style_sheet(theme)
        if self.styleSheet() != sheet:
            # Before the views: it takes away the palettes that widgets gave themselves.
            self.setStyleSheet(sheet)
        for view in self.views.values():
            view.set_theme(theme)
        self.value_label.set_theme(theme)
        self.focus_rings.set_theme(theme)
        for part in (
            self.sentence,
            self.model_bar,
            self.part_chooser,
            self.transport,
            self.search,
            self.status,
            self.dock_host,
            self.workspace_bar,
        ):
            part.set_theme(theme)
        # A menu bar gives its corner another place only when it is resized itself.
        self.workspace_bar.adjustSize()
        QCoreApplication.sendEvent(self.menuBar(), QResizeEvent(self.menuBar().size(), self.menuBar().size()))
        for button, name in ((self.undo_button, "undo"), (self.redo_button, "redo")):
            button.defaultAction().setIcon(icon(name, theme))
        self.export_button.setIcon(icon("export", theme))

    def event(self, event: QEvent) -> bool:
        """Tell when a paint has ended: a raster window paints all its widgets inside one UpdateRequest."""
        if event.type() != QEvent.Type.UpdateRequest:
            return super().event(event)
        for view in self.views.values():
            if view.isVisible():
                view.settle()
        handled = super().event(event)
        self.painted.emit(time.perf_counter_ns())
        return handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Go on with Tab in reading order: docks are made and moved at any time, which leaves no order of their own."""
        found = beside(self, QApplication.focusWidget(), forward=forward)
        if found is None:
            return False
        self.focus_rings.by_tab(found, Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plain keys reach the window only when the widget in focus has no use for them: letters are typed."""
        if _is_typed(event):
            self.sentence.take_key(event)
            return
        if event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier):
            self.key.emit(event.key())
        super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        if not self.may_close():
            event.ignore()
            return
        self.closing.emit()
        super().closeEvent(event)

    @Slot(str, object)
    def _take_view(self, name: str, view: PlotView) -> None:
        view.link_tokens(self.token_range)
        if self._theme is not None:
            view.set_theme(self._theme)
        self.views[name] = view
        self.view_made.emit(name, view)

    def _lay_out(self) -> None:
        # A menu bar that the system draws has no right end for the workspaces.
        self.menuBar().setNativeMenuBar(False)
        if len(self.arrangements.workspaces) > 1:
            self.menuBar().setCornerWidget(self.workspace_bar)
        self.top_bar = TopBar(
            self.model_bar,
            (self.part_chooser, self.transport),
            (self.undo_button, self.redo_button, self.export_button, self.search),
        )
        body = QWidget()
        inner = QVBoxLayout()
        inner.setContentsMargins(_GAP, _GAP, _GAP, _GAP)
        inner.setSpacing(_GAP)
        inner.addWidget(self.recovery_bar)
        inner.addWidget(self.message_bar)
        inner.addWidget(self.load_bar)
        inner.addWidget(_card(self.sentence))
        inner.addLayout(HostLayout(self.dock_host), 1)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.top_bar)
        column.addLayout(inner, 1)
        self.setCentralWidget(body)
        self.setStatusBar(self.status)
        self.compact = Compact(self, inner, _GAP)

    def show_status(self) -> None:
        """Show the status line unless the window is too low for it, or an audience looks on."""
        self.status.setVisible(not (self.compact.on or self.presenter.presenting))


def _is_typed(event: QKeyEvent) -> bool:
    """Return whether a key writes something visible, or a blank. AltGr is Ctrl and Alt on some systems."""
    alt_gr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    plain = event.modifiers() & alt_gr in (Qt.KeyboardModifier.NoModifier, alt_gr)
    return plain and bool(event.text()) and event.text().isprintable()


def _card(view: QWidget) -> QFrame:
    card = QFrame()
    card.setObjectName("Card")
    column = QVBoxLayout(card)
    column.setContentsMargins(_GAP, 8, _GAP, 8)
    column.addWidget(view)
    card.setFocusProxy(view)
    return card


def _tool(name: str) -> QToolButton:
    button = QToolButton()
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button
