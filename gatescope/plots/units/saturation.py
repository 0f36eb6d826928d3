"""Describes saturation: for every unit of every gate, on how many tokens it is shut and on how many it is open.

After the figures of Karpathy, Johnson & Li 2015, "Visualizing and Understanding Recurrent Networks", section 4.2.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from gatescope.analysis.units.standing import Standing, UnitStanding
from gatescope.plots.notation import is_turned
from gatescope.plots.numbers import round_step, short
from gatescope.plots.runs import caption, front_run
from gatescope.plots.signals import part_title, symbol, title
from gatescope.plots.units.dot_plot import DotGroup, DotPlot, Span, Values, chosen_units
from gatescope.plots.units.words import bold, not_finite, over_words, round_percent, unit_names
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import mark, tr, trn

TITLE = mark("Saturation")
# The least share that an axis shows, and how far beyond the outermost dot it goes.
_LEAST, _BEYOND = 0.1, 1.06
MEMORY = mark("A gate that remembers must be open: saturation is no fault in itself.")


@dataclass(frozen=True)
class GateMeans:
    """A line of the small table: the means of a gate over its units.

    Attributes:
        low, high: share of the tokens at the lower and at the upper end; None where the nonlinearity has no such end.
    """

    signal: str
    title: str
    low: float | None
    high: float | None


@dataclass(frozen=True, eq=False)
class SaturationPlot(DotPlot):
    """A dot a unit and gate: left to right the share of tokens at the lower end, upwards at the upper end.

    Attributes:
        ends: what both ends are called: ``shut`` and ``open``, of a state ``low`` and ``high``.
        x_title, y_title: of the axes.
        means: a line a gate.
        place: ``layer 2``; empty where the network has but one part.
        focus: the signal in focus, whose line is bold.
    """

    ends: tuple[str, str] = ("shut", "open")
    x_title: str = ""
    y_title: str = ""
    means: tuple[GateMeans, ...] = ()
    place: str = ""
    focus: str = ""

    def facts(self) -> dict[str, str]:
        return super().facts()


def describe_saturation(
    runs: Sequence[Run], standings: Sequence[UnitStanding], focus: Focus, over: str = ""
) -> SaturationPlot:
    """Describe the gates of the model in front.

    Args:
        standings: the answer for each of `runs`.
        over: the name of the corpus that was measured; empty for the sentence.
    """
    if not standings:
        return SaturationPlot(tr(TITLE), caption=caption([(run, None) for run in runs]))
    run = front_run(runs, focus)
    assert run is not None
    found = standings[list(runs).index(run)]
    cell = run.network.cell.name
    shown = {signal: _as_shown(run, signal, standing) for signal, standing in found.signals.items()}
    groups = tuple(
        DotGroup(run.model, cell, found.part, signal, title(signal), symbol(signal, cell), signal, one.left, one.right)
        for signal, one in reversed(shown.items())
    )
    x, y = _span([one.left for one in shown.values()]), _span([one.right for one in shown.values()])
    gates = "hidden_state" not in shown
    low, high = next(iter(shown.values())).limits
    return SaturationPlot(
        tr(TITLE),
        groups,
        x,
        y,
        x,
        y,
        chosen_units(focus),
        not_finite(run, found.bad) + over_words(over, found.tokens) + _finding(shown, found.tokens),
        run.tokens.text,
        ends=(mark("shut"), mark("open")) if gates else (mark("low"), mark("high")),
        x_title=tr("tokens below {low}, shut", low=short(low)) if gates else _end_title("below", low),
        y_title=tr("above {high}, open", high=short(high)) if gates else _end_title("above", high),
        means=tuple(
            GateMeans(
                signal,
                title(signal),
                float(one.left.mean()) if np.isfinite(one.limits[0]) else None,
                float(one.right.mean()) if np.isfinite(one.limits[1]) else None,
            )
            for signal, one in shown.items()
        ),
        place=part_title(run.network, found.part),
        focus=focus.signal,
        caption=caption([(run, found.part)]),
    )


def _as_shown(run: Run, signal: str, standing: Standing) -> Standing:
    """Return the standing of a signal as a reader's convention has it: a turned update gate is open where it writes."""
    if not is_turned(signal, run.network.convention):
        return standing
    low, high = standing.limits
    return Standing((1 - high, 1 - low), standing.right, standing.left, 1 - standing.mean, standing.stuck)


def _end_title(side: str, end: float) -> str:
    if not np.isfinite(end):
        return (
            tr("below any limit: it has no such end") if side == "below" else tr("above any limit: it has no such end")
        )
    if abs(end) < 1e-30:
        return tr("tokens at 0")
    return tr("tokens below {end}", end=short(end)) if side == "below" else tr("tokens above {end}", end=short(end))


def _span(shares: Sequence[Values]) -> Span:
    """Return the axis that holds all shares, in round steps so that typing does not shake it."""
    most = max((float(one.max(initial=0.0)) for one in shares), default=0.0)
    high = max(most * _BEYOND, _LEAST)
    step = round_step(high / 8)
    # A little below 0, so that a dot at 0 is whole.
    high = min(np.ceil(high / step - 1e-9) * step, _BEYOND)
    return (-0.03 * high, float(high))


def _finding(shown: dict[str, Standing], tokens: int) -> str:
    if tokens == 1:
        return tr("Over a single token a gate is shut, open or neither; type on to see which stay so.")
    stuck = [
        tr("{signal} of {unit_names}", signal=title(signal), unit_names=unit_names(np.flatnonzero(one.stuck).tolist()))
        for signal, one in shown.items()
        if one.stuck.any()
    ]
    gates = "hidden_state" not in shown
    if stuck:
        count = sum(int(one.stuck.sum()) for one in shown.values())
        which = "; ".join(stuck[:2]) + (tr(" and others") if len(stuck) > 2 else "")
        gate = trn("1 gate hardly moves", "{count} gates hardly move", count)
        lead = f"{bold(gate if gates else trn('1 unit hardly moves', '{count} units hardly move', count))}: {which}."
    else:
        lead = bold(tr("No gate is stuck.") if gates else tr("No unit is stuck."))
    signal, one = max(shown.items(), key=lambda item: float(item[1].right.max(initial=0.0)))
    unit = int(one.right.argmax())
    most = float(one.right[unit])
    if most == 0.0:
        none = tr("None is open on any token.") if gates else tr("None is at its upper end on any token.")
        return f"{lead} {none}"
    share = round_percent(most)
    if not gates:
        where = tr("Most often at its upper end is unit {unit}, on {share} of the tokens.", unit=unit, share=share)
        return f"{lead} {where}"
    where = tr(
        "The most open is the {signal} of unit {unit}, on {share} of the tokens.",
        signal=escape(title(signal)),
        unit=unit,
        share=share,
    )
    return f"{lead} {where} {tr(MEMORY)}"
