"""Which unit carries a result: every unit of a layer is taken out in turn, and the result is worked out anew.

    value_j = what the read-out says with h_j = 0 at every token,     change_j = value_j − value

An ablation in the sense of Karpathy, Johnson & Li 2015 and Lakretz et al. 2019: the rest of the network goes on as its
equations say, so that what a unit gives to the others is lost as well. It is no local answer like a gradient: a unit
that is saturated, with a gradient of 0, may carry everything.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_part, check_tokens
from gatescope.analysis.sweep.ablated_runs import AblatedRuns
from gatescope.analysis.targets import Target, nearest
from gatescope.engine import executors
from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, Network, ReadOut
from gatescope.engine.part import Part
from gatescope.engine.read_out import write_read_out
from gatescope.engine.trace import Trace
from gatescope.progress import Report, silent

Values = NDArray[np.float64]

QUICK = 2_000_000_000
"""Multiplications that answer within a frame or a few."""
MOST = 100_000_000_000
"""Multiplications that a person will wait for: some 10 seconds. The command line and scripts know no such bound."""
# Copies are stepped in calls of so many multiplications: a millisecond or two.
_CALL = 16_000_000


@dataclass(frozen=True, eq=False)
class Sweep:
    """What a result becomes without each unit of one layer and direction.

    Attributes:
        part: the layer and direction.
        target: the result, with its label filled in.
        token: after which token it stands.
        baseline: what it is with all units: a probability, or the value of a linear read-out, or the sum of the last
            layer's hidden state where no read-out is meant.
        values: (P,) what it becomes without each unit; NaN where that is no number.
        scores: (P,) how the score changes, which goes on telling where a probability is stuck (see `targets`).
        order: (P,) the units by |change|, largest first, those of a NaN last.
        stretch: the tokens during which units are out; fewer than those before `token` only where that was bounded.
        bounded: whether it was.
    """

    part: Part
    target: Target
    token: int
    baseline: float
    values: Values
    scores: Values
    order: NDArray[np.int64]
    stretch: range
    bounded: bool

    @property
    def changes(self) -> Values:
        """(P,) what is added by taking each unit out: negative where the result loses, NaN between two infinities."""
        with np.errstate(invalid="ignore"):
            return self.values - self.baseline


def sweep(
    network: Network,
    trace: Trace,
    of: Target | str = "last",
    part: str | None = None,
    *,
    most: int | None = None,
    executor: Executor | None = None,
    report: Report = silent,
) -> Sweep:
    """Take every unit of `part` (the last layer's first direction by default) out in turn.

    Args:
        network: the one that made `trace`.
        trace: of T ≥ 1 tokens; what was held in it stays held.
        of: the result, or its text; a read-out's value is meant, as a person reads it, not its score.
        part: ``layer{k}.{direction}``.
        most: multiplications that may be spent: units are then taken out only for as many tokens next to the result.
        executor: steps the cells; the fastest one that is ready by default.
        report: called every millisecond or two.

    Raises:
        UsageError: there is no such result or part, or the text is empty.
        ModelError: the read-out has weights that are not finite.
        Cancelled: `report` raised it.
    """
    check_tokens(trace)
    found = check_part(trace, part)
    wanted, asked = (Target.parse(of) if isinstance(of, str) else of).resolve(network, trace.hidden)
    token = trace.length - 1 if wanted.token is None else wanted.token
    reached = reach(network, found, token, trace.length)
    cost, units = _multiplications(network, found), network.parameters(found).outputs
    stretch = reached if most is None else _nearest(reached, token, max(most // (cost * units), 1))
    runs = AblatedRuns(network, trace, found, stretch, executor or executors.current())
    hidden = np.empty((units + 1, trace.hidden.shape[1]), trace.hidden.dtype)
    hidden[units] = trace.hidden[token]
    at_once = max(_CALL // (cost * len(stretch)), 1)
    for start in range(0, units, at_once):
        report(start / units)
        some = range(start, min(start + at_once, units))
        hidden[start : some.stop] = runs.hidden(some, token)
    values = _values(network, wanted, hidden)
    with np.errstate(all="ignore"):
        scores = hidden.astype(np.float64) @ asked[token].astype(np.float64)
        by_score = scores[:-1] - scores[-1]
        change, moved = np.abs(values[:-1] - values[-1]), np.abs(by_score)
    # By the score where two changes are alike, as where a probability is 1 with and without a unit.
    order = np.lexsort((np.arange(units), -_last(moved), -_last(change)))
    return Sweep(
        part=found,
        target=wanted,
        token=token,
        baseline=float(values[-1]),
        values=values[:-1],
        scores=by_score,
        order=order.astype(np.int64),
        stretch=stretch,
        bounded=stretch != reached,
    )


def nearest_sweep(
    network: Network, trace: Trace, *, target: Target | None, part: Part, report: Report = silent
) -> Sweep:
    """Sweep the units of `part`, or of the last one where the network is shallower, by what comes nearest to `target`
    (see `targets.nearest`): what a person asks of several networks at once, within `MOST` multiplications.

    Raises:
        UsageError, ModelError, Cancelled: as `sweep` does.
    """
    wanted = nearest(network, target, trace.length)
    return sweep(network, trace, wanted, part if part in trace.parts else trace.parts[-1], most=MOST, report=report)


def effort(network: Network, part: Part, token: int, tokens: int) -> int:
    """Return the multiplications that it takes to sweep `part` for a result at `token` of a text of so many tokens."""
    steps = len(reach(network, part, token, tokens)) * network.parameters(part).outputs
    return steps * _multiplications(network, part)


def reach(network: Network, part: Part, token: int, tokens: int) -> range:
    """Return the tokens at which a unit of `part` can have an influence on what stands after `token`."""
    if "reverse" not in network.directions:
        return range(token + 1)
    if part.layer < len(network.layers) - 1:
        return range(tokens)
    return range(token, tokens) if part.reverse else range(token + 1)


def _nearest(reached: range, token: int, count: int) -> range:
    """Return so many of the tokens, those next to `token`."""
    if count >= len(reached):
        return reached
    if reached.start == token:
        return range(token, token + count)
    if reached.stop == token + 1:
        return range(token + 1 - count, token + 1)
    start = min(max(token - count // 2, reached.start), reached.stop - count)
    return range(start, start + count)


def _multiplications(network: Network, part: Part) -> int:
    """Return how many a step takes in `part` and in the layers above it."""
    mine = network.parameters(part).U.size
    above = sum(one.U.size + one.W.size for row in network.layers[part.layer + 1 :] for one in row)
    return mine + above


def _values(network: Network, target: Target, hidden: Array) -> Values:
    """Return (B,) what `target` says of (B, F) hidden states."""
    if target.readout is None:
        with np.errstate(all="ignore"):
            sums: Values = hidden.sum(axis=1, dtype=np.float64)
        return sums
    readout: ReadOut = next(one for one in network.readouts if one.name == target.readout)
    out = np.empty((len(hidden), len(readout.weight)), np.result_type(hidden, readout.weight))
    write_read_out(readout, hidden, out)
    label = readout.labels.index(target.label or "")
    if readout.kind != "logistic":
        return out[:, label].astype(np.float64)
    probability = out[:, 0].astype(np.float64)
    return probability if label else 1 - probability


def _last(values: Values) -> Values:
    """Return the values, with −∞ for what is no number."""
    return np.where(np.isnan(values), -np.inf, values)
