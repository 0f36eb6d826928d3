"""Weights that a state dict keeps in parts, of recurrent layers and of all others.

Weight and spectral normalisation, pruning (``torch.nn.utils``), and weights before they are dropped out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.formats.core.obstacles import in_words
from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.formats.state_dict.weight_parts import (
    DIRECTION,
    LEFT,
    LENGTH,
    MASK,
    NEW_DIRECTION,
    NEW_LEFT,
    NEW_LENGTH,
    NEW_ORIGINAL,
    NEW_RIGHT,
    ORIGINAL,
    are_parts,
    part_of,
    parts_by_weight,
)
from gatescope.words import mark, tr

# AWD-LSTM: the weights that are learnt, beside those of the last step, some of which were dropped (Merity et al. 2018).
_RAW = re.compile(r"^(?P<module>.*?)(?P<weight>weight_hh_l\d+(?:_reverse)?)_raw$")
_RECURRENT = re.compile(r"weight_(ih|hh|hr)(_l\d+)?(_reverse)?$")


@dataclass(frozen=True, eq=False)
class Composed:
    """The tensors of a file with the weights that their parts make up.

    Attributes:
        tensors: those of the file in its order, and behind its first part every weight that was put together.
        notes: a sentence of how, by the name of the weight.
        left: names of the matrices whose parts cannot be put together.
    """

    tensors: dict[str, StoredTensor]
    notes: dict[str, str]
    left: tuple[str, ...]

    def said(self, used: Collection[str]) -> tuple[str, ...]:
        """Return the sentences about the weights in `used`, and one about those that cannot be put together."""
        told = [note for whole, note in self.notes.items() if whole in used]
        if self.left:
            listed = in_words(self.left)
            told.append(mark("stored in parts that cannot be put together, so not read: {listed:.200}", listed=listed))
        return tuple(told)


def with_composed_weights(path: Path, tensors: Tensors) -> Composed:
    """Return `tensors` with the weights that their parts make up.

    Raises:
        FormatError: the parts of a recurrent weight do not fit together.
    """
    known, notes = dict(tensors), dict[str, str]()
    behind: dict[str, list[str]] = {}
    anchors: dict[str, str] = {}
    left: list[str] = []
    groups = parts_by_weight(tensors)
    # The longest name first: a part of what is normalised may itself be pruned.
    for whole in sorted(groups, key=len, reverse=True):
        parts = groups[whole]
        if whole in tensors or not are_parts(whole, parts):
            continue
        found = _put_together(path, whole, {role: known[name] for role, name in parts.items()})
        if found is None:
            if any(tensors[name].floating and len(tensors[name].shape) == 2 for name in parts.values()):
                left.append(whole)
            continue
        known[whole], notes[whole] = found
        first = found[0].composed[0]
        anchors[whole] = anchors.get(first, first)
        behind.setdefault(anchors[whole], []).append(whole)
        if (outer := part_of(whole)) is not None:
            groups.setdefault(outer[0], {})[outer[1]] = whole
    made: dict[str, StoredTensor] = {}
    for name in tensors:
        made.update({one: known[one] for one in (name, *behind.get(name, ()))})
    return _with_raw_weights(Composed(made, notes, tuple(left)))


def _with_raw_weights(composed: Composed) -> Composed:
    made, notes = dict(composed.tensors), dict(composed.notes)
    for name, tensor in composed.tensors.items():
        if (match := _RAW.match(name)) is not None:
            inner = f"{match['module']}module."
            whole = (inner if any(n.startswith(inner) for n in made) else match["module"]) + match["weight"]
            made[whole] = replace(tensor, name=whole, composed=(name,))
            notes[whole] = mark("{whole} is {name}, the weights before any are dropped", whole=whole, name=name)
    return Composed(made, notes, composed.left)


def _put_together(path: Path, whole: str, parts: Tensors) -> tuple[StoredTensor, str] | None:
    """Return the weight `whole` that `parts`, by their roles, make up, and a note of how; None where they do not."""
    roles = parts.keys()
    if roles in ({LENGTH, DIRECTION}, {NEW_LENGTH, NEW_DIRECTION}):
        old = LENGTH in roles
        length, direction = (parts[role] for role in ((LENGTH, DIRECTION) if old else (NEW_LENGTH, NEW_DIRECTION)))
        return _normalised(path, whole, length, direction)
    if roles == {ORIGINAL, MASK}:
        return _pruned(whole, parts[ORIGINAL], parts[MASK])
    if roles == {ORIGINAL, LEFT, DIRECTION}:
        return _divided(whole, parts[ORIGINAL], parts[LEFT], parts[DIRECTION])
    if roles == {NEW_ORIGINAL, NEW_LEFT, NEW_RIGHT}:
        return _divided(whole, parts[NEW_ORIGINAL], parts[NEW_LEFT], parts[NEW_RIGHT])
    return None


def _normalised(
    path: Path, whole: str, length: StoredTensor, direction: StoredTensor
) -> tuple[StoredTensor, str] | None:
    """W = g v / ‖v‖, the norm over the axes along which g has one number (Salimans and Kingma 2016)."""
    axes = tuple(axis for axis, count in enumerate(length.shape) if count == 1) if length.shape else None
    expected = tuple(1 if axes is None or axis in axes else count for axis, count in enumerate(direction.shape))
    if length.shape not in ((), expected) or not (length.floating and direction.floating):
        if _RECURRENT.search(whole) is None:
            return None
        raise FormatError(
            path,
            tr(
                "keeps {name} as a direction of shape {shape} and lengths of shape {shape2}, which do not fit together",
                name=whole,
                shape=direction.shape,
                shape2=length.shape,
            ),
        )
    found = _composed(whole, (direction, length), lambda v, g: g * v / np.sqrt((v * v).sum(axes, keepdims=True)))
    names = {"length": length.name, "name": direction.name}
    return found, mark("{whole} is composed of {length} and {name} (weight norm)", whole=whole, **names)


def _pruned(whole: str, original: StoredTensor, mask: StoredTensor) -> tuple[StoredTensor, str] | None:
    if mask.shape != original.shape or not original.floating:
        return None
    found = _composed(whole, (original, mask), lambda weight, kept: np.where(kept, weight, 0))
    return found, mark("{whole} is {name} with what was pruned set to 0", whole=whole, name=original.name)


def _divided(
    whole: str, original: StoredTensor, left: StoredTensor, right: StoredTensor
) -> tuple[StoredTensor, str] | None:
    """W / (u · W v), as PyTorch computes it in evaluation: it estimates the vectors in training alone."""
    if len(original.shape) != 2 or (left.shape, right.shape) != (original.shape[:1], original.shape[1:]):
        return None
    if not (original.floating and left.floating and right.floating):
        return None
    found = _composed(whole, (original, left, right), lambda weight, u, v: weight / (u @ weight @ v))
    told = mark(
        "{whole} is {name} divided by its largest singular value (spectral norm)", whole=whole, name=original.name
    )
    return found, told


def _composed(whole: str, parts: Sequence[StoredTensor], compute: Callable[..., NDArray[np.float64]]) -> StoredTensor:
    """Return what `compute` makes of `parts` in float64, in the shape and the type of the first."""

    def read() -> NDArray[np.generic]:
        with np.errstate(all="ignore"):
            made = compute(*(np.asarray(part.read(), dtype=np.float64) for part in parts))
            return made if parts[0].dtype == "float64" else made.astype(np.float32)

    return replace(parts[0], name=whole, read=read, composed=tuple(part.name for part in parts))
