"""Vectors that a model's card gives to read first, where the model reads vectors: one a line, for a person to read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from gatescope.engine.network import Array
from gatescope.formats.core.model import Model

NAMES, SAMPLE = "input_names", "sample"


def sample_fields(names: Sequence[str], vectors: Array) -> dict[str, Any]:
    """Return the fields of a card for (T, I) vectors, whose I numbers have `names`."""
    return {NAMES: list(names), SAMPLE: [" ".join(f"{value:g}" for value in row) for row in vectors.tolist()]}


def sample_of(model: Model) -> Array | None:
    """Return the (T, I) vectors that the card of `model` gives, in the model's precision.

    None where it gives none, or none that the network can read: a card is written with the model, and the
    model runs without.
    """
    rows, network = model.card.get(SAMPLE), model.network
    if network.embedding is not None or not isinstance(rows, list) or not rows:
        return None
    try:
        vectors: Array = np.array([[float(number) for number in str(row).split()] for row in rows], network.dtype)
    except ValueError:
        return None
    return vectors if vectors.shape == (len(rows), network.inputs) and np.isfinite(vectors).all() else None


def input_names(model: Model) -> tuple[str, ...]:
    """Return the names of the numbers of a vector; none where the card of `model` does not name each."""
    names = model.card.get(NAMES)
    if not isinstance(names, list) or len(names) != model.network.inputs:
        return ()
    return tuple(map(str, names))
