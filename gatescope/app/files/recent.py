"""The menu of the files that were opened last."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from gatescope.formats.files.regular import is_missing
from gatescope.session.jobs import Jobs
from gatescope.session.preferences import REMEMBER_FILES
from gatescope.session.settings import Settings
from gatescope.session.user_folders import home
from gatescope.words import tr

_LONGEST_FOLDER = 48


class RecentFiles(QMenu):
    """Remembers files in the settings and offers them again, the newest first; those that are missing are grey.

    The disk is asked on a thread while the menu is open: a network folder that does not answer blocks nothing.

    Attributes:
        looks: the thread's work.
    """

    file_selected = Signal(object)
    """The `Path` that the person wants to open again."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(tr("Open &recent"), parent)
        self.setObjectName("recent")
        self.setToolTipsVisible(True)
        self._settings = settings
        self.looks = Jobs(self)
        self.aboutToShow.connect(self.look)
        self._fill()

    @Slot()
    def look(self) -> None:
        """Look whether the files are there, and grey out those that are not."""
        paths = self._settings.recent
        if paths and not self.looks.running:
            self.looks.start(tr("Looking for files opened last"), lambda _: _missing(paths), self._mark, lambda _: None)

    def _mark(self, missing: frozenset[Path]) -> None:
        for action in self.actions():
            path = action.data()
            if isinstance(path, Path):
                action.setEnabled(path not in missing)
                gone = tr("{path} is not there any more: it was moved or deleted, or its disk is not here", path=path)
                action.setToolTip(gone if path in missing else str(path))
                action.setStatusTip(gone if path in missing else tr("Open {path}", path=path))

    def add(self, path: Path) -> None:
        """Put `path`, which was just opened, at the top of the list, unless the person wants no list."""
        if self._settings.choice(REMEMBER_FILES) == "off":
            return
        path = path.absolute()
        self._remember([path, *(known for known in self._settings.recent if known != path)])

    def forget(self, path: Path) -> None:
        """Take `path`, which cannot be opened any more, off the list."""
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
            action.setStatusTip(tr("Open {path}", path=path))
        self.setEnabled(not self.isEmpty())
        if not self.isEmpty():
            self.addSeparator()
            clear = self.addAction(tr("&Clear this list"), lambda: self._remember(()))
            clear.setToolTip(tr("Forget which files were opened"))
            clear.setStatusTip(clear.toolTip())

    def _choose(self) -> None:
        action = self.sender()
        assert isinstance(action, QAction)
        self.file_selected.emit(action.data())


def _missing(paths: Iterable[Path]) -> frozenset[Path]:
    return frozenset(path for path in paths if is_missing(path))


def _folder(path: Path) -> str:
    """Return the folder of `path`, the home as ``~``, cut at its beginning where it is long."""
    folder, own = str(path.parent), str(home())
    if folder == own or folder.startswith(own + "/"):
        folder = "~" + folder[len(own) :]
    return folder if len(folder) <= _LONGEST_FOLDER else "…" + folder[1 - _LONGEST_FOLDER :]


def _plain(text: str) -> str:
    """Return `text` so that a menu shows it literally."""
    return text.replace("&", "&&").replace("\t", " ")
