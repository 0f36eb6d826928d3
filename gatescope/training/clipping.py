"""Two remedies against exploding gradients."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gatescope.engine.network import Array


def clip_by_norm(gradients: Mapping[str, Array], most: float) -> tuple[dict[str, Array], float]:
    """Scale all gradients together so that their common norm is at most `most`; the direction stays.

    Source: Pascanu, Mikolov & Bengio 2013, algorithm 1.

    Returns:
        The gradients, and the norm they had.
    """
    norm = float(np.sqrt(sum(float(np.vdot(g, g)) for g in gradients.values())))
    if norm <= most:
        return dict(gradients), norm
    return {name: g * g.dtype.type(most / norm) for name, g in gradients.items()}, norm


def clip_by_value(gradients: Mapping[str, Array], most: float) -> dict[str, Array]:
    """Cut every single derivative to [−`most`, `most`]: the direction may change (Mikolov 2012)."""
    return {name: np.clip(g, -most, most) for name, g in gradients.items()}
