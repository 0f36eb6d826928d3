"""For how long a unit's state tells what came before: the text goes on alike after two different beginnings.

At several places s of the text the tokens before s are read in reverse order instead, and the text goes on as it is.
With h the state as recorded and h′ that after the other beginning,

    R_k = Σ_s |h_{s+k} − h′_{s+k}| / Σ_s |h_{s−1} − h′_{s−1}|        k = 0, 1, … tokens that both have read alike

and the time scale is the number of tokens after which R first falls to ½. After the context swaps of Chien & Honey 2020
("Constructing and forgetting temporal context in the human cerebral cortex") and Chien, Zhang & Honey 2021 ("Mapping
the timescale organization of neural language models"), who take the other beginning from another text. A cell needs no
gate for it. A reverse direction begins at the end of the text: there the tokens after s are turned round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.units.standing import finite_part
from gatescope.engine.executors import Executor
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.progress import Report, silent

Values = NDArray[np.float64]

MOST_PLACES, LONGEST, LATEST = 16, 64, 256
"""Places at which the beginning is swapped, tokens that are compared after each, and the last token of a beginning."""
FEW_PLACES = 4
"""About so many in a long text of which every run has to read all."""
BUDGET = 1 << 27
"""Weights of the recurrence that all runs together may read, of one gate: fewer places for a layer of many units."""


@dataclass(frozen=True, eq=False)
class ContextSwap:
    """Of one layer and direction.

    Attributes:
        part: the layer and direction.
        places: how many places the beginning was swapped at; 0 where no two beginnings differ.
        left: (K + 1, H) R: in row 0 the 1 of the beginnings themselves, then what is left after 1 … K shared tokens;
            NaN for units that the beginnings leave alike.
        half: (H,) tokens after which half of the difference is left, between two tokens on a straight line; ∞ where
            more than half is left after K, NaN as above.
    """

    part: Part
    places: int
    left: Values
    half: Values


def context_swap(
    network: Network,
    trace: Trace,
    *,
    part: str | None,
    executor: Executor | None = None,
    report: Report = silent,
) -> ContextSwap:
    """Compare the hidden states of `part` (the last one where the network is shallower) after other beginnings.

    What the run held is held in the other runs, too, at the same tokens.

    Raises:
        UsageError: an empty text.
        ModelError: the run is not finite anywhere.
        Cancelled: `report` raised it.
    """
    part, finite = finite_part(trace, part)
    # The vectors of a window are numbered, but their network has no embedding.
    read = finite.ids if finite.inputs is None else finite.inputs
    assert read is not None
    turn = slice(None, None, -1 if part.reverse else 1)
    hidden = finite[f"{part}.hidden_state"].astype(np.float64)[turn]
    places = _places(read[turn])
    cost = (min(finite.length, LATEST) + LONGEST) // 2 * hidden.shape[1] ** 2
    places = _thinned(places, max(BUDGET // max(cost, 1), 2))
    longest = min(LONGEST, max((finite.length - place for place in places), default=0))
    # Summed over the places that reach so far: the difference k tokens on, and that of the same beginnings.
    far, near = (np.zeros((longest + 1, hidden.shape[1])) for _ in range(2))
    # The other direction reads all of the text, and what is held stands by its token counted from the beginning.
    rest = len(network.directions) > 1 or (part.reverse and bool(trace.interventions))
    places = places[:: max(1, len(places) // FEW_PLACES)] if rest and finite.length > LATEST + LONGEST else places
    for at, place in enumerate(places):
        report(at / len(places))
        stop = min(place + longest, finite.length)
        order = read[turn]
        other = np.concatenate([order[:place][::-1], order[place : None if rest else stop]])[turn]
        changed = _run(network, trace, other, executor)[f"{part}.hidden_state"].astype(np.float64)[turn]
        difference = np.abs(hidden[place - 1 : stop] - changed[place - 1 : stop])
        far[: len(difference)] += difference
        near[: len(difference)] += difference[0]
    # What rounding alone may leave is no difference.
    rounding = 8 * float(np.finfo(network.dtype).eps) * len(places)
    with np.errstate(divide="ignore", invalid="ignore"):
        left = np.where(near > rounding, far / near, np.nan)
    return ContextSwap(part, len(places), left, _half(left))


def _run(network: Network, trace: Trace, read: NDArray[np.generic], executor: Executor | None) -> Trace:
    record = {part: trace.records[part] for part in trace.parts}
    initial = {f"{part}.hidden_state": one.hidden[0] for part, one in record.items()}
    initial |= {f"{part}.cell_state": one.cell[0] for part, one in record.items() if one.cell.shape[1]}
    inputs = {"ids": read} if trace.inputs is None else {"inputs": read}
    return run(network, **inputs, initial=initial, interventions=trace.interventions, executor=executor)


def _places(read: NDArray[np.generic]) -> list[int]:
    """Return the places at which a beginning read backwards differs from it, at most so many, evenly spread."""
    differ = [place for place in range(2, min(len(read), LATEST + 1)) if not _same_backwards(read[:place])]
    return _thinned(differ, MOST_PLACES)


def _thinned(places: list[int], most: int) -> list[int]:
    """Return at most so many places, evenly spread."""
    if len(places) <= most:
        return places
    return [places[round(at)] for at in np.linspace(0, len(places) - 1, most)]


def _same_backwards(read: NDArray[np.generic]) -> bool:
    half = len(read) // 2
    return bool(np.array_equal(read[:half], read[: -half - 1 : -1]))


def _half(left: Values) -> Values:
    """Return (H,) where each column of (K + 1, H) first falls to ½, between two rows on a straight line."""
    below = left <= 0.5
    reached, row = below.any(axis=0), below.argmax(axis=0)
    columns = np.arange(left.shape[1])
    before, after = left[np.maximum(row - 1, 0), columns], left[row, columns]
    with np.errstate(divide="ignore", invalid="ignore"):
        between = np.where(before > after, (before - 0.5) / (before - after), 0.0)
    half = np.where(reached, np.maximum(row - 1, 0) + between, np.inf)
    return np.where(np.isnan(left[0]), np.nan, half) if len(left) else np.full(left.shape[1], np.nan)
