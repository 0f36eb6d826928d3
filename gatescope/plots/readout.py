"""Describes the read-out of a model after every token."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import ReadOut
from gatescope.plots.axis_words import visible
from gatescope.plots.description import LinePlot, Series
from gatescope.plots.runs import caption, cursor_of, tokens_of
from gatescope.plots.signals import CELL_NAMES
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run

Array = NDArray[np.floating]

MOST_LINES = 4
"""More labels than this, such as all letters, get no line each: the most probable ones at the token cursor do."""


def readout(runs: Sequence[Run], focus: Focus) -> LinePlot:
    """Describe the first read-out of every run after every token, from 0 to 1.

    A logistic read-out is one line, the probability of its second label; a softmax has a line a label, or in Compare
    only its last label's. Of more than four labels those that are most probable at the token cursor have one, in
    Compare the first of them. Several runs differ by the hue of their cell.
    """
    tokens = tokens_of(runs, focus)
    first = next((found for run in runs if (found := _readout(run)) is not None), None)
    return LinePlot(
        tokens,
        tuple(series for run in runs for series in _series(run, cursor_of(tokens, focus), compare=len(runs) > 1)),
        0.0,
        1.0,
        title="Read-out" if first is None else f"{first.name[:1].upper()}{first.name[1:]} after every token",
        y_ticks=_ticks(first),
        cursor=cursor_of(tokens, focus),
        caption=caption([(run, None) for run in runs]),
    )


def _readout(run: Run) -> ReadOut | None:
    return run.network.readouts[0] if run.network.readouts else None


def _ticks(found: ReadOut | None) -> tuple[tuple[float, str], ...]:
    if found is not None and found.kind == "logistic" and len(found.labels) == 2:
        return (0.0, found.labels[0]), (0.5, ""), (1.0, found.labels[1])
    return (0.0, "0"), (0.5, "½"), (1.0, "1")


def shown_probability(run: Run) -> Array:
    """Return (T,) what the first read-out says in one number a token: the probability of its last label, or, of more
    labels than have a line, of the most probable one."""
    probabilities: Array = run.readouts[run.network.readouts[0].name]
    return probabilities.max(axis=1) if probabilities.shape[1] > MOST_LINES else probabilities[:, -1]


def shown_label(run: Run, token: int) -> str:
    """Return the label that `shown_probability` is about at `token`."""
    found = run.network.readouts[0]
    probabilities = run.readouts[found.name][token]
    column = int(probabilities.argmax()) if len(probabilities) > MOST_LINES else -1
    return found.labels[column] if found.labels else ""


def _series(run: Run, cursor: int | None, *, compare: bool) -> list[Series]:
    found = _readout(run)
    if found is None:
        return []
    probabilities = run.readouts[found.name]
    cell = run.network.cell.name
    hue = f"cell:{cell}" if compare else "readout"
    count = probabilities.shape[1]
    if count > MOST_LINES:
        return _likeliest(run.readouts[found.name], found, cursor, hue, f"{CELL_NAMES[cell]} " if compare else "")
    columns = range(count)
    if compare or found.kind == "logistic":
        label = CELL_NAMES[cell] if compare else f"P({found.labels[-1]})"
        return [Series(label, "", hue, probabilities[:, columns[-1]])]
    return [Series(f"P({found.labels[c]})", "", hue, probabilities[:, c], c) for c in columns]


def _likeliest(probabilities: Array, found: ReadOut, cursor: int | None, hue: str, of: str) -> list[Series]:
    """Return the labels that are most probable at the cursor, the first of them where `of` says whose they are."""
    if not len(probabilities):
        return []
    # A NaN sorts last: it is not probable.
    here = np.nan_to_num(probabilities[-1 if cursor is None or cursor >= len(probabilities) else cursor], nan=-1.0)
    columns = np.argsort(-here, kind="stable")[: 1 if of else MOST_LINES]
    return [
        Series(f"{of}P({visible(found.labels[c])})", "", hue, probabilities[:, c], dash)
        for dash, c in enumerate(columns)
    ]
