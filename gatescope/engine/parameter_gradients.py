"""Gradients of the parameters from those of the pre-activations, by one matrix product over all tokens each."""

from __future__ import annotations

import numpy as np

from gatescope.engine import activations
from gatescope.engine.arithmetic import Arithmetic
from gatescope.engine.cells import Cell, Convention
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.record import Array, Clamps, Record, Rows, Slopes


def parameter_gradients(
    cell: Cell,
    convention: Convention,
    parameters: LayerParameters,
    record: Record,
    slopes: Slopes,
    inputs: Array,
    before: Rows,
    after: Rows,
    first: Rows,
    clamps: Clamps | None,
    arithmetic: Arithmetic,
) -> LayerParameters:
    """∂L/∂W = Σ ∂L/∂p ⊗ x, ∂L/∂U = Σ ∂L/∂p ⊗ h₋₁, and of whatever else the layer has.

    Args:
        cell, convention, parameters: of the layer.
        record, slopes: of its run and of its way back, N tokens.
        inputs: (N, I) what it read, in processing order.
        before, after: the rows of the states before and after each token.
        first: those of the states before each sequence.
        clamps: the values that an intervention imposed; no gradient flows into them.
        arithmetic: sums the products.
    """
    gates, units, outputs = len(cell.gates), parameters.units, parameters.outputs
    d_pre = slopes.pre
    d_w = np.empty((gates, units, parameters.inputs), d_pre.dtype)
    d_u = np.empty((gates, units, outputs), d_pre.dtype)
    arithmetic.write_outer(d_pre, 0, gates * units, inputs, slice(None), d_w.reshape(gates * units, -1))
    d_bx = d_pre.sum(axis=0).reshape(gates, units)
    if cell.name == "gru":
        d_bh = _gru(convention, record, d_pre, d_bx, before, d_u, arithmetic)
        return LayerParameters(d_w, d_u, d_bx, d_bh, None, None, *_initial(parameters, record, slopes, first))
    arithmetic.write_outer(d_pre, 0, gates * units, record.hidden, before, d_u.reshape(gates * units, -1))
    d_peepholes = None if parameters.peepholes is None else _peepholes(record, d_pre, before, after)
    d_projection = None if parameters.projection is None else _projection(convention, record, slopes, after, clamps)
    starts = _initial(parameters, record, slopes, first)
    return LayerParameters(d_w, d_u, d_bx, d_bx.copy(), d_peepholes, d_projection, *starts)


def _initial(
    parameters: LayerParameters, record: Record, slopes: Slopes, first: Rows
) -> tuple[Array | None, Array | None]:
    """(P,) and (H,): the sum over the sequences that started from these states. A run that was told other ones, or has
    units ablated, does not depend on them."""
    hidden, cell = parameters.initial_hidden, parameters.initial_cell
    return (
        None if hidden is None else np.where(record.hidden[first] == hidden, slopes.hidden[first], 0).sum(axis=0),
        None if cell is None else np.where(record.cell[first] == cell, slopes.cell[first], 0).sum(axis=0),
    )


def _gru(
    convention: Convention, record: Record, d_pre: Array, d_bx: Array, before: Rows, d_u: Array, arithmetic: Arithmetic
) -> Array:
    """Write U's into `d_u` (3, H, H) and return b_h (3, H); r stands between the candidate's and what it multiplies."""
    units = record.hidden.shape[1]
    r, d_candidate = record.gates[:, :units], d_pre[:, 2 * units :]
    d_bh = d_bx.copy()
    arithmetic.write_outer(d_pre, 0, 2 * units, record.hidden, before, d_u[:2].reshape(2 * units, -1))
    if convention.reset_after:
        d_inner = d_candidate * r
        arithmetic.write_outer(d_inner, 0, units, record.hidden, before, d_u[2])
        d_bh[2] = d_inner.sum(axis=0)
    else:
        arithmetic.write_outer(d_pre, 2 * units, 3 * units, r * record.hidden[before], slice(None), d_u[2])
    return d_bh


def _peepholes(record: Record, d_pre: Array, before: Rows, after: Rows) -> Array:
    """Return (3, H): i and f saw c₋₁, o the new c."""
    d_i, d_f, _, d_o = d_pre.reshape(len(d_pre), 4, -1).swapaxes(0, 1)
    c, new_c = record.cell[before], record.cell[after]
    return np.stack([(d_i * c).sum(axis=0), (d_f * c).sum(axis=0), (d_o * new_c).sum(axis=0)])


def _projection(convention: Convention, record: Record, slopes: Slopes, after: Rows, clamps: Clamps | None) -> Array:
    """Return (P, H) = Σ ∂L/∂h ⊗ (o ⊙ φ(c))."""
    new_c, d_h = record.cell[after], slopes.hidden[after]
    if clamps is not None:
        d_h = np.where(np.isnan(clamps.hidden), d_h, d_h.dtype.type(0))
    squashed = activations.apply(activations.squash(convention.output_activation), new_c)
    projected: Array = d_h.T @ (record.gates[:, 3 * new_c.shape[1] :] * squashed)
    return projected
