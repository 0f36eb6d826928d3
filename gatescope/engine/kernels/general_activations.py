"""The nonlinearities of `engine.activations`, and the clamps of interventions, for the general kernels.

Formulas and constants are described there. All rows are columns `first` … `stop` of one row of an array.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from gatescope.engine import activations
from gatescope.engine.activations import Kind
from gatescope.engine.kernels.activations import HALF, ONE, ZERO, sigmoid_row, tanh, tanh_row
from gatescope.engine.kernels.kernel import kernel
from gatescope.engine.record import Array


class Squash(NamedTuple):
    """One formula, its constants in the type of the arrays, and where the pre-activation is cut: ±∞ for nowhere."""

    kind: int
    alpha: Any
    beta: Any
    clip: Any


def squash(text: str, clip: float | None, dtype: np.dtype[np.floating]) -> Squash:
    """Return the activation called `text` behind a clip."""
    kind, alpha, beta = activations.squash(text)
    number = dtype.type
    return Squash(int(kind), number(alpha), number(beta), number(np.inf if clip is None else clip))


@kernel
def value(squash: Squash, x: Any) -> Any:
    """φ(x) of one number, without the clip."""
    kind, alpha, beta = squash.kind, squash.alpha, squash.beta
    if kind == Kind.TANH:
        y = tanh(x)
    elif kind == Kind.SIGMOID:
        y = tanh(x * HALF) * HALF + HALF
    elif kind == Kind.RELU:
        y = ZERO * x if x < ZERO else x
    elif kind == Kind.HARD_SIGMOID:
        y = alpha * x + beta
        y = ZERO * alpha if y < ZERO else y
        y = ONE + ZERO * alpha if y > ONE else y
    elif kind == Kind.AFFINE:
        y = alpha * x + beta
    elif kind == Kind.LEAKY_RELU:
        y = alpha * x if x < ZERO else x
    elif kind == Kind.THRESHOLDED_RELU:
        y = ZERO * alpha if x < alpha else x
    elif kind == Kind.SCALED_TANH:
        y = alpha * tanh(beta * x)
    elif kind == Kind.ELU:
        y = alpha * np.expm1(x) if x < ZERO else x
    elif kind == Kind.SOFTSIGN:
        y = x / (ONE + abs(x))
    else:
        y = np.log1p(np.exp(-abs(x))) + (x if x > ZERO else ZERO * alpha)
    return y


@kernel
def derivative(squash: Squash, x: Any, y: Any) -> Any:
    """φ′(x) of one number, where y = φ(x), without the clip."""
    kind, alpha, beta = squash.kind, squash.alpha, squash.beta
    none = ZERO * alpha
    one = ONE + none
    if kind == Kind.TANH:
        d = ONE - y * y
    elif kind == Kind.SIGMOID:
        d = y * (ONE - y)
    elif kind == Kind.RELU:
        d = one if x > ZERO else none
    elif kind == Kind.HARD_SIGMOID:
        inner = alpha * x + beta
        d = alpha if ZERO < inner < ONE else none
    elif kind == Kind.AFFINE:
        d = alpha
    elif kind == Kind.LEAKY_RELU:
        d = one if x > ZERO else alpha
    elif kind == Kind.THRESHOLDED_RELU:
        d = none if x < alpha else one
    elif kind == Kind.SCALED_TANH:
        t = tanh(beta * x)
        d = alpha * beta * (ONE - t * t)
    elif kind == Kind.ELU:
        d = one if x > ZERO else y + alpha
    elif kind == Kind.SOFTSIGN:
        d = ONE / ((ONE + abs(x)) * (ONE + abs(x)))
    else:
        d = tanh(x * HALF) * HALF + HALF
    return d


@kernel
def squash_row(squash: Squash, source: Array, n: int, target: Array, m: int, first: int, stop: int) -> None:
    """Cut the columns of row `n` of `source` in place, and write φ of them into row `m` of `target`."""
    if squash.clip < np.inf:
        for j in range(first, stop):
            x = source[n, j]
            x = squash.clip if x > squash.clip else x
            source[n, j] = -squash.clip if x < -squash.clip else x
    if squash.kind == Kind.SIGMOID:
        sigmoid_row(source, n, target, m, first, stop)
    elif squash.kind == Kind.TANH:
        tanh_row(source, n, target, m, first, stop)
    else:
        for j in range(first, stop):
            target[m, j] = value(squash, source[n, j])


@kernel
def through_row(
    squash: Squash, source: Array, n: int, values: Array, m: int, slopes: Array, first: int, stop: int
) -> None:
    """Multiply row `n` of `slopes` by φ′ of row `n` of `source`, whose φ is row `m` of `values`: 0 where it was cut."""
    for j in range(first, stop):
        x = source[n, j]
        d = derivative(squash, x, values[m, j])
        slopes[n, j] *= ZERO * d if abs(x) >= squash.clip else d


@kernel
def hold_row(clamps: Array, k: int, target: Array, m: int, first: int, stop: int) -> None:
    """Write the values that row `k` of `clamps` imposes into row `m` of `target`."""
    for j in range(first, stop):
        if clamps[k, j] == clamps[k, j]:
            target[m, j] = clamps[k, j]


@kernel
def free_row(clamps: Array, k: int, slopes: Array, m: int, first: int, stop: int) -> None:
    """Write 0 into row `m` of `slopes` where row `k` of `clamps` imposes a value: no gradient flows back through it."""
    for j in range(first, stop):
        if clamps[k, j] == clamps[k, j]:
            slopes[m, j] = ZERO
