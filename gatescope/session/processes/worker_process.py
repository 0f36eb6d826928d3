"""The parent's side of the worker process, used by the thread that waits for the work."""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from multiprocessing.shared_memory import SharedMemory
from typing import Any

from gatescope.errors import Cancelled, GateScopeError
from gatescope.progress import Report, silent
from gatescope.session.processes.messages import new_block, pack, read_block, unpack, write_block
from gatescope.session.processes.worker_main import serve, step_behind
from gatescope.words import language, tr

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.005
"""Seconds between two checks of the waiting thread whether it is cancelled."""
_GRACE_S = 0.015
"""Seconds within which a cancelled worker must report that it stopped, or its process is ended."""
_LAST = ("result", "failed", "fault", "cancelled")


class WorkerProcess:
    """A process that is started with the first work, and again after it was ended. One thread at a time may use it.

    The worker has a lower priority than the window, and ends when that ends, killed or not.
    """

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None
        self._ready = False

    @property
    def pid(self) -> int | None:
        """The process' number, or None where none runs."""
        return None if self._process is None else self._process.pid

    def run(self, function: Callable[..., Any], *arguments: Any, report: Report = silent, **about: Any) -> Any:
        """Return ``function(*arguments, report=…, **about)``, called in the worker.

        Large arrays go there and back through shared memory; what the function gets and returns are copies. A worker
        that does not report within 15 ms of the cancel is ended, and the next piece of work starts another one.

        Args:
            function: a function of a module, not one made inside another.
            report: hears how far the work is, from this thread.

        Raises:
            Cancelled: `report` raised it.
            GateScopeError: the function raised it, or the worker came to its end.
        """
        packed, arrays = pack((function, arguments, about))
        blocks: list[SharedMemory] = []
        try:
            pipe = self._started(report)
            name = _shared(packed.block_size, blocks) if arrays else None
            if name is not None:
                write_block(blocks[-1], arrays)
            elif arrays:
                packed, _ = pack((function, arguments, about), whole=True)
            pipe.send(("run", packed, name, language()))
            return self._outcome(pipe, blocks, report)
        except (EOFError, ConnectionError) as error:
            code = self._end(_GRACE_S)
            raise GateScopeError(
                tr("the worker process came to an end (exit code {code}): the next work starts a new one", code=code)
            ) from error
        except (Cancelled, GateScopeError):
            raise
        except BaseException:
            # The state of the worker is unknown now.
            self._end()
            raise
        finally:
            for block in blocks:
                block.close()
                block.unlink()

    def close(self) -> None:
        """End the process. May be called twice, and the process starts again with the next piece of work."""
        self._end()

    def _started(self, report: Report) -> Connection:
        """Wait until the worker is ready; a cancel meanwhile leaves it starting for the next work."""
        if self._pipe is None:
            context = multiprocessing.get_context("spawn")
            ours, theirs = context.Pipe()
            process = context.Process(target=serve, args=(theirs,), name="gatescope-worker", daemon=True)
            try:
                process.start()
            except OSError as error:
                ours.close()
                raise GateScopeError(tr("no worker process can be started: {error}", error=error)) from error
            finally:
                theirs.close()
            self._pipe, self._process = ours, process
            assert process.pid is not None
            step_behind(process.pid)
            self._ready = False
        if not self._ready:
            while not self._pipe.poll(_LOOK_EVERY_S):
                report(0.0)
            self._pipe.recv()
            self._ready = True
        return self._pipe

    def _outcome(self, pipe: Connection, blocks: list[SharedMemory], report: Report) -> Any:
        share = 0.0
        while True:
            try:
                report(share)
            except Cancelled:
                self._cancel(pipe)
                raise
            if not pipe.poll(_LOOK_EVERY_S):
                continue
            kind, *content = pipe.recv()
            if kind == "share":
                (share,) = content
            elif kind == "need":
                pipe.send(("block", _shared(content[0], blocks)))
            elif kind == "result":
                (result,) = content
                return unpack(result, read_block(blocks[-1], result.sizes) if result.sizes else [])
            elif kind == "failed":
                raise GateScopeError(content[0])
            elif kind == "fault":
                text, where = content
                _log.error("the worker process failed:\n%s", where)
                raise GateScopeError(tr("the work failed in its process ({said})", said=text))
            else:
                raise Cancelled("the worker process was cancelled")

    def _cancel(self, pipe: Connection) -> None:
        """Tell the worker to stop its work, and end the process if it does not."""
        until = time.monotonic() + _GRACE_S
        try:
            pipe.send(("cancel",))
            while pipe.poll(max(0.0, until - time.monotonic())):
                if pipe.recv()[0] in _LAST:
                    return
        except (EOFError, OSError):
            pass
        self._end()

    def _end(self, patience: float = 0) -> int | None:
        """End the process, which has `patience` seconds to end by itself; return its exit code."""
        process, pipe = self._process, self._pipe
        self._process = self._pipe = None
        if process is None or pipe is None:
            return None
        process.join(patience)
        # First of all: one that starts would write to the terminal that its pipe is gone.
        process.kill()
        process.join()
        pipe.close()
        code = process.exitcode
        process.close()
        return code


def _shared(size: int, blocks: list[SharedMemory]) -> str | None:
    """Return the name of a new block, which is added to `blocks`; None where memory for it is short."""
    block = new_block(size)
    if block is None:
        return None
    blocks.append(block)
    return block.name
