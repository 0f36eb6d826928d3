"""The window of the settings: the names of its pages at the left, the page at the right, Reset and Close below."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gatescope.app.commands.shortcuts import Shortcuts
from gatescope.app.settings.row_page import RowPage
from gatescope.app.settings.rows import PAGES, ROWS
from gatescope.app.settings.shortcuts_page import ShortcutsPage
from gatescope.app.window.dialog_buttons import dialog_buttons
from gatescope.session.settings import Settings
from gatescope.views.base.text_size import scaled
from gatescope.words import mark, tr

SHORTCUTS = mark("Shortcuts")
"""The title of the page that is no table of rows."""
_SIZE, _LEAST = (760, 480), (560, 320)


class SettingsDialog(QDialog):
    """Stands beside the window, which shows every choice at once; it deletes itself when it is closed.

    Attributes:
        pages: the pages, by their titles.
    """

    def __init__(self, window: QWidget, settings: Settings, shortcuts: Shortcuts) -> None:
        super().__init__(window)
        self.setObjectName("Settings")
        self.setWindowTitle(tr("Settings"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.pages: dict[str, RowPage | ShortcutsPage] = {
            title: RowPage([row for row in ROWS if row.page == title], settings) for title in PAGES
        }
        self.pages[SHORTCUTS] = ShortcutsPage(shortcuts)
        self.names = QListWidget()
        self.names.setObjectName("PageNames")
        self.names.setAccessibleName(tr("Pages of the settings"))
        self.names.setToolTip(tr("Choose a page of the settings"))
        self.names.addItems([tr(title) for title in self.pages])
        self._stack = QStackedWidget()
        for page in self.pages.values():
            self._stack.addWidget(page)
        self.names.currentRowChanged.connect(self._turn_to)
        self.reset_button = QPushButton(tr("&Reset this page"))
        self.reset_button.setToolTip(tr("Give every setting of this page its usual value"))
        self.reset_button.setAutoDefault(False)
        self.reset_button.clicked.connect(self._reset)
        buttons = dialog_buttons(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.reset_button, QDialogButtonBox.ButtonRole.ResetRole)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        row = QHBoxLayout()
        row.setSpacing(18)
        row.addWidget(self.names)
        row.addWidget(self._stack, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(12)
        column.addLayout(row, 1)
        column.addWidget(buttons)
        self.names.setCurrentRow(0)
        self._fit_names()
        self.setMinimumSize(*_LEAST)
        self.resize(round(scaled(_SIZE[0])), round(scaled(_SIZE[1])))

    def go_to(self, name: str) -> None:
        """Show the setting called `name`, with the keyboard on its control; any other name is that of a command."""
        page = next((row.page for row in ROWS if row.name == name), SHORTCUTS)
        self.names.setCurrentRow(list(self.pages).index(page))
        self.pages[page].go_to(name)

    def _fit_names(self) -> None:
        self.names.ensurePolished()
        self.names.setFixedWidth(self.names.sizeHintForColumn(0) + 2 * self.names.frameWidth() + 8)

    @Slot(int)
    def _turn_to(self, page: int) -> None:
        self._stack.setCurrentIndex(page)

    @Slot()
    def _reset(self) -> None:
        list(self.pages.values())[self.names.currentRow()].reset()
