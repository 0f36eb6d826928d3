"""Chunks run by the workers of a Dask cluster. The files are read and written here, so nobody needs to share a disk."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from gatescope.analysis.corpus.shard import Words
from gatescope.engine.network import Array
from gatescope.errors import GateScopeError, UsageError
from gatescope.session.corpus.chunk import Plan, run_chunk

_PATIENCE_S = 10
_AHEAD = 2
"""Chunks a worker's thread that are under way at once, so that none waits and no memory fills."""


def run_on_cluster(
    address: str, plan: Plan, chunks: Iterable[Sequence[tuple[int, str]]]
) -> Iterator[tuple[Array, Words]]:
    """Return what `run_chunk` makes of every chunk, in their order.

    Args:
        address: of the scheduler, such as ``tcp://10.0.0.1:8786``. Its workers need GateScope installed.

    Raises:
        UsageError: Dask is not installed, or there is no scheduler at that address.
        GateScopeError: a worker failed.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise UsageError("--dask needs Dask: install it with pip install 'gatescope[cluster]'") from error
    try:
        client = distributed.Client(address, timeout=_PATIENCE_S)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(f"there is no Dask scheduler at {address}: start one with dask scheduler") from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise UsageError(f"the Dask scheduler at {address} has no workers: start some with dask worker {address}")
        shared = client.scatter(plan, broadcast=True)
        waiting: deque[Any] = deque()
        try:
            for chunk in chunks:
                waiting.append(client.submit(run_chunk, shared, chunk, pure=False))
                if len(waiting) >= _AHEAD * threads:
                    yield _result(waiting.popleft())
            while waiting:
                yield _result(waiting.popleft())
        finally:
            client.cancel(list(waiting))


def _result(future: Any) -> tuple[Array, Words]:
    try:
        result: tuple[Array, Words] = future.result()
        return result
    except GateScopeError:
        raise
    except Exception as error:
        raise GateScopeError(f"a worker of the cluster failed ({type(error).__name__}: {error})") from error
