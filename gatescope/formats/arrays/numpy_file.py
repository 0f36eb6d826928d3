"""Reads plain numbers from .npy and .npz files; everything else in such a file is refused unread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError, UsageError
from gatescope.formats.arrays.npz import array_in, is_real, open_npz
from gatescope.formats.files.npy import LONGEST_HEADER, Header, header_of, numbers_of
from gatescope.formats.files.regular import open_file, size_of
from gatescope.words import mark, tr

Array = NDArray[np.floating]

_VECTORS = mark("write the vectors with numpy.save")


def read_vectors(path: Path, width: int, dtype: np.dtype[np.floating]) -> Array:
    """Return the (T, `width`) vectors of a .npy file in `dtype`.

    Raises:
        FileError: it cannot be read, or holds something else.
        UsageError: the vectors are of another width; the sentence has both shapes.
    """
    return _read(
        path,
        dtype,
        lambda shape: len(shape) == 2 and shape[1] == width,
        mark("vectors of shape (T, {width})", width=width),
    )


def read_vector(path: Path, width: int, dtype: np.dtype[np.floating]) -> Array:
    """Return the (`width`,) vector of a .npy file in `dtype`; it may lie in a row, (1, `width`).

    Raises:
        FileError: it cannot be read, or holds something else.
        UsageError: it is of another width; the sentence has both shapes.
    """
    return _read(
        path, dtype, lambda shape: shape in ((width,), (1, width)), mark("one vector of shape ({width},)", width=width)
    ).ravel()


def _read(path: Path, dtype: np.dtype[np.floating], fits: Callable[[tuple[int, ...]], bool], wanted: str) -> Array:
    size = size_of(path)
    with open_file(path) as file:
        header = _checked(path, header_of(file.read(LONGEST_HEADER)))
        if header.size > size:
            raise FormatError(
                path,
                tr(
                    "is cut short: {size:,} bytes are declared, {size2:,} are there; {vectors}",
                    size=header.size,
                    size2=size,
                    vectors=tr(_VECTORS),
                ),
            )
        if not fits(header.shape):
            raise UsageError(
                tr(
                    "{name} has the shape {shape}; the model takes {wanted}",
                    name=path.name,
                    shape=header.shape,
                    wanted=wanted,
                )
            )
        file.seek(0)
        return as_numbers(numbers_of(header, file.read(header.size)), dtype)


def read_arrays(path: Path, shapes: Mapping[str, tuple[int, ...]], dtype: np.dtype[np.floating]) -> dict[str, Array]:
    """Return the arrays of a .npz file by name, in `dtype`.

    Args:
        shapes: every array that the file may hold, by name; it may leave some out. Nothing of another shape is read.

    Raises:
        FileError: the file cannot be read, or is no archive of plain numbers.
        UsageError: an array has another name or shape; the sentence has the names there are, or both shapes.
    """
    found: dict[str, Array] = {}
    with open_npz(path) as archive:
        for member in archive.names:
            key = member.removesuffix(".npy")
            if key not in shapes:
                raise UsageError(
                    tr(
                        "{name} holds {key!r:.80}; it may hold {listed}",
                        name=path.name,
                        key=key,
                        listed=", ".join(shapes),
                    )
                )
            array = array_in(archive, member)
            if array.shape != shapes[key]:
                raise UsageError(
                    tr(
                        "{key} in {name} has the shape {shape}; the model takes {shapes}",
                        key=key,
                        name=path.name,
                        shape=array.shape,
                        shapes=shapes[key],
                    )
                )
            found[key] = as_numbers(array.read(), dtype)
            if not is_real(array):
                raise FormatError(
                    path, tr("holds no real numbers as {key}: write the arrays with numpy.savez", key=key)
                )
    return found


def as_numbers(values: NDArray[np.generic], dtype: np.dtype[np.floating]) -> Array:
    """Copy `values` into `dtype`; values beyond its range become infinities, which the run then reports."""
    with np.errstate(over="ignore"):
        return np.array(values, dtype=dtype)


def _checked(path: Path, header: Header | None) -> Header:
    """Return `header`, where it is one of real numbers."""
    if header is None:
        raise FormatError(path, tr("is damaged, or no .npy file: {vectors}", vectors=tr(_VECTORS)))
    if header.kind == "O":
        raise FormatError(
            path, tr("holds pickled Python objects, which are never loaded: {vectors}", vectors=tr(_VECTORS))
        )
    if header.dtype is None or header.dtype.kind not in "fiu":
        raise FormatError(path, tr("holds no real numbers: {vectors}", vectors=tr(_VECTORS)))
    return header
