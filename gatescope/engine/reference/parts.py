"""What the equations of all cells have in common: the nonlinearity with its clip, and clamps."""

from __future__ import annotations

import numpy as np

from gatescope.engine import activations
from gatescope.engine.cells import Convention
from gatescope.engine.record import Array, Clamps


def squeeze(convention: Convention, activation: str, pre: Array, out: Array) -> None:
    """Cut `pre` (H,) to ±clip in place, and write φ of it into `out` (H,)."""
    if convention.clip is not None:
        np.clip(pre, -convention.clip, convention.clip, out=pre)
    out[:] = activations.apply(activations.squash(activation), pre)


def slope(convention: Convention, activation: str, pre: Array, y: Array) -> Array:
    """∂y/∂p (H,) of a pre-activation that was cut: 0 where it stands at ±clip. For an RNN, `y` may be clamped."""
    return activations.slope(activations.squash(activation), pre, y, convention.clip)


def hold(values: Array, clamps: Clamps | None, of: str, n: int, block: int = 0) -> None:
    """Write the clamped values into `values` (H,); `block` is the gate's place in a row of gates."""
    if clamps is not None:
        row = _row(clamps, of, n, block, len(values))
        values[:] = np.where(np.isnan(row), values, row)


def free(values: Array, clamps: Clamps | None, of: str, n: int, block: int = 0) -> Array:
    """Return the gradient `values` (H,) with 0 where a value was clamped: no gradient flows back through it."""
    if clamps is None:
        return values
    return np.where(np.isnan(_row(clamps, of, n, block, len(values))), values, values.dtype.type(0))


def _row(clamps: Clamps, of: str, n: int, block: int, units: int) -> Array:
    rows: Array = getattr(clamps, of)
    return rows[n - clamps.first, block * units : (block + 1) * units]
