"""The numbers of an embedding, as PyTorch looks them up."""

from __future__ import annotations

import numpy as np

from gatescope.engine.network import Array
from gatescope.formats.core.stored import Hints, StoredTensor
from gatescope.formats.state_dict.part import floats
from gatescope.words import mark

_TINY = 1e-7
"""The number that ``torch.embedding_renorm_`` adds to a norm before it divides by it."""


def embedding_of(tensor: StoredTensor, hints: Hints) -> tuple[Array, list[str]]:
    """Return the rows (V, I) that a lookup gives, and sentences about them.

    With ``max_norm``, ``torch.nn.Embedding`` scales rows that are longer when they are looked up.
    """
    rows, notes = floats(tensor), []
    told = hints.get(tensor.name.rpartition(".")[0], {})
    if isinstance(padding := told.get("padding_idx"), int):
        notes.append(mark("row {padding} of the embedding is the padding (padding_idx)", padding=padding))
    longest, power = told.get("max_norm"), told.get("norm_type", 2.0)
    if isinstance(longest, int | float) and isinstance(power, int | float) and longest > 0 and power > 0:
        norms = np.linalg.norm(rows.astype(np.float64), float(power), axis=1, keepdims=True)
        rows = np.where(norms > longest, rows * (longest / (norms + _TINY)), rows).astype(rows.dtype)
        notes.append(
            mark("rows of the embedding longer than {longest:g} were scaled to that (max_norm)", longest=longest)
        )
    return rows, notes
