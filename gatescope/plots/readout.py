"""What a model says after every token."""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.engine.network import ReadOut
from gatescope.plots.description import LinePlot, Series
from gatescope.plots.runs import caption, cursor_of, tokens_of
from gatescope.plots.signals import CELL_NAMES
from gatescope.session.document import Focus
from gatescope.session.snapshot import Run

_DASHES = 4


def readout(runs: Sequence[Run], focus: Focus) -> LinePlot:
    """Describe the first read-out of every run after every token, from 0 to 1.

    A logistic read-out is one line, the probability of its second label; a softmax has a line a label, or in Compare
    only its last label's. Several runs differ by the hue of their cell.
    """
    tokens = tokens_of(runs)
    first = next((found for run in runs if (found := _readout(run)) is not None), None)
    return LinePlot(
        tokens,
        tuple(series for run in runs for series in _series(run, compare=len(runs) > 1)),
        0.0,
        1.0,
        title="Read-out" if first is None else f"{first.name[:1].upper()}{first.name[1:]} after every token",
        y_ticks=_ticks(first),
        cursor=cursor_of(tokens, focus),
        caption=caption(runs),
    )


def _readout(run: Run) -> ReadOut | None:
    return run.network.readouts[0] if run.network.readouts else None


def _ticks(found: ReadOut | None) -> tuple[tuple[float, str], ...]:
    if found is not None and found.kind == "logistic" and len(found.labels) == 2:
        return (0.0, found.labels[0]), (0.5, ""), (1.0, found.labels[1])
    return (0.0, "0"), (0.5, "½"), (1.0, "1")


def _series(run: Run, *, compare: bool) -> list[Series]:
    found = _readout(run)
    if found is None:
        return []
    probabilities = run.readouts[found.name]
    cell = run.network.cell.name
    hue = f"cell:{cell}" if compare else "readout"
    columns = range(probabilities.shape[1])
    if compare or found.kind == "logistic":
        label = CELL_NAMES[cell] if compare else f"P({found.labels[-1]})"
        return [Series(label, "", hue, probabilities[:, columns[-1]])]
    return [Series(f"P({found.labels[c]})", "", hue, probabilities[:, c], c % _DASHES) for c in columns]
