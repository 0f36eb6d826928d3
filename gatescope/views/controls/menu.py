"""A menu that is never left open where nothing can close it."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QMenu, QWidget


class Menu(QMenu):
    """Closes when it, or the button that it belongs to, is disabled: a model may be closed while its menu is open."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        close_where_disabled(self, event)


def close_where_disabled(popup: QWidget, event: QEvent) -> None:
    """Close `popup` where `event`, a change of it, has disabled it.

    Qt would leave it open: it takes all keys and clicks of the application, and is deaf to them.
    """
    if event.type() == QEvent.Type.EnabledChange and popup.isVisible() and not popup.isEnabled():
        popup.close()
