"""Cells built by hand, of units that do not see each other, so that their fixed points are those of one unit each.

Every unit's fixed points are the roots of a function of one number, found by bisection: no derivative, no matrix.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import tanh

import numpy as np

from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.network import LayerParameters, Network

# Cell → what makes a network of units with these gains, and what one unit with that gain adds to its state in one step.
KINDS = ("rnn", "gru-after", "gru-before", "lstm")
RESET, OPEN = 0.5, 0.5


def cell(kind: str, gains: Sequence[float]) -> Network:
    """Return a network whose unit k feeds itself with gain k; gates that stay at ½ whatever is read."""
    name = kind.partition("-")[0]
    gates, units = len(CELLS[name].gates), len(gains)
    U = np.zeros((gates, units, units))
    U[{"rnn": 0, "gru": 2, "lstm": 2}[name]] = np.diag(gains)
    none = np.zeros((gates, units))
    parameters = LayerParameters(np.zeros((gates, units, 1)), U, none, none)
    return Network(CELLS[name], Convention(reset_after=kind != "gru-before"), ((parameters,),))


def change(kind: str, gain: float) -> Callable[[float], float]:
    """Return what one step adds to h of one unit that is otherwise at rest; its roots are the fixed points."""
    if kind == "rnn":
        return lambda h: tanh(gain * h) - h
    if kind.startswith("gru"):
        return lambda h: tanh(gain * RESET * h) - h
    # c = ½ c + ½ tanh(gain · h) is at rest at c = tanh(gain · h), and h = ½ tanh c.
    return lambda h: OPEN * tanh(tanh(gain * h)) - h


def roots(kind: str, gain: float) -> list[float]:
    """Return the fixed points h of one unit: 0, and a pair where 0 does not attract."""
    function = change(kind, gain)
    low, high = 1e-3, 1.0
    if function(low) <= 0:
        return [0.0]
    for _ in range(80):
        middle = (low + high) / 2
        low, high = (middle, high) if function(middle) > 0 else (low, middle)
    return [-low, 0.0, low]


def points(kind: str, gains: Sequence[float]) -> list[tuple[np.ndarray, str]]:
    """Return every state (S,) and its kind."""
    found = []
    for h in product(*(roots(kind, gain) for gain in gains)):
        away = [gain_h == 0 and len(roots(kind, gain)) > 1 for gain_h, gain in zip(h, gains, strict=True)]
        # Of an LSTM's unit, h and c leave a point in one direction and come closer in the other.
        every = all(away) and kind != "lstm"
        state = list(h) + ([tanh(gain * one) for gain, one in zip(gains, h, strict=True)] if kind == "lstm" else [])
        found.append((np.array(state), "unstable" if every else "saddle" if any(away) else "stable"))
    return found
