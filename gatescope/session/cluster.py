"""Work on a Dask cluster. Files are read and written here, so that no disk need be shared."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any, TypeVar

from gatescope.errors import GateScopeError, UsageError
from gatescope.words import tr

_PATIENCE_S = 10
_AHEAD = 2
"""Pieces a worker's thread that are under way at once, so that none waits and no memory fills."""

_Shared = TypeVar("_Shared")
_Piece = TypeVar("_Piece")
_Result = TypeVar("_Result")


def run_on_cluster(
    address: str, function: Callable[[_Shared, _Piece], _Result], shared: _Shared, pieces: Iterable[_Piece]
) -> Iterator[_Result]:
    """Return what ``function(shared, piece)`` gives for every piece, in their order.

    Args:
        address: of the scheduler, such as ``tcp://10.0.0.1:8786``. Its workers need GateScope installed.
        function: of a module, so that the workers find it.
        shared: goes to every worker once.

    Raises:
        UsageError: Dask is not installed, or there is no scheduler at that address.
        GateScopeError: a worker failed.
    """
    try:
        distributed: Any = import_module("distributed")
    except ImportError as error:
        raise UsageError(tr("--dask needs Dask: install it with pip install 'gatescope[cluster]'")) from error
    try:
        client = distributed.Client(address, timeout=_PATIENCE_S)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            tr("there is no Dask scheduler at {address}: start one with dask scheduler", address=address)
        ) from error
    with client:
        threads = sum(client.nthreads().values())
        if not threads:
            raise UsageError(
                tr(
                    "the Dask scheduler at {address} has no workers: start some with dask worker {address}",
                    address=address,
                )
            )
        everywhere = client.scatter(shared, broadcast=True)
        waiting: deque[Any] = deque()
        try:
            for piece in pieces:
                waiting.append(client.submit(function, everywhere, piece, pure=False))
                if len(waiting) >= _AHEAD * threads:
                    yield _result(waiting.popleft())
            while waiting:
                yield _result(waiting.popleft())
        finally:
            client.cancel(list(waiting))


def _result(future: Any) -> Any:
    try:
        return future.result()
    except GateScopeError:
        raise
    except Exception as error:
        raise GateScopeError(
            tr("a worker of the cluster failed ({name}: {error})", name=type(error).__name__, error=error)
        ) from error
