"""Where machine code is kept, and under what name."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gatescope.engine import kernel_cache
from gatescope.engine.kernel_cache import cache_name, cache_root, open_cache
from gatescope.engine.kernel_files import mark_complete, sealed
from tests.engine.damage import DAMAGE


@pytest.fixture(autouse=True)
def forget_the_folder() -> Iterator[None]:
    open_cache.cache_clear()
    yield
    open_cache.cache_clear()


@pytest.fixture
def engine(tmp_path: Path) -> Path:
    (tmp_path / "kernels").mkdir()
    (tmp_path / "kernels" / "lstm.py").write_text("a = 1\n")
    (tmp_path / "record.py").write_text("b = 1\n")
    return tmp_path


def test_the_override_comes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GATESCOPE_CACHE_DIR", str(tmp_path / "mine"))
    assert cache_root() == tmp_path / "mine"
    assert open_cache().path == tmp_path / "mine" / cache_name()
    assert (tmp_path / "mine" / cache_name()).is_dir()
    assert open_cache().notice is None


@pytest.mark.parametrize(
    ("system", "variables", "expected"),
    [
        ("linux", {"XDG_CACHE_HOME": "/caches"}, Path("/caches/gatescope")),
        ("linux", {"XDG_CACHE_HOME": "relative"}, Path("/home/ada/.cache/gatescope")),
        ("linux", {}, Path("/home/ada/.cache/gatescope")),
        ("darwin", {"XDG_CACHE_HOME": "/caches"}, Path("/home/ada/Library/Caches/GateScope")),
        ("win32", {"LOCALAPPDATA": "/local"}, Path("/local/GateScope/Cache")),
        ("win32", {}, Path("/home/ada/AppData/Local/GateScope/Cache")),
    ],
)
def test_each_platform_has_its_place(
    monkeypatch: pytest.MonkeyPatch, system: str, variables: dict[str, str], expected: Path
) -> None:
    for name in ("GATESCOPE_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(Path, "home", lambda: Path("/home/ada"))
    monkeypatch.setattr(sys, "platform", system)
    assert cache_root() == expected


def test_the_same_sources_have_the_same_name(engine: Path) -> None:
    assert cache_name(engine) == cache_name(engine)


def test_an_edit_of_any_source_changes_the_name(engine: Path) -> None:
    """Also of a helper file, which Numba itself does not look at, and also where time and size stay as they were."""
    names = {cache_name(engine)}
    for source in (engine / "record.py", engine / "kernels" / "lstm.py"):
        before = source.stat()
        source.write_text(source.read_text().replace("1", "2"))
        os.utime(source, ns=(before.st_atime_ns, before.st_mtime_ns))
        names.add(cache_name(engine))
    assert len(names) == 3


def test_a_new_time_changes_the_name(engine: Path) -> None:
    """Numba takes an index for stale when the file is newer, so that the folder would be complete only in name."""
    before = cache_name(engine)
    os.utime(engine / "record.py", ns=(1, 1))
    assert cache_name(engine) != before


def test_another_numba_changes_the_name(engine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = cache_name(engine)
    monkeypatch.setattr("importlib.metadata.version", lambda package: "0.0")
    assert cache_name(engine) != before


@pytest.mark.parametrize("broken", ["below a file", "no home"])
def test_a_place_that_cannot_be_written_gives_a_temporary_one_and_says_so(
    broken: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    removals = []
    monkeypatch.setattr(kernel_cache.atexit, "register", lambda *call, **options: removals.append((call, options)))
    if broken == "below a file":
        (tmp_path / "file").touch()
        monkeypatch.setenv("GATESCOPE_CACHE_DIR", str(tmp_path / "file" / "cache"))
    else:
        monkeypatch.delenv("GATESCOPE_CACHE_DIR", raising=False)
        monkeypatch.delenv("XDG_CACHE_HOME", raising=False)

        def no_home() -> Path:
            raise RuntimeError("Could not determine home directory.")

        monkeypatch.setattr(sys, "platform", "linux")
        monkeypatch.setattr(Path, "home", no_home)
    folder = open_cache()
    assert folder.path is not None
    assert folder.path.is_dir()
    assert folder.notice is not None
    assert "cannot be kept in" in folder.notice
    ((function, path), options) = removals[0]
    assert function is shutil.rmtree
    function(path, **options)
    assert not folder.path.exists()


class Full:
    """A file on a full disk: it can be made, not written."""

    def __enter__(self) -> Full:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def write(self, content: bytes) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_gives_a_temporary_folder_and_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GATESCOPE_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(kernel_cache.tempfile, "TemporaryFile", lambda dir: Full())
    folder = open_cache()
    assert folder.path is not None
    assert tmp_path not in folder.path.parents
    assert folder.notice is not None
    assert "No space left on device" in folder.notice
    shutil.rmtree(folder.path)


def test_a_complete_folder_is_used_though_it_cannot_be_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GATESCOPE_CACHE_DIR", str(tmp_path))
    (tmp_path / cache_name() / "sources").mkdir(parents=True)
    (tmp_path / cache_name() / "sources" / "lstm.nbi").write_bytes(sealed(b"index"))
    mark_complete(tmp_path / cache_name())
    monkeypatch.setattr(kernel_cache.tempfile, "TemporaryFile", lambda dir: Full())
    assert open_cache() == kernel_cache.CacheFolder(tmp_path / cache_name(), complete=True)


def test_without_any_folder_to_write_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nowhere(**_: object) -> str:
        raise FileNotFoundError(errno.ENOENT, "No usable temporary directory found")

    (tmp_path / "file").touch()
    monkeypatch.setenv("GATESCOPE_CACHE_DIR", str(tmp_path / "file"))
    monkeypatch.setattr(kernel_cache.tempfile, "mkdtemp", nowhere)
    folder = open_cache()
    assert folder.path is None
    assert folder.notice is not None


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_taken_away_and_said_in_one_sentence(
    kind: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("GATESCOPE_CACHE_DIR", str(tmp_path))
    kernels = tmp_path / cache_name() / "sources"
    kernels.mkdir(parents=True)
    (kernels / "lstm.nbc").write_bytes(sealed(b"machine code"))
    mark_complete(kernels.parent)
    DAMAGE[kind](kernels / "lstm.nbc")
    folder = open_cache()
    assert folder == kernel_cache.CacheFolder(kernels.parent, complete=False, notice=folder.notice)
    assert folder.notice == f"compiled kernels in {kernels.parent} were damaged: they are thrown away and compiled anew"
    assert not os.path.lexists(kernels / "lstm.nbc")
    open_cache.cache_clear()
    assert open_cache().notice is None
