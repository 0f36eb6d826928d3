"""The rows of the table of units, and how gates stand, over a corpus that was indexed instead of one sentence.

The sums that an index keeps of every shard (`analysis.corpus.moments`) have all of it but the position, which means
nothing over many texts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.corpus.moments import CorpusStatistics
from gatescope.analysis.saturation import STILL, limits
from gatescope.analysis.time_scales import KEEPING_GATE, half_life
from gatescope.analysis.units.overview import UnitOverview
from gatescope.analysis.units.standing import Standing, UnitStanding
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.trace import Trace


@dataclass(frozen=True, eq=False)
class OverCorpus:
    """What a network did over a corpus.

    Attributes:
        name: of the file.
        network: that read it; part: the layer and direction whose states were kept.
        statistics: by signal.
    """

    name: str
    network: Network
    part: Part
    statistics: Mapping[str, CorpusStatistics]

    @property
    def tokens(self) -> int:
        """How many were read."""
        return next(iter(self.statistics.values())).tokens if self.statistics else 0

    def fits(self, network: Network, part: str) -> bool:
        """Return whether these are the statistics of this network (the same weights) in this part."""
        return self.tokens > 0 and network is self.network and part == self.part


def overview_over(corpus: OverCorpus, trace: Trace, state: str) -> UnitOverview:
    """Return the rows of the table of units over a corpus.

    Args:
        trace: of a run of the same network, which says what its signals are.
        state: the signal to compare; the hidden state where the cell has no such signal.
    """
    state = state if state in corpus.statistics else "hidden_state"
    keeps = KEEPING_GATE.get(trace.cell.name, "hidden_state")
    found, standing = corpus.statistics[state], _standing(corpus, trace, keeps)
    readouts = corpus.network.readouts
    compared = "position"
    if readouts:
        one = readouts[0]
        compared = f"readout.{one.name}" if len(one.weight) == 1 else f"readout.{one.name}:{one.labels[0]}"
    return UnitOverview(
        corpus.part,
        state,
        found.mean,
        keeps,
        standing,
        half_lives_over(corpus, trace),
        {compared: found.correlation},
        corpus.tokens,
        None,
    )


def standing_over(corpus: OverCorpus, trace: Trace) -> UnitStanding:
    """Return how the gates stand over a corpus; of an RNN its hidden state."""
    names = [signal for signal in trace.cell.signals if signal in trace.cell.unit_interval] or ["hidden_state"]
    found = {signal: _standing(corpus, trace, signal) for signal in names}
    return UnitStanding(corpus.part, found, corpus.tokens, None)


def half_lives_over(corpus: OverCorpus, trace: Trace) -> NDArray[np.float64]:
    """Return (H,) the half-lives in tokens, by the mean of the keeping gate over a corpus; empty for an RNN."""
    gate = KEEPING_GATE.get(trace.cell.name)
    return np.empty(0) if gate is None else half_life(np.abs(corpus.statistics[gate].mean))


def _standing(corpus: OverCorpus, trace: Trace, signal: str) -> Standing:
    one = corpus.statistics[signal]
    # The sums do not have the ends of what a unit did: one that deviates so little hardly moves.
    still = (one.deviation <= STILL / 2) & (one.tokens > 1)
    return Standing(limits(trace, corpus.part, signal), one.left, one.right, one.mean, still)
