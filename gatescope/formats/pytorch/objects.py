"""The objects that a pickle is read as: names, records of instances, tensors that lie elsewhere. Nothing runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.words import tr


class WouldRunError(FormatError):
    """Unpickling the file runs what weights have no use for."""


@dataclass(frozen=True, slots=True)
class Named:
    """A class or a function that the pickle only names; it is never looked up."""

    module: str
    name: str

    def __str__(self) -> str:
        return f"{self.module}.{self.name}"


@dataclass(eq=False, slots=True)
class Made:
    """A record of an object that Python would make.

    Attributes:
        what: its class, or the function that would give it.
        arguments: of that call.
        state: what its ``__setstate__`` or ``__dict__`` would get.
        items: what would be appended to it, being a kind of list.
        pairs: what would be set in it, being a kind of dict.
    """

    what: Named
    arguments: tuple[object, ...] = ()
    state: object = None
    items: list[object] | None = None
    pairs: dict[object, object] | None = None

    @property
    def attributes(self) -> Mapping[object, object]:
        """Its ``__dict__``, as far as the pickle tells."""
        found = self.state[0] if isinstance(self.state, tuple) and len(self.state) == 2 else self.state
        return found if isinstance(found, dict) else {}


@dataclass(frozen=True, eq=False, slots=True)
class Key:
    """A key of a dict that is equal to itself alone.

    Hashing a nested tuple that a stranger made can take for ever, and so can a dict whose keys he made collide.
    """

    value: object


class StorageBytes:
    """Where the numbers of storages lie, by the keys that the pickle has for them.

    The last storage read is kept, for many tensors may look into one.

    Args:
        length: gives how many bytes are there for a key; raises `FormatError` where there is no such storage.
        fetch: gives those bytes, or raises `FormatError`.
        path: of the file, and
        most: bytes that may be fetched of it in all. Tensors that look into two large storages by turns would have them
            fetched, and unpacked, anew for each.
    """

    def __init__(self, length: Callable[[str], int], fetch: Callable[[str], bytes], path: Path, most: int) -> None:
        self.length = length
        self._fetch = fetch
        self._path, self._left = path, most
        self._last: tuple[str, bytes] | None = None

    def read(self, key: str) -> bytes:
        """Return the bytes of the storage called `key`.

        Raises:
            FormatError: the storage is missing or damaged, or far more was fetched than weights need.
        """
        if self._last is None or self._last[0] != key:
            self._last = None
            self._last = (key, self._fetch(key))
            self._left -= len(self._last[1])
            if self._left < 0:
                raise FormatError(
                    self._path,
                    tr(
                        "takes far more reading than weights of its size do: its tensors look into large storages by "
                        "turns"
                    ),
                )
        return self._last[1]


@dataclass(frozen=True, eq=False, slots=True)
class Storage:
    """A run of numbers of one type; several tensors may look into it.

    Attributes:
        source: what has the bytes.
        key: its name there.
        dtype: ``"float32"``; ``"untyped"`` counts bytes.
        count: how many numbers the pickle says there are.
        start: where it begins in what `source` has, in numbers; not 0 for views as they were before PyTorch 0.4.
    """

    source: StorageBytes
    key: str
    dtype: str
    count: int
    start: int = 0


@dataclass(frozen=True, eq=False, slots=True)
class TensorView:
    """A tensor: a window into a storage, in numbers from its beginning. Nothing of it is checked yet."""

    storage: Storage
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]
    dtype: str


@dataclass(frozen=True, eq=False, slots=True)
class UnreadableTensor:
    """A tensor that is no plain block of numbers: `kind` says what instead (``"quantized"``, ``"sparse"``)."""

    kind: str
    shape: tuple[int, ...] = ()


@dataclass(eq=False, slots=True)
class NumpyType:
    """NumPy's dtype as it is pickled: `code` without byte order (``"f4"``), `order` ``"<"``, ``">"`` or ``"|"``."""

    code: str
    order: str = "<"


@dataclass(eq=False, slots=True)
class NumpyArray:
    """NumPy's array as it is pickled; `dtype` is None until its state is known."""

    shape: tuple[int, ...] = ()
    dtype: NumpyType | None = None
    by_column: bool = False
    data: bytes = field(default=b"", repr=False)


Tensor = TensorView | UnreadableTensor | NumpyArray
