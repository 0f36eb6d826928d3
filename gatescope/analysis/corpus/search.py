"""Where else in a corpus some units are on together, and how well a regular expression tells those places.

A place is a longest run of tokens of one line at each of which all of the units lie above the threshold, as in
`pattern`. Source: Strobelt, Gehrmann, Pfister & Rush 2018, "LSTMVis".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.corpus.index import Index
from gatescope.analysis.corpus.pattern import runs_of
from gatescope.analysis.corpus.regex import Regex, matched_tokens
from gatescope.analysis.corpus.shard import Words
from gatescope.errors import UsageError
from gatescope.progress import Report, portion, silent
from gatescope.words import tr


@dataclass(frozen=True)
class Hit:
    """One place.

    Attributes:
        line: its number in the corpus, counted from 1.
        start, stop: the first character of the place in the line, and the one behind its last.
        text: the line.
        score: 1 where the place is as long as the pattern, in tokens, else the shorter of both through the longer; of
            a top context, the value of the unit.
        readout: (C,) the read-out's values at the last token of the place; empty where none was kept.
    """

    line: int
    start: int
    stop: int
    text: str
    score: float
    readout: tuple[float, ...] = ()

    @property
    def words(self) -> str:
        """The place itself, as it stands in the line."""
        return self.text[self.start : self.stop]


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        units: columns of the signal.
        threshold: on is above it.
        places: how many there are, of which `hits` are the best.
        hits: the nearest to the pattern's length first, then as they stand in the corpus.
        begins: (id, count) of the words that places begin with, the most frequent first.
        precision: the part of the places that the regular expression matches, wholly or in part.
        recall: the part of its matches in which there is a place. Both None without an expression, and where there is
            nothing to divide by.
        matches: of the expression in the corpus.
    """

    units: tuple[int, ...]
    threshold: float
    places: int
    hits: tuple[Hit, ...]
    begins: tuple[tuple[int, int], ...] = ()
    precision: float | None = None
    recall: float | None = None
    matches: int = 0


@dataclass
class _Counts:
    places: int = 0
    matched: int = 0
    matches: int = 0
    recalled: int = 0


def search(
    index: Index,
    units: Sequence[int],
    threshold: float,
    length: int = 1,
    *,
    most: int = 50,
    regex: str | None = None,
    report: Report = silent,
) -> Found:
    """Return the places of a corpus where all of `units` are above `threshold`.

    Args:
        units: columns of the indexed signal, one at least.
        length: tokens of the pattern; places of that length come first.
        most: how many hits to return.
        regex: compare the places with the matches of this expression.
        report: called between shards.

    Raises:
        UsageError: a unit that the signal does not have, or no regular expression.
        FileError: a file of the index is missing or damaged.
        Cancelled: `report` raised it.
    """
    if not units or min(units) < 0 or max(units) >= index.manifest.units:
        named = ", ".join(map(str, units)) or "none"
        raise UsageError(
            tr("units {tensor}: the index has the units 0 … {units}", tensor=named, units=index.manifest.units - 1)
        )
    expression = None if regex is None else Regex.of(regex)
    counts, begins = _Counts(), np.zeros(0, np.int64)
    places: list[NDArray[np.int64]] = []
    for shard in index.shards(portion(report, 0.0, 0.95)):
        on, words = _on(index, shard, units, threshold), index.words(shard)
        start, stop = runs_of(on, words.borders)
        places.append(np.stack([np.full_like(start, shard), start, stop]))
        begins = _added(begins, np.bincount(words.ids[start]))
        counts.places += len(start)
        if expression is not None:
            _compare(expression, words, on, start, stop, counts)
    best = _best(np.concatenate(places, axis=1), length, most) if places else []
    order = np.argsort(-begins, kind="stable")
    return Found(
        tuple(map(int, units)),
        float(threshold),
        counts.places,
        tuple(hit_at(index, shard, start, stop, score) for shard, start, stop, score in best),
        tuple((int(word), int(begins[word])) for word in order if begins[word]),
        counts.matched / counts.places if expression is not None and counts.places else None,
        counts.recalled / counts.matches if expression is not None and counts.matches else None,
        counts.matches,
    )


def hit_at(index: Index, shard: int, start: int, stop: int, score: float) -> Hit:
    """Return the place of the tokens `start` … `stop` of a shard, with its line."""
    words = index.words(shard)
    line = int(np.searchsorted(words.borders, start, side="right")) - 1
    return Hit(
        int(words.lines[line]),
        int(words.starts[start]),
        int(words.ends[stop - 1]),
        words.line_text(line),
        score,
        tuple(map(float, words.readout[stop - 1])),
    )


def _on(index: Index, shard: int, units: Sequence[int], threshold: float) -> NDArray[np.bool_]:
    """Return (N,) at which tokens of a shard all of the units are above the threshold."""
    states = index.states(shard)
    on: NDArray[np.bool_] = states[units[0]] > threshold
    for unit in units[1:]:
        on &= states[unit] > threshold
    return on


def _compare(
    expression: Regex,
    words: Words,
    on: NDArray[np.bool_],
    start: NDArray[np.int64],
    stop: NDArray[np.int64],
    counts: _Counts,
) -> None:
    first, last = matched_tokens(expression, words)
    inside = np.zeros(len(on) + 1, np.int64)
    np.add.at(inside, first, 1)
    np.add.at(inside, last, -1)
    matched = _sums(np.cumsum(inside[:-1]) > 0)
    counts.matched += int(np.count_nonzero(matched[stop] - matched[start]))
    counts.matches += len(first)
    together = _sums(on)
    counts.recalled += int(np.count_nonzero(together[last] - together[first]))


def _sums(flags: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return (N + 1,) how many of the first n flags are set."""
    return np.concatenate([[0], np.cumsum(flags)])


def _best(places: NDArray[np.int64], length: int, most: int) -> list[tuple[int, int, int, float]]:
    """Return (shard, start, stop, score) of the best of the (3, M) places."""
    lengths = places[2] - places[1]
    scores = np.minimum(lengths, length) / np.maximum(lengths, length)
    order = np.argsort(-scores, kind="stable")[:most]
    rows = zip(places[:, order].T.tolist(), scores[order].tolist(), strict=True)
    return [(shard, start, stop, score) for (shard, start, stop), score in rows]


def _added(a: NDArray[np.int64], b: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the sum of two counts by word, of which one may know more words."""
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    longer = longer.astype(np.int64)
    longer[: len(shorter)] += shorter
    return longer
