"""The entries of the menus that no table knows: undo, workspaces, docks, examples, recent files, check marks."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton

from gatescope.app.commands.window_commands import ORDER_COMMANDS
from gatescope.app.window.main_window import MainWindow
from gatescope.app.window.workspaces import shortcut, tool_tip
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.views.controls.menu import Menu
from gatescope.words import tr

EXPORTS = (
    "compose_figure",
    "export_plot",
    "animate",
    "copy_plot",
    "copy_as_python",
    "copy_as_command",
    "copy_scene_link",
)
"""The commands of the export button."""


class Menus(QObject):
    """Adds to the menus the entries that depend on the window, the session and the settings."""

    def __init__(
        self, window: MainWindow, session: Session, settings: Settings, actions: Mapping[str, QAction], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._settings, self._actions = window, session, settings, actions
        self._workspaces = QActionGroup(self)

    @Slot()
    def check_marks(self) -> None:
        """Set the check marks of all checkable commands from the settings and the focus."""
        for name, order in ORDER_COMMANDS.items():
            self._actions[name].setChecked(order == self._session.focus.order)
        self._actions[f"theme_{self._settings.theme}"].setChecked(True)
        self._actions[f"palette_{self._settings.palette}"].setChecked(True)

    def adopt_undo(self, undo: QAction, redo: QAction) -> None:
        """Put the stack's own actions on top of the Edit menu, with their shortcuts."""
        undo.setShortcuts([QKeySequence("Ctrl+Z")])
        redo.setShortcuts([QKeySequence("Ctrl+Shift+Z"), QKeySequence("Ctrl+Y")])
        menu = self._menu_of("edit_sentence")
        menu.insertAction(menu.actions()[0], redo)
        menu.insertAction(redo, undo)

    def offer_workspaces(self) -> list[QAction]:
        """Put the workspaces on top of the View menu, each with its shortcut, and return their commands."""
        arrangements, view = self._window.arrangements, self._menu_of("reset_zoom")
        menu = Menu(tr("&Workspace"), self._window)
        for workspace in arrangements.workspaces.values():
            action = menu.addAction(tr(workspace.title))
            action.setData(workspace.name)
            action.setCheckable(True)
            action.setShortcut(QKeySequence(shortcut(workspace)))
            action.setStatusTip(tool_tip(workspace))
            action.setIconText(tr("Workspace: {title}", title=tr(workspace.title)))
            self._workspaces.addAction(action)
        self._workspaces.triggered.connect(self._show_workspace)
        view.insertMenu(view.actions()[0], menu)
        arrangements.shown.connect(self._mark_workspace)
        self._mark_workspace(arrangements.name)
        return self._workspaces.actions()

    @Slot(QAction)
    def _show_workspace(self, action: QAction) -> None:
        self._window.arrangements.show(action.data())

    @Slot(str)
    def _mark_workspace(self, name: str) -> None:
        self._window.workspace_bar.set_current(name)
        for action in self._workspaces.actions():
            action.setChecked(action.data() == name)

    def offer_docks(self) -> list[QAction]:
        """Put the docks, each with a check mark, on top of the View menu, and return them."""
        view = self._menu_of("reset_zoom")
        anchor = view.actions()[0]
        toggles = [dock.toggleViewAction() for dock in self._window.dock_host.docks.values()]
        for toggle in toggles:
            toggle.setStatusTip(tr("Show or hide {text}", text=toggle.text()))
            toggle.setIconText(tr("Dock: {text}", text=toggle.text()))
        # A menu of its own: with them the View menu is higher than a small screen.
        menu = Menu(tr("&Docks"), self._window)
        menu.addActions(toggles)
        view.insertMenu(anchor, menu)
        view.insertSeparator(anchor)
        return toggles

    def offer_examples(self) -> None:
        """Put the sentences of the model in front into the Edit menu, too."""
        menu = self._window.sentence.examples.menu()
        self._menu_of("clear_sentence").insertMenu(self._actions["clear_sentence"], menu)

    def offer_recent(self, recent: QMenu) -> None:
        """Put the list of recent files below Open."""
        menu, opened = self._menu_of("open_file"), self._actions["open_file"]
        menu.insertMenu(menu.actions()[menu.actions().index(opened) + 1], recent)

    def offer_exports(self, button: QToolButton) -> None:
        """Let `button` open the commands by which a picture leaves the window."""
        menu = Menu(button)
        menu.setToolTipsVisible(True)
        menu.addActions([self._actions[name] for name in EXPORTS])
        button.setMenu(menu)
        button.setToolTip(tr("Save or copy what is drawn"))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _menu_of(self, command: str) -> QMenu:
        return next(o for o in self._actions[command].associatedObjects() if isinstance(o, QMenu))
