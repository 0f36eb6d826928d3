"""The settings that are kept between starts: theme, language, size of text, layout, folder, and files opened last."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, QSettings, Signal, Slot

from gatescope.errors import FormatError, UsageError
from gatescope.formats.files.bounded_json import parse_json
from gatescope.formats.files.json_fields import Fields
from gatescope.session.document.notation import Notation
from gatescope.session.preferences import LANGUAGE, PALETTE, THEME, Preference
from gatescope.session.project.layout import DockPlace, WindowPlace, read_docks, read_window
from gatescope.session.settings_file import SettingsFile, cause_of_failure
from gatescope.session.settings_merge import as_list, merged_list, merged_map
from gatescope.session.shortcut_fields import read_shortcuts, write_shortcuts
from gatescope.session.user_folders import config_folder, home
from gatescope.words import mark, tr

_FILE = "gatescope.ini"
_UNWRITABLE = mark("{path} cannot be written{cause}: nothing will be remembered when GateScope is closed.")
_RECENT = 10
_CORPORA = 6
_MERGED = {
    "recent": merged_list(_RECENT),
    "corpora": merged_list(_CORPORA),
    "lessons": merged_map,
    "shortcuts": merged_map,
}
"""How settings are written that grow in several windows at once; of all others the newest value counts."""
_LEAST_ZOOM, _MOST_ZOOM = 0.5, 3.0
_ARRANGEMENT = "layout/arrangement"
_FORMER = ("layout/docks", "layout/geometry")
"""Keys that version 0.1.0 wrote: bytes that only Qt reads, and that can crash it."""


class Settings(QObject):
    """Reads and writes one INI file; where it cannot be written, it keeps all in memory and `notice` says so.

    Signals:
        failed(str): the first change that could not be written, with `notice`.
        changed(str): the setting of that key has another value; what it concerns applies it at once.

    Attributes:
        notice: why settings cannot be kept; None where they can.
    """

    failed = Signal(str)
    changed = Signal(str)
    _not_written = Signal()

    def __init__(self, path: Path | None = None) -> None:
        """`path` is the file; by default it lies in the system's folder for configurations."""
        super().__init__()
        self.path = path if path is not None else config_folder() / _FILE
        self._store = QSettings(str(self.path), QSettings.Format.IniFormat)
        self._memory: dict[str, object] = {}
        self.notice: str | None = None if self._store.isWritable() else self._unwritable(cause_of_failure(self.path))
        self._file = SettingsFile(self.path, _FORMER, self._not_written.emit, _MERGED)
        self._not_written.connect(self._fail)

    def choice(self, preference: Preference) -> str:
        """Return the value of `preference`, the usual one where the file has none that it can have."""
        value = self._read(preference.name)
        return value if isinstance(value, str) and value in preference.values else preference.usual

    def choose(self, preference: Preference, value: str) -> None:
        """Give `preference` one of its values."""
        if value != self.choice(preference):
            self._write(preference.name, value)

    @property
    def theme(self) -> str:
        """``"system"`` or the name of a design of `plots.theme.THEMES`."""
        return self.choice(THEME)

    @theme.setter
    def theme(self, name: str) -> None:
        self._write(THEME.name, name)

    @property
    def language(self) -> str:
        """``"system"``, or one of `words.LANGUAGES`; it counts from the next start on."""
        return self.choice(LANGUAGE)

    @language.setter
    def language(self, name: str) -> None:
        self._write(LANGUAGE.name, name)

    @property
    def palette(self) -> str:
        """The hues of lines and maps: a key of `plots.hues.PALETTES`."""
        return self.choice(PALETTE)

    @palette.setter
    def palette(self, name: str) -> None:
        self._write(PALETTE.name, name)

    @property
    def zoom(self) -> float:
        """The size of all text, 1 for the usual one."""
        value = self._read("zoom")
        try:
            zoom = float(value) if isinstance(value, str | float | int) else 1.0
        except ValueError:
            return 1.0
        return zoom if _LEAST_ZOOM <= zoom <= _MOST_ZOOM else 1.0

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._write("zoom", zoom)

    @property
    def notation(self) -> Notation:
        """How gates and states are written."""
        value = self._read("notation")
        # An INI file gives a text with commas back as a list.
        text = ",".join(map(str, value)) if isinstance(value, list) else value
        try:
            return Notation.parse(text) if isinstance(text, str) else Notation()
        except UsageError:
            return Notation()

    @notation.setter
    def notation(self, notation: Notation) -> None:
        self._write("notation", str(notation))

    @property
    def toured(self) -> bool:
        """Whether the tour has begun once, so that it does not begin by itself again."""
        return str(self._read("toured")).lower() == "true"

    @toured.setter
    def toured(self, toured: bool) -> None:
        self._write("toured", toured)

    @property
    def folder(self) -> Path:
        """The folder in which files were last opened or saved; the home folder at first and where it is missing."""
        value = self._read("folder")
        folder = Path(value) if isinstance(value, str) and value else home()
        return folder if folder.is_dir() else home()

    @folder.setter
    def folder(self, folder: Path) -> None:
        self._write("folder", str(folder))

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files opened last, the newest first; some may be missing by now."""
        return self._paths("recent")[:_RECENT]

    @recent.setter
    def recent(self, paths: Iterable[Path]) -> None:
        self._write("recent", [str(path) for path in dict.fromkeys(paths)][:_RECENT])

    @property
    def corpora(self) -> tuple[Path, ...]:
        """The corpora that were looked into last, the newest first; some may be missing by now."""
        return self._paths("corpora")[:_CORPORA]

    @corpora.setter
    def corpora(self, paths: Iterable[Path]) -> None:
        self._write("corpora", [str(path) for path in dict.fromkeys(paths)][:_CORPORA])

    @property
    def lessons(self) -> str:
        """What was learnt so far, as `session.lessons.progress` writes it; empty at first."""
        value = self._read("lessons")
        return value if isinstance(value, str) else ""

    @lessons.setter
    def lessons(self, text: str) -> None:
        self._write("lessons", text)

    @property
    def shortcuts(self) -> dict[str, tuple[str, ...]]:
        """The keys that the person has chosen, by the name of the command; none for one that is to have none."""
        value = self._read("shortcuts")
        return read_shortcuts(self.path, value) if isinstance(value, str) and value else {}

    @shortcuts.setter
    def shortcuts(self, shortcuts: Mapping[str, tuple[str, ...]]) -> None:
        self._write("shortcuts", write_shortcuts(shortcuts))

    @property
    def figure(self) -> str:
        """The settings of the last figure, as `app.figures.choices` writes them; empty at first."""
        value = self._read("figure")
        return value if isinstance(value, str) else ""

    @figure.setter
    def figure(self, text: str) -> None:
        self._write("figure", text)

    @property
    def training_corpus(self) -> Path | None:
        """The folder with the corpora that were last trained on; None where none was, or it is missing."""
        value = self._read("training_corpus")
        folder = Path(value) if isinstance(value, str) and value else None
        return folder if folder is not None and folder.is_dir() else None

    @training_corpus.setter
    def training_corpus(self, folder: Path) -> None:
        self._write("training_corpus", str(folder))

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

    def save(self) -> None:
        """Wait until all changes are in the file; `notice` reports a failure."""
        self._file.wait()
        if self._file.failed:
            self._fail()

    @Slot()
    def _fail(self) -> None:
        if self.notice is None:
            self.notice = self._unwritable(self._file.cause)
            self.failed.emit(self.notice)

    def _unwritable(self, cause: str) -> str:
        return tr(_UNWRITABLE, path=self.path, cause=f" ({cause})" if cause else "")

    def _arrangement(self) -> _Arrangement:
        """Return the layout, or the default where a part of it cannot be read."""
        text = self._read(_ARRANGEMENT)
        if not isinstance(text, str) or not text:
            return _Arrangement()
        try:
            found = parse_json(self.path, text.encode("utf-8", "replace"), mark("the layout"))
            fields = Fields(self.path, found, mark("the layout"))
            docks = fields.inner(fields.fields.get("docks"), mark("docks"))
            return _Arrangement(
                window=read_window(self.path, fields.fields.get("window")),
                workspace=fields.get("workspace", str),
                docks={name: read_docks(self.path, docks.get(name, list)) for name in docks.fields},
            )
        except FormatError:
            return _Arrangement()

    def _paths(self, key: str) -> tuple[Path, ...]:
        """Return a list of files."""
        return tuple(map(Path, as_list(self._read(key))))

    def _read(self, key: str) -> object:
        if key in self._memory:
            return self._memory[key]
        try:
            return self._store.value(key)
        except RuntimeError:  # Qt has made a value of it that has no type in Python
            return None

    def _write(self, key: str, value: object) -> None:
        before = self._read(key)
        self._memory[key] = value
        if self.notice is None:
            self._file.write(key, before, value)
        if value != before:
            self.changed.emit(key)


@dataclass(frozen=True)
class _Arrangement:
    """The arguments of `Settings.set_layout`; the defaults where they are missing or cannot all be read."""

    window: WindowPlace | None = None
    workspace: str = ""
    docks: dict[str, tuple[DockPlace, ...]] = field(default_factory=dict)
