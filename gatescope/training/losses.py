"""The loss of a read-out and its derivative in the logits, in the forms that cannot overflow.

Logits that are NaN give a loss that is NaN, without a warning: the loop stops at it and says where.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Array, ReadOutKind
from gatescope.engine.read_out import squash

Targets = NDArray[np.int64] | Array
Loss = Callable[[Array, Targets, Array], tuple[float, Array]]


def logistic(logits: Array, targets: Targets, weights: Array) -> tuple[float, Array]:
    """Return the cross-entropy of σ(z): Σ w (log(1 + e^z) − y z), with the derivative w (σ(z) − y).

    Args:
        logits: (N, 1).
        targets: (N,) of 0 and 1.
        weights: (N,) of every row in the sum.

    Returns:
        The loss, and its derivative (N, 1) in the logits.
    """
    z, y = logits[:, 0], targets.astype(logits.dtype)
    with np.errstate(all="ignore"):
        loss = float(weights @ (np.logaddexp(0, z) - y * z))
    return loss, (weights * (squash("logistic", logits)[:, 0] - y))[:, None]


def softmax(logits: Array, targets: Targets, weights: Array) -> tuple[float, Array]:
    """Return the cross-entropy of softmax(z): Σ w (log Σ e^z − z_y), with the derivative w (softmax(z) − 1_y).

    Args:
        logits: (N, C).
        targets: (N,) of 0 … C − 1.
        weights: (N,) of every row in the sum.

    Returns:
        The loss, and its derivative (N, C) in the logits.
    """
    rows, classes = np.arange(len(targets)), targets.astype(np.int64, copy=False)
    with np.errstate(all="ignore"):
        shifted = logits - logits.max(axis=1, keepdims=True)
        loss = float(weights @ (np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, classes]))
    gradient = squash("softmax", logits)
    gradient[rows, classes] -= 1
    return loss, gradient * weights[:, None]


def squared(logits: Array, targets: Targets, weights: Array) -> tuple[float, Array]:
    """Return the mean squared error: Σ w Σ_j (z_j − y_j)² / C, with the derivative 2 w (z − y) / C.

    Args:
        logits: (N, C), which a linear read-out gives as they are.
        targets: (N, C) numbers.
        weights: (N,) of every row in the sum.

    Returns:
        The loss, and its derivative (N, C) in the logits.
    """
    with np.errstate(all="ignore"):
        off = logits - targets.astype(logits.dtype, copy=False)
        loss = float(weights @ np.square(off).mean(axis=1))
        return loss, off * (weights * (2 / logits.shape[1]))[:, None]


LOSSES: Mapping[ReadOutKind, Loss] = {"logistic": logistic, "softmax": softmax, "linear": squared}
