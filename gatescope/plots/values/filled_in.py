"""The equation of a signal with the numbers of one unit at one token in it: ``= σ(0.31 + 1.20 − 0.05) = 0.81``.

The terms are those of `signals.equation`. What the input adds is what the recorded pre-activation leaves for it, so
that the terms add up, whatever the input was.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.cells import Convention
from gatescope.engine.part import Part
from gatescope.plots.notation import is_turned, keeps_new
from gatescope.plots.numbers import number
from gatescope.plots.signals import function_name, shown_values
from gatescope.session.run.snapshot import Run

_PEEPHOLES = ("input_gate", "forget_gate", "output_gate")


class Step:
    """The step of one unit at one token, with what it started from.

    Attributes:
        before: (P,) the hidden state before it.
    """

    def __init__(self, run: Run, part: Part, unit: int, token: int) -> None:
        self._run, self._part, self._unit, self._token = run, part, unit, token
        self._parameters = run.network.parameters(part)
        record = run.trace.records[part]
        self._row = len(record.pre) - 1 - token if part.reverse else token
        self._record = record
        self.before = record.hidden[self._row]

    def numbers(self, signal: str) -> str:
        """Return the right side of the equation of `signal` in numbers, rich text without the result; empty where it
        has no more than the result to say."""
        cell, convention = self._run.network.cell.name, self._run.network.convention
        if signal == "cell_state":
            kept = product(self._at("forget_gate"), self._cell_before)
            return f"{kept} + {product(self._at('input_gate'), self._at('candidate'))}"
        if signal == "hidden_state" and cell == "lstm":
            if self._parameters.projection is not None:
                return ""
            squashed = f"{function_name(convention.output_activation)}({number(self._at('cell_state'))})"
            return f"{number(self._at('output_gate'))} × {squashed}"
        if signal == "hidden_state" and cell == "gru":
            return self._mixed(convention)
        if signal == "forget_gate" and convention.coupled:
            return f"1 − {in_brackets(self._at('input_gate'))}"
        activation = {"candidate": convention.candidate_activation, "hidden_state": convention.activation}
        turned = "1 − " if is_turned(signal, convention) else ""
        name = function_name(activation.get(signal, convention.gate_activation))
        return f"{turned}{name}({self._inner(signal, convention)})"

    def _mixed(self, convention: Convention) -> str:
        """Return what a GRU keeps and writes."""
        z, written, kept = self._at("update_gate"), self._at("candidate"), float(self.before[self._unit])
        old, new = (number(z), f"(1 − {number(z)})")
        if keeps_new(convention):
            old, new = new, old
        return f"{old} × {in_brackets(kept)} + {new} × {in_brackets(written)}"

    def _inner(self, signal: str, convention: Convention) -> str:
        """Return the terms of a pre-activation, or the limit that it was cut to."""
        pre = float(self._run.trace[f"{self._part}.preactivation.{signal}"][self._token, self._unit])
        if convention.clip is not None and abs(pre) >= convention.clip:
            return number(pre)
        gate, unit, parameters = self._run.network.cell.gates.index(signal), self._unit, self._parameters
        bias_x, bias_h = float(parameters.b_x[gate, unit]), float(parameters.b_h[gate, unit])
        if signal == "candidate" and self._run.network.cell.name == "gru":
            return self._candidate(pre, gate, bias_x, bias_h, after=convention.reset_after)
        recurrent = self._recurrent(gate, self.before)
        terms = [recurrent, bias_x + bias_h]
        if signal == "forget_gate" and convention.forget_bias:
            terms.append(convention.forget_bias)
        if parameters.peepholes is not None and signal in _PEEPHOLES:
            seen = self._at("cell_state") if signal == "output_gate" else self._cell_before
            terms.append(float(parameters.peepholes[_PEEPHOLES.index(signal), unit]) * seen)
        return total([pre - sum(terms), *terms])

    def _candidate(self, pre: float, gate: int, bias_x: float, bias_h: float, *, after: bool) -> str:
        reset = self._run.trace[f"{self._part}.reset_gate"]
        if not after:
            recurrent = self._recurrent(gate, reset[self._token] * self.before)
            return total([pre - recurrent - bias_x - bias_h, recurrent, bias_x + bias_h])
        r, scaled = float(reset[self._token, self._unit]), float(self._record.recurrent[self._row, self._unit])
        inside = total([scaled - bias_h, bias_h])
        return f"{total([pre - bias_x - r * scaled, bias_x])} + {in_brackets(r)} × ({inside})"

    def _recurrent(self, gate: int, state: NDArray[np.floating]) -> float:
        with np.errstate(all="ignore"):
            return float(self._parameters.U[gate, self._unit] @ state)

    def _at(self, signal: str) -> float:
        return float(shown_values(self._run, self._part, signal)[self._token, self._unit])

    @property
    def _cell_before(self) -> float:
        return float(self._record.cell[self._row, self._unit])


def total(terms: list[float]) -> str:
    """Write a sum: ``−0.29 + 0.89 − 0.03``."""
    written = number(terms[0])
    for term in terms[1:]:
        negative = term < 0 or (term == 0 and math.copysign(1, term) < 0)
        written += f" {'−' if negative else '+'} {number(abs(term))}"
    return written


def product(first: float, second: float) -> str:
    """Write a product: ``0.97 × (−0.53)``."""
    return f"{in_brackets(first)} × {in_brackets(second)}"


def in_brackets(value: float) -> str:
    """Write a factor, in brackets where it is negative."""
    written = number(value)
    return f"({written})" if written.startswith("−") else written
