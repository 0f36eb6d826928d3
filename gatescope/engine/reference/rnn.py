"""The RNN: h = φ(p + U h₋₁). Source: Elman 1990, in PyTorch's form (nn.RNN)."""

from __future__ import annotations

from gatescope.engine.activations import apply, squash
from gatescope.engine.cells import Convention
from gatescope.engine.parameters import LayerParameters
from gatescope.engine.record import Clamps, Record, Slopes
from gatescope.engine.reference.parts import free, hold, slope, squeeze


def step(
    convention: Convention, parameters: LayerParameters, record: Record, n: int, before: int, clamps: Clamps | None
) -> None:
    (U,) = parameters.U
    pre, h = record.pre[n], record.hidden[before + 1]
    pre += U @ record.hidden[before]
    squeeze(convention, convention.activation, pre, h)
    hold(h, clamps, "hidden", n)


def step_back(
    convention: Convention,
    parameters: LayerParameters,
    record: Record,
    n: int,
    before: int,
    slopes: Slopes,
    clamps: Clamps | None,
) -> None:
    (U,) = parameters.U
    pre, activation = record.pre[n], convention.activation
    d_h = free(slopes.hidden[before + 1], clamps, "hidden", n)
    slopes.pre[n] = d_h * slope(convention, activation, pre, apply(squash(activation), pre))
    slopes.hidden[before] += slopes.pre[n] @ U
