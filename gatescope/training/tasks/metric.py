"""How well a network does a task on its held-out sequences, in one number that a person understands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from gatescope.engine.network import Array
from gatescope.training.sequences import Sequences


@dataclass(frozen=True)
class Metric:
    """A measure of what the read-out said.

    Attributes:
        name: such as ``"accuracy"``; the unit in it where there is one.
        of: from the weighted mean loss, the logits (N, C) and the sequences to the number.
        higher: whether more is better.
        share: whether it is a share, to be shown in percent.
    """

    name: str
    of: Callable[[float, Array, Sequences], float]
    higher: bool = True
    share: bool = True


def said(logits: Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return (N,) the class that each row of logits says; of one column, whether it is above 0."""
    found: np.ndarray[tuple[int], np.dtype[np.int64]]
    found = (logits[:, 0] > 0).astype(np.int64) if logits.shape[1] == 1 else logits.argmax(axis=1)
    return found


def _accuracy(loss: float, logits: Array, data: Sequences) -> float:
    counted = data.weights > 0
    return float(np.mean(said(logits)[counted] == data.targets[counted]))


def _loss(loss: float, logits: Array, data: Sequences) -> float:
    return loss


ACCURACY = Metric("accuracy", _accuracy)
"""The share of tokens that count in the loss whose class is said."""
NATS = Metric("nats a token", _loss, higher=False, share=False)
"""The cross-entropy itself."""
SQUARED_ERROR = Metric("mean squared error", _loss, higher=False, share=False)
