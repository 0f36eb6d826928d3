"""One layer's backward pass for many losses at once: at every step one matrix product for all of them.

With d and e the gradients of n losses in h_t and c_t, rows of matrices, and A_g what a pre-activation passes on:

    RNN    p = d A                              d₋₁ = p U
    GRU    p_g = d A_g                          d₋₁ = z d + p U        r multiplies p_n first where it resets after
    LSTM   e' = e + d o φ'(c), p_g = e' A_g     d₋₁ = p U, e₋₁ = f e'  and p_o = d φ(c) σ'_o

What is held at a value passes nothing on. Checked against the engine's own backward pass, which takes one loss.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.local_slopes import local_slopes
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace

Values = NDArray[np.float64]


class StepsBack:
    """Steps the gradients of n losses back through `part`, in float64; steps count in the order in which it reads."""

    def __init__(self, network: Network, trace: Trace, part: Part) -> None:
        record, parameters = trace.records[part], network.parameters(part)
        local = local_slopes(network, trace, part)
        T, H = len(record.pre), parameters.units
        self.cell = network.cell.name
        self.units = H
        self._U = np.ascontiguousarray(parameters.U.reshape(-1, parameters.outputs), dtype=np.float64)
        self._W = np.ascontiguousarray(parameters.W.reshape(-1, parameters.inputs), dtype=np.float64)
        self._projection = None if parameters.projection is None else parameters.projection.astype(np.float64)
        self._peepholes = None if parameters.peepholes is None else parameters.peepholes.astype(np.float64)
        self._free = local.free_hidden.astype(np.float64)
        self._free_cell = local.free_cell.astype(np.float64)
        slopes = local.gates.astype(np.float64)
        before = record.hidden[:-1].astype(np.float64)
        gates = record.gates.astype(np.float64).reshape(T, -1, H)
        self._reset_first = self.cell == "gru" and not trace.convention.reset_after
        self._keep = np.ones((T, 0))
        self._into_cell = self._through_output = np.zeros((T, 0))
        if self.cell == "rnn":
            self._A = slopes
        elif self.cell == "gru":
            r, z, n = gates.swapaxes(0, 1)
            self._keep, self._r = z, r
            self._A = np.stack([slopes[:, 0], (before - n) * slopes[:, 1], (1 - z) * slopes[:, 2]], axis=1)
            if self._reset_first:
                self._A[:, 0] *= before
            else:
                self._A[:, 0] *= self._A[:, 2] * record.recurrent
        else:
            i, f, g, o = gates.swapaxes(0, 1)
            cell_before = record.cell[:-1].astype(np.float64)
            self._keep = f
            self._through_output = local.squashed_cell * slopes[:, 3]
            self._into_cell = o * local.cell
            if self._peepholes is not None:
                self._into_cell = self._into_cell + self._through_output * self._peepholes[2]
            self._A = np.stack(
                [
                    (g - cell_before * local.coupling) * slopes[:, 0],
                    cell_before * slopes[:, 1],
                    i * slopes[:, 2],
                    np.ones_like(i),
                ],
                axis=1,
            )

    def whole(self, k: int, hidden: Values, cell: Values) -> Values:
        """Return (n, H) the whole gradient in c_k: `cell` (n, H), and what h_k passes on of `hidden` (n, P).

        Of a cell without c it is `hidden` itself.
        """
        if self.cell != "lstm":
            return hidden
        found: Values = cell + self._onto(k, hidden) * self._into_cell[k]
        return found

    def step(self, k: int, hidden: Values, cell: Values) -> tuple[Values, Values, Values]:
        """Step back from the states after step `k` to those before it.

        Args:
            hidden: (n, P) what the losses ask of h_k, with all that comes from later steps.
            cell: (n, H) the whole gradient in c_k of an LSTM, as `whole` returns it; not used otherwise.

        Returns:
            (n, P) in h_{k−1}, (n, H) in c_{k−1} as far as it does not come through h_{k−1}, (n, G·H) in the
            pre-activations.
        """
        onto, A = self._onto(k, hidden), self._A[k]
        if self.cell == "lstm":
            kept = cell * self._free_cell[k]
            pre = kept[:, None] * A
            pre[:, 3] = onto * self._through_output[k]
            before = kept * self._keep[k]
            if self._peepholes is not None:
                before = before + pre[:, 0] * self._peepholes[0] + pre[:, 1] * self._peepholes[1]
            flat = pre.reshape(len(pre), -1)
            return flat @ self._U, before, flat
        if self.cell == "rnn":
            flat = onto * A[0]
            return flat @ self._U, cell, flat
        H, pre = self.units, onto[:, None] * A
        flat = pre.reshape(len(pre), -1)
        direct = onto * self._keep[k]
        if self._reset_first:
            inner = pre[:, 2] @ self._U[2 * H :]
            pre[:, 0] = inner * A[0]
            return direct + inner * self._r[k] + flat[:, : 2 * H] @ self._U[: 2 * H], cell, flat
        passed = flat.copy()
        passed[:, 2 * H :] *= self._r[k]
        return direct + passed @ self._U, cell, flat

    def kept(self, k: int, direct: Values) -> Values:
        """Return (n, H) what of `direct`, gradients in the state that carries the memory, passes step `k` along that
        state alone: multiplied with f of an LSTM, z of a GRU; nothing of an RNN's."""
        if self.cell == "rnn":
            return np.zeros_like(direct)
        free = self._free_cell[k] if self.cell == "lstm" else self._free[k]
        found: Values = direct * (self._keep[k] * free)
        return found

    def read(self, pre: Values) -> Values:
        """Return (n, I) the gradients in what the layer read, from those in its pre-activations."""
        return pre @ self._W

    def _onto(self, k: int, hidden: Values) -> Values:
        """Return (n, H) the gradients in the hidden state before its projection."""
        free: Values = hidden * self._free[k]
        return free if self._projection is None else np.asarray(free @ self._projection)
