"""A run that was left: kept whole or not at all, on another disk where the first one takes nothing."""

from __future__ import annotations

import errno
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gatescope.errors import FileError
from gatescope.formats.files import atomic
from gatescope.session.training import left_run
from gatescope.session.training.checkpoint import Checkpoint
from gatescope.session.training.history import History
from gatescope.session.training.left_run import leave, take
from gatescope.training.report import TrainingState
from tests.session.helpers import word_model

START = word_model().network
IDENTITY = "a" * 64


def history(step: int) -> History:
    network = START.with_array("layer0.forward.b_x.forget_gate", np.full(START.units, float(step)))
    state = replace(TrainingState(1, step, START, START), network=network)
    return History("sentiment", checkpoints=(Checkpoint(0, TrainingState(0, 0, START, START)), Checkpoint(step, state)))


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    """The usual folder and one on another disk."""
    monkeypatch.setattr(left_run, "spare_folders", lambda folder: (tmp_path / "spare",))
    return tmp_path / "data", tmp_path / "spare"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_the_last_one_is_found_on_whichever_disk(places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    folder, spare = places
    leave(folder, IDENTITY, history(3))
    assert names(folder) == [f"{IDENTITY[:32]}.checkpoint", f"{IDENTITY[:32]}.csv"]
    full(monkeypatch, folder)
    leave(folder, IDENTITY, history(5))
    assert (names(folder), len(names(spare))) == ([], 2)
    monkeypatch.undo()
    monkeypatch.setattr(left_run, "spare_folders", lambda folder: (spare,))
    found = take(folder, IDENTITY, START)
    assert found is not None
    assert found[0].batch == 5
    assert (names(folder), names(spare)) == ([], [])
    assert take(folder, IDENTITY, START) is None


def test_where_no_disk_takes_it_the_one_before_stays(
    places: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, spare = places
    leave(folder, IDENTITY, history(3))
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    full(monkeypatch, folder, spare)
    with pytest.raises(FileError, match="No space left on device; make room") as caught:
        leave(folder, IDENTITY, history(5))
    assert caught.value.path.parent == folder
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert names(spare) == []


def full(monkeypatch: pytest.MonkeyPatch, *folders: Path) -> None:
    """Let no file in `folders` reach the disk, as on one that allocates late."""
    sync = os.fsync

    def no_room(file: int) -> None:
        if Path(os.readlink(f"/proc/self/fd/{file}")).parent in folders:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(file)

    monkeypatch.setattr(atomic.os, "fsync", no_room)
