"""For how long every unit remembers, asked in two ways: of the gate that keeps its state, and by a context swap."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.time_scales import KEEPING_GATE, half_life
from gatescope.analysis.units.context_swap import ContextSwap, context_swap
from gatescope.analysis.units.standing import finite_part, standing_of
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.progress import Report, portion, silent


@dataclass(frozen=True, eq=False)
class Remembering:
    """Of one layer and direction over N tokens.

    Attributes:
        part: the layer and direction.
        gate: the one that keeps; empty for an RNN, which has none.
        half_life: (H,) ln ½ / ln of that gate's mean, in tokens; empty likewise (see `analysis.time_scales`).
        swap: what other beginnings leave.
        tokens: N, those before the first at which the run is not finite; bad: that one, or None.
    """

    part: Part
    gate: str
    half_life: NDArray[np.float64]
    swap: ContextSwap
    tokens: int
    bad: int | None


def remembering(network: Network, trace: Trace, *, part: str | None, report: Report = silent) -> Remembering:
    """Measure the units of `part`, or of the last part where the network is shallower.

    Raises:
        UsageError: an empty text.
        ModelError: the run is not finite anywhere.
        Cancelled: `report` raised it.
    """
    meant, finite = finite_part(trace, part)
    gate = KEEPING_GATE.get(trace.cell.name, "")
    halves = np.empty(0)
    if gate:
        stood = standing_of(finite[f"{meant}.{gate}"], (0.1, 0.9), report=portion(report, 0, 0.2))
        halves = half_life(np.abs(stood.mean))
    swap = context_swap(network, trace, part=meant, report=portion(report, 0.2, 1.0))
    bad = finite.length if finite.length < trace.length else None
    return Remembering(meant, gate, halves, swap, finite.length, bad)
