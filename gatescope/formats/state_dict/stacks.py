"""From the tensors of a file to the stacks that they form."""

from __future__ import annotations

from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.found import Stack
from gatescope.formats.state_dict.layers import found_module
from gatescope.formats.state_dict.names import torch_modules
from gatescope.formats.stored import Hints, Tensors


def stacks_of(path: Path, tensors: Tensors, hints: Hints | None = None) -> tuple[Stack, ...]:
    """Return the recurrent stacks among `tensors`, in the order of the file.

    Args:
        hints: what the file says of its modules beside their tensors, by the path of the module.

    Raises:
        FormatError: there is no recurrent module, or none whose tensors fit together.
    """
    hints = hints or {}
    found = [
        found_module(path, module, {**hints.get("", {}), **hints.get(module.path.rstrip("."), {})})
        for module in torch_modules(tensors)
    ]
    if not found:
        raise FormatError(path, "no RNN/GRU/LSTM weights found")
    return tuple(Stack(module.name, module.layers, assumptions=module.assumptions) for module in found)
