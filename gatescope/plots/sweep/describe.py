"""Describes what a read-out loses without each unit, and says which unit carries most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.sweep.sweep import Sweep
from gatescope.plots.bad_text import bad_text
from gatescope.plots.gradient_words import quoted
from gatescope.plots.notation import state_letter
from gatescope.plots.numbers import number
from gatescope.plots.ranges import nice
from gatescope.plots.readout import column_name
from gatescope.plots.runs import caption, cursor_of, tokens_of
from gatescope.plots.signals import CELL_NAMES, part_title
from gatescope.plots.sweep.sweep_plot import SweepColumn, SweepPlot
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import tr

_MOST_DIGITS = 4
# A change of a twentieth of what there is, or of a probability by as much, carries something.
_CARRIES = 0.05


def describe_sweep(runs: Sequence[Run], sweeps: Sequence[Sweep], focus: Focus, first: int = 0) -> SweepPlot:
    """Describe the sweeps of `runs`.

    Args:
        sweeps: the answer for each run; none is asked for where the text is empty.
        focus: has the chosen units and the token cursor.
        first: the row on top.
    """
    tokens = tokens_of(runs, focus)
    pairs = list(zip(runs, sweeps, strict=True)) if len(tokens) else []
    names = _names([run for run, _ in pairs])
    columns = tuple(_column(run, found, name) for (run, found), name in zip(pairs, names, strict=True))
    plot = SweepPlot(
        tokens,
        columns,
        first=first,
        cursor=cursor_of(tokens, focus),
        caption=caption([(run, found.part) for run, found in pairs] or [(run, None) for run in runs]),
    )
    said = [_finding(run, found, column) for (run, found), column in zip(pairs, columns, strict=True)]
    return with_marked(replace(plot, finding=" ".join(said)), focus)


def with_marked(plot: SweepPlot, focus: Focus) -> SweepPlot:
    """Return the plot with the rows of the units in focus marked."""
    return replace(plot, marked=frozenset(focus.units), cursor=cursor_of(plot.tokens, focus))


def result_words(run: Run, found: Sweep) -> str:
    """Return what is lost, for a person: ``P(positive) at “.”``, ``sum of h at “not”``."""
    where = quoted(run.tokens, found.token)
    return tr("{quantity} at {where}", quantity=quantity(run, found), where=where)


def quantity(run: Run, found: Sweep) -> str:
    """Return the same without the token."""
    readout = next((one for one in run.network.readouts if one.name == found.target.readout), None)
    if readout is None:
        return tr("sum of {state_letter}", state_letter=state_letter())
    return column_name(readout, readout.labels.index(found.target.label or ""))


def _names(runs: Sequence[Run]) -> list[str]:
    """Return what heads each column: the cell, or the model where another one has the same cell."""
    if len(runs) < 2:
        return [""] * len(runs)
    cells = [run.network.cell.name for run in runs]
    apart = len(set(cells)) == len(cells)
    return [CELL_NAMES[run.network.cell.name] if apart else run.model for run in runs]


def _column(run: Run, found: Sweep, name: str) -> SweepColumn:
    changes = found.changes[np.isfinite(found.changes)]
    low, high = float(changes.min(initial=0.0)), float(changes.max(initial=0.0))
    return SweepColumn(
        model=run.model,
        cell=run.network.cell.name,
        part=found.part,
        name=name,
        of=result_words(run, found),
        baseline=found.baseline,
        units=found.order,
        values=found.values[found.order],
        out=_out(run, found),
        low=-nice(-low) if low < 0 else 0.0,
        high=nice(high) if high > 0 else 0.0,
    )


def _out(run: Run, found: Sweep) -> frozenset[int]:
    """Return the units that this run has taken out."""
    out: NDArray[np.int64] = run.trace.interventions.ablated(run.network, found.part)
    return frozenset(out.tolist())


def _finding(run: Run, found: Sweep, column: SweepColumn) -> str:
    subject = f'<span class="{column.cell}">{escape(column.name)}</span>: ' if column.name else ""
    return f"{subject}{_said(run, found, column)}{_bound(run, found)}"


def _said(run: Run, found: Sweep, column: SweepColumn) -> str:
    of = escape(column.of)
    if not np.isfinite(found.baseline):
        return tr("{of} is not a number", of=of) + (
            "." if run.bad is None else tr(", from {bad_text} on.", bad_text=escape(bad_text(run.bad)))
        )
    most = next((unit for unit in found.order.tolist() if unit not in column.out), None)
    if most is None:
        return tr("Every unit is taken out already.")
    value, place = float(found.values[most]), part_title(run.network, found.part)
    if not np.isfinite(value):
        return tr("{of} is no finite number without any unit.", of=of)
    unit = tr("unit {unit} of {place}", unit=most, place=place) if place else tr("unit {unit}", unit=most)
    before, after = _apart(found.baseline, value, column.digits)
    if before == after:
        return tr("No unit alone changes {of}, which stays {before}.", of=of, before=before)
    becomes = tr("without it {before} becomes {after}", before=before, after=after)
    least = _CARRIES * max(abs(found.baseline), 1.0 if found.target.readout else 0.0)
    if abs(value - found.baseline) < least:
        return tr("No unit alone carries much of {of}; {unit} most: {becomes}.", of=of, unit=unit, becomes=becomes)
    does = tr("carries most of") if value < found.baseline else tr("holds back most")
    return f"<b>{unit[:1].upper()}{unit[1:]} {does}</b> {of}: {becomes}."


def _bound(run: Run, found: Sweep) -> str:
    if not found.bounded:
        return ""
    first, count = quoted(run.tokens, found.stretch.start), len(found.stretch)
    return tr(
        " In so long a text units are out for {count:,} tokens only, from {first} on.", count=count, first=escape(first)
    )


def _apart(before: float, after: float, least: int) -> tuple[str, str]:
    """Write two numbers with as many digits as tell them apart, from `least` up to four."""
    for digits in range(least, _MOST_DIGITS + 1):
        written = number(before, digits), number(after, digits)
        if written[0] != written[1]:
            break
    return written
