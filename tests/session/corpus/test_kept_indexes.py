"""Of the indexes in the cache those stay that were used last, and those that another process writes."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from gatescope.session.corpus.kept_indexes import forget_oldest, mark_used
from gatescope.session.lock_file import take_lock


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Six indexes, each used an hour after the one before."""
    for number in range(6):
        states = tmp_path / f"i{number}" / f"states-{number:016x}"
        states.mkdir(parents=True)
        (states / "0.npy").write_bytes(b"states")
        manifest = tmp_path / f"i{number}" / "manifest.json"
        manifest.write_text("{}")
        os.utime(manifest, (1e9 + 3600 * number,) * 2)
    return tmp_path


def left(root: Path) -> list[str]:
    return sorted(path.name for path in root.iterdir())


def test_those_that_were_used_last_are_kept(root: Path) -> None:
    mark_used(root / "i1")
    forget_oldest(root, 3)
    assert left(root) == ["i1", "i4", "i5"]
    assert (root / "i1" / f"states-{1:016x}" / "0.npy").read_bytes() == b"states"


def test_one_that_a_process_writes_is_left_alone(root: Path) -> None:
    lock = QLockFile(str(root / "i0" / "lock"))
    assert take_lock(lock)
    forget_oldest(root, 3)
    assert left(root) == ["i0", "i3", "i4", "i5"]
    assert (root / "i0" / f"states-{0:016x}" / "0.npy").exists()
    lock.unlock()
    forget_oldest(root, 3)
    assert left(root) == ["i3", "i4", "i5"]


def test_an_index_that_is_gone_is_neither_marked_nor_made(root: Path) -> None:
    mark_used(root / "gone")
    (root / "i2" / "manifest.json").unlink()
    mark_used(root / "i2")
    assert not (root / "i2" / "manifest.json").exists()
    assert "gone" not in left(root)
