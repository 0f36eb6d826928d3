"""Arrays in other layouts as PyTorch has them, read when their numbers are wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gatescope.formats.core.stored import StoredTensor


def stacked(row: Sequence[StoredTensor], by_column: bool, columns: slice = slice(None)) -> StoredTensor:
    """Return the rows of several matrices in one; of each, those columns that belong to one of the things it is applied
    to. `by_column` says that they stand the other way round in the file."""
    inputs = row[0].shape[0 if by_column else 1]

    def read() -> NDArray[np.generic]:
        parts = [tensor.read().T if by_column else tensor.read() for tensor in row]
        return np.concatenate([part[:, columns] for part in parts])

    rows = sum(tensor.shape[1 if by_column else 0] for tensor in row)
    return StoredTensor(row[0].name, (rows, len(range(inputs)[columns])), _dtype(row), read)


def stacked_biases(row: Sequence[StoredTensor]) -> StoredTensor:
    """Return the biases in one array; in the file they may be columns, (H, 1), or rows, (1, H)."""

    def read() -> NDArray[np.generic]:
        return np.concatenate([tensor.read().reshape(-1) for tensor in row])

    return StoredTensor(row[0].name, (sum(tensor.size for tensor in row),), _dtype(row), read)


def in_order(tensor: StoredTensor, rows: tuple[int, ...]) -> StoredTensor:
    """Return the tensor with its blocks of rows, one a gate, in another order."""

    def read() -> NDArray[np.generic]:
        values = tensor.read()
        blocks = values.reshape(len(rows), -1, *values.shape[1:])
        return np.ascontiguousarray(blocks[list(rows)]).reshape(values.shape)

    return replace(tensor, read=read)


def _dtype(row: Sequence[StoredTensor]) -> str:
    return row[0].dtype if all(tensor.dtype == row[0].dtype for tensor in row) else "float64"
