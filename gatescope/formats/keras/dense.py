"""Dense layers as read-outs of a stack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from gatescope.engine.network import Array, ReadOut, ReadOutKind
from gatescope.engine.read_out import numbered_labels
from gatescope.formats.core import squashing
from gatescope.formats.core.found import Assumption, FoundLayer
from gatescope.formats.core.obstacles import not_read_out
from gatescope.formats.keras.weights import Weights
from gatescope.words import mark


def read_out(
    name: str,
    weights: Weights,
    squashed_by: str,
    top: FoundLayer,
    rows: int | None,
    loss: object,
    *,
    goes_on: bool,
) -> tuple[ReadOut | None, list[Assumption], list[str]]:
    """Return the dense layer `name` as a read-out, with what was assumed, or None and a note on why it is left out.

    Args:
        squashed_by: the activation, or that of the layer that follows it; empty where the file does not say.
        top: the recurrent layer that it reads.
        rows: of the embedding; None without one.
        loss: what the model was trained with, as the file has it.
        goes_on: whether further layers take what it gives, as far as the file tells.
    """
    directions, merge = len(top.directions), top.merge
    kernel = weights.roles["kernel"]
    features, columns = kernel.shape
    kind, assumptions, reason = _kind(name, squashed_by, columns, rows, loss)
    if goes_on:
        reason = mark("further layers take what it gives")
    if kind is None or reason:
        return None, [], [not_read_out(name, kernel.shape, reason)]
    bias = weights.roles.get("bias")
    if bias is not None and bias.shape != (columns,):
        return (
            None,
            [],
            [
                mark(
                    "{name!r} ({features} → {columns}) is not read out: its bias has the shape {shape}",
                    name=name,
                    features=features,
                    columns=columns,
                    shape=bias.shape,
                )
            ],
        )
    W = np.asarray(kernel.read()).T
    if merge in ("sum", "ave"):
        # A map of the sum is the map of either part, and the engine joins them side by side.
        W = np.tile(W, directions) / (directions if merge == "ave" else 1)
    elif directions > 1 and merge != "concat":
        return None, [], [_of_one_alone(name, merge)]
    b: Array = np.zeros(columns, W.dtype) if bias is None else np.asarray(bias.read())
    return ReadOut(name, kind, W, b, numbered_labels(kind, columns)), assumptions, []


def _of_one_alone(name: str, merge: str | None) -> str:
    if merge == "mul":
        return mark("{name!r} reads out the product of the two directions, which is not computed here", name=name)
    return mark("{name!r} reads out one of the two directions alone, which is not computed here", name=name)


def _kind(
    name: str, squashed_by: str, columns: int, rows: int | None, loss: object
) -> tuple[ReadOutKind | None, list[Assumption], str]:
    """Return the kind with what was assumed for it, or None and why there is none."""
    evidence = squashing.Evidence(columns, name, squashed_by, (_loss_name(loss),), rows=rows)
    kind, why = squashing.kind_of(evidence)
    if not why or squashed_by in ("", "linear"):
        known = not why or (kind == "linear" and squashed_by == "linear")
        return kind, [] if known else [squashing.assumption(name, kind, why, columns)], ""
    if squashed_by == "sigmoid":
        return None, [], mark("its {columns} probabilities are independent of each other", columns=columns)
    return None, [], mark("it is squashed by {squashed_by}, which is no kind of read-out", squashed_by=squashed_by)


def _loss_name(loss: object) -> str:
    """Return the name, such as ``"binarycrossentropy"``, of a loss saved as a name, a function or an object."""
    if isinstance(loss, Mapping):
        inside: Any = loss.get("config")
        loss = inside if isinstance(inside, str) else loss.get("class_name")
    return str(loss).replace("_", "").lower()
