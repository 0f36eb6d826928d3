"""The recurrent Jacobian ∂h_t/∂h_{t−1}: what one step does to a small change of the hidden state.

    RNN   diag(φ′) U
    GRU   diag(z) + Σ_g diag(∂h/∂pre_g) ∂pre_g/∂h_{t−1}        g in r, z, n
    LSTM  R Σ_g diag(∂y/∂pre_g) U_g, y = o ⊙ φ(c), c_{t−1} fixed        g in i, f, g, o; R the projection, or 1

Where its singular values stay below 1 the gradient vanishes along h, where they pass 1 it may explode (Pascanu, Mikolov
& Bengio 2013, section 2.1). An LSTM's second way back, through c, is the direct path in `factors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_part, check_trace
from gatescope.analysis.local_slopes import local_slopes
from gatescope.engine.network import Array, LayerParameters, Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.progress import Report, silent
from gatescope.words import tr

# Tokens whose vectors are iterated together: one matrix product for all of them.
_BLOCK = 1024
# Steps between two looks at how far the singular values have come.
_ROUNDS = 6
# Halvings of the interval of an eigenvalue, at first no wider than twice itself.
_HALVINGS = 44


@dataclass(frozen=True, eq=False)
class RecurrentJacobian:
    """J_t = ∂h_t/∂h_{t−1} of every token, as an operator; rows in the order in which the direction reads.

    With A_g = `coefficients`[:, g], and all products of vectors element by element:

        J v = M R (D v + Σ_g A_g (U_g v))
        J v = M (D v + A_z (U_z v) + A_n (U_n (r v + B (U_r v))))       a GRU that resets before the product

    Attributes:
        part: the layer and direction it is of.
        parameters: of the layer.
        coefficients: (T, G, H).
        direct: (T, H) D, what h_{t−1} gives to h_t at once: z of a GRU; no columns for the other cells.
        reset: (2, T, H) r and B = h_{t−1} ⊙ φ′(pre_r) of that one GRU; no rows for all others.
        free: (T, P) M, 0 where the hidden state was held at a value, else 1.
    """

    part: Part
    parameters: LayerParameters
    coefficients: Array
    direct: Array
    reset: Array
    free: Array

    def __len__(self) -> int:
        return len(self.coefficients)

    @cached_property
    def _all_transposed(self) -> Array:
        """(P, G · H) all U_gᵀ side by side, copied: BLAS divides small products with a transposed view among threads,
        which takes many times as long where other programs are busy."""
        U = self.parameters.U
        return np.ascontiguousarray(U.reshape(-1, U.shape[2]).T)

    def apply(self, vectors: Array, tokens: slice = slice(None)) -> Array:
        """Return (n, P) J_t v_t for (n, P) `vectors` at `tokens`; one token goes with any number of vectors."""
        U, A = self.parameters.U, self.coefficients[tokens]
        if len(self.reset):
            r, B = self.reset[:, tokens]
            inner = r * vectors + B * (vectors @ U[0].T)
            result = A[:, 1] * (vectors @ U[1].T) + A[:, 2] * (inner @ U[2].T)
        else:
            H = U.shape[1]
            products = (vectors @ self._all_transposed).reshape(len(vectors), -1, H)
            result = np.einsum("tgh,tgh->th", np.broadcast_to(A, products.shape), products)
        if self.direct.shape[1]:
            result = result + self.direct[tokens] * vectors
        if self.parameters.projection is not None:
            result = result @ self.parameters.projection.T
        return np.asarray(result * self.free[tokens])

    def apply_transposed(self, vectors: Array, tokens: slice = slice(None)) -> Array:
        """Return (n, P) J_tᵀ v_t: one step of backpropagation."""
        U, A = self.parameters.U, self.coefficients[tokens]
        asked = vectors * self.free[tokens]
        onto = asked if self.parameters.projection is None else asked @ self.parameters.projection
        if len(self.reset):
            r, B = self.reset[:, tokens]
            inner = (A[:, 2] * onto) @ U[2]
            result = (A[:, 1] * onto) @ U[1] + r * inner + (B * inner) @ U[0]
        else:
            result = (A * onto[:, None]).reshape(len(onto), -1) @ U.reshape(-1, U.shape[2])
        if self.direct.shape[1]:
            result = result + self.direct[tokens] * asked
        return np.asarray(result)

    def matrix(self, token: int) -> Array:
        """Return (P, P) J of the `token`-th step: row j, column k is ∂h_t[j]/∂h_{t−1}[k].

        Raises:
            UsageError: there is no such step.
        """
        if not 0 <= token < len(self):
            raise UsageError(
                tr(
                    "there is no token {token}: the text has {count}, 0 … {count2}",
                    token=token,
                    count=len(self),
                    count2=len(self) - 1,
                )
            )
        U, (A,) = self.parameters.U, self.coefficients[token : token + 1]
        if len(self.reset):
            r, B = self.reset[:, token]
            J = A[1][:, None] * U[1] + A[2][:, None] * (U[2] * r + (U[2] * B) @ U[0])
        else:
            J = np.einsum("gh,ghk->hk", A, U)
        if self.direct.shape[1]:
            J[np.diag_indices_from(J)] += self.direct[token]
        if self.parameters.projection is not None:
            J = self.parameters.projection @ J
        return np.asarray(J * self.free[token][:, None])

    def frobenius(self, report: Report = silent) -> NDArray[np.float64]:
        """Return (T,) ‖J_t‖_F = √Σ J².

        Raises:
            Cancelled: `report` raised it.
        """
        if len(self.reset) or self.parameters.projection is not None:
            norms = np.empty(len(self))
            for token in range(len(self)):
                report(token / len(self))
                norms[token] = np.linalg.norm(self.matrix(token))
            return norms
        # Row j of J is Σ_g A_g[j] U_g[j], and of a GRU D[j] in column j: products of rows of U do for all tokens.
        U, A = self.parameters.U.astype(np.float64), self.coefficients
        squares = np.zeros(len(self))
        rows = np.einsum("ghk,fhk->gfh", U, U)
        for start in range(0, len(self), _BLOCK):
            report(start / len(self))
            part = slice(start, start + _BLOCK)
            a = A[part].astype(np.float64)
            masked = np.einsum("tgh,gfh,tfh->th", a, rows, a, optimize=["einsum_path", (0, 1), (0, 1)])
            if self.direct.shape[1]:
                d = self.direct[part].astype(np.float64)
                masked += d * (d + 2 * np.einsum("tgh,ghh->th", a, U))
            squares[part] = (masked * self.free[part]).sum(axis=1)
        return np.sqrt(np.maximum(squares, 0))

    def largest_singular_value(self, *, tolerance: float = 1e-5, report: Report = silent) -> NDArray[np.float64]:
        """Return (T,) σ₁(J_t) to about `tolerance` of itself, for all tokens at once.

        By power iteration on JᵀJ that keeps what it learns on the way (Golub & Kahan 1965): the vectors v, Jv, JᵀJv, …
        are made orthogonal to their neighbours, J is a bidiagonal matrix in them, and the σ₁ of that small matrix rises
        to J's from below within tens of steps, where the last vector alone would take hundreds.

        It is ∞ where J v is beyond the numbers of the network's type.

        Raises:
            Cancelled: `report` raised it.
        """
        found = np.zeros(len(self))
        width = self.free.shape[1]
        start = np.asarray(np.random.default_rng(0).normal(size=width), dtype=self.free.dtype)
        for first in range(0, len(self), _BLOCK):
            tokens = slice(first, min(first + _BLOCK, len(self)))
            count = tokens.stop - first
            # Columns of the bidiagonal matrix: its diagonal and what stands above it.
            diagonal, above = (np.zeros((count, width + 1)) for _ in range(2))
            v, _ = _unit(np.tile(start, (count, 1)))
            u = np.zeros_like(v)
            with np.errstate(all="ignore"):
                for k in range(width):
                    report((first + count * k / width) / len(self))
                    u, diagonal[:, k] = _unit(self.apply(v, tokens) - _times(above, k, u))
                    v, above[:, k + 1] = _unit(self.apply_transposed(u, tokens) - _times(diagonal, k, v))
                    if k + 1 < width and (k + 1) % _ROUNDS:
                        continue
                    before, sigma = found[tokens].copy(), _bidiagonal(diagonal[:, : k + 1], above[:, : k + 1])
                    found[tokens] = sigma
                    if (sigma - before <= tolerance * sigma).all():
                        break
        return found


def recurrent_jacobian(network: Network, trace: Trace, part: str | None = None) -> RecurrentJacobian:
    """Return the Jacobians of `part` (the last layer's first direction by default) at all tokens of a run.

    Raises:
        UsageError: an empty text, no such part.
        ModelError: `trace` is not of this network, or holds NaN.
    """
    check_trace(network, trace)
    part = check_part(trace, part)
    record, convention = trace.records[part], trace.convention
    parameters = network.parameters(part)
    T, H = len(record.pre), parameters.units
    local = local_slopes(network, trace, part)
    slopes, before = local.gates, record.hidden[:-1]
    none, no_reset = np.empty((T, 0), network.dtype), np.empty((0, T, H), network.dtype)
    if trace.cell.name == "rnn":
        return RecurrentJacobian(part, parameters, slopes, none, no_reset, local.free_hidden)
    gates = record.gates.reshape(T, -1, H)
    if trace.cell.name == "gru":
        r, z, n = gates.swapaxes(0, 1)
        coefficients = np.stack([slopes[:, 0], (before - n) * slopes[:, 1], (1 - z) * slopes[:, 2]], axis=1)
        if not convention.reset_after:
            coefficients[:, 0] = 0
            reset = np.stack([r, before * slopes[:, 0]])
            return RecurrentJacobian(part, parameters, coefficients, z, reset, local.free_hidden)
        coefficients[:, 0] *= coefficients[:, 2] * record.recurrent
        coefficients[:, 2] *= r
        return RecurrentJacobian(part, parameters, coefficients, z, no_reset, local.free_hidden)
    i, _, g, o = gates.swapaxes(0, 1)
    through_o = local.squashed_cell * slopes[:, 3]
    into_c = o * local.cell
    if parameters.peepholes is not None:
        into_c = into_c + through_o * parameters.peepholes[2]
    into_c = into_c * local.free_cell
    coefficients = np.stack(
        [
            into_c * (g - record.cell[:-1] * local.coupling) * slopes[:, 0],
            into_c * record.cell[:-1] * slopes[:, 1],
            into_c * i * slopes[:, 2],
            through_o,
        ],
        axis=1,
    )
    return RecurrentJacobian(part, parameters, coefficients, none, no_reset, local.free_hidden)


def _unit(vectors: Array) -> tuple[Array, NDArray[np.float64]]:
    """Return (n, P) vectors of length 1, zeros where one is, and (n,) the lengths they had."""
    # In single precision the squares of large numbers would be infinite.
    wide = vectors.astype(np.float64)
    lengths: NDArray[np.float64] = np.linalg.norm(wide, axis=1)
    return (wide / np.where(lengths > 0, lengths, 1)[:, None]).astype(vectors.dtype), lengths


def _times(values: NDArray[np.float64], k: int, vectors: Array) -> Array:
    """Return column k of `values` (n, …) times (n, P) `vectors`, in their type."""
    column: Array = values[:, k, None].astype(vectors.dtype)
    return column * vectors


def _bidiagonal(diagonal: NDArray[np.float64], above: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (n,) the largest singular value of matrices with (n, k) on the diagonal and (n, k) above it, the first
    unused; ∞ for a matrix that is not finite."""
    # The largest eigenvalue of BᵀB is its square, and BᵀB is tridiagonal.
    with np.errstate(all="ignore"):
        main = diagonal**2
        main[:, 1:] += above[:, 1:] ** 2
        beside = (diagonal[:, :-1] * above[:, 1:]) ** 2
        found = np.full(len(main), np.inf)
        finite = np.isfinite(main).all(axis=1) & np.isfinite(beside).all(axis=1)
        found[finite] = np.sqrt(_largest_eigenvalue(main[finite].T.copy(), beside[finite].T.copy()))
    return found


def _largest_eigenvalue(main: NDArray[np.float64], squares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (n,) the largest eigenvalues of tridiagonal matrices, by bisection of all of them at once: λ is above it
    where no pivot of the matrix minus λ is positive (Barth, Martin & Wilkinson 1967).

    Args:
        main: (k, n) their diagonals, none negative; squares: (k − 1, n) of what stands beside them.
    """
    reach = np.zeros_like(main)
    reach[:-1] += np.sqrt(squares)
    reach[1:] += np.sqrt(squares)
    low, high = main.max(axis=0), (main + reach).max(axis=0)
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        pivot = main[0] - middle
        below = pivot > 0
        for row, square in zip(main[1:], squares, strict=True):
            pivot = row - middle - square / pivot
            below |= pivot > 0
        low, high = np.where(below, middle, low), np.where(below, high, middle)
    found: NDArray[np.float64] = high
    return found
