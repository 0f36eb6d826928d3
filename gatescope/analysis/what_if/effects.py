"""What every intervention does to the read-out alone, and what all that are switched on do together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.interventions import NONE, Interventions, fits
from gatescope.engine.network import Network
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.progress import Report, silent

Values = NDArray[np.float64]

_MOST_COLUMNS = 4
"""More columns than this, such as one a letter, are not followed one by one: the highest of the baseline is."""


@dataclass(frozen=True, eq=False)
class Effects:
    """One number a token of several runs over the same tokens.

    The number is a probability or a plain value of the first read-out; without a read-out it is how far the hidden
    states have moved from those of the baseline, ‖h − h_baseline‖.

    Attributes:
        columns: (T,) the column of the read-out that is followed; None without a read-out.
        baseline: (T,) with nothing held.
        together: (T,) with all that are switched on.
        alone: (n, T) with one each, switched on or not; NaN for what does not fit the network.
    """

    columns: NDArray[np.int64] | None
    baseline: Values
    together: Values
    alone: Values

    def most(self, token: int, among: tuple[int, ...]) -> int | None:
        """Return which of `among` moves the number at `token` most by itself; None where none moves it."""
        # Infinite with it and without it, the number does not move.
        with np.errstate(invalid="ignore"):
            moved = np.abs(self.alone[list(among), token] - self.baseline[token])
        by = dict(zip(among, moved.tolist(), strict=True))
        by = {k: far for k, far in by.items() if far > 0}
        return max(by, key=lambda k: by[k]) if by else None


def effects(
    network: Network, trace: Trace, *, base: Network, interventions: Interventions, report: Report = silent
) -> Effects:
    """Run the tokens of `trace` with nothing held, with everything, and with one intervention at a time.

    Args:
        network, trace: what is on screen; of it only the tokens count.
        base: the network before any weights are copied.
        interventions: all of them, switched on or not.
        report: is told the share of the runs that are done.
    """
    tokens, items = trace.length, interventions.items
    alone = np.full((len(items), tokens), np.nan)
    baseline = _hidden(base, trace, NONE)
    report(1 / (len(items) + 2))
    together = _hidden(base, trace, interventions.acting(base))
    columns = _columns(base, baseline)
    for k, item in enumerate(items):
        report((k + 2) / (len(items) + 2))
        if fits(item, base):
            alone[k] = _measured(
                base, _hidden(base, trace, Interventions((replace(item, on=True),))), baseline, columns
            )
    return Effects(
        columns,
        _measured(base, baseline, baseline, columns),
        _measured(base, together, baseline, columns),
        alone,
    )


def _hidden(network: Network, trace: Trace, interventions: Interventions) -> NDArray[np.floating]:
    """Return (T, F) the last layer's hidden states of a run over the tokens of `trace`."""
    acting = interventions.within(trace.length)
    # On screen a run over vectors has ids as well, their places in the sequence.
    if trace.inputs is None:
        return run(network, ids=trace.ids, interventions=acting).hidden
    return run(network, inputs=trace.inputs, interventions=acting).hidden


def _columns(network: Network, hidden: NDArray[np.floating]) -> NDArray[np.int64] | None:
    """Return (T,) the column to follow: the last one, of plain values the first, of many the highest."""
    if not network.readouts:
        return None
    first = network.readouts[0]
    count = len(first.weight)
    if count > _MOST_COLUMNS:
        values = read_out(network, hidden)[first.name]
        return np.asarray(np.nan_to_num(values, nan=-np.inf).argmax(axis=1), np.int64)
    return np.full(len(hidden), 0 if first.kind == "linear" else count - 1, np.int64)


def _measured(
    network: Network,
    hidden: NDArray[np.floating],
    baseline: NDArray[np.floating],
    columns: NDArray[np.int64] | None,
) -> Values:
    if columns is None:
        return np.asarray(np.linalg.norm(hidden.astype(np.float64) - baseline, axis=1), np.float64)
    values = read_out(network, hidden)[network.readouts[0].name]
    return values[np.arange(len(values)), columns].astype(np.float64)
