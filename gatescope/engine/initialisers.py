"""Random and fixed starting values for a parameter array.

Each initialiser is a function of a shape and a generator, so a seed names its result for good.

Sources:
    uniform (PyTorch): ``torch.nn.RNNBase.reset_parameters``, U(−1/√H, 1/√H) for every matrix and bias.
    Glorot uniform: Glorot & Bengio 2010, "Understanding the difficulty of training deep feedforward neural networks",
        eq. 16: U(−√(6/(fan_in + fan_out)), +√(6/(fan_in + fan_out))). Keras' default for W.
    orthogonal: Saxe, McClelland & Ganguli 2014, "Exact solutions to the nonlinear dynamics of learning in deep linear
        neural networks"; uniform over the orthogonal matrices by the sign rule of Mezzadri 2007, "How to generate
        random matrices from the classical compact groups". Keras' default for U.
    identity: Le, Jaitly & Hinton 2015, "A simple way to initialize recurrent networks of rectified linear units".
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import DTypeLike, NDArray

from gatescope.errors import UsageError
from gatescope.words import tr

Array = NDArray[np.floating]
Shape = tuple[int, ...]
Initialiser = Callable[[Shape, np.random.Generator], NDArray[np.float64]]


def _uniform(shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:
    # Rows are the units in every recurrent array: (H, I), (H, H) and (H,).
    limit = 1.0 / np.sqrt(shape[0])
    return rng.uniform(-limit, limit, shape)


def _glorot_uniform(shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:
    limit = np.sqrt(6.0 / (shape[0] + shape[1]))
    return rng.uniform(-limit, limit, shape)


def _orthogonal(shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:
    rows, columns = shape
    q, r = np.linalg.qr(rng.standard_normal((max(shape), min(shape))))
    # QR fixes the signs of R's diagonal in its own way; without this the matrices are not uniformly distributed.
    q *= np.where(np.diagonal(r) < 0.0, -1.0, 1.0)
    return np.ascontiguousarray(q if rows >= columns else q.T)


def _identity(shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:
    rows, columns = shape
    return np.eye(rows, columns)


def _zeros(shape: Shape, rng: np.random.Generator) -> NDArray[np.float64]:
    return np.zeros(shape)


INITIALISERS: dict[str, Initialiser] = {
    "uniform (PyTorch)": _uniform,
    "Glorot uniform": _glorot_uniform,
    "orthogonal": _orthogonal,
    "identity": _identity,
    "zeros": _zeros,
}
_MATRICES_ONLY = frozenset({"Glorot uniform", "orthogonal", "identity"})


def fitting(shape: Shape) -> tuple[str, ...]:
    """Return the names of the initialisers that can fill `shape`: all of them for a matrix, fewer for a bias."""
    if len(shape) not in (1, 2) or min(shape) < 1:
        return ()
    return tuple(name for name in INITIALISERS if len(shape) == 2 or name not in _MATRICES_ONLY)


def initialise(name: str, shape: Shape, seed: int, dtype: DTypeLike = np.float32) -> Array:
    """Return a new array of `shape`, the same for the same arguments.

    Args:
        name: a key of `INITIALISERS`.
        shape: (rows, columns) of a matrix with a row a unit, or (units,) of a bias. A matrix that is not square gets
            orthonormal columns or rows, whichever are fewer, from "orthogonal", and a rectangular eye from "identity".
        seed: of the generator; the fixed initialisers ignore it.
        dtype: a floating type of the result; the values are drawn in float64 and rounded.

    Raises:
        UsageError: there is no such initialiser, or it cannot fill this shape.
    """
    if name not in INITIALISERS:
        raise UsageError(
            tr("there is no initialiser {name!r}; there are {listed}", name=name, listed=", ".join(INITIALISERS))
        )
    if len(shape) not in (1, 2) or min(shape) < 1:
        raise UsageError(
            tr("only a matrix or a bias with at least one value can be initialised, not shape {shape}", shape=shape)
        )
    if name not in fitting(shape):
        raise UsageError(
            tr(
                "{name!r} needs a matrix, not shape {shape}; for a bias take {listed}",
                name=name,
                shape=shape,
                listed=" or ".join(fitting(shape)),
            )
        )
    return INITIALISERS[name](shape, np.random.default_rng(seed)).astype(dtype)
