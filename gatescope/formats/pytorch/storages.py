"""The types of PyTorch's numbers, and the storages that the persistent ids of a pickle name."""

from __future__ import annotations

from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.files.damage import DamagedFile
from gatescope.formats.pytorch.objects import Named, Storage, StorageBytes
from gatescope.words import tr

# torch/storage.py, _dtype_to_storage_type_map; later types come as untyped storages with the type beside them.
_STORAGES = {
    "DoubleStorage": "float64",
    "FloatStorage": "float32",
    "HalfStorage": "float16",
    "BFloat16Storage": "bfloat16",
    "LongStorage": "int64",
    "IntStorage": "int32",
    "ShortStorage": "int16",
    "CharStorage": "int8",
    "ByteStorage": "uint8",
    "BoolStorage": "bool",
    "ComplexDoubleStorage": "complex128",
    "ComplexFloatStorage": "complex64",
    "QInt8Storage": "qint8",
    "QUInt8Storage": "quint8",
    "QInt32Storage": "qint32",
    "QUInt4x2Storage": "quint4x2",
    "QUInt2x4Storage": "quint2x4",
    "UntypedStorage": "untyped",
    "_UntypedStorage": "untyped",
}
_ALIASES = {
    "float": "float32",
    "double": "float64",
    "half": "float16",
    "long": "int64",
    "int": "int32",
    "short": "int16",
    "cfloat": "complex64",
    "cdouble": "complex128",
}
_ONE_BYTE = ("int8", "uint8", "bool", "qint8", "quint8", "quint4x2", "quint2x4", "untyped")
ITEM_SIZES: dict[str, int] = {
    **dict.fromkeys(_ONE_BYTE, 1),
    **dict.fromkeys(("float16", "bfloat16", "int16", "uint16"), 2),
    **dict.fromkeys(("float32", "int32", "uint32", "qint32"), 4),
    **dict.fromkeys(("float64", "int64", "uint64", "complex64"), 8),
    "complex128": 16,
}
"""Bytes a number takes; types that are not in it begin with ``float8`` or ``float4`` and take one at most."""


def item_size(dtype: str) -> int:
    """Return the bytes that a number of `dtype` takes; one for the small types of later versions, which are only
    listed."""
    return ITEM_SIZES.get(dtype, 1)


def plain_name(dtype: str) -> str:
    """Return `dtype` as NumPy spells it: ``float`` → ``float32``."""
    return _ALIASES.get(dtype, dtype)


def storage_dtype(path: Path, kind: object) -> str:
    """Return the type of the numbers in a storage of class `kind`.

    Raises:
        FormatError: that is no class of storages.
    """
    found = _STORAGES.get(kind.name) if isinstance(kind, Named) else None
    if found is None:
        raise DamagedFile(
            path, tr("is damaged: it keeps numbers in {kind!s:.60}, which is no storage of PyTorch's", kind=kind)
        )
    return found


def storage_of(path: Path, source: StorageBytes, saved: object) -> object:
    """Return what a persistent id stands for: a storage, or a class that was saved with its source.

    ``('storage', type, key, location, count)`` is followed by None or by a view ``(key, start, count)`` before 1.6
    (``torch/serialization.py``, ``persistent_load``).

    Raises:
        FormatError: it is something else.
    """
    match saved:
        case ("module", Named() as what, *_):
            return what
        case ("storage", kind, str() | int() as key, _, int() as count, *view) if count >= 0:
            dtype = storage_dtype(path, kind)
            match view:
                case [] | [None]:
                    return Storage(source, str(key), dtype, count)
                case [(str() | int(), int() as start, int() as part)] if start >= 0 and part >= 0:
                    return Storage(source, str(key), dtype, part, start)
    if isinstance(saved, str):
        raise FormatError(
            path, tr("was saved with pickle protocol 0, which loses the numbers: save it with the default one")
        )
    raise DamagedFile(path, tr("is damaged: its pickle refers to numbers in a way that PyTorch never has"))
