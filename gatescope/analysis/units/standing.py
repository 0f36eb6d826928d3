"""Where every unit of every gate stood over a text, in one pass over its tokens.

A gate is called shut below 0.1 and open above 0.9 (left- and right-saturated; Karpathy, Johnson & Li 2015, "Visualizing
and Understanding Recurrent Networks", section 4.2); for signals of other ranges see `analysis.saturation.limits`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_part, check_tokens, finite_beginning
from gatescope.analysis.saturation import STILL, limits
from gatescope.engine.network import Array, Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace
from gatescope.errors import ModelError
from gatescope.progress import Report, portion, silent
from gatescope.words import tr

Values = NDArray[np.float64]

# Values that are looked at between two reports: a fraction of a millisecond.
_BLOCK = 1 << 16


@dataclass(frozen=True, eq=False)
class Standing:
    """One signal over N tokens.

    Attributes:
        limits: below the first a value is left-saturated, above the second right-saturated; infinite for no such end.
        left, right: (H,) share of the tokens beyond them.
        mean: (H,) of the values; of an update gate as the engine has it, in which 1 keeps.
        stuck: (H,) units whose value varies by at most 0.01; none over a single token.
    """

    limits: tuple[float, float]
    left: Values
    right: Values
    mean: Values
    stuck: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class UnitStanding:
    """The gates of one layer and direction; of an RNN, which has none, its hidden state.

    Attributes:
        part: the layer and direction.
        signals: by name.
        tokens: how many tokens are counted: those before the first at which the run is not finite.
        bad: that token, or None.
    """

    part: Part
    signals: Mapping[str, Standing]
    tokens: int
    bad: int | None


def unit_standing(network: Network, trace: Trace, *, part: str | None, report: Report = silent) -> UnitStanding:
    """Measure the gates of `part`, or of the last part where the network is shallower.

    Raises:
        UsageError: an empty text.
        ModelError: the run is not finite anywhere.
        Cancelled: `report` raised it.
    """
    part, finite = finite_part(trace, part)
    names = [signal for signal in trace.cell.signals if signal in trace.cell.unit_interval] or ["hidden_state"]
    found = {}
    for at, signal in enumerate(names):
        share = portion(report, at / len(names), (at + 1) / len(names))
        values = finite[f"{part}.{signal}"]
        found[signal] = standing_of(values, limits(trace, part, signal), report=share)
    return UnitStanding(part, found, finite.length, finite.length if finite.length < trace.length else None)


def finite_part(trace: Trace, part: str | None) -> tuple[Part, Trace]:
    """Return the part that is meant, and the tokens before the first at which the run is not finite.

    Raises:
        UsageError: an empty text.
        ModelError: there are no such tokens.
    """
    check_tokens(trace)
    meant = check_part(trace, part if part is None or part in trace.parts else trace.parts[-1])
    finite = finite_beginning(trace)
    if not finite.length:
        raise ModelError(tr("nothing is a finite number from the first token on: mend the weights first"))
    return meant, finite


def standing_of(values: Array, ends: tuple[float, float], *, report: Report = silent) -> Standing:
    """Measure any (N, H) finite `values` of N ≥ 1 tokens against the limits `ends`."""
    tokens, units = values.shape
    left, right, total = (np.zeros(units) for _ in range(3))
    low, high = np.full(units, np.inf), np.full(units, -np.inf)
    step = max(_BLOCK // max(units, 1), 1)
    for start in range(0, tokens, step):
        report(start / tokens)
        rows = values[start : start + step]
        left += (rows < ends[0]).sum(axis=0)
        right += (rows > ends[1]).sum(axis=0)
        total += rows.sum(axis=0, dtype=np.float64)
        low, high = np.minimum(low, rows.min(axis=0)), np.maximum(high, rows.max(axis=0))
    still = (high - low <= STILL) & (tokens > 1)
    return Standing(ends, left / tokens, right / tokens, total / tokens, still)
