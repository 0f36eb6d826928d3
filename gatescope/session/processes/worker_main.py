"""The loop of the worker process, which does one piece of work after the other as the parent sends them.

    parent → worker    ("run", Packed, name of a block or None, language)    ("block", its name or None)    ("cancel",)
    worker → parent    ("ready",)    ("share", s)    ("need", bytes)
                       ("result", Packed)    ("failed", sentence)    ("fault", text, traceback)    ("cancelled",)

After a "run" come any number of shares, then one of the last four. A worker whose result has large arrays asks for a
block of memory first. A "cancel" may come too late; then nothing answers it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from multiprocessing.connection import Connection
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from gatescope.errors import Cancelled, GateScopeError
from gatescope.session.processes.messages import Bytes, Packed, pack, read_block, unpack, write_block
from gatescope.words import LANGUAGES, spoken_in, tr

_NICE = 10
_LOOK_EVERY_S = 0.005
_WINDOWS_BELOW_NORMAL = 0x4000


def serve(pipe: Connection) -> None:
    """Work until the other end of `pipe` is closed, or the parent is gone."""
    _step_back()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # The parent may close its end at any moment, also while it is told something.
    with suppress(EOFError, OSError):
        pipe.send(("ready",))
        while True:
            message = pipe.recv()
            if message[0] == "run":
                _, work, block, language = message
                # What it refuses is told in the window of the parent.
                with spoken_in(language if language in LANGUAGES else "en"):
                    answer = _answer(pipe, work, block)
                pipe.send(answer)


def _answer(pipe: Connection, work: Packed, block: str | None) -> tuple[Any, ...]:
    try:
        function, arguments, about = unpack(work, _arrays(work, block))
        return "result", _packed(pipe, function(*arguments, report=_Report(pipe), **about))
    except Cancelled:
        return ("cancelled",)
    except GateScopeError as error:
        return "failed", str(error)
    except MemoryError:
        return "failed", tr("there is not enough memory for it")
    except Exception as error:
        return "fault", f"{type(error).__name__}: {error}", traceback.format_exc()


def _packed(pipe: Connection, result: object) -> Packed:
    packed, arrays = pack(result)
    if not arrays:
        return packed
    pipe.send(("need", packed.block_size))
    kind, *content = pipe.recv()
    if kind != "block":
        raise Cancelled(f"the parent said {kind}")
    if content[0] is None:
        return pack(result, whole=True)[0]
    memory = SharedMemory(content[0])
    write_block(memory, arrays)
    memory.close()
    return packed


def _arrays(work: Packed, block: str | None) -> list[Bytes]:
    if block is None:
        return []
    memory = SharedMemory(block)
    arrays = read_block(memory, work.sizes)
    memory.close()
    return arrays


class _Report:
    """Sends the parent the share that is done, and raises where the parent has cancelled."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._looked = 0.0

    def __call__(self, share: float) -> None:
        now = time.monotonic()
        if now - self._looked < _LOOK_EVERY_S:
            return
        self._looked = now
        if self._pipe.poll():
            raise Cancelled(f"the parent said {self._pipe.recv()[0]}")
        self._pipe.send(("share", share))


def _step_back() -> None:
    """Leave Ctrl+C in a terminal to the parent, and on Windows the processor to the window."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.windll.kernel32
        kernel.SetPriorityClass(kernel.GetCurrentProcess(), _WINDOWS_BELOW_NORMAL)


def step_behind(pid: int) -> None:
    """Give the process `pid` a lower priority than this one: at once, since it imports for a while before it works.

    On Windows a process does so itself, in `serve`.
    """
    if sys.platform != "win32":
        os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, 0) + _NICE)


def _end_with_parent() -> None:
    """End this process as soon as its parent has ended in any way, also in the midst of work."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
