"""The files of compiled kernels: each ends in a digest, so that a damaged one is known before it is loaded.

Numba keeps an index and the machine code of every kernel as pickles and loads them unchecked. A changed byte there
is an error without a meaning at best, and wrong machine code at worst.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from pathlib import Path

_COMPLETE = "complete"
_DIGEST = hashlib.sha256
_LENGTH = _DIGEST().digest_size
# A process writes under another name first; what is this old was left by one that was ended.
_BEING_WRITTEN, _LEFT_BEHIND_S = ".tmp.", 86_400.0


def sealed(content: bytes) -> bytes:
    """Return `content` with its digest behind it. A reader of the pickle stops before the digest."""
    return content + _DIGEST(content).digest()


def is_whole(path: Path) -> bool:
    """Return whether `path` is a file that holds what `sealed` made."""
    try:
        content = path.read_bytes()
    except OSError:
        return False
    return len(content) > _LENGTH and _DIGEST(content[:-_LENGTH]).digest() == content[-_LENGTH:]


def is_complete(folder: Path) -> bool:
    """Return whether every file that `mark_complete` found in `folder` is still there."""
    mark = folder / _COMPLETE
    if not is_whole(mark):
        return False
    names = mark.read_bytes()[:-_LENGTH].decode().splitlines()
    return all((folder / name).is_file() for name in names)


def mark_complete(folder: Path) -> None:
    """Note in `folder` that it holds every kernel a start needs.

    Raises:
        OSError: the folder cannot be written.
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.glob("*/*.nb?"))
    (folder / _COMPLETE).write_bytes(sealed("\n".join(names).encode()))


def remove_damaged(folder: Path) -> bool:
    """Remove every file in `folder` that cannot be loaded, and return whether there was one.

    Raises:
        OSError: it cannot be taken away.
    """
    if folder.exists() and not folder.is_dir():
        folder.unlink()
        return True
    damaged = [path for path in folder.glob("*") if not path.is_dir() or path.name == _COMPLETE]
    damaged = [path for path in damaged if path.name != _COMPLETE or not is_whole(path)]
    for path in folder.glob("*/*"):
        if _BEING_WRITTEN not in path.name:
            damaged += [] if is_whole(path) else [path]
        elif time.time() - path.stat().st_mtime > _LEFT_BEHIND_S:
            path.unlink(missing_ok=True)
    for path in damaged:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    return bool(damaged)
