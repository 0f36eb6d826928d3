"""A damaged file of a compiled kernel is known, and nothing but it is taken away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gatescope.engine.kernel_files import is_complete, is_whole, mark_complete, remove_damaged, sealed
from tests.engine.damage import DAMAGE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "kernels-1"
    (folder / "sources").mkdir(parents=True)
    for name in ("lstm.nbi", "lstm.1.nbc", "gru.nbi", "gru.1.nbc"):
        (folder / "sources" / name).write_bytes(sealed(name.encode() * 100))
    mark_complete(folder)
    return folder


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}


def test_what_is_whole_stays(folder: Path) -> None:
    before = names(folder)
    assert is_complete(folder)
    assert not remove_damaged(folder)
    assert names(folder) == before


@pytest.mark.parametrize("kind", DAMAGE)
@pytest.mark.parametrize("name", ["sources/lstm.nbi", "sources/lstm.1.nbc", "complete"])
def test_what_is_damaged_goes_and_the_rest_stays(folder: Path, kind: str, name: str) -> None:
    before = names(folder)
    DAMAGE[kind](folder / name)
    assert not is_whole(folder / name)
    assert remove_damaged(folder)
    assert names(folder) == before - {name}
    assert not is_complete(folder)
    assert not remove_damaged(folder)


def test_a_missing_kernel_is_no_damage_but_the_folder_is_not_complete(folder: Path) -> None:
    (folder / "sources" / "gru.1.nbc").unlink()
    assert not remove_damaged(folder)
    assert not is_complete(folder)


def test_files_in_place_of_folders_go(folder: Path) -> None:
    (folder / "other").write_bytes(b"no folder")
    assert remove_damaged(folder)
    assert not (folder / "other").exists()
    (folder.parent / "kernels-2").write_bytes(b"no folder")
    assert remove_damaged(folder.parent / "kernels-2")
    assert not (folder.parent / "kernels-2").exists()


def test_what_another_process_is_writing_stays_for_a_day(folder: Path) -> None:
    writing = folder / "sources" / "rnn.1.nbc.tmp.0123"
    writing.write_bytes(b"half")
    assert not remove_damaged(folder)
    assert writing.exists()
    os.utime(writing, (0, 0))
    assert not remove_damaged(folder)
    assert not writing.exists()


def test_no_folder_is_no_damage(tmp_path: Path) -> None:
    assert not remove_damaged(tmp_path / "none")
    assert not is_complete(tmp_path / "none")
