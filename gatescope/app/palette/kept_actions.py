"""Actions that stand in no menu: made once for what they do, and kept while their palette is there."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction


class KeptActions(QObject):
    """Gives the action of each key, such as the name of a model.

    Signals:
        chosen_key(object): the key whose action was triggered.
    """

    chosen_key = Signal(object)

    def __init__(self, run: Callable[..., object], parent: QObject) -> None:
        """`run` is called with the key of the action that was triggered."""
        super().__init__(parent)
        self._actions: dict[object, QAction] = {}
        self.chosen_key.connect(run)

    def action(self, key: object, name: str, tip: str = "") -> QAction:
        """Return the action of `key`, called `name`."""
        action = self._actions.get(key)
        if action is None:
            action = self._actions[key] = QAction(self)
            action.setData(key)
            action.triggered.connect(self._tell)
        if action.text() != name:
            action.setText(name.replace("&", "&&"))
            action.setIconText(name)
            action.setToolTip(tip or name)
        return action

    @Slot()
    def _tell(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.chosen_key.emit(action.data())
