"""tanh, σ and relu for the kernels.

In float32 tanh is a rational function, so that a loop over the units becomes vector instructions; a call of the C
library would not. In float64 it is the C library's, exact to the last bits. NaN stays NaN, infinities saturate.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numba import types
from numba.extending import overload

from gatescope.engine.kernels.kernel import Column, kernel
from gatescope.engine.record import Array

# Typed, for a bare 0.5 or 1 is a double to Numba and would pull the whole loop up to double.
HALF, ONE, ZERO = np.float32(0.5), np.float32(1), np.float32(0)

# tanh(x) ≈ x P(x²) / Q(x²) on |x| ≤ 7.9, a minimax fit of the relative error (6e-9; 4e-7 with float32's rounding).
# Beyond, tanh differs from ±1 by less than 3e-7.
_P0, _P1, _P2 = np.float32(1.0), np.float32(0.13450628519058228), np.float32(0.0035790023393929005)
_P3, _P4 = np.float32(2.2023414203431457e-05), np.float32(1.5428213373525068e-08)
_Q0, _Q1, _Q2 = np.float32(1.0), np.float32(0.4678395688533783), np.float32(0.026192277669906616)
_Q3, _Q4 = np.float32(0.00034236672217957675), np.float32(8.598877343501954e-07)
_SATURATED = np.float32(7.9)


@kernel
def _rational_tanh(x: np.float32) -> np.float32:
    u = x * x
    p = (((_P4 * u + _P3) * u + _P2) * u + _P1) * u + _P0
    q = (((_Q4 * u + _Q3) * u + _Q2) * u + _Q1) * u + _Q0
    y = x * p / q
    # Written so that NaN, which compares false, passes through.
    y = ONE if x > _SATURATED else y
    return -ONE if x < -_SATURATED else y


def tanh(x: Any) -> Any:
    """tanh of one number: within 1e-6 in float32, exact in float64."""
    return _rational_tanh(x) if isinstance(x, np.float32) else np.tanh(x)


@overload(tanh)
def _tanh_by_type(x: Any) -> Callable[[Any], Any]:
    def in_float32(x: Any) -> Any:
        return _rational_tanh(x)

    def in_float64(x: Any) -> Any:
        return np.tanh(x)

    return in_float32 if x == types.float32 else in_float64


@kernel
def sigmoid_row(source: Array, n: int, target: Array, m: int, first: int, stop: int) -> None:
    """Write σ(x) = ½ tanh(½ x) + ½ of the columns `first` … `stop` of row `n` into row `m` of `target`."""
    for j in range(Column(first), Column(stop)):
        target[m, j] = tanh(source[n, j] * HALF) * HALF + HALF


@kernel
def tanh_row(source: Array, n: int, target: Array, m: int, first: int, stop: int) -> None:
    """Write tanh of the columns `first` … `stop` of row `n` into row `m` of `target`."""
    for j in range(Column(first), Column(stop)):
        target[m, j] = tanh(source[n, j])


@kernel
def relu_row(source: Array, n: int, target: Array, m: int, first: int, stop: int) -> None:
    """Write max(x, 0), NaN for NaN, of the columns `first` … `stop` of row `n` into row `m` of `target`."""
    for j in range(Column(first), Column(stop)):
        x = source[n, j]
        target[m, j] = ZERO if x < ZERO else x
