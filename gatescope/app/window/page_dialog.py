"""A dialog that shows one page, scrolled where the screen is small, with a button that closes it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from gatescope.app.window.dialog_buttons import dialog_buttons


class PageDialog(QDialog):
    """Deletes itself when it is closed.

    Attributes:
        buttons: the row with the button that closes it.
    """

    def __init__(self, parent: QWidget, title: str, page: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(page)
        area.setAccessibleName(title)
        self.buttons = dialog_buttons(QDialogButtonBox.StandardButton.Close)
        self.buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(area)
        column.addWidget(self.buttons)
        # The page would have the keyboard, and a ring around all of it.
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()
