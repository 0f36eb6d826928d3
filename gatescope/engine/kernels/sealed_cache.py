"""Numba's cache of one kernel, with damaged files treated as missing and a full disk as no reason to stop."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numba.core.caching

from gatescope.engine.kernel_files import is_whole, sealed

caching: Any = numba.core.caching
Index = dict[Any, str]


class _Locator(caching.UserProvidedCacheLocator):  # type: ignore[misc]
    def ensure_cache_path(self) -> None:
        """Check that the folder exists; it need not be writable, because a complete one is only read."""
        os.makedirs(self.get_cache_path(), exist_ok=True)


class _Implementation(caching.CompileResultCacheImpl):  # type: ignore[misc]
    # Numba's own would go on to the source tree.
    _locator_classes = (_Locator,)


class _SealedFiles(caching.IndexDataCacheFile):  # type: ignore[misc]
    def save(self, key: object, data: object) -> None:
        # The kernel is compiled and runs; the next start compiles it again.
        with suppress(OSError):
            super().save(key, data)

    def _load_index(self) -> Index:
        index: Index = super()._load_index() if is_whole(Path(self._index_path)) else {}
        return index

    def _load_data(self, name: str) -> object:
        path = self._data_path(name)
        if not is_whole(Path(path)):
            raise FileNotFoundError(path)  # which Numba answers by compiling
        return super()._load_data(name)

    @contextmanager
    def _open_for_write(self, filepath: str) -> Iterator[io.BytesIO]:
        content = io.BytesIO()
        yield content
        with super()._open_for_write(filepath) as file:
            file.write(sealed(content.getvalue()))


class SealedCache(caching.FunctionCache):  # type: ignore[misc]
    """Keeps the machine code of `function` in the folder that ``numba.config.CACHE_DIR`` names.

    Raises:
        RuntimeError: there is no such folder and it cannot be made.
    """

    _impl_class = _Implementation

    def __init__(self, function: Callable[..., object]) -> None:
        super().__init__(function)
        stamp = self._impl.locator.get_source_stamp()
        self._cache_file = _SealedFiles(self._cache_path, self._impl.filename_base, stamp)
