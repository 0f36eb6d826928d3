"""The keys of all commands: the usual ones, and those that a person has chosen in their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QKeySequence

from gatescope.app.commands.shortcut_rules import reason_against
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
        wanted, other = self._wanted(), False
        for name, action in self.actions.items():
            keys = wanted[name]
            if keys != self.keys(name):
                action.setShortcuts([QKeySequence(one) for one in keys])
                if name not in _OWN_TIPS:
                    action.setToolTip(f"{self._tips[name]} ({native(keys[:1])})" if keys else self._tips[name])
                other = True
        if other:
            self.changed.emit()

    def _wanted(self) -> dict[str, Keys]:
        """Return the keys of every command as the settings have them.

        A file that was edited by hand may name what is no key, keys of typing, or one key twice, which would then start
        nothing: a command keeps its usual keys then, and of two that are given a key the first one has it.
        """
        keys_of, takers = dict(self.usual), dict[str, str]()
        for name, keys in self._settings.shortcuts.items():
            if name not in self.actions or not all(self._may_have(name, one) for one in keys):
                continue
            keys_of[name] = _portable([QKeySequence(one) for one in keys])
            for one in set(keys_of[name]).difference(self.usual[name]):
                takers.setdefault(one, name)
        return {name: tuple(one for one in keys if takers.get(one, name) == name) for name, keys in keys_of.items()}

    def _may_have(self, name: str, keys: str) -> bool:
        sequence = QKeySequence(keys)
        return keys in self.usual[name] or not (sequence.isEmpty() or reason_against(sequence))


def native(keys: Sequence[str]) -> str:
    """Return `keys` as the keyboard of this platform names them, with commas between."""
    return ", ".join(QKeySequence(one).toString(QKeySequence.SequenceFormat.NativeText) for one in keys)


def _without_keys(action: QAction, usual: Keys) -> str:
    return action.toolTip().removesuffix(f" ({native(usual[:1])})") if usual else action.toolTip()


def _portable(keys: Sequence[QKeySequence]) -> Keys:
    return tuple(one.toString() for one in keys)
