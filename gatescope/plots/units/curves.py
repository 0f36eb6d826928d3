"""Describes the curves of the nonlinearities, with what this sentence gave them: dots, slopes and counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.units.pre_activations import FLAT, REACH, PreActivations, before_nonlinearity, steepest
from gatescope.engine.activations import apply, slope, squash
from gatescope.plots.gradient_words import quoted
from gatescope.plots.notation import is_turned
from gatescope.plots.runs import caption, cursor_of, front_run
from gatescope.plots.signals import function_name, part_title, symbol, title
from gatescope.plots.units.dot_plot import DotGroup, DotPlot, Span, Values, chosen_units
from gatescope.plots.units.words import bold, not_finite, round_percent
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.snapshot import Run
from gatescope.words import mark, tr

TITLE = mark("Activation curves")
AT_TOKEN, OF_UNIT = "token", "unit"
"""What the dots are: every unit at the cursor, or the chosen unit at every token."""
_POINTS = 321
_PADDING = 0.08
_MOST_DOTS = 4000


@dataclass(frozen=True, eq=False)
class Panel:
    """One nonlinearity.

    Attributes:
        name: rich text; activation: as `engine.activations` has it.
        signals: those that go through it.
        xs, values, slopes: (P,) the curve and its slope.
        y: the ends of its axis.
        counts: (BINS,) of all pre-activations of the sentence.
        steepest: its largest slope.
    """

    name: str
    activation: str
    signals: tuple[str, ...]
    xs: Values
    values: Values
    slopes: Values
    y: Span
    counts: NDArray[np.int64]
    steepest: float

    def at(self, x: float) -> tuple[float, float]:
        """Return value and slope at `x`."""
        return value_and_slope(self.activation, x)


@dataclass(frozen=True, eq=False)
class CurvesPlot(DotPlot):
    """A panel a nonlinearity, side by side over axes of the same length.

    Attributes:
        panels: the curves; panel_of: by group, which of them has its dots.
        clip_of: by group, the clip to which they were cut before, where no gradient passes; None for none.
        point: the x at which value and slope are told.
        dots: `AT_TOKEN` or `OF_UNIT`: whether a dot is a unit or a token.
        unit: the one that is in front; stride: tokens from one dot to the next where a dot is a token.
        where: of what the dots are: ``“good”`` or ``unit 27``.
        place: ``layer 2``; empty where the network has but one part.
    """

    panels: tuple[Panel, ...] = ()
    panel_of: tuple[int, ...] = ()
    clip_of: tuple[float | None, ...] = ()
    point: float = 2.0
    dots: str = AT_TOKEN
    unit: int = 0
    stride: int = 1
    where: str = ""
    place: str = ""

    def at_dot(self, group: int, dot: int) -> tuple[float, float]:
        """Return what the nonlinearity makes of a dot, and how much of a gradient passes there."""
        activation, clip = self.panels[self.panel_of[group]].activation, self.clip_of[group]
        return value_and_slope(activation, float(self.groups[group].xs[dot]), clip)

    def facts(self) -> dict[str, str]:
        return super().facts()


def describe_curves(
    runs: Sequence[Run], found: Sequence[PreActivations], focus: Focus, point: float = 2.0, dots: str = AT_TOKEN
) -> CurvesPlot:
    """Describe the curves of the model in front; `found` has the answer for each of `runs`.

    Args:
        point: where value and slope are told.
        dots: what a dot is.
    """
    if not found:
        return CurvesPlot(tr(TITLE), point=point, dots=dots, caption=caption([(run, None) for run in runs]))
    run = front_run(runs, focus)
    assert run is not None
    answer = found[list(runs).index(run)]
    part, cell = answer.part, run.network.cell.name
    panels = _panels(answer)
    token = cursor_of(run.tokens, focus)
    token = len(run.tokens) - 1 if token is None else token
    unit = _unit(run, focus, part)
    groups, panel_of, clip_of = [], [], []
    for number_of, panel in enumerate(panels):
        for signal in panel.signals:
            pre = before_nonlinearity(run.trace, part, signal)
            row = pre[token] if dots == AT_TOKEN else _thinned(pre[:, min(unit, pre.shape[1] - 1)])
            xs: Values = np.asarray(row, np.float64)
            with np.errstate(invalid="ignore"):
                ys: Values = np.asarray(apply(squash(panel.activation), xs), np.float64)
            name = _symbol(run, signal)
            groups.append(DotGroup(run.model, cell, part, signal, title(signal), name, signal, xs, ys))
            panel_of.append(number_of)
            clip_of.append(answer.signals[signal].clip)
    where = quoted(run.tokens, token) if dots == AT_TOKEN else tr("unit {unit}", unit=unit)
    across = (-REACH, REACH)
    return CurvesPlot(
        tr(TITLE),
        tuple(groups),
        across,
        (0.0, 1.0),
        across,
        (0.0, 1.0),
        chosen_units(focus) if dots == AT_TOKEN else frozenset(),
        not_finite(run, answer.bad) + _finding(panels, groups, panel_of, answer, where),
        run.tokens.text,
        panels=panels,
        panel_of=tuple(panel_of),
        clip_of=tuple(clip_of),
        point=point,
        dots=dots,
        unit=unit,
        stride=_stride(len(run.tokens)),
        where=where,
        place=part_title(run.network, part),
        caption=caption([(run, part)]),
    )


def value_and_slope(activation: str, x: float, clip: float | None = None) -> tuple[float, float]:
    """Return φ(x) and φ′(x) of a nonlinearity; a slope of 0 at ±clip of an x that was cut to it."""
    at = np.array(x, np.float64)
    value = apply(squash(activation), at)
    return float(value), float(slope(squash(activation), at, value, clip))


def _panels(answer: PreActivations) -> tuple[Panel, ...]:
    """Return a panel a nonlinearity, in the order of the signals that go through it."""
    by_name: dict[str, list[str]] = {}
    for signal, driven in answer.signals.items():
        by_name.setdefault(driven.activation, []).append(signal)
    xs = np.linspace(-REACH, REACH, _POINTS)
    panels = []
    for activation, signals in by_name.items():
        values = np.asarray(apply(squash(activation), xs), np.float64)
        slopes = np.asarray(slope(squash(activation), xs, values), np.float64)
        low, high = float(min(values.min(), slopes.min())), float(max(values.max(), slopes.max()))
        edge = (high - low) * _PADDING
        counts = np.sum([answer.signals[signal].counts for signal in signals], axis=0)
        name = function_name(activation)
        panels.append(
            Panel(
                name,
                activation,
                tuple(signals),
                xs,
                values,
                slopes,
                (low - edge, high + edge),
                counts,
                steepest(activation),
            )
        )
    return tuple(panels)


def _symbol(run: Run, signal: str) -> str:
    cell = run.network.cell.name
    turned = is_turned(signal, run.network.convention)
    return f"1 − {symbol(signal, cell)}" if turned else symbol(signal, cell)


def _unit(run: Run, focus: Focus, part: str) -> int:
    """Return the chosen unit of this part, or the first."""
    return min((ref.unit for ref in chosen_units(focus) if (ref.model, ref.part) == (run.model, part)), default=0)


def unit_in_front(plot: CurvesPlot, focus: Focus) -> UnitRef | None:
    """Return the unit whose tokens are the dots."""
    refs = [ref for ref in chosen_units(focus) if plot.groups and ref == plot.groups[0].ref(ref.unit)]
    return min(refs, key=lambda ref: ref.unit, default=None)


def _thinned(values: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return every value of a text, or so many from all over a very long one that a picture can show them."""
    return values[:: _stride(len(values))]


