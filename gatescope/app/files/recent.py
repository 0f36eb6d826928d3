"""The menu of the files that were opened last."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gatescope.session.settings import Settings

_LONGEST_FOLDER = 48


class RecentFiles(QMenu):
    """Remembers files in the settings and offers them again, the newest first. It never looks whether they still
    exist: a folder on a network that is away would hold the menu up."""

    chosen = Signal(object)
    """The `Path` that the person wants to open again."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__("Open &recent", parent)
        self.setObjectName("recent")
        self.setToolTipsVisible(True)
        self._settings = settings
        self._fill()

    def add(self, path: Path) -> None:
        """`path` was opened."""
        path = path.absolute()
        self._remember([path, *(known for known in self._settings.recent if known != path)])

    def forget(self, path: Path) -> None:
        """`path` cannot be opened any more."""
        path = path.absolute()
        self._remember(known for known in self._settings.recent if known != path)

    def _remember(self, paths: Iterable[Path]) -> None:
        self._settings.recent = tuple(paths)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        for number, path in enumerate(self._settings.recent, 1):
            place = f"&{number % 10} " if number <= 10 else ""
            action = self.addAction(f"{place}{_plain(path.name)}\t{_plain(_folder(path))}", self._choose)
            action.setData(path)
            action.setToolTip(str(path))
            action.setStatusTip(f"Open {path}")
        self.setEnabled(not self.isEmpty())
        if not self.isEmpty():
            self.addSeparator()
            clear = self.addAction("&Clear this list", lambda: self._remember(()))
            clear.setToolTip("Forget which files were opened")
            clear.setStatusTip(clear.toolTip())

    def _choose(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.chosen.emit(action.data())


def _folder(path: Path) -> str:
    """The folder in few letters: the home as ``~``, and of a long one its end."""
    folder, home = str(path.parent), str(Path.home())
    if folder == home or folder.startswith(home + "/"):
        folder = "~" + folder[len(home) :]
    return folder if len(folder) <= _LONGEST_FOLDER else "…" + folder[1 - _LONGEST_FOLDER :]


def _plain(text: str) -> str:
    """`text` as a menu shows it literally."""
    return text.replace("&", "&&").replace("\t", " ")
