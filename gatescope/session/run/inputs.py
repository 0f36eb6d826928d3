"""The inputs of a run beside its text, from a script or a command line: arrays, files of them, and the precision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.engine.network import Network
from gatescope.errors import UsageError
from gatescope.formats.arrays import vectors_file
from gatescope.formats.arrays.numpy_file import as_numbers, read_arrays
from gatescope.formats.core.model import Model
from gatescope.words import tr

Array = NDArray[np.floating]

DTYPES: dict[str, type[np.float32] | type[np.float64]] = {"float32": np.float32, "float64": np.float64}


def in_precision(model: Model, dtype: str | None) -> Model:
    """Return the model with every array in `dtype`, ``"float32"`` or ``"float64"``; as it is where that is None.

    Raises:
        UsageError: there is no such precision.
    """
    if dtype is None:
        return model
    if dtype not in DTYPES:
        raise UsageError(
            tr("there is no precision {dtype!r}; there are {listed}", dtype=dtype, listed=", ".join(DTYPES))
        )
    if model.network.dtype == np.dtype(dtype):
        return model
    return replace(model, network=model.network.astype(DTYPES[dtype]))


def input_vectors(source: ArrayLike | Path, network: Network) -> Array:
    """Return (T, I) vectors for `network`, from an array or a .npy, .npz or .csv file.

    Raises:
        FileError: the file cannot be read, or holds something else.
        UsageError: they are of another width, or no real numbers.
    """
    if isinstance(source, Path):
        return vectors_file.read(source, network.inputs, network.dtype)
    found = _array("inputs", source)
    if found.ndim != 2 or found.shape[1] != network.inputs:
        raise UsageError(
            tr(
                "inputs has the shape {shape}; the model takes vectors of shape (T, {inputs})",
                shape=found.shape,
                inputs=network.inputs,
            )
        )
    return _numbers("inputs", found, network)


def initial_states(source: Mapping[str, ArrayLike] | Path, network: Network) -> dict[str, Array]:
    """Return the states that a run of `network` starts from, from a mapping or a .npz file.

    Args:
        source: ``layer{k}.{direction}.{hidden_state|cell_state}`` → (H,); the network's own, or zero, by default.

    Raises:
        FileError: the file cannot be read, or holds something else.
        UsageError: the network has no such state, or one of another shape.
    """
    shapes = state_shapes(network)
    if isinstance(source, Path):
        return read_arrays(source, shapes, network.dtype)
    found: dict[str, Array] = {}
    for key, values in source.items():
        if key not in shapes:
            raise UsageError(
                tr("there is no initial state {key!r}; there are {listed}", key=key, listed=", ".join(shapes))
            )
        array = _array(tr("the initial state {key}", key=key), values)
        if array.shape != shapes[key]:
            raise UsageError(
                tr(
                    "the initial state {key} has the shape {shape}; the model takes {shapes}",
                    key=key,
                    shape=array.shape,
                    shapes=shapes[key],
                )
            )
        found[key] = _numbers(tr("the initial state {key}", key=key), array, network)
    return found


def state_shapes(network: Network) -> dict[str, tuple[int, ...]]:
    """Return name → shape of every initial state that a run of `network` takes."""
    return {
        f"{part}.{state}": (parameters.outputs if state == "hidden_state" else parameters.units,)
        for part in network.parts
        for parameters in (network.parameters(part),)
        for state in ("hidden_state", "cell_state")
        if state in network.cell.states
    }


def token_ids(ids: ArrayLike) -> list[int]:
    """Return (T,) token ids as Python integers, without a check against an embedding.

    Raises:
        UsageError: they are not a row of whole numbers.
    """
    found = _array("ids", ids)
    if found.ndim != 1:
        raise UsageError(tr("ids has the shape {shape}; it takes a row of whole numbers, (T,)", shape=found.shape))
    if found.size and (found.dtype.kind not in "iu" or int(found.max()) > np.iinfo(np.int64).max):
        raise UsageError(tr("ids holds values of type {dtype}, not whole numbers", dtype=found.dtype))
    return [int(i) for i in found]


def _array(what: str, values: ArrayLike) -> NDArray[np.generic]:
    try:
        return np.asarray(values)
    except ValueError as error:
        raise UsageError(tr("{what} has rows of different lengths, which cannot be an array", what=what)) from error


def _numbers(what: str, values: NDArray[np.generic], network: Network) -> Array:
    if values.dtype.kind not in "fiu":
        raise UsageError(tr("{what} holds values of type {dtype}, not real numbers", what=what, dtype=values.dtype))
    return as_numbers(values, network.dtype)
