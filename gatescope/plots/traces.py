"""Describes traces: the signals of chosen units over the tokens."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from gatescope.plots.as_opened import opened_unit
from gatescope.plots.description import LinePlot, Series
from gatescope.plots.runs import caption, cursor_of, part_of, shared_range, tokens_of
from gatescope.plots.signals import CELL_NAMES, part_title, shown_values, symbol, title
from gatescope.plots.ticks import Ticks, ends_and_middle, ticks
from gatescope.plots.word_importance import word_importance
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.snapshot import Run, Snapshot

_DASHES = 4

_Selected = list[tuple[Run, UnitRef]]


def traces(snapshot: Snapshot, focus: Focus, signals: Sequence[str] = ()) -> LinePlot:
    """Describe the traces of the chosen units.

    One unit shows all its signals, each in its hue. Several units show one signal each (the one in focus, else the
    cell state, or the hidden state of a cell that has none), dashed by unit; units of several models take the hue of
    their model instead. With nothing chosen it is the unit whose hidden state ends up greatest, so that there is
    always a line.

    Args:
        signals: keep of one unit's signals only these; all of them where it has none of these.
    """
    runs = snapshot.runs
    tokens = tokens_of(runs, focus)
    cursor = cursor_of(tokens, focus)
    if not runs:
        return LinePlot(tokens, (), -1.0, 1.0, "Traces", cursor=cursor)
    selected = [(run, ref) for ref in focus.units if (run := snapshot.run(ref.model)) is not None and _exists(run, ref)]
    if not selected:
        run = snapshot.run(focus.model) or runs[0]
        selected = [(run, liveliest(run, focus))]
    if len(selected) == 1:
        run, ref = selected[0]
        shown = [signal for signal in run.network.cell.signals if signal in signals] or run.network.cell.signals
        series = _all_signals(run, ref, shown)
    else:
        shown = list(dict.fromkeys(_signal(run, focus) for run, _ in selected))
        series = _one_signal(selected, focus)
    ranges = [_range(runs, selected, focus, signal) for signal in shown]
    low, high = min(low for low, _ in ranges), max(high for _, high in ranges)
    return LinePlot(
        tokens,
        tuple(series),
        low,
        high,
        title=_title(selected, compared=len(runs) > 1),
        y_ticks=_ticks(low, high),
        cursor=cursor,
        importance=word_importance(runs, tokens),
        caption=caption([(run, ref.part) for run, ref in selected]),
    )


def _range(runs: Sequence[Run], selected: _Selected, focus: Focus, signal: str) -> tuple[float, float]:
    """Return the range of the maps, widened where a chosen unit lies in a part that they do not show."""
    parts = [(run, part_of(run, focus)) for run in runs] + [(run, ref.part) for run, ref in selected]
    return shared_range({(id(run), part): (run, part) for run, part in parts}.values(), signal)


def _ticks(low: float, high: float) -> Ticks:
    """Return the ends and the middle of a bounded signal, else round values about 0."""
    return ends_and_middle(low, high) if high <= 1.0 else ticks(low, high)


def _exists(run: Run, ref: UnitRef) -> bool:
    key = f"{ref.part}.hidden_state"
    return key in run.trace and 0 <= ref.unit < run.trace[key].shape[1]


def liveliest(run: Run, focus: Focus) -> UnitRef:
    """Return the unit of the part in focus whose hidden state is greatest after the last token."""
    part = part_of(run, focus)
    hidden = shown_values(run, part, "hidden_state")
    last = np.nan_to_num(np.abs(hidden[-1]), nan=0.0, posinf=0.0) if len(hidden) else np.zeros(1)
    return UnitRef(run.model, part, int(last.argmax()))


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
        )
        for signal in signals
    ]


def _one_signal(selected: _Selected, focus: Focus) -> list[Series]:
    several = len({run.model for run, _ in selected}) > 1
    apart = len({part_title(run.network, ref.part) for run, ref in selected}) > 1
    seen: dict[str, int] = {}
    series = []
    for run, ref in selected:
        cell, signal = run.network.cell.name, _signal(run, focus)
        dash = seen[run.model] = seen.get(run.model, -1) + 1
        where = f"{CELL_NAMES[cell]} unit {ref.unit}" if several else f"unit {ref.unit}"
        place = part_title(run.network, ref.part) if apart else ""
        where = f"{where}, {place}" if place else where
        series.append(
            Series(
                f"{where} · {title(signal)}",
                symbol(signal, cell),
                f"cell:{cell}" if several else signal,
                shown_values(run, ref.part, signal)[:, ref.unit],
                dash % _DASHES,
                opened_unit(run, ref.part, signal, ref.unit),
            )
        )
    return series


def _title(selected: _Selected, *, compared: bool) -> str:
    places = {part_title(run.network, ref.part) for run, ref in selected}
    place = f" · {places.pop()}" if len(places) == 1 and any(places) else ""
    if len(selected) > 1:
        return f"{len(selected)} units{place}"
    run, ref = selected[0]
    return (f"{CELL_NAMES[run.network.cell.name]} unit {ref.unit}" if compared else f"Unit {ref.unit}") + place
