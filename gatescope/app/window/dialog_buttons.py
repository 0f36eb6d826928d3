"""The row of buttons at the foot of a dialog."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox


def dialog_buttons(buttons: QDialogButtonBox.StandardButton) -> QDialogButtonBox:
    """Return a row of standard buttons without pictures.

    Some desktops ask for pictures, which are of another design; a style sheet forbids them only to a row that already
    stands in a dressed window when its buttons are made.
    """
    box = QDialogButtonBox(buttons)
    for button in box.buttons():
        button.setIcon(QIcon())
    return box
