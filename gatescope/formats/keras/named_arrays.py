"""What the arrays of a file are by their names, Keras' or a state dict's, for the readers of all files that hold
nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gatescope.formats import state_dict
from gatescope.formats.core.extent import check_extent
from gatescope.formats.core.found import Assumption, ModelFile, Stack
from gatescope.formats.core.stored import Hints, Tensors
from gatescope.formats.core.tally import tally
from gatescope.progress import Report
from gatescope.words import mark

_RECURRENT = "recurrent_kernel"
# Other frameworks call their arrays so, too, and have the gates in another order.
_ORDER = {
    "gru": Assumption(mark("gate order"), "z r h", mark("the arrays are named as Keras'"), "gate_order=r,z,h"),
    "lstm": Assumption(mark("gate order"), "i f g o", mark("the arrays are named as Keras'"), "gate_order=i,g,f,o"),
}


def model_file(
    path: Path, kind: str, tensors: Tensors, report: Report, notes: Sequence[str] = (), hints: Hints | None = None
) -> ModelFile:
    """Return the stacks among `tensors`, and all of these counted; arguments and errors as of
    `state_dict.model_file`."""
    if any(_RECURRENT in name for name in tensors):
        stacks, said = _of_keras(path, tensors)
        if stacks:
            return ModelFile(path, kind, stacks, tally(tensors, stacks, report), (*notes, *said))
    return state_dict.model_file(path, kind, tensors, report, notes, hints)


def _of_keras(path: Path, tensors: Tensors) -> tuple[tuple[Stack, ...], tuple[str, ...]]:
    """Return the stacks of arrays with Keras' names, ``lstm/kernel``, ``embedding/embeddings``, and notes; empty
    without such."""
    # Few files have them: what reads them is not imported for the others.
    from gatescope.formats.keras.convention import Writer
    from gatescope.formats.keras.guess import unordered
    from gatescope.formats.keras.stacks import stacks_of

    check_extent(path, tensors)
    stacks, notes = stacks_of(path, *unordered(tensors), Writer())
    return tuple(map(_with_order, stacks)), notes


def _with_order(stack: Stack) -> Stack:
    orders = dict.fromkeys(_ORDER[layer.cell.name] for layer in stack.layers if layer.cell.name in _ORDER)
    return replace(stack, assumptions=(*stack.assumptions, *orders))
