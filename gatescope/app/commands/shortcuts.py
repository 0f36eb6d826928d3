"""The keys of all commands: the usual ones, and those that a person has chosen in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from gatescope.session.settings import Settings

Keys = tuple[str, ...]
"""Keys as `QKeySequence` writes them for every platform, the one that is shown first."""
_OWN_TIPS = ("undo", "redo")
"""Commands whose tips name what would be undone."""


class Shortcuts(QObject):
    """Gives every action its keys, from the settings where these name it.

    Signals:
        changed(): some command has other keys.

    Attributes:
        actions: by the name under which the settings keep their keys.
        usual: the keys that each has before a person chooses.
    """

    changed = Signal()

    def __init__(self, actions: Mapping[str, QAction], settings: Settings, parent: QObject) -> None:
        """The keys that `actions` have now are the usual ones."""
        super().__init__(parent)
        self.actions, self._settings = dict(actions), settings
        self.usual = {name: _portable(action.shortcuts()) for name, action in self.actions.items()}
        self._tips = {name: _without_keys(action, self.usual[name]) for name, action in self.actions.items()}
        settings.changed.connect(self._follow)
        self._apply()

    def keys(self, name: str) -> Keys:
        """Return the keys of the command `name`, none where it has none."""
        return _portable(self.actions[name].shortcuts())

    def owner(self, keys: QKeySequence, besides: str) -> str:
        """Return the name of another command than `besides` that has `keys`; empty where none has."""
        wanted = keys.toString()
        return next((name for name in self.actions if name != besides and wanted in self.keys(name)), "")

    def assign(self, name: str, keys: Sequence[str]) -> None:
        """Give the command `name` these keys alone, and take them from every other."""
        other_keys = dict(self._settings.shortcuts)
        other_keys[name] = tuple(keys)
        for other in self.actions:
            left = tuple(one for one in self.keys(other) if one not in keys)
            if other != name and left != self.keys(other):
                other_keys[other] = left
        self._keep(other_keys)

    def reset(self, name: str) -> None:
        """Give the command `name` its usual keys, and take them from every other."""
        self.assign(name, self.usual[name])

    def reset_all(self) -> None:
        """Give every command its usual keys."""
        self._keep({})

    def _keep(self, other_keys: Mapping[str, Keys]) -> None:
        self._settings.shortcuts = {name: keys for name, keys in other_keys.items() if keys != self.usual.get(name)}

    @Slot(str)
    def _follow(self, setting: str) -> None:
        if setting == "shortcuts":
            self._apply()

    def _apply(self) -> None:
        other_keys, other = self._settings.shortcuts, False
        for name, action in self.actions.items():
            keys = other_keys.get(name, self.usual[name])
            if keys != self.keys(name):
                action.setShortcuts([QKeySequence(one) for one in keys])
                if name not in _OWN_TIPS:
                    action.setToolTip(f"{self._tips[name]} ({native(keys[:1])})" if keys else self._tips[name])
                other = True
        if other:
            self.changed.emit()


def native(keys: Sequence[str]) -> str:
    """Return `keys` as the keyboard of this platform names them, with commas between."""
    return ", ".join(QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText) for one in keys)


def _without_keys(action: QAction, usual: Keys) -> str:
    return action.toolTip().removesuffix(f" ({native(usual[:1])})") if usual else action.toolTip()


def _portable(keys: Sequence[QKeySequence]) -> Keys:
    return tuple(one.toString() for one in keys)
