"""The count of changes and the list behind it: what is no longer as trained in the model that is shown."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from gatescope.engine.network import Network
from gatescope.formats.core.model import Model
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.weights import edits
from gatescope.views.weights.changes import Change, Changes, reverted
from gatescope.views.weights.changes_list import ChangesList
from gatescope.words import tr


class ChangesMenu(QObject):
    """Follows the model in the dock, opens the list over its button, and emits what it takes to go back."""

    edited = Signal(object, object, str)
    """{key: array} that takes something back, None for the gesture of its own that it is, and that undo step's name."""
    change_picked = Signal(object)
    """The `Change` whose weight the person wants to see."""

    def __init__(self, button: QPushButton, parent: QWidget) -> None:
        super().__init__(parent)
        self._button, self._over = button, parent
        self._theme: Theme = LIGHT
        self._changes = Changes()
        self._list: ChangesList | None = None
        self._shown: tuple[Model, Network, tuple[str, ...]] | None = None
        button.clicked.connect(self._open)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self._list is not None:
            self._list.set_theme(theme)

    def show_model(self, model: Model, network: Network, changed: tuple[str, ...]) -> int:
        """Follow `network`, in which the arrays called `changed` are no longer as trained; return how many lines the
        list has."""
        self._shown = model, network, changed
        if self._list is not None and self._list.isVisible():
            self._list.show_changes(self._listed())
        return self._changes.count(network, model.network, changed)

    def _listed(self) -> tuple[Change, ...]:
        if self._shown is None:
            return ()
        model, network, changed = self._shown
        words = () if model.vocabulary is None else model.vocabulary.tokens
        return self._changes.listed(network, model.network, changed, words)

    def _open(self) -> None:
        # Made when it is first asked for: most sessions never do.
        if self._list is None:
            self._list = ChangesList(self._over)
            self._list.set_theme(self._theme)
            self._list.change_picked.connect(self._choose)
            self._list.reverted.connect(self._revert)
            self._list.all_reverted.connect(self._revert_all)
        self._list.show_changes(self._listed())
        self._list.pop_up(self._button)

    def _choose(self, change: Change) -> None:
        if self._list is not None:
            self._list.hide()
        self.change_picked.emit(change)

    def _revert(self, change: Change) -> None:
        if self._shown is not None:
            model, network, _changed = self._shown
            self.edited.emit(reverted(change, network, model.network), None, tr("Revert {words}", words=change.words))

    def _revert_all(self) -> None:
        if self._shown is not None:
            model, network, changed = self._shown
            arrays = edits.trained_arrays(network, model.network, changed)
            self.edited.emit(arrays, None, tr("Revert all of {name}", name=model.name))
