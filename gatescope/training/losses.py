"""The cross-entropy of a read-out and its derivative in the logits, in the forms that cannot overflow.

Logits that are NaN give a loss that is NaN, without a warning: the loop stops at it and says where.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Array
from gatescope.engine.read_out import squash

Labels = NDArray[np.int64]


def logistic(logits: Array, labels: Labels, weights: Array) -> tuple[float, Array]:
    """Return the cross-entropy of σ(z): Σ w (log(1 + e^z) − y z), with the derivative w (σ(z) − y).

    Args:
        logits: (N, 1).
        labels: (N,) of 0 and 1.
        weights: (N,) of every row in the sum.

    Returns:
        The loss, and its derivative (N, 1) in the logits.
    """
    z, y = logits[:, 0], labels.astype(logits.dtype)
    with np.errstate(all="ignore"):
        loss = float(weights @ (np.logaddexp(0, z) - y * z))
    return loss, (weights * (squash("logistic", logits)[:, 0] - y))[:, None]


def softmax(logits: Array, labels: Labels, weights: Array) -> tuple[float, Array]:
    """Return the cross-entropy of softmax(z): Σ w (log Σ e^z − z_y), with the derivative w (softmax(z) − 1_y).

    Args:
        logits: (N, C).
        labels: (N,) of 0 … C − 1.
        weights: (N,) of every row in the sum.

    Returns:
        The loss, and its derivative (N, C) in the logits.
    """
    rows = np.arange(len(labels))
    with np.errstate(all="ignore"):
        shifted = logits - logits.max(axis=1, keepdims=True)
        loss = float(weights @ (np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, labels]))
    gradient = squash("softmax", logits)
    gradient[rows, labels] -= 1
    return loss, gradient * weights[:, None]


LOSSES = {"logistic": logistic, "softmax": softmax}
