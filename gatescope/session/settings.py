"""The settings that are kept between starts: theme, layout of the window, folder of files, and files opened last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

from gatescope.errors import FormatError
from gatescope.formats.files.bounded_json import parse_json
from gatescope.formats.files.json_fields import Fields
from gatescope.session.project.layout import DockPlace, WindowPlace, read_docks, read_window

_FILE = "gatescope.ini"
_UNWRITABLE = "{path} cannot be written: nothing will be remembered when GateScope is closed."
_SYSTEM = "system"
_THEMES = (_SYSTEM, "light", "dark")
_RECENT = 10
_ARRANGEMENT = "layout/arrangement"
_FORMER = ("layout/docks", "layout/geometry")
"""Keys that version 0.1.0 wrote: bytes that only Qt reads, and that can crash it."""


class Settings:
    """Reads and writes one INI file; where it cannot be written, it keeps all in memory and `notice` says so."""

    def __init__(self, path: Path | None = None) -> None:
        """`path` is the file; by default it lies in the system's folder for configurations."""
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
        """The folder in which files were last opened or saved; the home folder at first and where it is missing."""
        value = self._read("folder")
        folder = Path(value) if isinstance(value, str) and value else Path.home()
        return folder if folder.is_dir() else Path.home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._write("folder", str(folder))

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files opened last, the newest first; some may be missing by now."""
        value = self._read("recent")
        # An INI file gives a list of one back as a string.
        names = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        return tuple(Path(name) for name in names if isinstance(name, str) and name)[:_RECENT]

    @recent.setter
    def recent(self, paths: Iterable[Path]) -> None:
        self._write("recent", [str(path) for path in dict.fromkeys(paths)][:_RECENT])

    @property
    def window(self) -> WindowPlace | None:
        """The last place of the window; None where unknown."""
        return self._arrangement().window

    @property
    def workspace(self) -> str:
        """The name of the workspace that was shown; empty where unknown."""
        return self._arrangement().workspace

    @property
    def docks(self) -> dict[str, tuple[DockPlace, ...]]:
        """The arrangement of the docks by the name of the workspace; empty where unknown."""
        return self._arrangement().docks

    def set_layout(self, window: WindowPlace, workspace: str, docks: Mapping[str, Sequence[DockPlace]]) -> None:
        """Remember the window's place, the workspace that is shown and the arrangement of the docks in each."""
        found = {
            "window": asdict(window),
            "workspace": workspace,
            "docks": {name: [asdict(dock) for dock in places] for name, places in docks.items()},
        }
        self._write(_ARRANGEMENT, json.dumps(found, separators=(",", ":")))
        for key in _FORMER:
            self._store.remove(key)

    def save(self) -> None:
        """Write all changes to the file; `notice` reports a failure."""
        if self.notice is None:
            self._store.sync()
            if self._store.status() == QSettings.Status.AccessError:
                self.notice = _UNWRITABLE.format(path=self.path)

    def _arrangement(self) -> _Arrangement:
        """Return the layout, or the default where a part of it cannot be read."""
        text = self._read(_ARRANGEMENT)
        if not isinstance(text, str) or not text:
            return _Arrangement()
        try:
            found = parse_json(self.path, text.encode("utf-8", "replace"), "the layout")
            fields = Fields(self.path, found, "the layout")
            docks = Fields(self.path, fields.fields.get("docks"), "the layout's docks")
            return _Arrangement(
                window=read_window(self.path, fields.fields.get("window")),
                workspace=fields.get("workspace", str),
                docks={name: read_docks(self.path, docks.get(name, list)) for name in docks.fields},
            )
        except FormatError:
            return _Arrangement()

    def _read(self, key: str) -> object:
        if key in self._memory:
            return self._memory[key]
        try:
            return self._store.value(key)
        except RuntimeError:  # Qt has made a value of it that has no type in Python
            return None

    def _write(self, key: str, value: object) -> None:
        self._memory[key] = value
        if self.notice is None:
            self._store.setValue(key, value)


@dataclass(frozen=True)
class _Arrangement:
    """What `Settings.set_layout` was given; the defaults where it was not, or where not all of it can be read."""

    window: WindowPlace | None = None
    workspace: str = ""
    docks: dict[str, tuple[DockPlace, ...]] = field(default_factory=dict)


def _standard_path() -> Path:
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericConfigLocation)
    return Path(folder or Path.home()) / "gatescope" / _FILE
