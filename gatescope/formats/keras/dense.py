"""Dense layers as read-outs of a stack."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import numpy as np

from gatescope.engine.network import Array, ReadOut
from gatescope.formats.found import Assumption, FoundLayer
from gatescope.formats.keras.weights import Weights

_Kind = Literal["logistic", "softmax"]
_FROM_LOSS: Mapping[str, _Kind] = {
    "binarycrossentropy": "logistic",
    "categoricalcrossentropy": "softmax",
    "sparsecategoricalcrossentropy": "softmax",
}


def read_out(
    name: str, weights: Weights, squashed_by: str, top: FoundLayer, rows: int | None, loss: object
) -> tuple[ReadOut | None, list[Assumption], list[str]]:
    """Return the dense layer `name` as a read-out, with what was assumed, or None and a note on why it is left out.

    Args:
        squashed_by: the activation, or that of the layer that follows it; empty where the file does not say.
        top: the recurrent layer that it reads.
        rows: of the embedding; None without one.
        loss: what the model was trained with, as the file has it.
    """
    directions, merge = len(top.directions), top.merge
    kernel = weights.roles["kernel"]
    features, columns = kernel.shape
    kind, assumptions = _kind(name, squashed_by, columns, rows, loss)
    if kind is None:
        what = squashed_by or "what squashes it, the file does not say"
        return None, [], [f"{name!r} ({features} → {columns}) is not read out: {what}, no choice among labels"]
    bias = weights.roles.get("bias")
    if bias is not None and bias.shape != (columns,):
        return None, [], [f"{name!r} ({features} → {columns}) is not read out: its bias has the shape {bias.shape}"]
    W = np.asarray(kernel.read()).T
    if merge in ("sum", "ave"):
        # A map of the sum is the map of either part, and the engine joins them side by side.
        W = np.tile(W, directions) / (directions if merge == "ave" else 1)
    elif directions > 1 and merge != "concat":
        what = "the product of the two directions" if merge == "mul" else "one of the two directions alone"
        return None, [], [f"{name!r} reads out {what}, which is not computed here"]
    b: Array = np.zeros(columns, W.dtype) if bias is None else np.asarray(bias.read())
    labels = ("0", "1") if kind == "logistic" else tuple(str(k) for k in range(columns))
    return ReadOut(name, kind, W, b, labels), assumptions, []


def _kind(
    name: str, squashed_by: str, columns: int, rows: int | None, loss: object
) -> tuple[_Kind | None, list[Assumption]]:
    what = f"read-out {name!r}"
    if squashed_by == "softmax" and columns > 1:
        return "softmax", []
    if squashed_by == "sigmoid":
        return ("logistic", []) if columns == 1 else (None, [])
    if squashed_by == "linear":
        by_loss = _FROM_LOSS.get(_loss_name(loss))
        if by_loss is not None and (by_loss == "logistic") == (columns == 1):
            return by_loss, [
                Assumption(what, by_loss, "it gives logits, and the model was trained on them by that loss")
            ]
        if columns == rows:
            return "softmax", [Assumption(what, "softmax", "it gives logits, one for every row of the embedding")]
        return None, []
    if squashed_by:
        return None, []
    if columns == 1:
        return "logistic", [Assumption(what, "logistic", "one number a text, and a file of weights alone says no more")]
    if rows is not None:
        return "softmax", [Assumption(what, "softmax", "it has several columns above a text; the file says no more")]
    return None, []


def _loss_name(loss: object) -> str:
    """Return the name, such as ``"binarycrossentropy"``, of a loss saved as a name, a function or an object."""
    if isinstance(loss, Mapping):
        inside: Any = loss.get("config")
        loss = inside if isinstance(inside, str) else loss.get("class_name")
    return str(loss).replace("_", "").lower()
