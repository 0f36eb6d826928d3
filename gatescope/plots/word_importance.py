"""Which words of an axis matter most, where not all of them have room."""

from __future__ import annotations

from collections.abc import Sequence
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.ranges import magnitude, nice
from gatescope.session.run.snapshot import Run
from gatescope.text.tokens import TokenSequence

Array = NDArray[np.floating]

_ONCE, _UNKNOWN, _LONG = 0.1, 0.1, 0.1
_LONGEST = 12
# A model of a language has thousands of columns, and all of them move at every token.
_MOST_COLUMNS = 16

# By text: words must not come and go while a weight is dragged or another model of the text is shown.
_KEPT: WeakKeyDictionary[TokenSequence, Array] = WeakKeyDictionary()


def word_importance(runs: Sequence[Run], tokens: TokenSequence) -> Array:
    """Return how much each word matters on an axis, (T,), the same for one text however its runs change later.

    It is how far the first read-out moves at the token, in parts of its range and in the run that moves most (nothing
    where it has more than 16 columns); 0.1 more
    for a word that the text has once, 0.1 more for one that the vocabulary lacks, and up to 0.1 with its length (all of
    it from twelve characters on).
    """
    kept = _KEPT.get(tokens)
    if kept is None:
        kept = _KEPT[tokens] = _lexical(tokens)
        moves = [_moves(run) for run in runs if run.tokens is tokens and run.network.readouts and len(tokens)]
        if moves:
            kept += np.maximum.reduce(moves)
    return kept


def _lexical(tokens: TokenSequence) -> Array:
    length = np.minimum(tokens.ends - tokens.starts, _LONGEST) * (_LONG / _LONGEST)
    ids = np.maximum(tokens.ids, 0)
    counts = np.bincount(ids) if len(ids) else ids
    found: Array = length + np.where(tokens.known, _ONCE * (counts[ids] == 1), _UNKNOWN + _ONCE)
    return found


def _moves(run: Run) -> Array:
    """Return how far any column of the read-out moves at each token."""
    values = run.readouts[run.network.readouts[0].name]
    moves = np.zeros(len(values))
    if values.shape[1] > _MOST_COLUMNS:
        return moves
    with np.errstate(invalid="ignore", over="ignore"):
        apart = np.abs(np.diff(values, axis=0)).max(axis=1, initial=0.0)
    moves[1:] = np.where(np.isfinite(apart), apart, 0.0)
    largest = magnitude(moves)
    return moves / nice(largest) if run.network.readouts[0].kind == "linear" and largest > 0.0 else moves
