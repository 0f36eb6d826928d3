"""From the first start to ready kernels, in processes of their own and against a child that fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gatescope.engine import executors, kernel_cache
from gatescope.engine.interventions import Ablate, Interventions
from gatescope.engine.kernel_cache import open_cache
from gatescope.engine.run import run
from gatescope.engine.warmup import KernelState, WarmUp, main
from tests.engine.damage import DAMAGE
from tests.engine.networks import KINDS, random_network, vectors
from tests.engine.options import OPTIONS, random_option

SCRIPT = """
import sys
from gatescope.engine import executors
from gatescope.engine.warmup import WarmUp
assert "numba" not in sys.modules
warm_up = WarmUp(lambda state: print(state.name, executors.current().name, state.notice or "", flush=True))
warm_up.start()
warm_up._thread.join()
warm_up.close()
"""


@pytest.fixture
def fresh(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """As in a process in which nothing was loaded yet, with an empty cache."""
    monkeypatch.setenv("GATESCOPE_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(executors, "_current", executors.reference)
    open_cache.cache_clear()
    yield tmp_path
    open_cache.cache_clear()
    executors.hold_later_kernels(back=False)


class States:
    """Collects what a warm-up says and lets the test wait for one state."""

    def __init__(self) -> None:
        self.seen: list[KernelState] = []
        self._changed = threading.Condition()

    def __call__(self, state: KernelState) -> None:
        with self._changed:
            self.seen.append(state)
            self._changed.notify_all()

    def wait_for(self, name: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: name in self.names(), timeout=120), self.seen

    def names(self) -> list[str]:
        return [state.name for state in self.seen]


def start(cache: Path, script: str = SCRIPT) -> list[list[str]]:
    """Run `script` in a process that keeps its kernels in `cache`: the fields of every line that it prints."""
    environment = {**os.environ, "GATESCOPE_CACHE_DIR": str(cache), "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script]
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=True)
    return [line.split(maxsplit=2) for line in ended.stdout.splitlines()]


@pytest.fixture(scope="module")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[list[str]]]:
    """A cache that a first start has filled, and what that said."""
    cache = tmp_path_factory.mktemp("cache")
    return cache, start(cache)


@pytest.mark.slow
def test_the_first_start_compiles_in_a_child_and_the_second_only_loads(
    first_start: tuple[Path, list[list[str]]],
) -> None:
    cache, said = first_start
    assert said == [["compiling", "reference"], ["ready", "kernels"]]
    (folder,) = cache.iterdir()
    assert len(list(folder.rglob("*.nbc"))) >= 18
    assert sum(path.stat().st_size for path in folder.rglob("*")) < kernel_cache._ROOM
    assert start(cache) == [["ready", "kernels"]]


@pytest.mark.slow
@pytest.mark.parametrize("kind", DAMAGE)
def test_a_damaged_cache_is_said_once_and_whole_again_after_one_start(
    kind: str, first_start: tuple[Path, list[list[str]]], tmp_path: Path
) -> None:
    shutil.copytree(first_start[0], tmp_path / "cache")
    (folder,) = (tmp_path / "cache").iterdir()
    for name in ("rnn.run-*.nbi", "rnn.run-*.nbc", "activations.tanh_row-*.nbc"):
        DAMAGE[kind](next(folder.glob(f"*/{name}")))
    compiling, ready = start(tmp_path / "cache")
    assert compiling[:2] == ["compiling", "reference"]
    assert "were damaged" in compiling[2]
    assert ready == ["ready", "kernels"]
    assert start(tmp_path / "cache") == [["ready", "kernels"]]


@pytest.mark.slow
def test_who_loads_the_kernels_without_a_window_is_told_of_damage_and_goes_on(
    first_start: tuple[Path, list[list[str]]], tmp_path: Path
) -> None:
    """As `gatescope train` does."""
    shutil.copytree(first_start[0], tmp_path / "cache")
    for path in (tmp_path / "cache").glob("*/*/rnn.run-*"):
        DAMAGE["random"](path)
    script = """
import sys
sys.stderr = sys.stdout
from gatescope.engine import executors
from gatescope.engine.warmup import warm
for again in range(2):
    warm(executors.load_kernels(), "run")
