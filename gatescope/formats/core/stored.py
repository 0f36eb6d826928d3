"""A tensor in a file: known by name, shape and type, and read only when its numbers are needed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.words import tr


@dataclass(frozen=True, eq=False)
class StoredTensor:
    """One tensor of a file, not yet read.

    Attributes:
        name: as the file has it: ``lstm.weight_ih_l0``.
        shape: checked against the bytes that are really there before anything is allocated.
        dtype: as stored, by NumPy's name or ``"bfloat16"``: ``float16``, ``float64``, ``int64``.
        read: returns the numbers: float32 for float16, bfloat16 and float32, float64 for float64, and whole numbers
            and truth values as they are. May raise `FormatError`.
        composed: names of the file's tensors that it was made of, where it is none of those itself.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    read: Callable[[], NDArray[np.generic]] = field(repr=False)
    composed: tuple[str, ...] = ()

    @classmethod
    def unreadable(cls, path: Path, name: str, shape: tuple[int, ...], dtype: str, reason: str) -> StoredTensor:
        """Return a tensor that is only listed: to read it is a `FormatError` about the file at `path`."""

        def refuse() -> NDArray[np.generic]:
            raise FormatError(path, tr(reason))

        return cls(name, shape, dtype, refuse)

    @property
    def size(self) -> int:
        """The number of its values."""
        return prod(self.shape)

    @property
    def floating(self) -> bool:
        return self.dtype in ("float16", "bfloat16", "float32", "float64")


Tensors = Mapping[str, StoredTensor]
"""Every tensor of a file by its name, in the file's order."""

Hints = Mapping[str, Mapping[str, Any]]
"""What a file knows of its modules beside their tensors, by the prefix of their names (``"rnn"``, ``""`` for all):
``class`` (``"GRU"``), ``nonlinearity``, ``num_layers``, ``bidirectional``, ``batch_first``, ``dropout``,
``padding_idx``, ``max_norm``, ``norm_type``.
"""
