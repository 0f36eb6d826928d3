"""Gets the kernels ready while the reference serves.

A first start compiles for some ten seconds. A thread that compiles would hold the interpreter from the window, so a
child process (``python -m gatescope.engine.warmup FOLDER``) compiles into the cache; a thread waits for it and loads
the machine code from there, which takes a moment. Later starts find the cache complete and only load.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gatescope.engine import executors
from gatescope.engine.arithmetic import AdamRates
from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.executors import Executor
from gatescope.engine.kernel_cache import open_cache
from gatescope.engine.kernel_files import mark_complete
from gatescope.engine.network import LayerParameters
from gatescope.engine.record import new_record, new_slopes, no_clamps
from gatescope.words import mark

# Typing needs `run` alone, so it comes first for all cells. Kernels that only many sequences, or only interventions
# and rare conventions need come last, and are loaded at their first use.
_STAGES = ("run", "backward")
_TOGETHER, _GENERAL = "together", "general"


@dataclass(frozen=True)
class KernelState:
    """How far the kernels are, for the status bar.

    Attributes:
        name: ``"reference"``, ``"compiling"``, ``"ready"`` or ``"unavailable"``.
        text: the same in a few words.
        notice: one sentence that the person should read once, or None.
    """

    name: str
    text: str
    notice: str | None = None


REFERENCE = KernelState("reference", "reference equations")
READY = KernelState("ready", mark("kernels ready"))


class WarmUp:
    """Brings the kernels up in the background, once a process.

    Args:
        on_change: called with every new state, from the background thread. The state before the first is `REFERENCE`.
    """

    def __init__(self, on_change: Callable[[KernelState], None]) -> None:
        self._on_change = on_change
        self._closed = threading.Event()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[str] | None = None
        self._thread = threading.Thread(target=self._run, name="kernel warm-up", daemon=True)

    def start(self) -> None:
        """Begin. The first frame should be on the screen: importing Numba takes a few hundred milliseconds."""
        self._thread.start()

    def close(self) -> None:
        """Stop, and return when the thread has ended; what the child has compiled so far is kept. Idempotent."""
        with self._lock:
            self._closed.set()
            if self._child is not None:
                self._child.terminate()
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        try:
            self._bring_up()
        except Exception as error:
            # For any reason (no Numba for this platform, a full disk) the reference goes on serving.
            notice = f"the kernels cannot be used, so that everything runs slower: {error}"
            self._on_change(KernelState("unavailable", "kernels unavailable", notice))
        finally:
            if self._child is not None:
                self._child.communicate()

    def _bring_up(self) -> None:
        if executors.current().name == "kernels":
            self._on_change(READY)
            return
        folder = open_cache()
        if not folder.complete:
            self._on_change(KernelState("compiling", mark("compiling kernels…"), folder.notice))
            if folder.path is not None:
                self._start_child(folder.path)
        executors.hold_later_kernels(back=self._child is not None)
        for stage in _STAGES:
            self._wait_for_child()
            if self._closed.is_set():
                return
            kernels = executors.import_kernels()
            warm(kernels, stage, self._closed.is_set)
            if stage == "run" and not self._closed.is_set():
                executors.use(kernels)
                self._on_change(replace(READY, notice=folder.notice) if folder.complete else READY)
        for _ in (_TOGETHER, _GENERAL):
            self._wait_for_child()
        executors.hold_later_kernels(back=False)

    def _wait_for_child(self) -> None:
        """Wait until the child has printed one more stage, or has ended early: then this process compiles the rest."""
        if self._child is not None and self._child.stdout is not None:
            self._child.stdout.readline()

    def _start_child(self, folder: Path) -> None:
        command = [sys.executable, "-m", __name__, str(folder)]
        # The child imports the same package, also from a checkout that is not installed.
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
        with self._lock, suppress(OSError):
            if not self._closed.is_set():
                self._child = subprocess.Popen(
                    command,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                    creationflags=flags,
                )


def warm(executor: Executor, stage: str, stopped: Callable[[], bool] = lambda: False) -> None:
    """Call the kernels of `stage` for every cell once, in float32, so that each is compiled or loaded."""
    for cell in reversed(CELLS.values()):
        gates = len(cell.gates)
        matrix, bias = np.zeros((gates, 1, 1), np.float32), np.zeros((gates, 1), np.float32)
        parameters = LayerParameters(W=matrix, U=matrix, b_x=bias, b_h=bias)
        layer = executor.layer(cell, Convention(), parameters)
        offsets = np.array([0, 1, 1] if stage == _TOGETHER else [0, 1])
        record = new_record(cell, Convention(), 1, np.dtype(np.float32), 1, len(offsets) - 1)
        for array in record:
            array[:] = 0
        if stopped():
            return
        clamps = no_clamps(record, 0, 1) if stage == _GENERAL else None
        if stage != "backward":
            layer.run(record, offsets, clamps)
        if stage == _TOGETHER:
            arithmetic, square = executor.arithmetic(many=True), np.zeros((1, 1), np.float32)
            row = np.zeros(1, np.int64)
            arithmetic.write(square, square, None, square.copy())
            arithmetic.write_outer(square, 0, 1, square, row, square.copy())
            arithmetic.move_by_adam(square, square, square.copy(), square.copy(), AdamRates(*np.ones(6, np.float32)))
        if stage != "run":
            layer.backward(record, offsets, new_slopes(record), clamps)


def main(folder: Path) -> None:
    """Compile every kernel into `folder`, and print the name of each stage when it is done."""
    if hasattr(os, "nice"):
        os.nice(10)
    kernels = executors.import_kernels(folder)
    for stage in (*_STAGES, _TOGETHER, _GENERAL):
        warm(kernels, stage)
        # The parent may be gone; the compiled kernels serve the next start.
        with suppress(OSError):
            sys.stdout.write(f"{stage}\n")
            sys.stdout.flush()
    mark_complete(folder)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
