"""Where copies of unsaved work go once the disk that they lie on is full or read-only: folders on other disks."""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from pathlib import Path


def spare_folders(home: Path) -> tuple[Path, ...]:
    """Return the folders that are tried after `home`, which is the usual one; none of them need exist.

    They survive a crash, but not always a restart of the computer. Each usual folder has spare ones of its own, so that
    no work meets that of another.
    """
    name = f"gatescope-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"
    found = [Path(tempfile.gettempdir(), name)]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    if os.path.isabs(runtime):
        found.append(Path(runtime, name))
    return tuple(found)


def make_private(folder: Path) -> bool:
    """Make `folder`, for this user alone, unless it exists; return whether it is this user's own.

    Everybody may write into a temporary folder, and may have made a folder of that name there, or a link.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and (os.name == "nt" or found.st_uid == os.getuid())
