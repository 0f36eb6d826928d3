"""What can become of a file on a disk."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "something").touch()


def _one_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "random": lambda path: path.write_bytes(os.urandom(path.stat().st_size)),
    "one byte": _one_byte,
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "empty": lambda path: path.write_bytes(b""),
    "folder": _folder,
    "link to nothing": lambda path: (path.unlink(), path.symlink_to("nothing")),
}
