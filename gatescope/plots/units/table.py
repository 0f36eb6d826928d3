"""Describes the table of units: their rows in order, and what most of them follow."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.units.overview import POSITION as BY_POSITION
from gatescope.analysis.units.overview import UnitOverview
from gatescope.plots.gradient_words import plain
from gatescope.plots.notation import is_turned
from gatescope.plots.numbers import number
from gatescope.plots.runs import caption, cursor_of, range_of
from gatescope.plots.signals import part_title, shown_values, symbol, title
from gatescope.plots.units.dot_plot import chosen_units
from gatescope.plots.units.table_plot import (
    CORRELATION,
    HALF_LIFE,
    KEEPING,
    MEAN,
    POSITION,
    TRACE,
    UNIT,
    Sorting,
    UnitTablePlot,
    Values,
)
from gatescope.plots.units.unit_filter import matching
from gatescope.plots.units.words import bold, not_finite, over_words
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import in_quotes, mark, tr

_STRONG = 0.9
NO_CAUSE = mark("What correlates need not be the cause: take a unit out to see.")


@dataclass(frozen=True)
class TableChoice:
    """What a person chose in the table.

    Attributes:
        compared: the key of `UnitOverview.correlation` that ρ is; empty for the first.
        wanted: what was typed to find units.
        units: only these, in their order; None for all.
        over: the name of the corpus that was measured; empty for the sentence.
    """

    sorting: Sorting = field(default_factory=Sorting)
    compared: str = ""
    wanted: str = ""
    units: tuple[int, ...] | None = None
    over: str = ""


def describe_units(run: Run, found: UnitOverview, focus: Focus, choice: TableChoice | None = None) -> UnitTablePlot:
    """Describe the units of a run.

    Raises:
        UsageError: what was typed means nothing; see `unit_filter`.
    """
    choice = choice or TableChoice()
    cell, part, state = run.network.cell.name, found.part, found.state
    values = shown_values(run, part, state)
    units = values.shape[1]
    compared = choice.compared if choice.compared in found.correlation else next(iter(found.correlation))
    # A projection leaves other states than there are units with gates.
    gates = len(found.standing.left) == units and (found.keeps != "hidden_state" or state == "hidden_state")
    numbers: dict[str, Values] = {
        MEAN: found.mean,
        "left": found.standing.left if gates else np.empty(0),
        KEEPING: found.standing.right if gates else np.empty(0),
        HALF_LIFE: found.half_life if len(found.half_life) == units else np.empty(0),
        CORRELATION: found.correlation[compared],
        POSITION: found.correlation.get(BY_POSITION, np.empty(0)) if compared != BY_POSITION else np.empty(0),
    }
    known = (UNIT, TRACE, *(key for key in (MEAN, KEEPING, HALF_LIFE, POSITION, CORRELATION) if len(numbers[key])))
    low, high = range_of([run], focus, state)
    turned = is_turned(found.keeps, run.network.convention)
    name = symbol(found.keeps, cell)
    return UnitTablePlot(
        run.tokens,
        cursor_of(run.tokens, focus),
        run.model,
        cell,
        part,
        state,
        part_title(run.network, part),
        symbol(state, cell),
        values,
        low,
        high,
        known,
        numbers,
        found.keeps,
        f"1 − {name}" if turned else name,
        (mark("low"), mark("high")) if found.keeps == "hidden_state" else (mark("shut"), mark("open")),
        compared_in_words(compared),
        _rows(values, numbers, choice, units),
        choice.sorting,
        chosen_units(focus),
        focus.span,
        finding=not_finite(run, found.bad)
        + over_words(choice.over, found.tokens)
        + _finding(found.correlation[compared], compared, state),
        bad=found.bad,
        over=choice.over,
        caption=" · ".join(
            one for one in (caption([(run, part)]), choice.over and tr("over {over}", over=choice.over)) if one
        ),
    )


def compared_in_words(key: str) -> str:
    """Return what ρ is the correlation with: ``the read-out``, ``topic b``, ``the position``."""
    if key == BY_POSITION:
        return tr("the position")
    name, _, label = key.removeprefix("readout.").partition(":")
    return f"{name} {in_quotes(label)}" if label else tr("the read-out")


def _rows(values: object, numbers: dict[str, Values], choice: TableChoice, units: int) -> NDArray[np.int64]:
    if choice.units is not None:
        return np.array([unit for unit in choice.units if unit < units], np.int64)
    kept = np.flatnonzero(matching(choice.wanted, numbers, units))
    sorting = choice.sorting
    if sorting.column == UNIT:
        order = kept
    else:
        by = _weight(np.asarray(values), numbers, sorting.column, units)[kept]
        # What is not a number comes last in both directions.
        by = np.where(np.isnan(by), -np.inf if sorting.falling else np.inf, by)
        return kept[np.argsort(-by if sorting.falling else by, kind="stable")]
    return order[::-1] if sorting.falling else order


def _weight(values: NDArray[np.floating], numbers: dict[str, Values], column: str, units: int) -> Values:
    """Return (H,) what a column is sorted by: how far a trace goes, how strong a correlation is, else the number."""
    if column == TRACE:
        with np.errstate(all="ignore"):
            return np.asarray(np.ptp(values, axis=0) if len(values) else np.zeros(units), np.float64)
    by = numbers.get(column, np.empty(0))
    if len(by) != units:
        by = numbers[CORRELATION]
        column = CORRELATION
    return np.abs(by) if column in (CORRELATION, POSITION) else by


def _finding(rho: Values, compared: str, state: str) -> str:
    known = np.abs(np.nan_to_num(rho))
    what = compared_in_words(compared)
    if not np.isfinite(rho).any():
        return tr("Nothing varies with {what} yet: type on.", what=escape(what))
    best = int(known.argmax())
    strong = int((known > _STRONG).sum())
    lead = bold(tr("Unit {best} follows {what} most", best=best, what=what))
    many = tr("; {strong} of {count} units have |ρ| over 0.9", strong=strong, count=len(rho)) if strong > 1 else ""
    return tr(
        "{lead}, ρ {float} with its {state}{many}. {no_cause}",
        lead=lead,
        float=number(float(rho[best])),
        state=title(state),
        many=many,
        no_cause=tr(NO_CAUSE),
    )


def row_in_words(plot: UnitTablePlot, unit: int) -> str:
    """Return a row as one sentence for a screen reader."""
    said = [tr("unit {unit}", unit=unit)]
    if plot.cursor is not None and plot.cursor < len(plot.values):
        said.append(
            tr(
                "{symbol} {float} at the cursor",
                symbol=plain(plot.symbol),
                float=number(float(plot.values[plot.cursor, unit])),
            )
        )
    for key in plot.columns:
        if key in (UNIT, TRACE):
            continue
        said.append(f"{head_in_words(plot, key)} {number(float(plot.numbers[key][unit]))}")
    return ", ".join(said)


def head_in_words(plot: UnitTablePlot, column: str) -> str:
    """Return the name of a column, plain text."""
    return {
        UNIT: tr("unit"),
        TRACE: tr("{state} in this sentence", state=title(plot.state)),
        MEAN: tr("mean"),
        KEEPING: tr(
            "{keeps} {ends} and {ends2}", keeps=title(plot.keeps), ends=tr(plot.ends[0]), ends2=tr(plot.ends[1])
        ),
        HALF_LIFE: tr("half-life in tokens"),
        POSITION: tr("ρ with the position"),
        CORRELATION: tr("ρ with {compared}", compared=plot.compared),
    }[column]
