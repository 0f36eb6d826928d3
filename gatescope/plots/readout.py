"""Describes the read-out of a model after every token."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import ReadOut
from gatescope.plots.as_opened import opened_readout
from gatescope.plots.axis_words import visible
from gatescope.plots.description import LinePlot, Series
from gatescope.plots.line_of import LineOf
from gatescope.plots.ranges import UNIT, enclosing
from gatescope.plots.runs import caption, cursor_of, tokens_of
from gatescope.plots.signals import CELL_NAMES
from gatescope.plots.ticks import ticks
from gatescope.plots.word_importance import word_importance
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import tr

Array = NDArray[np.floating]
_Ends = tuple[str, str]

MOST_LINES = 4
"""More columns than this, such as one a letter, get no line each: the highest at the token cursor do."""


def readout(runs: Sequence[Run], focus: Focus) -> LinePlot:
    """Describe the first read-out of every run after every token: from 0 to 1, or in the range of its plain values.

    A logistic read-out is one line, the probability of its second label; a softmax has a line a label and a linear one
    a line a column, or in Compare only the one that `shown_values` has. Of more than four columns those with the
    highest values at the token cursor have one, in Compare the first of them. Several runs differ by the hue of their
    cell. A further read-out of a single run that gives probabilities, too, has a line for every column but the first,
    which is what the others leave of 1; of many columns, the one that is highest at the token cursor.
    """
    tokens = tokens_of(runs, focus)
    found = [one for run in runs if (one := _readout(run)) is not None]
    cursor = cursor_of(tokens, focus)
    ends = _common_ends(found)
    series = tuple(series for run in runs for series in _series(run, cursor, compare=len(runs) > 1, ends=ends))
    linear = any(one.kind == "linear" for one in found)
    shown = [values for one in series for values in (one.values, one.opened) if values is not None]
    low, high = enclosing(shown) if linear else UNIT
    return LinePlot(
        tokens,
        series,
        low,
        high,
        title=tr("{name}{name2} after every token", name=found[0].name[:1].upper(), name2=found[0].name[1:])
        if found
        else tr("Read-out"),
        y_ticks=ticks(low, high) if linear else _ticks(series, ends),
        cursor=cursor,
        importance=word_importance(runs, tokens),
        caption=caption([(run, None) for run in runs]),
    )


def shown_values(run: Run) -> Array:
    """Return (T,) what the first read-out says in one number a token: the probability of its last label or its first
    plain value; of more columns than have a line, the highest."""
    values: Array = run.readouts[run.network.readouts[0].name]
    return values.max(axis=1) if values.shape[1] > MOST_LINES else values[:, _column(run.network.readouts[0])]


def shown_label(run: Run, token: int) -> str:
    """Return the label that `shown_values` is about at `token`; empty where it is the only value there is."""
    found = run.network.readouts[0]
    return found.labels[shown_column(run, token)] if found.labels and not _is_one_value(found) else ""


def shown_column(run: Run, token: int) -> int:
    """Return the column that `shown_values` is from at `token`; −1 for the last one, that of a logistic one's second
    label."""
    found = run.network.readouts[0]
    values = run.readouts[found.name][token]
    return int(values.argmax()) if len(values) > MOST_LINES else _column(found)


def _readout(run: Run) -> ReadOut | None:
    return run.network.readouts[0] if run.network.readouts else None


def _column(found: ReadOut) -> int:
    return 0 if found.kind == "linear" else -1


def _is_one_value(found: ReadOut) -> bool:
    return found.kind == "linear" and len(found.weight) == 1


def _ticks(series: Sequence[Series], ends: _Ends | None) -> tuple[tuple[float, str], ...]:
    """Return the labels of the first read-outs as the ends of the axis, where no model has lines of another one."""
    shown = {(one.of.model, one.of.readout) for one in series if one.of is not None}
    if ends is not None and len(shown) == len({model for model, _ in shown}):
        return (0.0, ends[0]), (0.5, ""), (1.0, ends[1])
    return (0.0, "0"), (0.5, "½"), (1.0, "1")


def _common_ends(found: Sequence[ReadOut]) -> _Ends | None:
    """Return the two labels that all of the read-outs have, the second of which is told; None where they differ."""
    ends = {_ends(one) for one in found}
    return ends.pop() if len(ends) == 1 else None


def _ends(found: ReadOut) -> _Ends | None:
    return (found.labels[0], found.labels[1]) if found.kind == "logistic" and len(found.labels) == 2 else None


def column_name(found: ReadOut, column: int) -> str:
    """Return what a column is called: ``P(positive)``, or the read-out itself where it is plain values."""
    label = visible(found.labels[column]) if found.labels else ""
    if found.kind == "linear":
        return found.name if _is_one_value(found) or not label else f"{found.name} {label}"
    return f"P({label})"


def _series(run: Run, cursor: int | None, *, compare: bool, ends: _Ends | None) -> list[Series]:
    found = _readout(run)
    if found is None:
        return []
    values = run.readouts[found.name]
    cell = run.network.cell.name
    hue = f"cell:{cell}" if compare else "readout"
    count = values.shape[1]
    if count > MOST_LINES:
        return _highest(run, found, cursor, hue, f"{CELL_NAMES[cell]} " if compare else "")
    if compare:
        column = _column(found)
        # The ends of the axis say what the lines of a read-out of two labels are.
        alone = ends is not None or _is_one_value(found)
        name = CELL_NAMES[cell] if alone else f"{CELL_NAMES[cell]} {column_name(found, column)}"
        return [_line(run, found, column, name, hue, 0)]
    columns = [-1] if found.kind == "logistic" else list(range(count))
    lines = [_line(run, found, column, column_name(found, column), hue, dash) for dash, column in enumerate(columns)]
    return [*lines, *_further(run, found, cursor, len(lines))]


def _further(run: Run, first: ReadOut, cursor: int | None, dash: int) -> list[Series]:
    """Return the lines of every read-out after the first one, where all give probabilities: as it is now alone, since
    three lines with their shadows would hide the first."""
    lines: list[Series] = []
    for found in run.network.readouts[1:]:
        if "linear" in (first.kind, found.kind) or not len(run.readouts[found.name]):
            continue
        columns = [-1] if found.kind == "logistic" else list(range(1, len(found.weight)))
        if len(found.weight) > MOST_LINES:
            columns = _columns_by_height(run, found, cursor)[:1]
        for column in columns:
            line = _line(run, found, column, column_name(found, column), "readout", dash + len(lines))
            lines.append(replace(line, opened=None, apart=False))
    return lines


def _line(run: Run, found: ReadOut, column: int, label: str, hue: str, dash: int) -> Series:
    values = run.readouts[found.name][:, column]
    opened = opened_readout(run, found.name, column)
    of, apart = (
        LineOf(run.model, None, "readout", column, found.name, _ends(found) or ()),
        opened is not None and bool(run.trace.interventions),
    )
    return Series(label, "", hue, values, dash, opened, of=of, apart=apart)


def _highest(run: Run, found: ReadOut, cursor: int | None, hue: str, of: str) -> list[Series]:
    """Return the columns that are highest at the cursor, the first of them where `of` says whose they are."""
    if not len(run.readouts[found.name]):
        return []
    columns = _columns_by_height(run, found, cursor)[: 1 if of else MOST_LINES]
    return [_line(run, found, c, f"{of}{column_name(found, c)}", hue, dash) for dash, c in enumerate(columns)]


def _columns_by_height(run: Run, found: ReadOut, cursor: int | None) -> list[int]:
    """Return the columns of a read-out, the highest at the token cursor first."""
    values = run.readouts[found.name]
    # A NaN sorts last: it is not probable.
    here = np.nan_to_num(values[-1 if cursor is None or cursor >= len(values) else cursor], nan=-math.inf)
    order: list[int] = np.argsort(-here, kind="stable").tolist()
    return order
