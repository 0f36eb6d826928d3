"""What a read-out says at the token cursor, in a few words that are read from the back of a room."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from gatescope.plots.axis_words import axis_word
from gatescope.plots.description import LinePlot, Series
from gatescope.plots.numbers import number
from gatescope.words import tr

_MOST = 3


class Said(NamedTuple):
    """One value: the number, the words behind it, and the key of its colour for `Theme.line`."""

    number: str
    words: str
    hue: str


def heading(plot: LinePlot) -> str:
    """Return what the values are and where: ``P(positive) at “wonderful”``."""
    if plot.cursor is None or not len(plot.tokens):
        return ""
    series = _of_first_read_outs(plot)
    named = series[0].label if len(series) == 1 else plot.title.partition(" after ")[0]
    return tr("{named} at “{tokens}”", named=named, tokens=axis_word(plot.tokens, plot.cursor))


def said(plot: LinePlot) -> tuple[Said, ...]:
    """Return the values at the token cursor: one with its label in words, one a model, or the highest few."""
    series = _of_first_read_outs(plot)
    known = [(one, value) for one in series if (value := one.at(plot.cursor)) is not None]
    if len(series) == 1:
        return tuple(Said(number(value), _label(one, value), one.hue) for one, value in known)
    if not any(one.hue.startswith("cell:") for one in series):
        known = sorted(known, key=lambda pair: -np.nan_to_num(pair[1], nan=-np.inf))
    return tuple(Said(number(value), _short(one), one.hue) for one, value in known[:_MOST])


def _of_first_read_outs(plot: LinePlot) -> tuple[Series, ...]:
    """Return the lines of every model's first read-out."""
    firsts: dict[str, str] = {}
    for one in plot.series:
        if one.of is not None:
            firsts.setdefault(one.of.model, one.of.readout)
    return tuple(one for one in plot.series if one.of is None or one.of.readout == firsts[one.of.model])


def _label(one: Series, value: float) -> str:
    """Return the label that `value` is nearer to, where the line is of a read-out of two with names that are words."""
    ends = () if one.of is None else one.of.ends
    named = len(ends) == 2 and all(name.isalpha() for name in ends)
    return ends[round(min(max(value, 0.0), 1.0))] if named and np.isfinite(value) else ""


def _short(one: Series) -> str:
    """Return a label without what all of them have: ``P(world)`` is ``world``."""
    return one.label[2:-1] if one.label.startswith("P(") and one.label.endswith(")") else one.label
