"""HDF5 through pyfive, with bounds on all that a file may ask for: groups, their attributes and tensors.

pyfive believes a file: a B-tree that leads back to itself, a thousand names in the same bytes, an attribute of 2⁶⁰
strings would keep it busy or fill the memory. So it reads through a `_Meter` that allows so much and no more, and only
the structure: the numbers of a dataset are read by `hdf5_data`.
Source: HDF5 File Format Specification, version 3.0.
"""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import numpy as np
from pyfive.btree import BTreeV1Groups
from pyfive.core import UNDEFINED_ADDRESS
from pyfive.dataobjects import DataObjects
from pyfive.high_level import File
from pyfive.misc_low_level import Heap, SymbolTable

from gatescope.errors import FormatError
from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.formats.files.damage import DamagedFile, OverfullFile
from gatescope.formats.keras.hdf5_data import dataset_of
from gatescope.words import tr

# A model of a thousand layers with its optimiser takes 60 000 reads and 3 MB of structure.
_MOST_READS = 200_000
_MOST_BYTES = 32 << 20
_HEADER_READS, _HEADER_BYTES = 200, 2 << 20
_MOST_DEPTH = 32


@dataclass(frozen=True)
class Hdf5:
    """The content of an HDF5 file.

    Attributes:
        groups: attributes of every group by its path without a leading slash (``""`` is the root): texts as str, lists
            of texts as list[str], numbers as NumPy has them.
        tensors: every dataset of numbers by its path; to be read while the file is open.
        others: paths of the datasets of anything else.
    """

    groups: Mapping[str, Mapping[str, object]]
    tensors: Tensors
    others: tuple[str, ...]


def read_hdf5(path: Path, file: IO[bytes], size: int) -> Hdf5:
    """Return what the HDF5 `file` of `size` bytes holds.

    Args:
        path: for the sentence where it goes wrong.

    Raises:
        FormatError: it is no HDF5 file, is damaged, or asks for more than a model would.
    """
    groups: dict[str, Mapping[str, object]] = {}
    tensors: dict[str, StoredTensor] = {}
    others: list[str] = []
    stored = 0
    try:
        # pyfive warns of types that it does not know; such an attribute is None, and no attribute of Keras'.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            meter = _Meter(file)
            for name, found in _objects(_File(meter)):
                if not found.is_dataset:
                    groups[name] = {key: _plain(value, meter) for key, value in found.get_attributes().items()}
                    continue
                dataset = dataset_of(path, name, found, meter, file, size)
                if dataset is None:
                    others.append(name)
                    continue
                stored += dataset.stored
                tensors[name] = StoredTensor(name, dataset.shape, dataset.dtype, dataset.read)
    except FormatError:
        raise
    except _SpentError as error:
        raise OverfullFile(
            path, tr("is an HDF5 file whose structure leads in circles or is far larger than any model")
        ) from error
    except NotImplementedError as error:
        reason = tr("is an HDF5 file of a form that is not read ({error}); save it anew with Keras", error=error)
        raise FormatError(path, reason) from error
    except Exception as error:
        # pyfive raises any error over damaged data: struct.error, AssertionError, KeyError, RecursionError, TypeError…
        raise DamagedFile(path, tr("is a damaged HDF5 file, probably cut short")) from error
    if stored > size:
        raise DamagedFile(
            path,
            tr("is damaged: its tensors claim {stored:,} bytes, but the file has {size:,}", stored=stored, size=size),
        )
    return Hdf5(groups, tensors, tuple(others))


class _SpentError(Exception):
    """The structure asked for more reads or bytes than any model has use for."""


class _Meter:
    """The file as pyfive sees it: it can seek and read, as often and as much as a model's structure takes."""

    closed = False

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._reads, self._bytes = _MOST_READS, _MOST_BYTES

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        if size > self._bytes:
            raise _SpentError
        data = self._file.read(max(size, 0))
        self.charge(len(data))
        return data

    @contextmanager
    def within(self, reads: int, count: int) -> Iterator[None]:
        """Allow no more than `reads` reads of `count` bytes together for what is done inside."""
        reads, count = min(reads, self._reads), min(count, self._bytes)
        rest = self._reads - reads, self._bytes - count
        self._reads, self._bytes = reads, count
        yield
        self._reads, self._bytes = self._reads + rest[0], self._bytes + rest[1]

    def charge(self, count: int) -> None:
        """Count `count` bytes that are read, or copied out of what was read."""
        self._reads -= 1
        self._bytes -= count
        if self._reads < 0 or self._bytes < 0:
            raise _SpentError


