"""The content of every container of PyTorch: one object, and the byte order of the numbers it refers to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gatescope.formats.pytorch.stored_tensors import ByteOrder


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """An opened file of PyTorch's.

    Attributes:
        form: the container in words: ``"zip"``, ``"before 1.6"``.
        root: what was saved, of `objects` and plain Python.
        order: byte order of its storages.
        script: whether it is a TorchScript archive.
        code: gives the text of a Python module of that archive by its dotted name, as long as the file is open; empty
            where it has none.
        frozen: whether that keeps tensors as constants, as a frozen program does.
    """

    form: str
    root: object
    order: ByteOrder = "<"
    script: bool = False
    code: Callable[[str], str] = field(default=lambda _: "", repr=False)
    frozen: bool = False
