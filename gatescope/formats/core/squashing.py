"""What squashes the scores of a read-out, decided in one place for the readers of all formats.

The first of these that says something decides:

    1. what the file applies to the scores: a Softmax, LogSoftmax or Sigmoid as a module, an operator of a graph or an
       activation of Keras (a card of GateScope's own states the kind itself)
    2. the loss that the model was trained with, where the file has it: cross-entropy of labels, or a squared error
    3. an operator that chooses the highest score (ArgMax, TopK): softmax, which keeps their order
    4. a score for every row of the embedding: which token comes next, softmax
    5. a name that speaks of classes: ``classifier``, ``logits``, ``hidden2tag``, ``labels``
    6. several scores above tokens in a file of weights alone: a label each, softmax
    7. nothing: the scores are plain values, linear, as those of all that forecasts or filters

What is not applied in the file itself is an assumption, and ``--convention readout=…`` says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gatescope.engine.network import ReadOutKind
from gatescope.formats.core.found import Assumption
from gatescope.words import mark

_APPLIED: Mapping[str, ReadOutKind] = {"softmax": "softmax", "logsoftmax": "softmax", "sigmoid": "logistic"}
_LOSSES: Mapping[str, ReadOutKind] = {
    **dict.fromkeys(
        ("categoricalcrossentropy", "sparsecategoricalcrossentropy", "crossentropyloss", "nllloss"), "softmax"
    ),
    **dict.fromkeys(("binarycrossentropy", "bceloss", "bcewithlogitsloss"), "logistic"),
    **dict.fromkeys(
        (
            "meansquarederror", "mse", "mseloss", "meanabsoluteerror", "mae", "l1loss", "smoothl1loss", "huber",
            "huberloss", "logcosh", "meanabsolutepercentageerror", "meansquaredlogarithmicerror", "gaussiannllloss",
        ),
        "linear",
    ),
}  # fmt: skip
_CLASSES = re.compile(r"classif|softmax|sigmoid|(logits?|labels?|(2|to|[._/]|^)_?tag(s|ger)?)(?![a-z])", re.IGNORECASE)


@dataclass(frozen=True)
class Evidence:
    """What a file says about one read-out.

    Attributes:
        columns: C, its scores.
        name: of the layer.
        applied: what stands above the scores, such as ``"Softmax"``; ``"linear"`` where the file shows that nothing
            does, and empty where it does not tell.
        losses: the names of those that the file has.
        picked: whether the file goes on to choose the highest score.
        rows: of the embedding; None without one.
    """

    columns: int
    name: str
    applied: str = ""
    losses: tuple[str, ...] = ()
    picked: bool = False
    rows: int | None = None


def kind_of(evidence: Evidence) -> tuple[ReadOutKind, str]:
    """Return the kind of a read-out, and why in one clause; empty where the file applies it itself."""
    columns = evidence.columns
    applied = _APPLIED.get(plain(evidence.applied))
    if applied is not None and _fits(applied, columns):
        return applied, ""
    for loss in evidence.losses:
        kind = _LOSSES.get(plain(loss))
        if kind is not None and _fits(kind, columns):
            return kind, mark("the model was trained by {loss}", loss=loss)
    if evidence.picked and columns > 1:
        return "softmax", mark("the file chooses the highest of its scores")
    if columns == evidence.rows and columns > 1:
        return "softmax", mark("it gives a score for every row of the embedding")
    if _CLASSES.search(evidence.name):
        return ("softmax" if columns > 1 else "logistic"), mark("its name speaks of classes")
    if evidence.rows is not None and columns > 1 and not evidence.applied:
        return "softmax", mark("it reads tokens and gives several scores")
    return "linear", mark("nothing in the file says that its values are squashed")


def assumption(name: str, kind: ReadOutKind, why: str, columns: int) -> Assumption:
    """Return what is to be said of a read-out called `name` of so many columns that was taken for `kind`."""
    other = "linear" if kind != "linear" else "softmax" if columns > 1 else "logistic"
    return Assumption(mark("squashing of the read-out {name}", name=name), kind, why, f"readout={other}")


def plain(name: str) -> str:
    """Return ``logsoftmax`` of ``LogSoftmax`` and ``log_softmax``."""
    return name.replace("_", "").lower()


def _fits(kind: ReadOutKind, columns: int) -> bool:
    return kind == "linear" or (kind == "logistic") == (columns == 1)
