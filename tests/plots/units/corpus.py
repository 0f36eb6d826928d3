"""A corpus that a toy network has read, as an index would have summed it up."""

from __future__ import annotations

import numpy as np

from gatescope.analysis.corpus.moments import add_up, moments_of
from gatescope.analysis.saturation import limits
from gatescope.analysis.units.over_corpus import OverCorpus
from gatescope.session.run.snapshot import Run


def over_corpus(run: Run, name: str = "reviews.txt", shards: int = 3) -> OverCorpus:
    """The run itself as a corpus of so many shards."""
    part, trace = run.network.parts[-1], run.trace
    signals = run.network.cell.signals
    said = next(iter(run.readouts.values()))[:, 0] if run.readouts else None
    parts = []
    for rows in np.array_split(np.arange(len(run.tokens)), shards):
        moments = [
            moments_of(trace[f"{part}.{one}"][rows], limits(trace, part, one), None if said is None else said[rows])
            for one in signals
        ]
        parts.append(np.stack(moments))
    return OverCorpus(name, run.network, part, add_up(parts, signals))
