"""The weights of a cell from what its body computes: read off at chosen numbers, and proved at random ones.

The body of a loop is computed for many inputs and states at once: for zeros, for the unit vectors, for random numbers.
A block of H numbers that is linear in them gives its weights at the unit vectors, whatever operators it was written in;
gates are squashed blocks of that kind; and the new state must be the cell's equation of gates that were found. All of
it has to hold at the random numbers, to the precision of float64; the cell that comes out is stepped there once more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
_Squash = Callable[[Numbers], Numbers]
Constants = tuple[float, ...]

RANDOM = 16
"""Rows of random numbers behind the zeros and the unit vectors."""
_CLOSE = 1e-9
# The share of numbers that must be known of what a gate lets through.
_TOLD = 0.25
_MOST_BLOCKS = 512


def _hard(alpha: float, beta: float) -> _Squash:
    return lambda p: np.clip(alpha * p + beta, 0, 1)


# ONNX' name of an activation, its constants, and what it does.
_GATES: dict[tuple[str, Constants], _Squash] = {
    ("Sigmoid", ()): lambda p: 1 / (1 + np.exp(-p)),
    ("HardSigmoid", (0.2, 0.5)): _hard(0.2, 0.5),
    ("HardSigmoid", (1 / 6, 0.5)): _hard(1 / 6, 0.5),
}
SQUASHES: dict[tuple[str, Constants], _Squash] = {
    ("Tanh", ()): np.tanh,
    ("Relu", ()): lambda p: np.maximum(p, 0),
    ("Softsign", ()): lambda p: p / (1 + np.abs(p)),
    **_GATES,
}
"""With those of candidates and of states."""
# Constants are written in float32.
_FLOAT32 = 1e-6


@dataclass(frozen=True)
class Probes:
    """What a body is computed for: x (N, I) and, for either state, (N, H); the rows are zeros, the unit vectors of x,
    those of h, and `RANDOM` random ones."""

    x: Numbers
    h: Numbers
    c: Numbers

    @property
    def inputs(self) -> int:
        return int(self.x.shape[1])

    @property
    def units(self) -> int:
        return int(self.h.shape[1])


@dataclass(frozen=True)
class FittedCell:
    """A cell in ONNX' order of gates.

    Attributes:
        operator: ``"RNN"``, ``"GRU"`` or ``"LSTM"``.
        W, U, b_x, b_h: (G, H, I), (G, H, H), (G, H) and (G, H).
        activations: by ONNX' names, with constants.
        after: a GRU's reset gate stands behind the product.
    """

    operator: str
    W: Numbers
    U: Numbers
    b_x: Numbers
    b_h: Numbers
    activations: tuple[tuple[str, Constants], ...]
    after: bool = False

    def step(self, probed: Probes) -> tuple[Numbers, Numbers | None]:
        """Return h and, of an LSTM, c after one step, by the equations of the operators."""
        a = np.einsum("ghi,ni->gnh", self.W, probed.x) + self.b_x[:, None]
        b = np.einsum("ghk,nk->gnh", self.U, probed.h) + self.b_h[:, None]
        gate, *squashes = (SQUASHES[name] for name in self.activations)
        if self.operator == "RNN":
            return gate(a[0] + b[0]), None
        first, second = gate(a[0] + b[0]), gate(a[1] + b[1])
        if self.operator == "GRU":
            reset = second * b[2] if self.after else (second * probed.h) @ self.U[2].T + self.b_h[2]
            return first * probed.h + (1 - first) * squashes[0](a[2] + reset), None
        c = gate(a[2] + b[2]) * probed.c + first * squashes[0](a[3] + b[3])
        return second * squashes[1](c), c


@dataclass(frozen=True)
class _Affine:
    """W x + U h + b, with its values (N, H)."""

    W: Numbers
    U: Numbers
    b: Numbers
    values: Numbers

    def negative(self) -> _Affine:
        return _Affine(-self.W, -self.U, -self.b, -self.values)


@dataclass(frozen=True)
class _Gate:
    """A block that is an affine one squashed."""

    affine: _Affine
    squash: tuple[str, Constants]
    values: Numbers


def probes(inputs: int, units: int) -> Probes:
    rng = np.random.default_rng(0)
    drawn = [rng.normal(size=(RANDOM, width)) for width in (inputs, units, units)]
    rows = 1 + inputs + units
    x, h, c = (np.zeros((rows + RANDOM, width)) for width in (inputs, units, units))
    x[1 : 1 + inputs], h[1 + inputs : rows] = np.eye(inputs), np.eye(units)
    x[rows:], h[rows:], c[rows:] = drawn
    return Probes(x, h, c)


def fitted(probed: Probes, values: list[Numbers], new_h: Numbers, new_c: Numbers | None) -> FittedCell | None:
    """Return the cell whose step gives `new_h` (and `new_c`, of an LSTM), or None where it is none.

    Args:
        values: (N, …) everything that the body computes.
    """
    return _Fit(probed, values, new_h, new_c).cell()


class _Fit:
    """The search for one cell; every comparison is one at the random numbers."""

    def __init__(self, probed: Probes, values: list[Numbers], new_h: Numbers, new_c: Numbers | None) -> None:
        self._probed, self._h, self._c = probed, new_h, new_c
        units = probed.units
        parts = [v[:, k : k + units] for v in values for k in range(0, v.shape[1], units)][:_MOST_BLOCKS]
        distinct = {part[-RANDOM:].round(12).tobytes(): part for part in parts}
        self._blocks = list(distinct.values())
        self._compared = np.array([block[-RANDOM:] for block in self._blocks])
        self._affine = [one for block in self._blocks if (one := self._as_affine(block)) is not None]
        self._gates = [
            _Gate(one, name, gate)
            for one in self._affine
            for name, squash in _GATES.items()
            for gate in self._equal(squash(one.values), _FLOAT32)
        ]

    def cell(self) -> FittedCell | None:
        """Return the first cell that was found and gives the new states by its own equations."""
        found = self._lstms() if self._c is not None else chain(self._rnns(), self._grus())
        return next((cell for cell in found if cell.U.any() and self._proved(cell)), None)

    def _proved(self, cell: FittedCell) -> bool:
        h, c = cell.step(self._probed)
        return _close(h, self._h, _FLOAT32) and (self._c is None or (c is not None and _close(c, self._c, _FLOAT32)))

    def _as_affine(self, block: Numbers) -> _Affine | None:
        probed, b = self._probed, block[0]
        middle = 1 + probed.inputs
        W, U = block[1:middle] - b, block[middle : middle + probed.units] - b
        return _Affine(W.T, U.T, b, block) if _close(probed.x @ W + probed.h @ U + b, block) else None

    def _equal(self, wanted: Numbers, precision: float = _CLOSE) -> Iterator[Numbers]:
        """Yield the blocks that are `wanted`, as far as that is finite: a shut gate leaves open what it gates."""
        wanted = wanted[-RANDOM:]
        told = np.isfinite(wanted)
        if not self._blocks or told.mean() < _TOLD:
            return
        distance = np.where(told, np.abs(self._compared - np.where(told, wanted, 0)), 0).max((1, 2))
        for place in np.flatnonzero(distance <= precision * (1 + np.abs(wanted[told]).max())):
            yield self._blocks[place]

    def _squashed(self, wanted: Numbers) -> Iterator[tuple[tuple[str, Constants], Numbers]]:
        """Yield the blocks whose squash is `wanted`, with its name."""
        with np.errstate(all="ignore"):
            for name, squash in SQUASHES.items():
                for block in self._blocks:
                    if _close(squash(block), wanted, _FLOAT32 if name[1] else _CLOSE):
                        yield name, block

    def _rnns(self) -> Iterator[FittedCell]:
        for name, block in self._squashed(self._h):
            if (one := self._as_affine(block)) is not None:
                yield _cell("RNN", [one], (name,))

    def _grus(self) -> Iterator[FittedCell]:
        h = self._probed.h
        for z in self._gates:
            with np.errstate(all="ignore"):
                candidates = ((self._h - z.values * h) / (1 - z.values), (self._h - (1 - z.values) * h) / z.values)
            for candidate, update in zip(candidates, (z.affine, z.affine.negative()), strict=True):
                for n in self._equal(candidate):
                    for name, block in self._squashed(n):
                        for r in self._gates:
                            if r.squash == z.squash:
                                yield from self._gru(update, r, block, (z.squash, name))

    def _gru(
        self, z: _Affine, r: _Gate, block: Numbers, names: tuple[tuple[str, Constants], ...]
    ) -> Iterator[FittedCell]:
        """Yield the GRU whose candidate squashes `block`, with its reset gate `r` before or behind the product."""
        probed = self._probed
        for after in self._affine:
            if not after.W.any():
                for before in self._equal(block - r.values * after.values):
                    x = self._as_affine(before)
                    if x is not None and not x.U.any():
                        yield _cell("GRU", [z, r.affine, x], names, after=after)
        middle = 1 + probed.inputs
        b, W = block[0], block[1:middle] - block[0]
        reset = np.diagonal(r.values[middle : middle + probed.units])
        if reset.all():
            U = (block[middle : middle + probed.units] - b) / reset[:, None]
            if _close(probed.x @ W + (r.values * probed.h) @ U + b, block):
                yield _cell("GRU", [z, r.affine, _Affine(W.T, U.T, b, block)], names)

    def _lstms(self) -> Iterator[FittedCell]:
        assert self._c is not None
        outputs = list(self._squashed_state())
        for f in self._gates:
            for i in self._gates:
                with np.errstate(all="ignore"):
                    candidate = (self._c - f.values * self._probed.c) / i.values
                for g in self._equal(candidate):
                    for name, block in self._squashed(g):
                        one = self._as_affine(block)
                        for o, squashed in outputs:
                            if one is not None and f.squash == i.squash == o.squash:
                                gates = [i.affine, o.affine, f.affine, one]
                                yield _cell("LSTM", gates, (i.squash, name, squashed))

    def _squashed_state(self) -> Iterator[tuple[_Gate, tuple[str, Constants]]]:
        """Yield the gates o and the squashes φ with h = o ⊙ φ(c)."""
        assert self._c is not None
        for o in self._gates:
            for name, squash in SQUASHES.items():
                if _close(o.values * squash(self._c), self._h):
                    yield o, name


def _cell(
    operator: str, gates: list[_Affine], names: tuple[tuple[str, Constants], ...], after: _Affine | None = None
) -> FittedCell:
    W, U, b = (np.array([getattr(gate, name) for gate in gates]) for name in ("W", "U", "b"))
    b_h = np.zeros_like(b)
    if after is not None:
        U[-1], b_h[-1] = after.U, after.b
    return FittedCell(operator, W, U, b, b_h, names, after is not None)


def _close(one: Numbers, other: Numbers, precision: float = _CLOSE) -> bool:
    return bool(np.abs(one - other).max() <= precision * (1 + np.abs(other).max()))
