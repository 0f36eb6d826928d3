"""One text read by a network as it was at several moments of its training."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.copied_weights import rewired
from gatescope.engine.interventions import Interventions
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.progress import Report, silent

Values = NDArray[np.float64]

MOST_COLUMNS = 4
"""Of more columns, such as one a letter, the highest is read; of fewer the last one, of plain values the first."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What one network makes of T tokens.

    Attributes:
        columns: (T,) the column of the first read-out that is told; None without a read-out.
        values: (T,) its probability or plain value; without a read-out ‖h‖ of the last layer.
        means: by signal, (T,) the mean over all units of the part.
    """

    columns: NDArray[np.int64] | None
    values: Values
    means: Mapping[str, Values]


def over_checkpoints(
    network: Network,
    trace: Trace,
    *,
    networks: Sequence[Network],
    part: Part,
    interventions: Interventions | None = None,
    report: Report = silent,
) -> tuple[Reading, ...]:
    """Read the tokens of `trace` by each of `networks`, which have the shapes of `network`.

    Args:
        interventions: what is done in each of them, copied weights among it, of which a trace does not tell; what was
            done in `trace` by default.
        part: whose signals are averaged; the last one of the network where it has no such part.
        report: is told the share of the networks that are done.
    """
    part = part if part in network.parts else network.parts[-1]
    done = trace.interventions if interventions is None else interventions.within(trace.length)
    found = []
    for place, one in enumerate(networks):
        report(place / len(networks))
        made, others = rewired(one, done)
        found.append(_reading(made, _run(made, trace, others), part))
    return tuple(found)


def _run(network: Network, trace: Trace, interventions: Interventions) -> Trace:
    # On screen a run over vectors has ids as well, their places in the sequence.
    if trace.inputs is None:
        return run(network, ids=trace.ids, interventions=interventions)
    return run(network, inputs=trace.inputs, interventions=interventions)


def _reading(network: Network, own: Trace, part: Part) -> Reading:
    means = {signal: own[f"{part}.{signal}"].mean(axis=1, dtype=np.float64) for signal in network.cell.signals}
    if not network.readouts:
        return Reading(None, np.linalg.norm(own.hidden.astype(np.float64), axis=1), means)
    first = network.readouts[0]
    values = read_out(network, own.hidden)[first.name]
    count = values.shape[1]
    if count > MOST_COLUMNS:
        columns = np.nan_to_num(values, nan=-np.inf).argmax(axis=1)
    else:
        columns = np.full(len(values), 0 if first.kind == "linear" else count - 1)
    told = values[np.arange(len(values)), columns].astype(np.float64)
    # A logistic read-out has one column with the probability of its second label.
    return Reading(columns.astype(np.int64), told, means)
