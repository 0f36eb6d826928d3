"""One obstacle in one file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gatescope.engine.network import Array

TOKENS, INPUTS, UNITS = 6, 3, 4


@dataclass(frozen=True, eq=False)
class Made:
    """A file that was made, with what its framework gives.

    Attributes:
        path: of the file.
        x: (T, I) what the whole model takes; whole numbers (T,) where it takes ids.
        h: (T, H) the hidden states of the layer, of the tokens that count, in their order.
        kept: (T,) bool, the tokens that count.
    """

    path: Path
    x: Array
    h: Array
    kept: Array | None = None


@dataclass(frozen=True, eq=False)
class Case:
    """How a file with an obstacle is made, and what is expected of everything that opens it.

    Attributes:
        name: ``"onnx: inputs standardised"``.
        make: writes the file into a folder.
        said: a word that the sentence about it must have; empty where the numbers must be right instead.
    """

    name: str
    make: Callable[[Path], Made]
    said: str = ""


def vectors(seed: int = 5) -> Array:
    """(T, I) of one sequence."""
    return np.random.default_rng(seed).normal(size=(TOKENS, INPUTS)).astype(np.float32)


IDS = np.array([0, 0, 3, 1, 0, 5])
"""Padding before and amid."""
