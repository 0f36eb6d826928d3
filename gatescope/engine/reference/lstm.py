"""The LSTM.

    i = σ(p_i + U_i h₋₁ + P_i ⊙ c₋₁)      g = tanh(p_g + U_g h₋₁)        P: peepholes, where there are any
    f = σ(p_f + U_f h₋₁ + P_f ⊙ c₋₁)      c = f ⊙ c₋₁ + i ⊙ g            coupled: f = 1 − i instead
    o = σ(p_o + U_o h₋₁ + P_o ⊙ c)        h = o ⊙ tanh(c)                projection: h = R (o ⊙ tanh(c)) instead

Sources: Hochreiter & Schmidhuber 1997 with the forget gate of Gers et al. 2000, in PyTorch's form (nn.LSTM); peepholes:
Gers, Schraudolph & Schmidhuber 2002; coupled: Greff et al. 2017; projection: Sak, Senior & Beaufays 2014. The order in
which the options apply is that of ONNX' LSTM operator.
"""

from __future__ import annotations

from gatescope.engine import activations
from gatescope.engine.cells import Convention
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.record import Array, Clamps, Record, Slopes
from gatescope.engine.reference.parts import free, hold, slope, squeeze


def step(
    convention: Convention, parameters: LayerParameters, record: Record, n: int, before: int, clamps: Clamps | None
) -> None:
    U_i, U_f, U_g, U_o = parameters.U
    h, c = record.hidden[before], record.cell[before]
    new_h, new_c = record.hidden[before + 1], record.cell[before + 1]
    pre_i, pre_f, pre_g, pre_o = record.pre[n].reshape(4, -1)
    i, f, g, o = record.gates[n].reshape(4, -1)
    P = parameters.peepholes
    pre_i += U_i @ h
    pre_f += U_f @ h
    pre_g += U_g @ h
    pre_o += U_o @ h
    if P is not None:
        pre_i += P[0] * c
        pre_f += P[1] * c
    squeeze(convention, convention.gate_activation, pre_i, i)
    hold(i, clamps, "gates", n, 0)
    if convention.coupled:
        pre_f[:] = 0
        f[:] = 1 - i
    else:
        squeeze(convention, convention.gate_activation, pre_f, f)
    hold(f, clamps, "gates", n, 1)
    squeeze(convention, convention.candidate_activation, pre_g, g)
    hold(g, clamps, "gates", n, 2)
    new_c[:] = f * c + i * g
    hold(new_c, clamps, "cell", n)
    if P is not None:
        pre_o += P[2] * new_c
    squeeze(convention, convention.gate_activation, pre_o, o)
    hold(o, clamps, "gates", n, 3)
    y = o * activations.apply(activations.squash(convention.output_activation), new_c)
    new_h[:] = y if parameters.projection is None else parameters.projection @ y
    hold(new_h, clamps, "hidden", n)


def step_back(
    convention: Convention,
    parameters: LayerParameters,
    record: Record,
    n: int,
    before: int,
    slopes: Slopes,
    clamps: Clamps | None,
) -> None:
    U_i, U_f, U_g, U_o = parameters.U
    c, new_c = record.cell[before], record.cell[before + 1]
    pre_i, pre_f, pre_g, pre_o = record.pre[n].reshape(4, -1)
    i, f, g, o = record.gates[n].reshape(4, -1)
    d_pre_i, d_pre_f, d_pre_g, d_pre_o = slopes.pre[n].reshape(4, -1)
    P = parameters.peepholes
    out = activations.squash(convention.output_activation)
    squashed_c = activations.apply(out, new_c)

    def through(d: Array, block: int, pre: Array, gate: Array, activation: str) -> Array:
        return free(d, clamps, "gates", n, block) * slope(convention, activation, pre, gate)

    d_h = free(slopes.hidden[before + 1], clamps, "hidden", n)
    d_y = d_h if parameters.projection is None else d_h @ parameters.projection
    d_pre_o[:] = through(d_y * squashed_c, 3, pre_o, o, convention.gate_activation)
    slopes.cell[before + 1] += d_y * o * activations.slope(out, new_c, squashed_c)
    if P is not None:
        slopes.cell[before + 1] += d_pre_o * P[2]
    d_c = free(slopes.cell[before + 1], clamps, "cell", n)
    d_i = d_c * g
    d_f = free(d_c * c, clamps, "gates", n, 1)
    if convention.coupled:
        d_i = d_i - d_f
        d_pre_f[:] = 0
    else:
        d_pre_f[:] = through(d_f, 1, pre_f, f, convention.gate_activation)
    d_pre_i[:] = through(d_i, 0, pre_i, i, convention.gate_activation)
    d_pre_g[:] = through(d_c * i, 2, pre_g, g, convention.candidate_activation)
    slopes.cell[before] += d_c * f
    if P is not None:
        slopes.cell[before] += d_pre_i * P[0] + d_pre_f * P[1]
    slopes.hidden[before] += d_pre_i @ U_i + d_pre_f @ U_f + d_pre_g @ U_g + d_pre_o @ U_o
