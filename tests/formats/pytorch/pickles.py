"""Files of PyTorch's written by hand: pickles put together opcode by opcode, and the containers around them."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from gatescope.formats.pytorch.calls import call
from gatescope.formats.pytorch.objects import Storage, StorageBytes
from gatescope.formats.pytorch.pickle_data import PickleData
from gatescope.formats.pytorch.pickle_machine import PickleMachine

PATH = Path("hand.pt")
Shape = tuple[int, ...]


def unpickled(data: bytes) -> object:
    """What the machine makes of `data`; a persistent id is itself."""
    return PickleMachine(PATH, PickleData(data), persistent=lambda saved: saved, call=partial(call, PATH)).run()


def storage(data: bytes, dtype: str, count: int) -> Storage:
    """A storage of `count` numbers whose bytes are `data`."""
    return Storage(StorageBytes(lambda _: len(data), lambda _: data, PATH, 1 << 20), "0", dtype, count)


def text(value: str) -> bytes:
    encoded = value.encode()
    return b"X" + struct.pack("<I", len(encoded)) + encoded


def number(value: int) -> bytes:
    return b"\x8a\x08" + struct.pack("<q", value)


def named(module: str, name: str) -> bytes:
    return f"c{module}\n{name}\n".encode()


def joined(*parts: bytes) -> bytes:
    """A tuple."""
    return b"(" + b"".join(parts) + b"t"


def counts(values: Sequence[int]) -> bytes:
    return joined(*map(number, values))


def called(module: str, name: str, *arguments: bytes) -> bytes:
    return named(module, name) + joined(*arguments) + b"R"


def mapping(entries: Mapping[str, bytes]) -> bytes:
    return b"}(" + b"".join(text(key) + value for key, value in entries.items()) + b"u"


def pickle(value: bytes) -> bytes:
    return b"\x80\x02" + value + b"."


def stored(key: str, count: int, kind: str = "FloatStorage") -> bytes:
    """A storage by its persistent id."""
    return joined(text("storage"), named("torch", kind), text(key), text("cpu"), number(count)) + b"Q"


def tensor(
    key: str,
    shape: Shape,
    strides: Shape | None = None,
    offset: int = 0,
    count: int | None = None,
    kind: str = "FloatStorage",
) -> bytes:
    """A tensor in the storage `key`, row by row unless `strides` say otherwise."""
    size = 1
    rows: list[int] = []
    for length in reversed(shape):
        rows.insert(0, size)
        size *= length
    return called(
        "torch._utils", "_rebuild_tensor_v2", stored(key, size if count is None else count, kind), number(offset),
        counts(shape), counts(rows if strides is None else strides), b"\x89", b"}",
    )  # fmt: skip


def zip_file(path: Path, value: bytes, members: Mapping[str, bytes], method: int = zipfile.ZIP_STORED) -> Path:
    """PyTorch's zip: `members` below the archive's folder, with the pickle of `value`."""
    with zipfile.ZipFile(path, "w", method) as archive:
        archive.writestr("archive/data.pkl", pickle(value))
        for name, data in members.items():
            archive.writestr(f"archive/{name}", data)
    return path


MAGIC = pickle(b"\x8a\x0a" + (0x1950A86A20F9469CFC6C).to_bytes(10, "little"))


def stream_file(path: Path, value: bytes, keys: bytes, storages: bytes) -> Path:
    """PyTorch's container before 1.6."""
    system = mapping({"protocol_version": number(1001), "little_endian": b"\x88"})
    path.write_bytes(MAGIC + pickle(number(1001)) + pickle(system) + pickle(value) + pickle(keys) + storages)
    return path
