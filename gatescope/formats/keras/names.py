"""Arrays with names like Keras': ``lstm/kernel``, ``lstm/recurrent_kernel``, ``embedding/embeddings``."""

from __future__ import annotations

from pathlib import Path

from gatescope.formats.core.found import Stack
from gatescope.formats.core.stored import Tensors
from gatescope.formats.keras.convention import Writer
from gatescope.formats.keras.guess import unordered
from gatescope.formats.keras.stacks import stacks_of as joined


def stacks_of(path: Path, tensors: Tensors) -> tuple[Stack, ...]:
    """Return the stacks of recurrent layers among `tensors`; empty where no names are like Keras'.

    Raises:
        FormatError: the weights of a layer do not fit together.
    """
    layers, weights = unordered(tensors)
    stacks, _ = joined(path, layers, weights, Writer())
    return stacks
