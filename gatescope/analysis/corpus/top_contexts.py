"""Where in a corpus a unit is largest. After Karpathy, Johnson & Li 2015, who read units by what excites them."""

from __future__ import annotations

import numpy as np

from gatescope.analysis.corpus.index import Index
from gatescope.analysis.corpus.search import Found, hit_at
from gatescope.errors import UsageError
from gatescope.progress import Report, silent
from gatescope.words import tr


def top_contexts(index: Index, unit: int, *, most: int = 50, report: Report = silent) -> Found:
    """Return the lines in which `unit` is largest, each by its largest token, whose value is the score.

    Values that are no finite numbers are passed over.

    Raises:
        UsageError: the indexed signal has no such unit.
        FileError: a file of the index is missing or damaged.
        Cancelled: `report` raised it.
    """
    if not 0 <= unit < index.manifest.units:
        raise UsageError(
            tr(
                "there is no unit {unit}: the index has the units 0 … {units}",
                unit=unit,
                units=index.manifest.units - 1,
            )
        )
    best: list[tuple[float, int, int]] = []
    for shard in index.shards(report):
        values, words = np.array(index.states(shard)[unit], np.float64), index.words(shard)
        values[~np.isfinite(values)] = -np.inf
        # Lines without a word are in no shard, so that every stretch has a largest value.
        largest = np.maximum.reduceat(values, words.borders[:-1])
        for line in np.argsort(-largest, kind="stable")[:most]:
            begin, end = words.borders[line], words.borders[line + 1]
            if np.isfinite(largest[line]):
                best.append((float(largest[line]), shard, int(begin + np.argmax(values[begin:end]))))
        best = sorted(best, key=lambda one: -one[0])[:most]
    hits = tuple(hit_at(index, shard, token, token + 1, value) for value, shard, token in best)
    return Found((unit,), best[-1][0] if best else 0.0, len(hits), hits)
