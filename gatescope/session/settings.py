"""What is remembered from one start to the next: the theme, the window's layout, the folder of files and the files that
were opened last."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

_FILE = "gatescope.ini"
_UNWRITABLE = "{path} cannot be written: nothing will be remembered when GateScope is closed."
_SYSTEM = "system"
_THEMES = (_SYSTEM, "light", "dark")
_RECENT = 10


class Settings:
    """Reads and writes one INI file; where it cannot be written, it keeps all in memory and `notice` says so."""

    def __init__(self, path: Path | None = None) -> None:
        """`path` is the file; without one it lies where the system keeps the configuration of programs."""
        self.path = path if path is not None else _standard_path()
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)
        self._memory: dict[str, object] = {}
        self.notice: str | None = None if self._store.isWritable() else _UNWRITABLE.format(path=self.path)

    @property
    def theme(self) -> str:
        """``"system"``, ``"light"`` or ``"dark"``."""
        value = self._read("theme")
        return value if isinstance(value, str) and value in _THEMES else _SYSTEM

    @theme.setter
    def theme(self, name: str) -> None:
        self._write("theme", name)

    @property
    def folder(self) -> Path:
        """Where files were last opened or saved; the home folder at first and when it has gone."""
        value = self._read("folder")
        folder = Path(value) if isinstance(value, str) and value else Path.home()
        return folder if folder.is_dir() else Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._write("folder", str(folder))

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files opened last, the newest first; some may have gone by now."""
        value = self._read("recent")
        # An INI file gives a list of one back as a string.
        names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return tuple(Path(name) for name in names if isinstance(name, str) and name)[:_RECENT]

    @recent.setter
    def recent(self, paths: Iterable[Path]) -> None:
        self._write("recent", [str(path) for path in dict.fromkeys(paths)][:_RECENT])

    @property
    def geometry(self) -> QByteArray | None:
        """The window's place and size as `saveGeometry` gave it, or None."""
        return self._bytes("layout/geometry")

    @property
    def docks(self) -> QByteArray | None:
        """The arrangement of the docks as `saveState` gave it, or None."""
        return self._bytes("layout/docks")

    def set_layout(self, geometry: QByteArray, docks: QByteArray) -> None:
        """Remember the window's place and the arrangement of its docks."""
        self._write("layout/geometry", geometry)
        self._write("layout/docks", docks)

    def save(self) -> None:
        """Write what is not yet in the file; a failure is told by `notice`."""
        if self.notice is None:
            self._store.sync()
            if self._store.status() == QSettings.Status.AccessError:
                self.notice = _UNWRITABLE.format(path=self.path)

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._read(key)
        return value if isinstance(value, QByteArray) and not value.isEmpty() else None

    def _read(self, key: str) -> object:
        return self._memory[key] if key in self._memory else self._store.value(key)

    def _write(self, key: str, value: object) -> None:
        self._memory[key] = value
        if self.notice is None:
            self._store.setValue(key, value)


def _standard_path() -> Path:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(folder or Path.home()) / "gatescope" / _FILE
