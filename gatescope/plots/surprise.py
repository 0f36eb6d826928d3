"""How a language model's expectation compares with what came: its surprise, and its guess at every token."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.axis_words import visible
from gatescope.plots.once import once
from gatescope.session.run.snapshot import Run

Array = NDArray[np.floating]

HIGHEST = 6.0
"""Nats at the end of the colours; e⁻⁶ is one in four hundred."""


class Guess(NamedTuple):
    """A token that may come next.

    Attributes:
        column: its id, which is the column of the read-out.
        label: its name, with visible blanks.
        probability: of it.
    """

    column: int
    label: str
    probability: float


def surprise(run: Run) -> Array:
    """Return (T,) −log p in nats of every token, p being what the model gave it after the token before
    (Shannon 1948). NaN for the first one, which nothing came before."""
    return once(run, "surprise", lambda: _surprise(probabilities(run), run.tokens.ids))


def probabilities(run: Run) -> Array:
    """Return (T, V) the probability of each token to come next, after every token."""
    found: Array = run.readouts[run.network.readouts[0].name]
    return found


def guesses(run: Run, token: int, most: int) -> list[Guess]:
    """Return the `most` tokens that are likeliest to follow `token`, the likeliest first."""
    after = probabilities(run)[token]
    # A NaN sorts last: it is not probable.
    ranked = np.argsort(-np.nan_to_num(after, nan=-1.0), kind="stable")[:most]
    labels = run.network.readouts[0].labels
    return [Guess(int(column), visible(labels[column]), float(after[column])) for column in ranked]


def likeliest(run: Run, first: int, last: int) -> list[Guess]:
    """Return the token that is likeliest to follow each of the tokens from `first` up to `last`."""
    after = probabilities(run)[first:last]
    columns = np.nan_to_num(after, nan=-1.0).argmax(axis=1)
    labels, most = run.network.readouts[0].labels, after[np.arange(len(after)), columns]
    return [Guess(c, visible(labels[c]), p) for c, p in zip(columns.tolist(), most.tolist(), strict=True)]


def came(run: Run, token: int) -> int | None:
    """Return the id of the token that follows `token`; None at the end of the text."""
    return int(run.tokens.ids[token + 1]) if token + 1 < len(run.tokens) else None


def rank(run: Run, token: int, column: int) -> int:
    """Return the place of a column among the guesses after `token`, from 1; the last one where it is NaN."""
    after = probabilities(run)[token]
    if np.isnan(after[column]):
        return len(after)
    return 1 + int((after > after[column]).sum())


def _surprise(expected: Array, ids: NDArray[np.int64]) -> Array:
    found = np.full(len(ids), np.nan)
    # A probability that is 0 in this precision leaves no bound to the surprise.
    with np.errstate(divide="ignore"):
        found[1:] = -np.log(expected[np.arange(max(len(ids) - 1, 0)), ids[1:]].astype(np.float64))
    return found
