"""Where the app keeps what is a person's: the system's folders, also where no HOME is set."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QStandardPaths

_Location = QStandardPaths.StandardLocation


def home() -> Path:
    """Return the user's home folder: HOME, else what the system has for the user, else a temporary one of the user's
    own."""
    if sys.platform == "win32":
        return Path.home()
    if os.environ.get("HOME"):
        return Path(os.environ["HOME"])
    import pwd

    try:
        found = Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        found = Path()
    return found if found.is_absolute() and found.is_dir() else Path(tempfile.gettempdir(), f"gatescope-{os.getuid()}")


def config_folder() -> Path:
    """Return the folder for settings."""
    return _folder(_Location.GenericConfigLocation, "XDG_CONFIG_HOME", ".config")


def data_folder() -> Path:
    """Return the folder for work that is kept for the user."""
    return _folder(_Location.GenericDataLocation, "XDG_DATA_HOME", ".local/share")


def lessons_folder() -> Path:
    """Return the folder for a person's own claim cards; it need not be there."""
    return data_folder() / "lessons"


def training_folder() -> Path:
    """Return the folder for a run that was left when a window closed; it need not be there."""
    return data_folder() / "training"


def _folder(location: _Location, variable: str, below_home: str) -> Path:
    found = QStandardPaths.writableLocation(location)
    # Qt takes the root of all files for the home folder where HOME is not set.
    lost = sys.platform != "win32" and not os.environ.get("HOME") and not os.path.isabs(os.environ.get(variable, ""))
    return (home() / below_home if lost or not found else Path(found)) / "gatescope"
