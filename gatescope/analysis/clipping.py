"""Two ways to clip exploding gradients."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from gatescope.engine.network import Array
from gatescope.errors import ModelError
from gatescope.words import tr


def common_norm(gradients: Mapping[str, Array]) -> float:
    """Return the Euclidean norm ‖g‖ of all gradients together; NaN where one holds NaN, ∞ where one is infinite."""
    with np.errstate(over="ignore"):
        norm = float(np.sqrt(sum(float(np.vdot(g, g)) for g in gradients.values())))
    if norm < math.inf:
        return norm
    # The squares of an explosion overflow before it does.
    peak = max(float(np.abs(g).max(initial=0)) for g in gradients.values())
    if not math.isfinite(peak):
        return peak
    return peak * math.sqrt(sum(float(np.square(g.astype(np.float64) / peak).sum()) for g in gradients.values()))


def clip_by_norm(gradients: Mapping[str, Array], most: float) -> tuple[dict[str, Array], float]:
    """Scale all gradients together so that their common norm ‖g‖ is at most `most`: g · most / ‖g‖ where it is more.

    The direction stays. Source: Pascanu, Mikolov & Bengio 2013, algorithm 1.

    Args:
        gradients: by name, arrays of any shape.
        most: the largest norm allowed; ∞ allows all.

    Returns:
        The gradients, and the norm they had.

    Raises:
        ModelError: a gradient holds NaN, or an infinity that would have to be scaled.
    """
    norm = common_norm(gradients)
    if norm <= most:
        return dict(gradients), norm
    if not math.isfinite(norm):
        raise ModelError(
            tr(
                "the gradient of {not_finite!r} is not finite: try a smaller learning rate",
                not_finite=_not_finite(gradients),
            )
        )
    return {name: g * g.dtype.type(most / norm) for name, g in gradients.items()}, norm


def clip_by_value(gradients: Mapping[str, Array], most: float) -> dict[str, Array]:
    """Cut every single derivative to [−`most`, `most`]: the direction may change (Mikolov 2012)."""
    return {name: np.clip(g, -most, most) for name, g in gradients.items()}


def _not_finite(gradients: Mapping[str, Array]) -> str:
    return next(name for name, g in gradients.items() if not np.isfinite(g).all())
