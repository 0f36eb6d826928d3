"""PyTorch's container before 1.6, five pickles and then the storages; and a pickle of Python's that is nothing else.

Magic number, version, machine, object, keys of the storages; then for every key a count in eight bytes and the numbers,
little-endian (``torch/serialization.py``, ``_legacy_save``; ``torch/csrc/generic/serialization.cpp``).
"""

from __future__ import annotations

from functools import partial
from io import BytesIO
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.files.damage import DamagedFile
from gatescope.formats.pytorch.calls import call
from gatescope.formats.pytorch.checkpoint import Checkpoint
from gatescope.formats.pytorch.file_bytes import OpenFile, Stretch
from gatescope.formats.pytorch.objects import Named, Storage, WouldRunError
from gatescope.formats.pytorch.pickle_data import PickleData
from gatescope.formats.pytorch.pickle_machine import LARGEST_PICKLE, PickleMachine
from gatescope.formats.pytorch.pickle_stack import Call
from gatescope.formats.pytorch.storages import item_size, storage_of
from gatescope.words import tr

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL_MARK = b"\x80"


def open_stream(file: OpenFile) -> Checkpoint:
    """Return what `file` holds; its tensors can be read as long as it is open.

    Raises:
        FileError: the disk fails.
        FormatError: it is no pickle, is damaged, or would run something.
    """
    return _opened(file, partial(_call_in_plain_pickle, file.path))


def _opened(file: OpenFile, called: Call) -> Checkpoint:
    head = file.head(0, LARGEST_PICKLE)
    places: dict[str, Stretch] = {}
    storages: dict[str, Storage] = {}
    source = file.storages(places)

    def persistent(saved: object) -> object:
        found = storage_of(file.path, source, saved)
        if isinstance(found, Storage):
            storages.setdefault(found.key, found)
        return found

    data = PickleData(head)
    machine = PickleMachine(file.path, data, persistent=persistent, call=called)
    try:
        first = machine.run()
    except FormatError as error:
        if head.startswith(_PROTOCOL_MARK) or isinstance(error, WouldRunError):
            raise
        raise FormatError(file.path, tr("is no file of PyTorch's: neither a zip archive nor a pickle")) from error
    if first != _MAGIC:
        return Checkpoint("pickle", first)
    _version, _machine, root, keys = (machine.run() for _ in range(4))
    places.update(_places(file, storages, keys, data.position))
    return Checkpoint("before 1.6", root)


def _places(file: OpenFile, storages: dict[str, Storage], keys: object, start: int) -> dict[str, Stretch]:
    if not isinstance(keys, list):
        raise DamagedFile(file.path, tr("is damaged: it does not list its storages"))
    places: dict[str, Stretch] = {}
    for key in map(str, keys):
        storage = storages.get(key)
        if storage is None:
            raise DamagedFile(
                file.path, tr("is damaged: it holds the storage {key!r:.40}, which nothing refers to", key=key)
            )
        place = Stretch(start + 8, file.count_at(start) * item_size(storage.dtype))
        if place.start + place.length > file.size:
            raise DamagedFile(
                file.path,
                tr(
                    "is cut short: {length:,} bytes should follow byte {start:,}",
                    length=place.length,
                    start=place.start,
                ),
            )
        places[key] = place
        start = place.start + place.length
    return places


def _call_in_plain_pickle(path: Path, what: Named, arguments: tuple[object, ...]) -> object:
    """Answer as `call` does; in a plain pickle, every tensor is rebuilt from a small file of its own."""
    match str(what), arguments:
        case "torch.storage._load_from_bytes", (bytes() as data,):
            return _opened(OpenFile(path, BytesIO(data)), partial(call, path)).root
    return call(path, what, arguments)
