"""What the tensors of a file are, by their names, for the readers of all files that hold nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from gatescope.formats.core.extent import check_extent
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.stored import Hints, Tensors
from gatescope.formats.core.tally import tally
from gatescope.formats.state_dict.composed_weights import with_composed_weights
from gatescope.formats.state_dict.stacks import stacks_of
from gatescope.progress import Report


def model_file(
    path: Path, kind: str, tensors: Tensors, report: Report, notes: Sequence[str] = (), hints: Hints | None = None
) -> ModelFile:
    """Return the stacks among `tensors`, and all of these counted.

    Args:
        kind: what the file is, in words.
        notes: about the whole file.
        hints: what it says of its modules beside their tensors.

    Raises:
        NothingRecurrentError: there is no recurrent module.
        FormatError: there is none whose tensors fit together, or they come to far more than the file could hold.
        Cancelled: `report` wants no more.
    """
    check_extent(path, tensors)
    composed = with_composed_weights(path, tensors)
    stacks = stacks_of(path, composed.tensors, hints)
    told = composed.said({name for stack in stacks for name in stack.tensors})
    return ModelFile(path, kind, stacks, tally(composed.tensors, stacks, report), (*notes, *told))