class _Names(Heap):  # type: ignore[misc]
    """The names of a group; counted, for many links may name the same bytes."""

    def get_object_name(self, offset: int) -> bytes:
        name: bytes = super().get_object_name(offset)
        self.meter.charge(len(name))
        return name

    def __init__(self, meter: _Meter, offset: int) -> None:
        self.meter = meter
        super().__init__(meter, offset)


class _Objects(DataObjects):  # type: ignore[misc]
    """One object header, without the ways in which it could ask for any amount of memory."""

    def __init__(self, meter: _Meter, address: int, **more: Any) -> None:
        # Every piece of a header makes pyfive copy all that came before.
        with meter.within(_HEADER_READS, _HEADER_BYTES):
            super().__init__(meter, address, **more)

    def _iter_links_btree_v1(self, btree_address: int, heap_address: int) -> Iterator[tuple[str, int | str]]:
        names = _Names(self.fh, heap_address)
        for address in BTreeV1Groups(self.fh, btree_address).symbol_table_addresses():
            table = SymbolTable(self.fh, address)
            table.assign_name(names)
            yield from table.get_links(names).items()

    def _iter_links_btree_v2(self, *addresses: int | None) -> Iterator[tuple[str, int | str]]:
        raise NotImplementedError("links in a fractal heap, as of libver='latest'")

    def _get_attributes_from_attr_info(
        self, attrs: object, attr_info: Sequence[Mapping[str, int]]
    ) -> dict[str, object]:
        at = attr_info[0]["offset_to_message"]
        (heap,) = struct.unpack_from("<Q", self.msg_data, at + (4 if self.msg_data[at + 1] & 1 else 2))
        if heap != UNDEFINED_ADDRESS:
            raise NotImplementedError("attributes in a fractal heap, as of libver='latest'")
        return {}

    def _attr_value(self, ptype: Any, buf: bytes, count: int, offset: int) -> Any:
        # An item takes a byte at least, and pyfive makes room for all of them before it looks at the first.
        if count > len(buf):
            raise ValueError(f"an attribute of {count} items in {len(buf)} bytes")
        return super()._attr_value(ptype, buf, count, offset)


class _File(File):  # type: ignore[misc]
    def _get_dataobjects(self, address: int) -> _Objects:
        return _Objects(self._fh, address, global_heaps=self._global_heaps)


def _objects(file: _File) -> Iterator[tuple[str, _Objects]]:
    """Yield every object below the root with its path, parents first; an object with several names by its first."""
    if file.userblock_size:
        raise NotImplementedError("a user block before the HDF5 data")
    waiting: list[tuple[str, int]] = [("", file._superblock.offset_to_dataobjects)]
    seen: set[int] = set()
    for name, address in waiting:
        if address in seen or address == UNDEFINED_ADDRESS:
            continue
        seen.add(address)
        found = file._get_dataobjects(address)
        yield name, found
        if found.is_dataset or name.count("/") >= _MOST_DEPTH:
            continue
        # A soft link is a path; what it leads to has a name of its own.
        links = {link: target for link, target in found.get_links().items() if not isinstance(target, str)}
        waiting.extend((f"{name}/{link}" if name else link, target) for link, target in links.items())


def _plain(value: object, meter: _Meter) -> object:
    """Return `value` with its bytes decoded; they are counted, since many items may share the same bytes."""
    if isinstance(value, bytes):
        meter.charge(len(value))
        return value.decode("utf-8", "replace")
    if isinstance(value, np.ndarray) and value.dtype.kind in "SO":
        return [_plain(item, meter) for item in value.ravel().tolist()]
    return value
