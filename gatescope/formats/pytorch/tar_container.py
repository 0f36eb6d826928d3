"""PyTorch's first container, until 2017: a tar of ``storages``, ``tensors`` and the ``pickle`` that refers to them.

``torch/serialization.py``, ``legacy_load``, is what documents it.
"""

from __future__ import annotations

import struct
import tarfile
from functools import partial
from typing import IO

from gatescope.errors import FormatError
from gatescope.formats.pytorch.calls import call
from gatescope.formats.pytorch.checkpoint import Checkpoint
from gatescope.formats.pytorch.file_bytes import OpenFile, Stretch
from gatescope.formats.pytorch.objects import Named, Storage, TensorView
from gatescope.formats.pytorch.pickle_data import PickleData
from gatescope.formats.pytorch.pickle_machine import LARGEST_PICKLE, PickleMachine
from gatescope.formats.pytorch.storages import item_size, storage_dtype

_MEMBERS = ("storages", "tensors", "pickle")
_MOST_MEMBERS = 1000
# One storage or tensor is announced by a few dozen bytes.
_ANNOUNCEMENT = 1 << 12
_MOST_AXES = 32


def open_tar(file: OpenFile, stream: IO[bytes]) -> Checkpoint:
    """Return what `file`, which is open as `stream`, holds; its tensors can be read as long as it is open.

    Raises:
        FileError: the disk fails.
        FormatError: it is no tar of PyTorch's, is damaged, or would run something.
    """
    members = _members(file, stream)
    reader = _TarReader(file)
    reader.read_storages(members["storages"])
    reader.read_tensors(members["tensors"])
    return Checkpoint("tar of 2017", reader.read_object(members["pickle"]))


def _members(file: OpenFile, stream: IO[bytes]) -> dict[str, Stretch]:
    found: dict[str, Stretch] = {}
    stream.seek(0)
    try:
        with tarfile.open(fileobj=stream, mode="r:") as tar:
            while len(found) < _MOST_MEMBERS and (member := tar.next()) is not None:
                if member.isreg():
                    found[member.name] = Stretch(member.offset_data, member.size)
    except (tarfile.TarError, ValueError, LookupError, OverflowError, EOFError) as error:
        raise FormatError(file.path, f"is a damaged tar archive ({error!s:.60})") from error
    if not all(name in found for name in _MEMBERS):
        inside = ", ".join(list(found)[:3]) or "nothing"
        raise FormatError(file.path, f"is a tar archive of {inside:.80}: unpack it, and open the model in it")
    return found


class _TarReader:
    """Everything that the pickle refers to, by the numbers that it has for them."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._known: dict[int, object] = {}
        self._places: dict[str, Stretch] = {}
        self._source = file.storages(self._places)
        self._at = self._end = 0

    def read_storages(self, member: Stretch) -> None:
        """Read every storage, announced by its key, device and type; then those that are a part of another."""
        self._enter(member)
        for _ in range(self._count()):
            key, _device, kind = self._announced(3)
            dtype = storage_dtype(self._file.path, kind)
            count = self._file.count_at(self._at)
            place = Stretch(self._at + 8, count * item_size(dtype))
            self._skip(8 + place.length)
            number = self._number(key)
            self._places[str(number)] = place
            self._known[number] = Storage(self._source, str(number), dtype, count)
        views = self._pickle(LARGEST_PICKLE)
        for view in views if isinstance(views, list) else ():
            self._add_part(view)

    def read_tensors(self, member: Stretch) -> None:
        """Read every tensor, announced by its key, storage and type; then axes, shape, strides and offset."""
        self._enter(member)
        for _ in range(self._count()):
            key, storage, _kind = self._announced(3)
            found = self._known.get(self._number(storage))
            (axes,) = struct.unpack("<i4x", self._take(8))
            if not isinstance(found, Storage) or not 0 <= axes <= _MOST_AXES:
                raise self._damaged()
            numbers = struct.unpack(f"<{2 * axes + 1}q", self._take(16 * axes + 8))
            if min(numbers) < 0:
                raise self._damaged()
            self._known[self._number(key)] = TensorView(
                found, numbers[-1], numbers[:axes], numbers[axes : 2 * axes], found.dtype
            )

    def read_object(self, member: Stretch) -> object:
        """Return what was saved."""
        self._enter(member)
        return self._pickle(LARGEST_PICKLE)

    def _add_part(self, view: object) -> None:
        match view:
            case (key, root, int() as start, int() as count) if start >= 0 and count >= 0:
                whole = self._known.get(self._number(root))
                if isinstance(whole, Storage):
                    part = Storage(self._source, whole.key, whole.dtype, count, whole.start + start)
                    self._known[self._number(key)] = part
                    return
        raise self._damaged()

    def _persistent(self, saved: object) -> object:
        if isinstance(saved, tuple) and saved and isinstance(saved[0], Named):
            return saved[0]
        number = self._number(saved)
        if number not in self._known:
            raise self._damaged()
        return self._known[number]

    def _enter(self, member: Stretch) -> None:
        self._at, self._end = member.start, member.start + member.length

    def _pickle(self, most: int) -> object:
        path = self._file.path
        data = PickleData(self._file.head(self._at, min(most, self._end - self._at)))
        found = PickleMachine(path, data, persistent=self._persistent, call=partial(call, path)).run()
        self._skip(data.position)
        return found

    def _count(self) -> int:
        found = self._pickle(_ANNOUNCEMENT)
        if not isinstance(found, int):
            raise self._damaged()
        return found

    def _announced(self, count: int) -> tuple[object, ...]:
        found = self._pickle(_ANNOUNCEMENT)
        if not isinstance(found, tuple) or len(found) != count:
            raise self._damaged()
        return found

    def _number(self, key: object) -> int:
        if isinstance(key, str) and key.isdecimal() and len(key) < 24:
            return int(key)
        if type(key) is not int:
            raise self._damaged()
        return key

    def _take(self, count: int) -> bytes:
        data = self._file.read(Stretch(self._at, count))
        self._skip(count)
        return data

    def _skip(self, count: int) -> None:
        self._at += count
        if self._at > self._end:
            raise FormatError(self._file.path, "is cut short in the middle of its tensors")

    def _damaged(self) -> FormatError:
        return FormatError(self._file.path, f"is damaged: its tar makes no sense at byte {self._at:,}")