"""
    (told,) = start(tmp_path / "cache", script)
    assert " ".join(told).startswith("GateScope: compiled kernels in ")


def test_the_general_kernels_are_the_references_as_long_as_the_child_compiles_them() -> None:
    kernels = executors.load_kernels()
    network = random_network("lstm")
    x, what_if = vectors(network, 3), Interventions((Ablate((0,)),))
    asked: list[str] = []

    class Asked(executors._Reference):
        def layer(self, *arguments: Any) -> executors.LayerRunner:
            asked.append(network.cell.name)
            return super().layer(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(executors, "reference", Asked())
        executors.hold_later_kernels(back=True)
        meanwhile = run(network, inputs=x, interventions=what_if, executor=kernels)
        assert asked == ["lstm"]
        executors.hold_later_kernels(back=False)
        later = run(network, inputs=x, interventions=what_if, executor=kernels)
        assert asked == ["lstm"]
    np.testing.assert_allclose(meanwhile.hidden, later.hidden, rtol=0, atol=1e-14)


def test_where_the_child_fails_the_thread_compiles(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    states = States()
    warm_up = WarmUp(states)
    warm_up.start()
    states.wait_for("ready")
    warm_up.close()
    assert states.names() == ["compiling", "ready"]
    assert executors.current().name == "kernels"


def test_closing_ends_the_child_and_the_thread(fresh: Path) -> None:
    states = States()
    warm_up = WarmUp(states)
    warm_up.start()
    states.wait_for("compiling")
    warm_up.close()
    warm_up.close()
    assert not warm_up._thread.is_alive()
    assert warm_up._child is None or warm_up._child.returncode not in (None, 0), "it was left to finish"
    assert states.names() == ["compiling"]
    assert executors.current() is executors.reference


def test_closing_what_never_started_is_nothing() -> None:
    WarmUp(States()).close()


def test_a_second_window_finds_the_kernels_ready() -> None:
    executors.load_kernels()
    states = States()
    warm_up = WarmUp(states)
    warm_up.start()
    states.wait_for("ready")
    warm_up.close()
    assert states.names() == ["ready"]


def test_what_cannot_be_loaded_leaves_the_reference_and_says_why(fresh: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(folder: Path | None = None) -> executors.Executor:
        raise ImportError("no numba for this platform")

    monkeypatch.setattr(sys, "executable", "/no/such/python")
    monkeypatch.setattr(executors, "import_kernels", broken)
    states = States()
    warm_up = WarmUp(states)
    warm_up.start()
    states.wait_for("unavailable")
    warm_up.close()
    assert states.seen[-1].notice is not None
    assert "no numba for this platform" in states.seen[-1].notice
    assert executors.current() is executors.reference


def test_a_folder_that_cannot_be_kept_is_said_once(
    fresh: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("GATESCOPE_CACHE_DIR", str(tmp_path / "file" / "below"))
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    states = States()
    warm_up = WarmUp(states)
    warm_up.start()
    states.wait_for("ready")
    warm_up.close()
    notices = [state.notice for state in states.seen if state.notice]
    assert len(notices) == 1
    assert "every start compiles" in notices[0]


def test_the_child_names_each_stage_and_marks_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "nice", lambda step: 0)
    main(tmp_path)
    assert capsys.readouterr().out == "run\nbackward\ntogether\ngeneral\n"
    assert (tmp_path / "complete").exists()


def test_warming_leaves_one_specialisation_a_kernel() -> None:
    """Whatever the app runs later must be what was warmed: another layout or type would compile again."""
    from gatescope.engine.kernels import general_gru, general_lstm, general_rnn, gru, lstm, rnn

    kernels = executors.load_kernels()
    for kind in KINDS:
        for units in (1, 16, 17):
            network = random_network(kind, units, layers=2, directions=("forward", "reverse"), dtype="float32")  # type: ignore[arg-type]
            for what_if in (None, Interventions((Ablate((0,)),))):
                run(network, inputs=vectors(network, 3), interventions=what_if, executor=kernels)
    for name in OPTIONS:
        network = random_option(name, 3, layers=2, directions=("forward", "reverse"), dtype=np.float32)
        run(network, inputs=vectors(network, 3), executor=kernels)
    for module in (rnn, gru, lstm, general_rnn, general_gru, general_lstm):
        in_float32 = [signature for signature in module.run.signatures if "float32" in str(signature)]
        assert len(in_float32) == 1
