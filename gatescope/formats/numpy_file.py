"""Reads plain numbers from .npy and .npz files; whatever else such a file may hold is refused unread."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FileError, FormatError, UsageError

Array = NDArray[np.floating]

_NPY_MAGIC = b"\x93NUMPY"
_HEADERS = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
_OBJECTS = "holds pickled Python objects, which are never loaded: save plain arrays of numbers"


def read_vectors(path: Path, width: int, dtype: np.dtype[np.floating]) -> Array:
    """Return the (T, `width`) vectors of a .npy file in `dtype`.

    Raises:
        FileError: it cannot be read, or holds something else.
        UsageError: the vectors are of another width; the sentence has both shapes.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(len(_NPY_MAGIC))
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror or error}") from error
    if magic != _NPY_MAGIC:
        raise FormatError(path, "is no .npy file: write the vectors with numpy.save")
    try:
        # Mapped first, so that a header that lies about its size is found out before memory is asked for.
        found = np.load(path, mmap_mode="r", allow_pickle=False)
    except Exception as error:
        if "Python object" in str(error):
            raise FormatError(path, _OBJECTS) from error
        # NumPy's reader of headers lets out whatever it trips over, such as a TokenError of Python's tokenizer.
        raise FormatError(path, "is damaged or holds no plain numbers: write the vectors with numpy.save") from error
    if found.dtype.kind not in "fiu":
        raise FormatError(path, f"holds values of type {found.dtype}, not real numbers")
    if found.ndim != 2 or found.shape[1] != width:
        raise UsageError(f"{path.name} has the shape {found.shape}; the model takes vectors of shape (T, {width})")
    return as_numbers(found, dtype)


def read_arrays(path: Path, shapes: Mapping[str, tuple[int, ...]], dtype: np.dtype[np.floating]) -> dict[str, Array]:
    """Return the arrays of a .npz file by name, in `dtype`.

    Args:
        shapes: every array that the file may hold, by name; it may leave some out. Nothing of another shape is read.

    Raises:
        FileError: the file cannot be read, or is no archive of plain numbers.
        UsageError: an array has another name or shape; the sentence has the names there are, or both shapes.
    """
    found: dict[str, Array] = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                key = name.removesuffix(".npy")
                if key not in shapes:
                    raise UsageError(f"{path.name} holds {key!r}; it may hold {', '.join(shapes)}")
                with archive.open(name) as member:
                    found[key] = _read_member(path, key, member, shapes[key], dtype)
    except FileNotFoundError as error:
        raise FileError(path, "cannot be read: there is no such file") from error
    except OSError as error:
        raise FileError(path, f"cannot be read: {error.strerror or error}") from error
    except (FileError, UsageError):
        raise
    except zipfile.BadZipFile as error:
        raise FormatError(path, "is no .npz file: write the arrays with numpy.savez") from error
    except Exception as error:
        # As above: NumPy and zipfile let out whatever they trip over.
        raise FormatError(path, "is damaged: write the arrays with numpy.savez") from error
    return found


def as_numbers(values: NDArray[np.generic], dtype: np.dtype[np.floating]) -> Array:
    """Copy `values` into `dtype`; what is beyond its range becomes an infinity, which the run then reports."""
    with np.errstate(over="ignore"):
        return np.array(values, dtype=dtype)


def _read_member(
    path: Path, key: str, member: IO[bytes], shape: tuple[int, ...], dtype: np.dtype[np.floating]
) -> Array:
    read_header = _HEADERS.get(np.lib.format.read_magic(member))
    if read_header is None:
        raise FormatError(path, f"holds {key} in a newer form of .npy: write it with numpy.savez")
    found, by_column, stored = read_header(member)
    if stored.hasobject:
        raise FormatError(path, _OBJECTS)
    if stored.kind not in "fiu":
        raise FormatError(path, f"holds {key} as values of type {stored}, not real numbers")
    if found != shape:
        raise UsageError(f"{key} in {path.name} has the shape {found}; the model takes {shape}")
    data = member.read(stored.itemsize * int(np.prod(shape)))
    return as_numbers(np.frombuffer(data, stored).reshape(shape, order="F" if by_column else "C"), dtype)
