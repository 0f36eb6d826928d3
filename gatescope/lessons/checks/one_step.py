"""One step of a cell, worked out by hand from the weights and held against what the engine recorded."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.moving_average import inputs_of
from gatescope.engine.network import Network
from gatescope.engine.parameters import LayerParameters
from gatescope.errors import UsageError
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import decimal
from gatescope.lessons.verdict import Measured
from gatescope.words import tr

Values = NDArray[np.float64]
_SAME = 1e-4
"""More than rounding makes of a sum in 32-bit floats."""


@dataclass(frozen=True)
class Operation:
    """One line of the pseudo-code.

    Attributes:
        signal: that it makes, as a trace names it.
        code: the line.
        values: (H,) worked out by hand.
    """

    signal: str
    code: str
    values: Values


def one_step(bench: Bench, *, model: str, text: str, token: int = -1, unit: int = 0) -> Measured:
    """Do the cell's equations, worked out one after the other, give what the model does?

    Takes the weights of the last layer, the state before `token` and what it reads there, and works out every operation
    in 64-bit numbers, line by line of the pseudo-code. True where all units agree with the recorded run.

    Numbers: ``error``, the largest difference; ``operations``; and of `unit` every signal by its name.
    """
    found = bench.model(model)
    network, ids = found.network, bench.read(found, text)
    part = network.default_part
    parameters = network.parameters(part)
    if not network.convention.plain(network.cell) or not parameters.plain:
        raise UsageError(
            tr(
                "{model} has options beyond the plain {name}: no step by hand",
                model=model,
                name=network.cell.name.upper(),
            )
        )
    if part.reverse:
        raise UsageError(tr("{model} reads backwards: no step by hand", model=model))
    trace = bench.run(network, ids)
    token %= len(ids)
    record = trace.records[part]
    h, c = record.hidden[token].astype(np.float64), record.cell[token].astype(np.float64)
    if not 0 <= unit < len(h):
        raise UsageError(
            tr("there is no unit {unit}: {model} has the units 0 … {count}", unit=unit, model=model, count=len(h) - 1)
        )
    operations = _BY_HAND[network.cell.name](network, parameters, inputs_of(network, trace, part.layer)[token], h, c)
    rows, worst = [], 0.0
    numbers: dict[str, float] = {}
    for one in operations:
        recorded = trace[one.signal][token].astype(np.float64)
        worst = max(worst, float(np.abs(recorded - one.values).max()))
        numbers[one.signal] = float(one.values[unit])
        rows.append((one.code, decimal(numbers[one.signal], 4), decimal(float(recorded[unit]), 4)))
    numbers |= {"error": worst, "operations": len(operations)}
    sentence = tr(
        "{count} operations worked out by hand differ from the run by at most {worst} in all {count2} units.",
        count=len(operations),
        worst=decimal(worst, 2),
        count2=len(h),
    )
    columns = (tr("operation"), tr("by hand, unit {unit}", unit=unit), tr("in the run"))
    return Measured("true" if worst < _SAME else "false", numbers, columns, tuple(rows), sentence)


def _lstm(network: Network, parameters: LayerParameters, x: Values, h: Values, c: Values) -> list[Operation]:
    i, f, g, o = (_gate(parameters, k, x, h) for k in range(4))
    i, f, g, o = _sigmoid(i), _sigmoid(f + network.convention.forget_bias), np.tanh(g), _sigmoid(o)
    new = f * c + i * g
    return [
        Operation("forget_gate", "f = σ(W_f x + U_f h + b_f)", f),
        Operation("input_gate", "i = σ(W_i x + U_i h + b_i)", i),
        Operation("candidate", "g = tanh(W_g x + U_g h + b_g)", g),
        Operation("cell_state", "c = f ⊙ c + i ⊙ g", new),
        Operation("output_gate", "o = σ(W_o x + U_o h + b_o)", o),
        Operation("hidden_state", "h = o ⊙ tanh(c)", o * np.tanh(new)),
    ]


def _gru(network: Network, parameters: LayerParameters, x: Values, h: Values, _: Values) -> list[Operation]:
    r, z = (_sigmoid(_gate(parameters, k, x, h)) for k in range(2))
    W, U = parameters.W[2].astype(np.float64), parameters.U[2].astype(np.float64)
    if network.convention.reset_after:
        n, code = np.tanh(W @ x + parameters.b_x[2] + r * (U @ h + parameters.b_h[2])), "r ⊙ (U_n h + b_h)"
    else:
        n, code = np.tanh(W @ x + parameters.b_x[2] + U @ (r * h) + parameters.b_h[2]), "U_n (r ⊙ h) + b_h"
    return [
        Operation("reset_gate", "r = σ(W_r x + U_r h + b_r)", r),
        Operation("update_gate", "z = σ(W_z x + U_z h + b_z)", z),
        Operation("candidate", f"n = tanh(W_n x + b_x + {code})", n),
        Operation("hidden_state", "h = z ⊙ h + (1 − z) ⊙ n", z * h + (1 - z) * n),
    ]


def _rnn(network: Network, parameters: LayerParameters, x: Values, h: Values, _: Values) -> list[Operation]:
    before = _gate(parameters, 0, x, h)
    if network.convention.activation == "relu":
        return [Operation("hidden_state", "h = max(0, W x + U h + b)", np.maximum(before, 0))]
    return [Operation("hidden_state", "h = tanh(W x + U h + b)", np.tanh(before))]


_BY_HAND = {"lstm": _lstm, "gru": _gru, "rnn": _rnn}


def _gate(parameters: LayerParameters, k: int, x: Values, h: Values) -> Values:
    """Return W x + U h + b of the gate `k`."""
    W, U = parameters.W[k].astype(np.float64), parameters.U[k].astype(np.float64)
    found: Values = W @ x + U @ h + parameters.b_x[k] + parameters.b_h[k]
    return found


def _sigmoid(values: Values) -> Values:
    found: Values = 1 / (1 + np.exp(-values))
    return found


CHECKS = (one_step,)
