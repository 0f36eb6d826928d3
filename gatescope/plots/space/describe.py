"""Describes runs in the planes of their states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.axis_words import visible
from gatescope.plots.colours import SIGNED
from gatescope.plots.gradient_words import quoted
from gatescope.plots.ranges import UNIT, symmetric
from gatescope.plots.readout import MOST_LINES, column_name, shown_values
from gatescope.plots.runs import caption, cursor_of, token_at, tokens_of
from gatescope.plots.signals import CELL_NAMES, part_title, symbol
from gatescope.plots.space.plane import FixedPointMark, PlanePanel, PlanePath, ReadOutScale, StatePlanePlot
from gatescope.plots.space.words import finding
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.session.space.in_plane import Background, InPlane, PathInPlane
from gatescope.words import in_quotes, mark, tr

Values = NDArray[np.float64]

_LONGEST = 24
_THINNED: WeakKeyDictionary[Background, dict[int, Background]] = WeakKeyDictionary()
SENTENCE = mark("the sentence")
MOST_DRAWN = 400
"""Words of a text that are drawn."""


def describe_state_plane(
    runs: Sequence[Run], found: Sequence[InPlane], focus: Focus, marks: tuple[FixedPointMark, ...] = ()
) -> StatePlanePlot:
    """Describe `runs`, each in its own plane.

    Args:
        found: the answer for each run; none is asked for where the text is empty.
        focus: where the cursor is.
        marks: fixed points.
    """
    tokens = tokens_of(runs, focus)
    cursor = cursor_of(tokens, focus)
    panels = tuple(_panel(run, one, cursor, runs).with_marks(marks) for run, one in zip(runs, found, strict=True))
    return StatePlanePlot(
        panels,
        tokens.text,
        cursor,
        finding(panels, tuple(runs), cursor),
        focus.span,
        caption=caption([(run, one.part) for run, one in zip(runs, found, strict=True)]),
    )


def _panel(run: Run, found: InPlane, cursor: int | None, runs: Sequence[Run]) -> PlanePanel:
    cells = [one.network.cell.name for one in runs]
    cell = run.network.cell.name
    values = np.asarray(shown_values(run), np.float64) if run.network.readouts else np.full(len(run.tokens), np.nan)
    at = token_at(run, cursor)
    background = _thinned(found.background, len(runs))
    again = visible(quoted(run.tokens, at))
    repeated = tuple(
        PlanePath(
            tr("{count} more {again}", count=len(one.points), again=again),
            one.points,
            one.readouts,
            run.tokens.first(0),
            one.start,
        )
        for one in found.repeated
    )
    return PlanePanel(
        model=run.model,
        label=CELL_NAMES[cell] if cells.count(cell) == 1 else run.model,
        cell=cell,
        part=found.part,
        state=found.state,
        place=part_title(run.network, found.part),
        symbol=symbol(found.state, cell),
        scale=_scale(run, found.background.readouts, values),
        plane=found.plane,
        source=found.source,
        background=background.points,
        background_readouts=background.readouts,
        background_words=background.words,
        background_texts=background.texts,
        text_of=background.text_of,
        path=_stretch(PlanePath(tr(SENTENCE), found.points, values, run.tokens, found.start), at),
        others=tuple(_other(one) for one in found.others),
        repeated=repeated,
        field=found.field,
        low=found.low,
        high=found.high,
    )


def _thinned(background: Background, panels: int) -> Background:
    """Return a share of the background: side by side, the planes have as many words in all as one alone."""
    if panels == 1:
        return background
    # Kept with the background, so that it is the same object for the next key.
    found: Background = _THINNED.setdefault(background, {}).setdefault(panels, background.every(panels))
    return found


def _stretch(path: PlanePath, cursor: int) -> PlanePath:
    """Return of a long text the words up to the cursor: thousands of lines across each other tell nothing."""
    first = max(min(cursor + 1, len(path.points)) - MOST_DRAWN, 0)
    if len(path.points) <= MOST_DRAWN:
        return path
    shown = slice(first, first + MOST_DRAWN)
    start = path.points[first - 1] if first else path.start
    return replace(path, points=path.points[shown], readouts=path.readouts[shown], start=start, first=first)


def _other(path: PathInPlane) -> PlanePath:
    assert path.tokens is not None
    text = path.tokens.text
    name = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return _stretch(PlanePath(in_quotes(name), path.points, path.readouts, path.tokens, path.start), 0)


def _scale(run: Run, background: Values, values: Values) -> ReadOutScale | None:
    """Return the colours of the first read-out; None without one."""
    if not run.network.readouts:
        return None
    first = run.network.readouts[0]
    if first.kind == "linear":
        low, high = symmetric(np.concatenate([background, values]))
        return ReadOutScale(first.name, low, high, SIGNED)
    if len(first.weight) > MOST_LINES:
        return ReadOutScale("P(likeliest)", *UNIT, "readout")
    return ReadOutScale(column_name(first, -1), *UNIT, SIGNED)
