"""The nonlinearities that a gate, a candidate or a state may go through, by name.

A name may carry its constants: ``hard_sigmoid(0.2, 0.5)``, ``leaky_relu(0.1)``; without them it has those below.

    sigmoid            1 / (1 + e⁻ˣ)
    tanh               tanh x
    relu               max(x, 0)
    hard_sigmoid       clip(α x + β, 0, 1)          α = 0.2, β = 0.5: Keras 1 and 2, ONNX' defaults
    hard_sigmoid_keras3  the same with α = 1/6:     relu6(x + 3) / 6, Keras 3 and PyTorch's Hardsigmoid
    affine             α x + β                      1, 0
    linear             x
    leaky_relu         x, α x below 0               0.01
    thresholded_relu   x from α on, else 0          1
    scaled_tanh        α tanh(β x)                  1, 1
    elu                x, α (eˣ − 1) below 0        1
    softsign           x / (1 + |x|)
    softplus           ln(1 + eˣ)

Sources: the ONNX operators RNN, GRU and LSTM ("Notations"), Keras' ``activations``. Compiled twin:
`kernels/general_activations.py`.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import ModelError
from gatescope.words import tr

Array = NDArray[np.floating]


class Kind(IntEnum):
    """The formulas by number, for the kernels."""

    SIGMOID = 0
    TANH = 1
    RELU = 2
    HARD_SIGMOID = 3
    AFFINE = 4
    LEAKY_RELU = 5
    THRESHOLDED_RELU = 6
    SCALED_TANH = 7
    ELU = 8
    SOFTSIGN = 9
    SOFTPLUS = 10


class Squash(NamedTuple):
    """One formula with its constants; 0 where it has none."""

    kind: Kind
    alpha: float
    beta: float


# Name → formula, its constants, and how many of them its name may carry.
_NAMES: dict[str, tuple[Kind, tuple[float, float], int]] = {
    "sigmoid": (Kind.SIGMOID, (0, 0), 0),
    "tanh": (Kind.TANH, (0, 0), 0),
    "relu": (Kind.RELU, (0, 0), 0),
    "hard_sigmoid": (Kind.HARD_SIGMOID, (0.2, 0.5), 2),
    "hard_sigmoid_keras3": (Kind.HARD_SIGMOID, (1 / 6, 0.5), 0),
    "affine": (Kind.AFFINE, (1, 0), 2),
    "linear": (Kind.AFFINE, (1, 0), 0),
    "leaky_relu": (Kind.LEAKY_RELU, (0.01, 0), 1),
    "thresholded_relu": (Kind.THRESHOLDED_RELU, (1, 0), 1),
    "scaled_tanh": (Kind.SCALED_TANH, (1, 1), 2),
    "elu": (Kind.ELU, (1, 0), 1),
    "softsign": (Kind.SOFTSIGN, (0, 0), 0),
    "softplus": (Kind.SOFTPLUS, (0, 0), 0),
}
NAMES = tuple(_NAMES)
_CALL = re.compile(r"\s*(\w+)\s*(?:\(([^()]*)\))?\s*")


@cache
def squash(text: str) -> Squash:
    """Return the formula that `text` names, such as ``tanh`` or ``leaky_relu(0.1)``.

    Raises:
        ModelError: there is no such name, or its constants are not what it takes.
    """
    match = _CALL.fullmatch(text)
    if match is None or match[1] not in _NAMES:
        raise ModelError(tr("there is no activation {said!r}; known are {listed}", said=text, listed=", ".join(NAMES)))
    kind, constants, most = _NAMES[match[1]]
    try:
        written = [float(number) for number in match[2].split(",")] if (match[2] or "").strip() else []
    except ValueError:
        written = [np.nan]
    if len(written) > most or not np.isfinite(written).all():
        raise ModelError(
            tr(
                "the activation {said!r} takes {most} finite constants, as in {example}"
                if most
                else "the activation {said!r} takes no finite constants, as in {example}",
                said=text,
                most=most,
                example=f"{match[1]}{_EXAMPLE[most]}",
            )
        )
    alpha, beta = (*written, *constants[len(written) :])
    return Squash(kind, alpha, beta)


_EXAMPLE = ("", "(0.1)", "(0.2, 0.5)")


def apply(activation: Squash, x: Array) -> Array:
    """φ(x), element by element; NaN stays NaN."""
    kind, alpha, beta = activation
    y: Array
    match kind:
        case Kind.SIGMOID:
            # The same function as 1 / (1 + e⁻ˣ), without its overflow.
            y = np.tanh(x * 0.5) * 0.5 + 0.5
        case Kind.TANH:
            y = np.tanh(x)
        case Kind.RELU:
            y = np.maximum(x, 0)
        case Kind.HARD_SIGMOID:
            y = np.clip(alpha * x + beta, 0, 1)
        case Kind.AFFINE:
            y = alpha * x + beta
        case Kind.LEAKY_RELU:
            y = np.where(x < 0, alpha * x, x)
        case Kind.THRESHOLDED_RELU:
            y = np.where(x < alpha, 0, x)
        case Kind.SCALED_TANH:
            y = alpha * np.tanh(beta * x)
        case Kind.ELU:
            y = np.where(x < 0, alpha * np.expm1(np.minimum(x, 0)), x)
        case Kind.SOFTSIGN:
            y = x / (1 + np.abs(x))
        case Kind.SOFTPLUS:
            y = np.log1p(np.exp(-np.abs(x))) + np.maximum(x, 0)
    return y


def slope(activation: Squash, x: Array, y: Array, clip: float | None = None) -> Array:
    """φ′(x), where y = φ(x); 0 on the flat side of a kink, and at ±clip of an x that was cut to it."""
    kind, alpha, beta = activation
    match kind:
        case Kind.SIGMOID:
            d = y * (1 - y)
        case Kind.TANH:
            d = 1 - y * y
        case Kind.RELU:
            d = np.where(x > 0, 1, 0)
        case Kind.HARD_SIGMOID:
            inner = alpha * x + beta
            d = np.where((inner > 0) & (inner < 1), alpha, 0)
        case Kind.AFFINE:
            d = np.full_like(x, alpha)
        case Kind.LEAKY_RELU:
            d = np.where(x > 0, 1, alpha)
        case Kind.THRESHOLDED_RELU:
            d = np.where(x < alpha, 0, 1)
        case Kind.SCALED_TANH:
            t = np.tanh(beta * x)
            d = alpha * beta * (1 - t * t)
        case Kind.ELU:
            d = np.where(x > 0, 1, y + alpha)
        case Kind.SOFTSIGN:
            d = 1 / (1 + np.abs(x)) ** 2
        case Kind.SOFTPLUS:
            d = np.tanh(x * 0.5) * 0.5 + 0.5
    found = np.asarray(d, dtype=x.dtype)
    return found if clip is None else found * (np.abs(x) < clip)
