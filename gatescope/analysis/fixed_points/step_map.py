"""One step of a layer as a map of its state onto itself, for an input that stays the same, with its Jacobian.

    s = h of an RNN or a GRU, [h, c] of an LSTM; s_t = F(s_{t−1}), J = ∂F/∂s

    RNN   J = diag(φ′) U
    GRU   J = diag(z) + Σ_g diag(∂h/∂pre_g) ∂pre_g/∂h₋₁                            g in r, z, n
    LSTM  ∂c/∂h₋₁ = Σ_g B_g U_g        ∂c/∂c₋₁ = D                                g in i, f, g; y = o ⊙ φ(c)
          ∂h/∂h₋₁ = R (E ∂c/∂h₋₁ + A_o U_o)        ∂h/∂c₋₁ = R E D               E = ∂y/∂c; R the projection, or 1

The equations are those of `engine.reference`, for many states at once; what depends on c alone through one unit (D, E,
peepholes) is diagonal.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gatescope.engine.activations import Kind, apply, slope, squash
from gatescope.engine.cells import Cell, Convention
from gatescope.engine.input_product import input_bias
from gatescope.engine.network import Array, LayerParameters, Network
from gatescope.engine.part import Part

_BETWEEN_ONES = {Kind.SIGMOID, Kind.TANH, Kind.HARD_SIGMOID, Kind.SOFTSIGN}


@dataclass(frozen=True, eq=False)
class Step:
    """n states after one step, and the Jacobian there as factors.

    Attributes:
        states: (n, S) F(s).
        map: what was applied.
        into: (n, G, H) A_g = ∂h/∂pre_g of an RNN or a GRU; of an LSTM B_g = ∂c/∂pre_g, and ∂y/∂pre_o of its last gate.
        direct: (n, H) what a unit's old state gives to its new one at once: z, or D; zeros of an RNN.
        out: (n, H) E of an LSTM; no columns for the other cells.
        reset: (2, n, H) r and h₋₁ ⊙ φ′(pre_r) of a GRU that resets before the product; no rows for all others.
    """

    states: Array
    map: StepMap
    into: Array
    direct: Array
    out: Array
    reset: Array

    def pull(self, v: Array) -> Array:
        """Return (n, S) Jᵀ v of (n, S) v."""
        parameters, A = self.map.parameters, self.into
        U, P = parameters.U, parameters.outputs
        rows = U.reshape(-1, P)
        if self.map.cell.name != "lstm":
            if len(self.reset):
                r, B = self.reset
                inner = (A[:, 2] * v) @ U[2]
                return np.asarray(self.direct * v + (A[:, 1] * v) @ U[1] + r * inner + (B * inner) @ U[0])
            return np.asarray(self.direct * v + (A * v[:, None]).reshape(len(v), -1) @ rows)
        y = v[:, :P] if parameters.projection is None else v[:, :P] @ parameters.projection
        c = v[:, P:] + self.out * y
        gates = A * c[:, None]
        gates[:, 3] = A[:, 3] * y
        return np.concatenate([gates.reshape(len(v), -1) @ rows, self.direct * c], axis=1)

    def jacobians(self) -> Array:
        """Return (n, S, S) J: row j, column k is ∂F[j]/∂s[k]."""
        parameters, A = self.map.parameters, self.into
        U, P, H = parameters.U, parameters.outputs, parameters.units
        units = np.arange(H)
        if self.map.cell.name != "lstm":
            if len(self.reset):
                r, B = self.reset
                J = A[:, 1, :, None] * U[1]
                J += A[:, 2, :, None] * (U[2] * r[:, None] + (U[2] * B[:, None]) @ U[0])
            else:
                J = np.einsum("ngh,ghk->nhk", A, U)
            J[:, units, units] += self.direct
            return np.asarray(J)
        through_c = np.einsum("ngh,ghk->nhk", A[:, :3], U[:3])
        y = self.out[:, :, None] * through_c + A[:, 3, :, None] * U[3]
        J = np.zeros((len(A), P + H, P + H), U.dtype)
        J[:, P:, :P] = through_c
        J[:, P + units, P + units] = self.direct
        own = self.out * self.direct
        if parameters.projection is None:
            J[:, :P, :P] = y
            J[:, units, P + units] = own
        else:
            J[:, :P, :P] = parameters.projection @ y
            J[:, :P, P:] = parameters.projection * own[:, None]
        return J


@dataclass(frozen=True, eq=False)
class StepMap:
    """F of one layer in one direction.

    Attributes:
        cell, convention, parameters: of the layer.
        base: (G, H) what the input gives to every pre-activation, biases included.
    """

    cell: Cell
    convention: Convention
    parameters: LayerParameters
    base: Array

    @classmethod
    def of(cls, network: Network, part: Part, vector: Array, dtype: type[np.float32] | type[np.float64]) -> StepMap:
        """Return the map of `part` while it reads (I,) `vector`, computed in `dtype`."""
        parameters = network.parameters(part).astype(dtype)
        bias = input_bias(network.cell, network.convention, parameters).reshape(parameters.U.shape[:2])
        with np.errstate(all="ignore"):
            base = parameters.W @ np.asarray(vector, dtype) + bias
        return cls(network.cell, network.convention, parameters, base)

    @property
    def width(self) -> int:
        """S, the values of a state."""
        return self.parameters.outputs + (self.parameters.units if self.cell.name == "lstm" else 0)

    def held_within(self, states: Array) -> Array:
        """Return (n, S) states with every h cut to ±1 where no step leads beyond.

        Outside, a gate that is all but closed lets any state pass for one that stays.
        """
        convention, P = self.convention, self.parameters.outputs
        of = {"rnn": (convention.activation,), "gru": (convention.candidate_activation, convention.gate_activation)}
        names = of.get(self.cell.name, (convention.output_activation, convention.gate_activation))
        if self.parameters.projection is not None or any(squash(name).kind not in _BETWEEN_ONES for name in names):
            return states
        return np.concatenate([np.clip(states[:, :P], -1, 1), states[:, P:]], axis=1)

    def __call__(self, states: Array) -> Step:
        """Apply one step to (n, S) states."""
        with np.errstate(all="ignore"):
            return {"rnn": self._rnn, "gru": self._gru, "lstm": self._lstm}[self.cell.name](states)

    def _gate(self, name: str, pre: Array) -> tuple[Array, Array]:
        """Return (n, H) φ and φ′ of pre-activations, cut to ±clip before."""
        clip = self.convention.clip
        cut = pre if clip is None else np.clip(pre, -clip, clip)
        value = apply(squash(name), cut)
        return value, slope(squash(name), cut, value, clip)

    def _rnn(self, h: Array) -> Step:
        new, inclined = self._gate(self.convention.activation, h @ self.parameters.U[0].T + self.base[0])
        none = np.empty((len(h), 0), h.dtype)
        return Step(new, self, inclined[:, None], np.zeros_like(new), none, np.empty((0, *new.shape), h.dtype))

    def _gru(self, h: Array) -> Step:
        (U_r, U_z, U_n), convention, (of_r, of_z, of_n) = self.parameters.U, self.convention, self.base
        r, slope_r = self._gate(convention.gate_activation, h @ U_r.T + of_r)
        z, slope_z = self._gate(convention.gate_activation, h @ U_z.T + of_z)
        none, reset = np.empty((len(h), 0), h.dtype), np.empty((0, *z.shape), h.dtype)
        if convention.reset_after:
            recurrent = h @ U_n.T + self.parameters.b_h[2]
            n, slope_n = self._gate(convention.candidate_activation, of_n + r * recurrent)
            into_n = (1 - z) * slope_n
            into = np.stack([into_n * recurrent * slope_r, (h - n) * slope_z, into_n * r], axis=1)
        else:
            n, slope_n = self._gate(convention.candidate_activation, of_n + (r * h) @ U_n.T)
            into = np.stack([np.zeros_like(z), (h - n) * slope_z, (1 - z) * slope_n], axis=1)
            reset = np.stack([r, h * slope_r])
        return Step(z * h + (1 - z) * n, self, into, z, none, reset)

    def _lstm(self, states: Array) -> Step:
        parameters, convention = self.parameters, self.convention
        P, H, peep = parameters.outputs, parameters.units, parameters.peepholes
        h, c = states[:, :P], states[:, P:]
        pre = (h @ parameters.U.reshape(-1, P).T).reshape(len(h), 4, H) + self.base
        pre_i, pre_f, pre_g, pre_o = pre.swapaxes(0, 1)
        if peep is not None:
            pre_i, pre_f = pre_i + peep[0] * c, pre_f + peep[1] * c
        i, slope_i = self._gate(convention.gate_activation, pre_i)
        g, slope_g = self._gate(convention.candidate_activation, pre_g)
        if convention.coupled:
            f, slope_f = 1 - i, np.zeros_like(i)
            into_i = (g - c) * slope_i
        else:
            f, slope_f = self._gate(convention.gate_activation, pre_f)
            into_i = g * slope_i
        into_f = c * slope_f
        new_c, direct = f * c + i * g, f
        if peep is not None:
            pre_o = pre_o + peep[2] * new_c
            direct = f + into_i * peep[0] + into_f * peep[1]
        o, slope_o = self._gate(convention.gate_activation, pre_o)
        out = squash(convention.output_activation)
        squashed = apply(out, new_c)
        into_o = squashed * slope_o
        E = o * slope(out, new_c, squashed)
        if peep is not None:
            E = E + into_o * peep[2]
        y = o * squashed
        new_h = y if parameters.projection is None else y @ parameters.projection.T
        into = np.stack([into_i, into_f, i * slope_g, into_o], axis=1)
        no_reset = np.empty((0, *f.shape), f.dtype)
        return Step(np.concatenate([new_h, new_c], axis=1), self, into, direct, E, no_reset)
