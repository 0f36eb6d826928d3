"""The same network over other texts, with the same interventions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Array, Network
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.progress import Report, portion, silent
from gatescope.words import tr


@dataclass(frozen=True, eq=False)
class OtherRun:
    """A run over another text.

    Attributes:
        ids: (T,) of its tokens.
        trace: everything that happened.
        readouts: by name, (T, C) after every token.
    """

    ids: NDArray[np.int64]
    trace: Trace
    readouts: Mapping[str, Array]


def other_texts(
    network: Network, trace: Trace, *, texts: tuple[tuple[int, ...], ...], report: Report = silent
) -> tuple[OtherRun, ...]:
    """Run `network` over each of `texts`, given by the ids of their tokens, with what was held in `trace`.

    Raises:
        UsageError: the network reads vectors, or an id is no row of its embedding.
        Cancelled: `report` raised it.
    """
    if texts and network.embedding is None:
        raise UsageError(tr("this model reads vectors, so there is no other sentence to run it over"))
    found = []
    for at, ids in enumerate(texts):
        portion(report, at / len(texts), (at + 1) / len(texts))(0.0)
        rows = np.array(ids, np.int64)
        made = run(network, ids=rows, interventions=trace.interventions.within(len(rows)))
        found.append(OtherRun(rows, made, read_out(network, made.hidden)))
    return tuple(found)
