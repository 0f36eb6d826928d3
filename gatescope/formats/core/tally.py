"""Counts NaN and Inf in every tensor of a file, and names the stacks that use it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gatescope.formats.core.found import FoundTensor, ModelFile, Stack
from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.progress import Report, silent
from gatescope.words import mark

# Two million numbers at a time, so that the flags of a large tensor take little memory.
_CHUNK = 1 << 21


def tally(tensors: Tensors, stacks: Iterable[Stack], report: Report = silent) -> tuple[FoundTensor, ...]:
    """Return all of `tensors` in their order, one in memory at a time.

    Raises:
        FormatError: a tensor's data are damaged.
        Cancelled: `report` wants no more.
    """
    users: dict[str, list[str]] = {}
    for stack in stacks:
        for name in dict.fromkeys(stack.tensors):
            users.setdefault(name, []).append(stack.name)
    total = sum(tensor.size for tensor in tensors.values()) or 1
    found: list[FoundTensor] = []
    done = 0
    for name, tensor in tensors.items():
        report(done / total)
        nan, inf = _odd_numbers(tensor) if tensor.floating else (0, 0)
        found.append(FoundTensor(name, tensor.shape, tensor.dtype, nan, inf, tuple(users.get(name, ()))))
        done += tensor.size
    report(1.0)
    return tuple(found)


def with_warnings(file: ModelFile) -> ModelFile:
    """Return `file` with a note in every stack that names its tensors with NaN or infinite weights and counts those."""
    odd = [tensor for tensor in file.tensors if tensor.nan or tensor.inf]
    if not odd:
        return file
    warned = []
    for stack in file.stacks:
        own = set(stack.tensors)
        notes = tuple(_sentence(tensor) for tensor in odd if tensor.name in own)
        warned.append(replace(stack, notes=(*stack.notes, *notes)))
    return replace(file, stacks=tuple(warned))


def _sentence(tensor: FoundTensor) -> str:
    name, nan, inf = tensor.name, tensor.nan, tensor.inf
    if nan and inf:
        return mark("{name} holds {nan} NaN and {inf} infinite weights", name=name, nan=nan, inf=inf)
    if nan:
        return mark(
            "{name} holds {nan} NaN weights" if nan > 1 else "{name} holds {nan} NaN weight", name=name, nan=nan
        )
    return mark(
        "{name} holds {inf} infinite weights" if inf > 1 else "{name} holds {inf} infinite weight", name=name, inf=inf
    )


def _odd_numbers(tensor: StoredTensor) -> tuple[int, int]:
    values: NDArray[np.generic] = tensor.read().reshape(-1)
    nan = inf = 0
    for start in range(0, len(values), _CHUNK):
        chunk = values[start : start + _CHUNK]
        if not np.isfinite(chunk).all():
            nan += int(np.isnan(chunk).sum())
            inf += int(np.isinf(chunk).sum())
    return nan, inf
