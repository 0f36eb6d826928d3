"""A kernel is loaded from its cache where that is whole, and compiled where it is not."""

from __future__ import annotations

import errno
from pathlib import Path
from typing import Any

import numba
import pytest
from numba.core import caching

from gatescope.engine.kernels.kernel import kernel
from tests.engine.damage import DAMAGE


def double(x: float) -> float:
    return 2.0 * x


def doubled(monkeypatch: pytest.MonkeyPatch, folder: Path) -> tuple[int, int]:
    """Run `double` as a process would that keeps its kernels in `folder`: how many were (loaded, compiled)."""
    with monkeypatch.context() as patch:
        patch.setattr(numba.config, "CACHE_DIR", str(folder), raising=False)
        compiled: Any = kernel(double)
        assert compiled(1.5) == 3.0
    return sum(compiled.stats.cache_hits.values()), sum(compiled.stats.cache_misses.values())


def files(folder: Path, suffix: str) -> list[Path]:
    return sorted(folder.glob(f"*/*{suffix}"))


def test_the_second_process_loads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert doubled(monkeypatch, tmp_path) == (0, 1)
    assert len(files(tmp_path, ".nbi")) == len(files(tmp_path, ".nbc")) == 1
    assert doubled(monkeypatch, tmp_path) == (1, 0)


@pytest.mark.parametrize("kind", [kind for kind in DAMAGE if kind != "folder"])
@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
def test_what_is_damaged_while_we_run_is_compiled_and_written_anew(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, suffix: str
) -> None:
    doubled(monkeypatch, tmp_path)
    DAMAGE[kind](files(tmp_path, suffix)[0])
    assert doubled(monkeypatch, tmp_path) == (0, 1)
    assert doubled(monkeypatch, tmp_path) == (1, 0)


@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
def test_a_folder_in_the_way_only_costs_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, suffix: str) -> None:
    doubled(monkeypatch, tmp_path)
    DAMAGE["folder"](files(tmp_path, suffix)[0])
    assert doubled(monkeypatch, tmp_path) == (0, 1)


def test_a_disk_that_fills_up_only_costs_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(caching.IndexDataCacheFile, "_save_data", full)
    assert doubled(monkeypatch, tmp_path) == (0, 1)


def test_without_a_folder_it_runs_and_writes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(numba.config, "CACHE_DIR", "", raising=False)
    assert kernel(double)(1.5) == 3.0
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_went_away_and_cannot_be_made_only_costs_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    assert doubled(monkeypatch, tmp_path / "file" / "below") == (0, 1)
