"""Finding where else a group of units is on together.

A pattern is a brushed span of tokens and a threshold. The units whose state lies above the threshold in
all of the span, and if wanted below it just before and after, are its units; in a corpus, the spans where they are
on together again are the matches. Source: Strobelt, Gehrmann, Pfister & Rush 2018, "LSTMVis".
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Array
from gatescope.errors import ModelError, UsageError
from gatescope.progress import Report, silent
from gatescope.words import tr

# Rows at a time: few enough for a processor's cache and a smooth progress bar.
_BLOCK = 16_384


@dataclass(frozen=True)
class Pattern:
    """Units that are on together.

    Attributes:
        units: columns of the states.
        threshold: on is above it.
        length: tokens of the span it was found in.
    """

    units: tuple[int, ...]
    threshold: float
    length: int


@dataclass(frozen=True, eq=False)
class Matches:
    """Spans of a corpus, the best first.

    Attributes:
        start, stop: (M,) token ranges.
        shared: (M,) the fewest of the pattern's units that were on at any token of the span.
        found: how many spans there are, of which these M are the best.
    """

    start: NDArray[np.int64]
    stop: NDArray[np.int64]
    shared: NDArray[np.int64]
    found: int


def pattern_of(states: Array, start: int, stop: int, threshold: float = 0.3, *, only_here: bool = False) -> Pattern:
    """Return the units that are on in all tokens ``start … stop`` of `states` (T, H).

    Args:
        states: hidden or cell states of a text.
        start, stop: the span.
        threshold: on is above it.
        only_here: leave out units that are on just before or just after the span, too.

    Raises:
        UsageError: the span is empty or outside of the text, or no unit is on throughout.
        ModelError: a value in the span is not a number.
    """
    if not 0 <= start < stop <= len(states):
        raise UsageError(
            tr(
                "there is no span {start} … {stop} in a text of {count} tokens",
                start=start,
                stop=stop,
                count=len(states),
            )
        )
    if not np.isfinite(states[start:stop]).all():
        raise ModelError(
            tr("the states of the tokens {start} … {stop} are not all finite numbers", start=start, stop=stop - 1)
        )
    on = (states[start:stop] > threshold).all(axis=0)
    if only_here:
        for beside in (start - 1, stop):
            if 0 <= beside < len(states):
                on &= ~(states[beside] > threshold)
    units = tuple(int(unit) for unit in np.flatnonzero(on))
    if not units:
        raise UsageError(
            tr(
                "no unit stays above {threshold:g} from token {start} to {stop}: lower the threshold",
                threshold=threshold,
                start=start,
                stop=stop - 1,
            )
        )
    return Pattern(units, threshold, stop - start)


def find_pattern(
    states: Array,
    pattern: Pattern,
    *,
    offsets: NDArray[np.int64] | None = None,
    at_least: int | None = None,
    most: int = 50,
    report: Report = silent,
) -> Matches:
    """Return the spans of a corpus in which the pattern's units are on together.

    A span is a longest run of tokens at each of which at least `at_least` of the units are on. Spans come in order of
    how many units they share, then of how near their length is to the pattern's, then as they stand in the corpus.

    Args:
        states: (N, H) of the corpus; may lie in a file (`numpy.memmap`), which is read once, in blocks.
        pattern: what to look for.
        offsets: (S + 1,) where the sequences begin and end; no span crosses one. By default the corpus is one sequence.
        at_least: units that must be on; all of them by default.
        most: how many spans to return.
        report: called between blocks.

    Raises:
        UsageError: a unit that the states do not have, an `at_least` that no token can reach, a negative `most`.
        ModelError: the offsets are not those of N tokens.
        Cancelled: `report` raised it.
    """
    units = np.array(pattern.units, dtype=np.int64)
    if not len(units) or units.min() < 0 or units.max() >= states.shape[1]:
        raise UsageError(
            tr(
                "the pattern's units {units} are not all among the {shape} of the states",
                units=pattern.units,
                shape=states.shape[1],
            )
        )
    if most < 0:
        raise UsageError(tr("there are 0 spans or more, not {most}", most=most))
    need = len(units) if at_least is None else at_least
    if not 1 <= need <= len(units):
        raise UsageError(
            tr("{need} of the pattern's {count} units can never be on together", need=need, count=len(units))
        )
    borders = np.array([0, len(states)]) if offsets is None else np.asarray(offsets)
    if (
        borders.ndim != 1
        or len(borders) < 2
        or borders[0]
        or borders[-1] != len(states)
        or (np.diff(borders) < 0).any()
    ):
        raise ModelError(tr("the offsets must rise from 0 to the {count} tokens of the corpus", count=len(states)))
    counts = _counts(states, units, pattern.threshold, report)
    start, stop = runs_of(counts >= need, borders)
    # The least of each run; reduceat's stretches reach to the next start, so the gaps between must not count.
    bounds = np.stack([start, stop], axis=1).ravel()
    padded = np.append(counts, counts.dtype.type(0))
    shared = np.minimum.reduceat(padded, bounds)[::2].astype(np.int64) if len(start) else np.zeros(0, np.int64)
    order = np.lexsort((start, np.abs(stop - start - pattern.length), -shared))[:most]
    return Matches(start[order], stop[order], shared[order], len(start))


def _counts(states: Array, units: NDArray[np.int64], threshold: float, report: Report) -> NDArray[np.int32]:
    """Return (N,) how many of the units are on at every token."""
    counts = np.empty(len(states), dtype=np.int32)
    for start in range(0, len(states), _BLOCK):
        report(start / len(states))
        rows = states[start : start + _BLOCK]
        counts[start : start + _BLOCK] = np.count_nonzero(rows[:, units] > threshold, axis=1)
    return counts


def runs_of(on: NDArray[np.bool_], borders: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where the longest runs of `on` (N,) start and stop, if every border ends one."""
    starts = on.copy()
    starts[1:] &= ~on[:-1]
    stops = on.copy()
    stops[:-1] &= ~on[1:]
    begins, ends = borders[:-1], borders[1:]
    filled = begins < ends
    begins, ends = begins[filled], ends[filled]
    starts[begins] = on[begins]
    stops[ends - 1] = on[ends - 1]
    return np.flatnonzero(starts), np.flatnonzero(stops) + 1
