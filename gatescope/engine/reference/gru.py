"""The GRU.

    r = φ(p_r + U_r h₋₁)    z = φ(p_z + U_z h₋₁)    h = z ⊙ h₋₁ + (1 − z) ⊙ n    φ is σ by convention, and either
    n = tanh(p_n + r ⊙ (U_n h₋₁ + b_n))     reset_after, b_n on the hidden side
    n = tanh(p_n + U_n (r ⊙ h₋₁))           otherwise

Sources: Cho et al. 2014; the reset-after form as in PyTorch's nn.GRU and cuDNN.
"""

from __future__ import annotations

from gatescope.engine.cells import Convention
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.record import Clamps, Record, Slopes
from gatescope.engine.reference.parts import free, hold, slope, squeeze


def step(
    convention: Convention, parameters: LayerParameters, record: Record, n: int, before: int, clamps: Clamps | None
) -> None:
    U_r, U_z, U_n = parameters.U
    h, new = record.hidden[before], record.hidden[before + 1]
    pre_r, pre_z, pre_n = record.pre[n].reshape(3, -1)
    r, z, candidate = record.gates[n].reshape(3, -1)
    pre_r += U_r @ h
    pre_z += U_z @ h
    squeeze(convention, convention.gate_activation, pre_r, r)
    squeeze(convention, convention.gate_activation, pre_z, z)
    hold(r, clamps, "gates", n, 0)
    hold(z, clamps, "gates", n, 1)
    if convention.reset_after:
        record.recurrent[n] = U_n @ h + parameters.b_h[2]
        pre_n += r * record.recurrent[n]
    else:
        pre_n += U_n @ (r * h)
    squeeze(convention, convention.candidate_activation, pre_n, candidate)
    hold(candidate, clamps, "gates", n, 2)
    new[:] = z * h + (1 - z) * candidate
    hold(new, clamps, "hidden", n)


def step_back(
    convention: Convention,
    parameters: LayerParameters,
    record: Record,
    n: int,
    before: int,
    slopes: Slopes,
    clamps: Clamps | None,
) -> None:
    U_r, U_z, U_n = parameters.U
    h = record.hidden[before]
    pre_r, pre_z, pre_n = record.pre[n].reshape(3, -1)
    r, z, candidate = record.gates[n].reshape(3, -1)
    d_pre_r, d_pre_z, d_pre_n = slopes.pre[n].reshape(3, -1)
    d_h = free(slopes.hidden[before + 1], clamps, "hidden", n)
    d_z = free(d_h * (h - candidate), clamps, "gates", n, 1)
    d_pre_z[:] = d_z * slope(convention, convention.gate_activation, pre_z, z)
    d_candidate = free(d_h * (1 - z), clamps, "gates", n, 2)
    d_pre_n[:] = d_candidate * slope(convention, convention.candidate_activation, pre_n, candidate)
    if convention.reset_after:
        d_r = d_pre_n * record.recurrent[n]
        d_through_candidate = (d_pre_n * r) @ U_n
    else:
        d_reset_h = d_pre_n @ U_n
        d_r = d_reset_h * h
        d_through_candidate = d_reset_h * r
    d_pre_r[:] = free(d_r, clamps, "gates", n, 0) * slope(convention, convention.gate_activation, pre_r, r)
    slopes.hidden[before] += d_h * z + d_through_candidate + d_pre_r @ U_r + d_pre_z @ U_z
