"""Arrays as the tensors of a file, for the tests of what their names and shapes mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.formats.core.found import Stack
from gatescope.formats.core.stored import Hints, StoredTensor, Tensors
from gatescope.formats.state_dict import stacks_of

FILE = Path("model.pt")


def stored(arrays: Mapping[str, NDArray[np.generic]]) -> Tensors:
    return {
        name: StoredTensor(name, array.shape, array.dtype.name, lambda array=array: array)
        for name, array in arrays.items()
    }


def read(arrays: Mapping[str, NDArray[np.generic]], hints: Hints | None = None) -> tuple[Stack, ...]:
    return stacks_of(FILE, stored(arrays), hints)


def only(arrays: Mapping[str, NDArray[np.generic]], hints: Hints | None = None) -> Stack:
    (stack,) = read(arrays, hints)
    return stack


def draw(seed: int = 0) -> Callable[..., NDArray[np.float32]]:
    """Return what draws (…) arrays of different numbers."""
    rng = np.random.default_rng(seed)
    return lambda *shape: rng.normal(size=shape).astype(np.float32)


def gru(path: str, inputs: int, units: int, ending: str = "_l0", seed: int = 0) -> dict[str, NDArray[np.float32]]:
    """The tensors of one GRU layer under PyTorch's names."""
    a = draw(seed)
    return {
        f"{path}weight_ih{ending}": a(3 * units, inputs),
        f"{path}weight_hh{ending}": a(3 * units, units),
        f"{path}bias_ih{ending}": a(3 * units),
        f"{path}bias_hh{ending}": a(3 * units),
    }
