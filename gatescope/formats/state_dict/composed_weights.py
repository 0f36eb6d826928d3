"""Recurrent weights that a state dict keeps in parts.

Weight and spectral normalisation, pruning (``torch.nn.utils``), and weights before they are dropped out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import FormatError
from gatescope.formats.core.stored import StoredTensor, Tensors
from gatescope.words import mark, tr

# torch.nn.utils.weight_norm, and torch.nn.utils.parametrizations.weight_norm since 2.0: the direction of each.
_DIRECTION = re.compile(
    r"^(?P<module>.*?)(?:(?P<old>weight_[a-z]+(?:_l\d+)?(?:_reverse)?)_v|"
    r"parametrizations\.(?P<new>weight_[a-z]+(?:_l\d+)?(?:_reverse)?)\.original1)$"
)
# torch.nn.utils.prune and torch.nn.utils.spectral_norm, and torch.nn.utils.parametrizations.spectral_norm.
_ORIGINAL = re.compile(
    r"^(?P<module>.*?)(?:(?P<old>weight_[a-z]+(?:_l\d+)?(?:_reverse)?)_orig|"
    r"parametrizations\.(?P<new>weight_[a-z]+(?:_l\d+)?(?:_reverse)?)\.original)$"
)
# AWD-LSTM: the weights that are learnt, beside those of the last step, some of which were dropped (Merity et al. 2018).
_RAW = re.compile(r"^(?P<module>.*?)(?P<weight>weight_hh_l\d+(?:_reverse)?)_raw$")


def with_composed_weights(path: Path, tensors: Tensors) -> tuple[dict[str, StoredTensor], tuple[str, ...]]:
    """Return `tensors` with the weights that their parts make up, and a note for each."""
    made, notes = dict(tensors), []
    for name in tensors:
        if match := _DIRECTION.match(name):
            weight = match["old"] or match["new"]
            length = f"{name[:-1]}g" if match["old"] else f"{name[:-1]}0"
            whole = match["module"] + weight
            if length in tensors and whole not in tensors:
                made[whole] = _normalised(path, whole, tensors[length], tensors[name])
                notes.append(
                    mark(
                        "{whole} is composed of {length} and {name} (weight norm)",
                        whole=whole,
                        length=length,
                        name=name,
                    )
                )
        elif match := _ORIGINAL.match(name):
            weight = match["old"] or match["new"]
            whole = match["module"] + weight
            stem = name.removesuffix("_orig") if match["old"] else f"{name.removesuffix('original')}0."
            found = None if whole in tensors else _from_original(whole, tensors, name, stem)
            if found is not None:
                made[whole], note = found
                notes.append(note)
        elif match := _RAW.match(name):
            inner = f"{match['module']}module."
            whole = (inner if any(n.startswith(inner) for n in tensors) else match["module"]) + match["weight"]
            made[whole] = replace(tensors[name], name=whole, composed=(name,))
            notes.append(mark("{whole} is {name}, the weights before any are dropped", whole=whole, name=name))
    return made, tuple(notes)


def _from_original(whole: str, tensors: Tensors, name: str, stem: str) -> tuple[StoredTensor, str] | None:
    """Return the weight `whole` that the tensor `name` becomes by what lies beside it, and a note of how; None
    where nothing does."""
    original, mask = tensors[name], tensors.get(f"{stem}_mask")
    u, v = tensors.get(f"{stem}_u"), tensors.get(f"{stem}_v")
    if len(original.shape) != 2 or not original.floating:
        return None
    if mask is not None and mask.shape == original.shape:
        found = _composed(whole, (original, mask), lambda weight, kept: np.where(kept, weight, 0))
        return found, mark("{whole} is {name} with what was pruned set to 0", whole=whole, name=name)
    if u is not None and v is not None and (u.shape, v.shape) == (original.shape[:1], original.shape[1:]):
        found = _composed(whole, (original, u, v), lambda weight, left, right: weight / (left @ weight @ right))
        return found, mark(
            "{whole} is {name} divided by its largest singular value (spectral norm)", whole=whole, name=name
        )
    return None


def _normalised(path: Path, name: str, length: StoredTensor, direction: StoredTensor) -> StoredTensor:
    """W = g v / ‖v‖, the norm over the axes along which g has one number (Salimans and Kingma 2016)."""
    axes = tuple(axis for axis, count in enumerate(length.shape) if count == 1) if length.shape else None
    expected = tuple(1 if axes is None or axis in axes else count for axis, count in enumerate(direction.shape))
    if length.shape not in ((), expected) or not (length.floating and direction.floating):
        raise FormatError(
            path,
            tr(
                "keeps {name} as a direction of shape {shape} and lengths of shape {shape2}, which do not fit together",
                name=name,
                shape=direction.shape,
                shape2=length.shape,
            ),
        )
    return _composed(name, (direction, length), lambda v, g: g * v / np.sqrt((v * v).sum(axes, keepdims=True)))


def _composed(whole: str, parts: Sequence[StoredTensor], compute: Callable[..., NDArray[np.float64]]) -> StoredTensor:
    """Return what `compute` makes of `parts` in float64, in the shape and the type of the first."""

    def read() -> NDArray[np.generic]:
        with np.errstate(all="ignore"):
            made = compute(*(np.asarray(part.read(), dtype=np.float64) for part in parts))
            return made if parts[0].dtype == "float64" else made.astype(np.float32)

    return replace(parts[0], name=whole, read=read, composed=tuple(part.name for part in parts))