def _stride(tokens: int) -> int:
    return max(-(-tokens // _MOST_DOTS), 1)


def _finding(
    panels: Sequence[Panel], groups: Sequence[DotGroup], panel_of: Sequence[int], answer: PreActivations, where: str
) -> str:
    said: list[str] = []
    for at, panel in enumerate(panels):
        flat = count = 0
        for group in (group for group, which in zip(groups, panel_of, strict=True) if which == at):
            xs = group.xs[np.isfinite(group.xs)]
            clip = answer.signals[group.signal].clip
            slopes = slope(squash(panel.activation), xs, apply(squash(panel.activation), xs), clip)
            flat += int((slopes < FLAT * panel.steepest).sum())
            count += len(xs)
        if not count:
            continue
        total = sum(int(answer.signals[signal].counts.sum()) for signal in panel.signals)
        over_all = sum(answer.signals[one].flat * answer.signals[one].counts.sum() for one in panel.signals) / total
        name = f'<span class="math">{panel.name}</span>'
        share = (
            tr(" ({round_percent} over all tokens)", round_percent=round_percent(over_all))
            if not said
            else f" ({round_percent(over_all)})"
        )
        few = tr("{flat} of {count}", flat=flat, count=count)
        said.append(
            tr("{bold} stand where {name} is flat{share}", bold=bold(few), name=name, share=share)
            if not said
            else tr("{few} where {name} is{share}", few=few, name=name, share=share)
        )
    if not said:
        return ""
    return tr("At {where} ", where=escape(where)) + ", ".join(said) + tr(": a slope under a tenth of its steepest.")
