"""Describes traces: the signals of chosen units over the tokens."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from gatescope.engine.part import Part
from gatescope.plots.as_opened import opened_unit
from gatescope.plots.description import LinePlot, Series
from gatescope.plots.held import clamped
from gatescope.plots.line_of import LineOf
from gatescope.plots.runs import caption, cursor_of, part_of, tokens_of
from gatescope.plots.signals import CELL_NAMES, part_title, shown_values, symbol, title
from gatescope.plots.steady_ranges import SteadyRanges
from gatescope.plots.trace_lanes import fitted_to_lines, laid_in_lanes
from gatescope.plots.word_importance import word_importance
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run import lively
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.words import tr

MOST_LANES = 4
"""More units than this lie over each other."""

Selected = list[tuple[Run, UnitRef]]
"""Units, each with the run that it is of."""


def traces(
    snapshot: Snapshot,
    focus: Focus,
    signals: Sequence[str] = (),
    hidden: Collection[str] | None = None,
    steady: SteadyRanges | None = None,
) -> LinePlot:
    """Describe the traces of the chosen units, in the range of what is drawn.

    One unit shows all its signals, each in its hue. Two to four units of a model show their signals in a lane each, on
    ranges of their own; more show one signal each, dashed by unit, and units of several models in their hues. That
    signal is the one in focus, else the cell state, or the hidden state of a cell that has none; lanes start with it.
    With nothing chosen it is the unit whose hidden state ended up greatest when the text was first shown, so that there
    is always a line, and the same one while the text changes.

    Args:
        signals: keep of one unit's signals only these; all of them where it has none of these.
        hidden: titles of signals to hide; by default none of one unit, and in lanes all but the one.
        steady: keeps ranges from one key to the next.
    """
    runs = snapshot.runs
    tokens = tokens_of(runs, focus)
    cursor = cursor_of(tokens, focus)
    if not runs:
        return LinePlot(tokens, (), -1.0, 1.0, tr("Traces"), cursor=cursor)
    selected = selected_units(snapshot, focus)
    if len(selected) == 1:
        run, ref = selected[0]
        known = run.network.cell.signals
        series = _all_signals(run, ref, [signal for signal in known if signal in signals] or known)
    elif in_lanes(selected):
        series = [one for run, ref in selected for one in _in_lane(run, ref, signals, selected)]
        if hidden is None:
            first = {title(_signal(run, focus)) for run, _ in selected}
            hidden = {one.name for one in series} - first
    else:
        series, hidden = _one_signal(selected, focus), hidden or ()
    plot = LinePlot(
        tokens,
        tuple(series),
        -1.0,
        1.0,
        title=_title(selected, compared=len(runs) > 1),
        cursor=cursor,
        importance=word_importance(runs, tokens),
        caption=caption([(run, ref.part) for run, ref in selected]),
        clamped=_clamped(selected, series),
    ).without(hidden or ())
    return laid_in_lanes(plot, steady) if in_lanes(selected) else fitted_to_lines(plot, steady)


def _clamped(selected: Selected, series: Sequence[Series]) -> tuple[range, ...]:
    """Return the tokens at which one of the lines has a value that is held."""
    drawn = {(one.of.model, one.of.part, one.of.signal) for one in series if one.of is not None}
    marks = [
        range(one.first, one.last)
        for run, ref in selected
        for signal in run.network.cell.signals
        if (run.model, ref.part, signal) in drawn
        for one in clamped(run, ref.part, signal)
        if one.units is None or ref.unit in one.units
    ]
    return tuple(dict.fromkeys(marks))


def selected_units(snapshot: Snapshot, focus: Focus) -> Selected:
    """Return the units to draw: those chosen that there are, else the liveliest one."""
    chosen_units = [
        (run, ref) for ref in focus.units if (run := snapshot.run(ref.model)) is not None and _exists(run, ref)
    ]
    if chosen_units:
        return chosen_units
    run = snapshot.run(focus.model) or snapshot.runs[0]
    return [(run, liveliest(run, focus))]


def in_lanes(selected: Selected) -> bool:
    """Return whether each unit has a lane of its own: a few of one model. Those of several models are compared."""
    return 1 < len(selected) <= MOST_LANES and len({run.model for run, _ in selected}) == 1


def _exists(run: Run, ref: UnitRef) -> bool:
    key = f"{ref.part}.hidden_state"
    return key in run.trace and 0 <= ref.unit < run.trace[key].shape[1]


def liveliest(run: Run, focus: Focus) -> UnitRef:
    """Return the unit of the part in focus that stands for those chosen while there is none."""
    part = part_of(run, focus)
    kept = (ref for ref in focus.lively if (ref.model, ref.part) == (run.model, part) and _exists(run, ref))
    return next(kept, None) or UnitRef(run.model, part, lively.liveliest(run, part))


def chosen_unit(run: Run, part: Part, focus: Focus) -> UnitRef:
    """Return the first chosen unit of `part`, or the liveliest where none is."""
    mine = (ref for ref in focus.units if (ref.model, ref.part) == (run.model, part) and _exists(run, ref))
    found = next(mine, None)
    if found is not None:
        return found
    width = run.trace[f"{part}.hidden_state"].shape[1]
    return UnitRef(run.model, part, min(liveliest(run, focus).unit, width - 1))


def _signal(run: Run, focus: Focus) -> str:
    cell = run.network.cell
    if focus.signal in cell.signals:
        return focus.signal
    return "cell_state" if "cell_state" in cell.signals else "hidden_state"


def _all_signals(run: Run, ref: UnitRef, signals: Sequence[str]) -> list[Series]:
    cell = run.network.cell
    return [
        Series(
            title(signal),
            symbol(signal, cell.name),
            signal,
            shown_values(run, ref.part, signal)[:, ref.unit],
            opened=opened_unit(run, ref.part, signal, ref.unit),
            of=LineOf(run.model, ref.part, signal, ref.unit),
        )
        for signal in signals
    ]


def _in_lane(run: Run, ref: UnitRef, signals: Sequence[str], selected: Selected) -> list[Series]:
    """Return the signals of one unit, named by it and grouped by the signal."""
    known = run.network.cell.signals
    where = _where(run, ref, selected)
    return [
        replace(one, label=f"{where} · {one.label}", group=one.label)
        for one in _all_signals(run, ref, [signal for signal in known if signal in signals] or known)
    ]


def _where(run: Run, ref: UnitRef, selected: Selected) -> str:
    """Return which unit it is, among those selected: ``LSTM unit 3, layer 2``."""
    several = len({run.model for run, _ in selected}) > 1
    apart = len({part_title(run.network, ref.part) for run, ref in selected}) > 1
    cell, place = CELL_NAMES[run.network.cell.name], part_title(run.network, ref.part) if apart else ""
    where = tr("{cell} unit {unit}", cell=cell, unit=ref.unit) if several else tr("unit {unit}", unit=ref.unit)
    return f"{where}, {place}" if place else where


def _one_signal(selected: Selected, focus: Focus) -> list[Series]:
    several = len({run.model for run, _ in selected}) > 1
    seen: dict[str, int] = {}
    series = []
    for run, ref in selected:
        cell, signal = run.network.cell.name, _signal(run, focus)
        dash = seen[run.model] = seen.get(run.model, -1) + 1
        series.append(
            Series(
                f"{_where(run, ref, selected)} · {title(signal)}",
                symbol(signal, cell),
                f"cell:{cell}" if several else signal,
                shown_values(run, ref.part, signal)[:, ref.unit],
                dash,
                opened_unit(run, ref.part, signal, ref.unit),
                of=LineOf(run.model, ref.part, signal, ref.unit),
            )
        )
    return series


def _title(selected: Selected, *, compared: bool) -> str:
    places = {part_title(run.network, ref.part) for run, ref in selected}
    place = f" · {places.pop()}" if len(places) == 1 and any(places) else ""
    if len(selected) > 1:
        return tr("{count} units{place}", count=len(selected), place=place)
    run, ref = selected[0]
    return (
        tr("{cell_names} unit {unit}", cell_names=CELL_NAMES[run.network.cell.name], unit=ref.unit)
        if compared
        else tr("Unit {unit}", unit=ref.unit)
    ) + place
