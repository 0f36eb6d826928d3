"""Describes a unit beside moving averages of its candidate: its state, the averages, and what they leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.units.average import UnitAverage
from gatescope.engine.part import Part
from gatescope.plots.description import LinePlot, Series, TokenAxisPlot
from gatescope.plots.gradient_words import plain
from gatescope.plots.line_of import LineOf
from gatescope.plots.notation import in_notation, is_turned
from gatescope.plots.numbers import number
from gatescope.plots.ranges import nice
from gatescope.plots.runs import caption, cursor_of, no_tokens
from gatescope.plots.signals import CELL_NAMES, part_title, symbol, title
from gatescope.plots.ticks import ticks
from gatescope.plots.units.words import bold, not_finite, round_percent
from gatescope.plots.word_importance import word_importance
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.snapshot import Run
from gatescope.words import mark, tr

Values = NDArray[np.float64]

TITLE = mark("Moving average")
NO_GATE = mark("An RNN has no gate that keeps its state, so it is no moving average.")
_PADDING = 1.04


def _no_lines() -> LinePlot:
    return LinePlot(no_tokens(), (), -1.0, 1.0, tr(TITLE))


@dataclass(frozen=True, eq=False)
class AveragePlot(TokenAxisPlot):
    """The state of a unit and the averages over what they leave of it, on one token axis.

    Attributes:
        lines: the state, the true EWMA and the state without feedback.
        residual: the state less the true EWMA.
        model, cell, part, unit: what it is of; None where there is nothing.
        place: ``layer 2``; empty where the network has but one part.
        finding: rich text, see `gradient_words`.
        bad: the first token at which the run is not finite, or None.
        empty: the sentence in place of the picture; empty where there is one.
    """

    lines: LinePlot = field(default_factory=_no_lines)
    residual: LinePlot = field(default_factory=_no_lines)
    model: str = ""
    cell: str = ""
    part: Part | None = None
    unit: int | None = None
    place: str = ""
    finding: str = ""
    bad: int | None = None
    empty: str = ""

    @property
    def ref(self) -> UnitRef | None:
        """The unit."""
        return None if self.part is None or self.unit is None else UnitRef(self.model, self.part, self.unit)

    def on_axes_of(self, other: Self) -> Self:
        lines, residual = self.lines.on_axes_of(other.lines), self.residual.on_axes_of(other.residual)
        return replace(super().on_axes_of(other), lines=lines, residual=residual)

    def nothing_to_draw(self) -> str:
        return self.empty or super().nothing_to_draw()

    def facts(self) -> dict[str, str]:
        return {
            "Title": TITLE,
            "Cell": CELL_NAMES.get(self.cell, self.cell),
            "Model": self.model,
            "Sentence": self.tokens.text,
            "Finding": plain(self.finding),
        }


def describe_average(run: Run | None, found: UnitAverage | None, focus: Focus) -> AveragePlot:
    """Describe `found`, the averages of a unit of `run`; without it an empty picture that says why."""
    if run is None:
        return AveragePlot(no_tokens())
    cell, tokens = run.network.cell.name, run.tokens
    cursor = cursor_of(tokens, focus)
    if found is None:
        return AveragePlot(
            tokens,
            cursor=cursor,
            model=run.model,
            cell=cell,
            empty=tr(NO_GATE) if len(tokens) else "",
            caption=caption([(run, None)]),
        )
    state = symbol(found.state, cell)
    gate = symbol(found.gate, cell)
    turned = is_turned(found.gate, run.network.convention)
    of = LineOf(run.model, found.part, found.state, found.unit)
    series = (
        Series(title(found.state), state, found.state, _padded(found.values, len(tokens)), of=of),
        Series(tr("true EWMA"), "", found.gate, _padded(found.constant_gate, len(tokens)), 1),
        Series(tr("no feedback"), "", "candidate", _padded(found.no_feedback, len(tokens)), 2),
    )
    left = Series(tr("what is left"), "", found.gate, series[0].values - series[1].values)
    importance = word_importance([run], tokens)
    return AveragePlot(
        tokens,
        cursor=cursor,
        importance=importance,
        lines=_axis(run, series, cursor, signed=False),
        residual=_axis(run, (left,), cursor, signed=True),
        model=run.model,
        cell=cell,
        part=found.part,
        unit=found.unit,
        place=part_title(run.network, found.part),
        finding=not_finite(run, found.bad) + _finding(cell, found, gate, state, turned=turned),
        bad=found.bad,
        caption=caption([(run, found.part)]),
    )


def _axis(run: Run, series: Sequence[Series], cursor: int | None, *, signed: bool) -> LinePlot:
    """Return lines on the axis that holds them, in round steps so that typing does not shake it."""
    values = np.concatenate([one.values for one in series])
    values = values[np.isfinite(values)]
    most = nice(float(np.abs(values).max(initial=0.0)) * _PADDING or 1.0)
    low = -most if signed or (values < 0).any() else 0.0
    return LinePlot(run.tokens, tuple(series), low, most, tr(TITLE), y_ticks=ticks(low, most, 3), cursor=cursor)


def _padded(values: Values, tokens: int) -> Values:
    """Return (tokens,) `values`, NaN after them."""
    return np.concatenate([values, np.full(tokens - len(values), np.nan)])


def _finding(cell: str, found: UnitAverage, gate: str, state: str, *, turned: bool) -> str:
    def rest(average: Values) -> float:
        return float(np.sqrt(np.mean((found.values - average) ** 2)))

    fixed, same, alone = rest(found.constant_gate), rest(found.same_gate), rest(found.no_feedback)
    spread = float(found.values.std())
    share = tr(" ({round_percent} of its spread)", round_percent=round_percent(fixed / spread)) if spread > 1e-6 else ""
    mean = 1 - found.mean_gate if turned else found.mean_gate
    k, whole = _math(gate), _math(state)
    fixed_words = tr(
        "with {k} fixed at its mean, {mean}, a true EWMA misses {whole} by {fixed}{share}",
        k=k,
        mean=number(mean),
        whole=whole,
        fixed=number(fixed),
        share=share,
    )
    lead = bold(tr("Unit {unit}:", unit=found.unit))
    if cell == "gru":
        own = tr(
            "with its own {k} the average of the candidate is {whole} itself (misses by {same})",
            k=k,
            whole=whole,
            same=number(same),
        )
        h = _math(in_notation("<i>h</i>"))
        return tr(
            "{lead} {own}; {fixed_words}; without {h} in the candidate, by {alone}.",
            lead=lead,
            own=own,
            fixed_words=fixed_words,
            h=h,
            alone=number(alone),
        )
    own = tr(
        "an LSTM writes with a gate of its own: with 1 − {k} in its place it misses {whole} by {same}",
        k=k,
        whole=whole,
        same=number(same),
    )
    return f"{lead} {own}; {fixed_words}."


def _math(html: str) -> str:
    return f'<span class="math">{html}</span>'
