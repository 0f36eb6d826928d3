"""The entry of the app in a desktop's menu, its icon and its kind of file: a person's own, where XDG puts them.

After the Desktop Entry Specification 1.5 and the Shared MIME-info Database of freedesktop.org.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from gatescope.errors import UsageError
from gatescope.formats.files.atomic import check_writable, write_atomically
from gatescope.resources import resource

PLACES = {
    "applications/gatescope.desktop": ("desktop", "gatescope.desktop"),
    "icons/hicolor/scalable/apps/gatescope.svg": ("icons", "gatescope.svg"),
    "mime/packages/gatescope.xml": ("desktop", "gatescope.xml"),
}
"""Path below the folder of data → the bundled file that belongs there."""
_INDEXES: Mapping[str, str] = {
    "update-desktop-database": "applications",
    "update-mime-database": "mime",
}
"""What keeps an index of a folder, which many desktops read in place of the files."""
_RESERVED = set(" \t\n\"'\\><~|&;$*?#()`%")
_WAIT_S = 30


def install(data: Path, command: Sequence[str]) -> list[Path]:
    """Put the entry, the icon and the kind of file below `data`, and return the files.

    Args:
        data: the folder of a person's data, such as ``~/.local/share``.
        command: what starts the app: the program, by its whole path, and its arguments.

    Raises:
        UsageError: this system has no such entries.
        FileError: a file cannot be written.
    """
    _check_system()
    written = []
    for place, source in PLACES.items():
        content = resource(*source).read_bytes()
        if place.endswith(".desktop"):
            started = " ".join(map(_quoted, command))
            content = content.replace(b"Exec=gatescope ", f"Exec={started} ".encode())
        path = data / place
        with suppress(OSError):  # what it is that prevents the folder, the writer says
            path.parent.mkdir(parents=True, exist_ok=True)
        check_writable(path, len(content))
        write_atomically(path, content)
        written.append(path)
    _index(data)
    return written


def remove(data: Path) -> list[Path]:
    """Take the files away that `install` puts below `data`, and return those that were there.

    Raises:
        UsageError: this system has no such entries.
    """
    _check_system()
    found = [data / place for place in PLACES if (data / place).exists()]
    for path in found:
        path.unlink()
    if found:
        _index(data)
    return found


def start_command() -> list[str]:
    """Return what starts this very app again: its launcher, or the interpreter with the module."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    launcher = Path(sys.argv[0])
    if launcher.name == "gatescope" and launcher.is_file():
        return [str(launcher.absolute())]
    return [sys.executable, "-m", "gatescope"]


def _check_system() -> None:
    if sys.platform in ("win32", "darwin"):
        raise UsageError(
            "the menu entry is for desktops that follow freedesktop.org, such as those of Linux: on Windows pin "
            "gatescope-app to the Start menu, on macOS drag the built app into Applications"
        )


def _quoted(argument: str) -> str:
    """Return `argument` as a value of Exec has it: in quotes where it holds a reserved character, a % twice."""
    if not _RESERVED & set(argument):
        return argument
    for character in '\\"`$':
        argument = argument.replace(character, "\\" + character)
    # The file's own escapes come on top of those of Exec.
    return '"' + argument.replace("\\", "\\\\").replace("%", "%%") + '"'


def _index(data: Path) -> None:
    for program, folder in _INDEXES.items():
        found = shutil.which(program)
        if found is not None and (data / folder).is_dir():
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run([found, str(data / folder)], capture_output=True, timeout=_WAIT_S, check=False)
