"""The pattern in focus: the units that are over a threshold in all of the chosen words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gatescope.analysis.corpus.pattern import runs_of
from gatescope.engine.part import Part
from gatescope.plots.description import Array
from gatescope.plots.notation import is_turned
from gatescope.plots.runs import cursor_of, part_of
from gatescope.plots.signals import shown_values
from gatescope.plots.traces import chosen_unit
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run

STATE = "hidden_state"
_FEW, _STRETCH = 16, 512


@dataclass(frozen=True)
class Pattern:
    """What is looked for.

    Attributes:
        model, part, signal: whose units these are.
        span: the tokens of the sentence.
        phrase: their words.
        units: over the threshold in all of the span; or the one chosen unit.
        threshold: on is above it.
    """

    model: str
    part: Part
    signal: str
    span: range
    phrase: str
    units: tuple[int, ...]
    threshold: float


def pattern_of(run: Run, focus: Focus, threshold: float) -> Pattern | None:
    """Return the pattern of the chosen tokens, or of the one at the cursor; None in a text without tokens."""
    cursor = cursor_of(run.tokens, focus)
    span = focus.span or (None if cursor is None else range(cursor, cursor + 1))
    span = None if span is None else span[: max(len(run.tokens) - span.start, 0)]
    if not span:
        return None
    part, signal = part_of(run, focus), signal_of(run, focus)
    on = (values_of(run, part, signal)[span.start : span.stop] > threshold).all(axis=0)
    phrase = run.tokens.text[run.tokens.starts[span.start] : run.tokens.ends[span.stop - 1]]
    return Pattern(run.model, part, signal, span, phrase, tuple(map(int, np.flatnonzero(on))), threshold)


def unit_of(run: Run, focus: Focus) -> int:
    """Return the chosen unit of the part in focus, or the liveliest."""
    return min(chosen_unit(run, part_of(run, focus), focus).unit, _width(run, focus) - 1)


def signal_of(run: Run, focus: Focus) -> str:
    """Return the signal in focus; the hidden state where that is none of the cell, or shown the other way round."""
    turned = is_turned(focus.signal, run.network.convention)
    return focus.signal if focus.signal in run.network.cell.signals and not turned else STATE


def values_of(run: Run, part: Part, signal: str) -> Array:
    """Return (T, H) the values of a signal in the sentence."""
    return shown_values(run, part, signal)


def places_in(run: Run, pattern: Pattern) -> list[range]:
    """Return the longest runs of tokens of the sentence at each of which all units of the pattern are on."""
    if not pattern.units:
        return []
    values = values_of(run, pattern.part, pattern.signal)
    on = np.ones(len(values), np.bool_)
    if len(pattern.units) <= _FEW:
        for unit in pattern.units:
            on &= values[:, unit] > pattern.threshold
    else:
        # All columns in stretches that stay in the processor's cache: a choice of many columns takes ten times as long.
        others = np.ones(values.shape[1], np.bool_)
        others[list(pattern.units)] = False
        for first in range(0, len(values), _STRETCH):
            rows = slice(first, first + _STRETCH)
            on[rows] = ((values[rows] > pattern.threshold) | others).all(axis=1)
    start, stop = runs_of(on, np.array([0, len(values)], np.int64))
    return [range(int(a), int(b)) for a, b in zip(start, stop, strict=True)]


def _width(run: Run, focus: Focus) -> int:
    return int(values_of(run, part_of(run, focus), signal_of(run, focus)).shape[1])
