"""Describes time scales: for how many tokens every unit remembers, as dots on a logarithmic axis.

half-life              ln ½ / ln f̄, of the gate that keeps the state
after another beginning    tokens that have to be read alike until half of a difference is gone (`context_swap`)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

import numpy as np

from gatescope.analysis.time_scales import half_life
from gatescope.analysis.units.remembering import Remembering
from gatescope.plots.notation import is_turned
from gatescope.plots.numbers import number
from gatescope.plots.runs import caption
from gatescope.plots.signals import CELL_NAMES, part_title, symbol
from gatescope.plots.units.dot_plot import DotGroup, DotPlot, Span, Values, chosen_units
from gatescope.plots.units.words import bold, not_finite, over_words, tokens_in_words
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import mark, tr, trn

TITLE = mark("Time scales")
HALVES, SWAPPED = mark("half-life"), mark("after another beginning")
LANDMARKS = (0.9, 0.99)
# The axis has at least these tokens on it, and a place beyond its end for what never halves.
_LEAST, _MOST, _NEVER = 0.0, 2.0, 0.22
_PADDING = 0.08


@dataclass(frozen=True)
class Landmark:
    """A line across the axis: at this place a gate stands at this value."""

    place: float
    symbol: str
    value: float


@dataclass(frozen=True, eq=False)
class TimeScalesPlot(DotPlot):
    """A row a way to ask and model, in it a dot a unit at log₁₀ of its tokens; those that never halve at the end.

    Attributes:
        rows: by group, what is written before it.
        never: the place of what never halves on the axis; None where everything does.
        landmarks: what a gate that always stood at a value would give.
        place: ``layer 2``; empty where the network has but one part.
    """

    rows: tuple[str, ...] = ()
    never: float | None = None
    landmarks: tuple[Landmark, ...] = ()
    place: str = ""

    def facts(self) -> dict[str, str]:
        return super().facts()

    def tokens_of(self, group: int, unit: int) -> float:
        """Return the tokens of a dot: ∞ for one that never halves."""
        at = float(self.groups[group].xs[unit])
        return float("inf") if self.never is not None and at == self.never else 10.0**at


def describe_time_scales(
    runs: Sequence[Run], found: Sequence[Remembering], focus: Focus, over: str = ""
) -> TimeScalesPlot:
    """Describe the time scales of `runs`, each measured as the like one of `found`.

    Args:
        over: the name of the corpus over which the half-lives of the model in front were measured; empty for the
            sentence.
    """
    if not found:
        return TimeScalesPlot(tr(TITLE), caption=caption([(run, None) for run in runs]))
    pairs = sorted(zip(runs, found, strict=True), key=lambda pair: pair[0].model != focus.model)
    measured = [(run, one, HALVES, one.half_life, one.gate) for run, one in pairs if one.gate]
    measured += [(run, one, SWAPPED, one.swap.half, "hidden_state") for run, one in pairs]
    every = np.concatenate([values for _, _, _, values, _ in measured])
    low, high = _range(every)
    never = high + _NEVER if np.isinf(every).any() else None
    several = len(pairs) > 1
    names = _names([run for run, _ in pairs])
    groups, rows = [], []
    for at, (run, one, way, values, signal) in enumerate(measured):
        with np.errstate(divide="ignore"):
            xs = np.maximum(np.log10(values), low)
        xs = np.where(np.isinf(values), never if never is not None else np.nan, xs)
        cell = run.network.cell.name
        hue = f"cell:{cell}" if several else signal
        groups.append(
            DotGroup(
                run.model, cell, one.part, signal, way, symbol(signal, cell), hue, xs, np.full(len(xs), -float(at))
            )
        )
        rows.append(f"{names[run.model]} {tr(way)}" if several else tr(way))
    span: Span = (low - _PADDING, (high if never is None else never) + _PADDING)
    across: Span = (0.5 - len(groups), 0.5)
    front = pairs[0]
    return TimeScalesPlot(
        tr(TITLE),
        tuple(groups),
        span,
        across,
        span,
        across,
        chosen_units(focus),
        not_finite(*_front_bad(front))
        + over_words(over, front[1].tokens)
        + " ".join(_said(run, one, names, several=several) for run, one in pairs),
        front[0].tokens.text,
        rows=tuple(rows),
        never=never,
        landmarks=_landmarks(measured[0][4], front[0]) if front[1].gate or several else (),
        place=part_title(front[0].network, front[1].part),
        caption=caption([(run, one.part) for run, one in pairs]),
    )


def _front_bad(front: tuple[Run, Remembering]) -> tuple[Run, int | None]:
    return front[0], front[1].bad


def _names(runs: Sequence[Run]) -> dict[str, str]:
    cells = [run.network.cell.name for run in runs]
    apart = len(set(cells)) == len(cells)
    return {run.model: CELL_NAMES[run.network.cell.name] if apart else run.model for run in runs}


def _landmarks(gate: str, run: Run) -> tuple[Landmark, ...]:
    if gate == "hidden_state":
        return ()
    cell = run.network.cell.name if gate in run.network.cell.gates else "lstm"
    turned = is_turned(gate, run.network.convention)
    name = symbol(gate, cell)
    return tuple(
        Landmark(log10(float(half_life(np.array(value)))), name, 1 - value if turned else value) for value in LANDMARKS
    )


def _range(values: Values) -> Span:
    """Return the axis in steps of a third of a decade, so that typing does not shake it."""
    finite = values[np.isfinite(values) & (values > 0)]
    if not len(finite):
        return _LEAST, _MOST
    low, high = (float(end) for end in np.log10([finite.min(), finite.max()]))
    low = max(min(floor(low * 3) / 3, _LEAST), -1.0)
    return low, max(ceil(high * 3) / 3, _MOST)


def _said(run: Run, one: Remembering, names: dict[str, str], *, several: bool) -> str:
    cell = run.network.cell.name
    name = f'<span class="{cell}">{escape(names[run.model])}</span>' if several else ""
    said = []
    if one.gate:
        lead = tr("{name}: what a unit holds halves", name=name) if several else bold(tr("What a unit holds halves"))
        said.append(tr("{lead} in {between}", lead=lead, between=_between(one.half_life)))
    elif several:
        said.append(tr("{name} has no gate that keeps, and so no half-life", name=name))
    else:
        said.append(bold(tr("An RNN has no gate that keeps")) + tr(", and so no half-life"))
    known = one.swap.half[~np.isnan(one.swap.half)]
    if len(known):
        said.append(tr("what another beginning changes, in {between}", between=_between(known)))
    elif not several:
        said.append(tr("a context swap needs three tokens or more that are not all the same"))
    return "; ".join(said) + "."


def _between(tokens: Values) -> str:
    """Return ``1.3 to 3.0 tokens``; ``1.3 tokens or more, 2 units never`` where some never halve."""
    finite = tokens[np.isfinite(tokens)]
    if not len(finite):
        return tr("no unit: all keep it")
    low, high = float(finite.min()), float(finite.max())
    if len(finite) == 1 or abs(high - low) < 0.05:
        said = tokens_in_words(high)
    else:
        said = tr(
            "{low} to {tokens_in_words}", low=number(low, 1 if low < 100 else 0), tokens_in_words=tokens_in_words(high)
        )
    never = len(tokens) - len(finite)
    return said + (
        trn(", in 1 unit not within the text", ", in {count} units not within the text", never) if never else ""
    )
