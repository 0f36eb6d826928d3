"""Describes the gradient of one number over the tokens of a text, and the factors that explain it."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import replace
from html import escape
from math import ceil, floor

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.gradient_flow import LARGEST_SINGULAR_VALUE, GradientFlow, PartFlow
from gatescope.plots.bad_text import bad_signal, bad_text
from gatescope.plots.gradient_flow_plot import FactorRow, FlowLine, GradientFlowPlot
from gatescope.plots.gradient_words import Step, Subject, largest_step, quoted, sentence, target_words
from gatescope.plots.model_names import arrow, model_names
from gatescope.plots.notation import is_turned
from gatescope.plots.numbers import number, whole_step
from gatescope.plots.ranges import magnitude, nice
from gatescope.plots.runs import caption, cursor_of, tokens_of
from gatescope.plots.signals import symbol
from gatescope.plots.word_importance import word_importance
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.text.tokens import TokenSequence
from gatescope.words import tr

Values = NDArray[np.float64]

# How far beyond the values the range ends, and the steps in which it moves while a text is typed; in decades.
_PADDING, _SNAP = 0.15, 0.5
_NARROWEST = 1.5
_TICKS = 5
SLOPE = "<i>φ</i>′<sub><i>t</i></sub>"
# The range of the largest singular value: no less, so that one a little over 1 is no alarm.
_LEAST_RANGE = 3.0


def describe_gradient_flow(
    runs: Sequence[Run], flows: Sequence[GradientFlow], focus: Focus, hidden: Container[tuple[str, str]] = ()
) -> GradientFlowPlot:
    """Describe the flows of `runs`, which share their token axis.

    Args:
        flows: the answer for each run; none is asked for where the text is empty.
        focus: whose model is in front, and where the cursor is.
        hidden: the keys of lines that a person switched off.
    """
    tokens = tokens_of(runs, focus)
    cursor = cursor_of(tokens, focus)
    if not len(tokens):
        return GradientFlowPlot(tokens, cursor=cursor, caption=caption([(run, None) for run in runs]))
    names = model_names(runs)
    front = next((run.model for run in runs if run.model == focus.model), runs[0].model)
    pairs = list(zip(runs, flows, strict=True))
    every = [line for run, flow in pairs for part in flow.parts for line in _lines(run, part, names[run.model])]
    lines = tuple(line for line in every if line.key not in hidden)
    shown = {(line.model, line.part) for line in lines}
    rows = [
        row
        for run, flow in reversed(pairs)
        for part in flow.parts
        if (run.model, part.part) in shown
        for row in _factors(run, part, names[run.model])
    ]
    low, high = _range(lines)
    run, flow = next((run, flow) for run, flow in pairs if run.model == front)
    plot = GradientFlowPlot(
        tokens,
        importance=word_importance(runs, tokens),
        lines=lines,
        factors=tuple(sorted(rows, key=lambda row: row.model != front)),
        front=front,
        low=low,
        high=high,
        ticks=_ticks(low, high),
        target=target_words(flow.target, run.network, run.tokens),
        target_token=flow.token,
        place=_place(run, flow),
        bad=flow.bad,
        cursor=cursor,
        caption=caption([(run, flow.parts[0].part if len(flow.parts) == 1 else None) for run, flow in pairs]),
    )
    main, front_tokens = plot.main, run.tokens
    step = None if main is None else largest_step(main.values, reverse=main.reverse)
    ending = _ending(plot, step, front_tokens)
    subjects = [
        Subject(
            name=line.label,
            cell=line.cell,
            values=line.values,
            reverse=line.reverse,
            bad=_bad(run, flow),
            ending=ending if line is main else "",
            tokens=run.tokens,
        )
        for run, flow in sorted(pairs, key=lambda pair: pair[0].model == front)
        for line in lines
        if line.carried and line.model == run.model
    ]
    return replace(
        plot, step=step if _on_axis(step, front_tokens, tokens) else None, finding=sentence(subjects, tokens)
    )


def _on_axis(step: Step | None, read: TokenSequence, axis: TokenSequence) -> bool:
    """Return whether the step of a model that reads the tokens `read` is at the same word of the token axis."""
    return step is not None and step.token < len(axis) and quoted(read, step.token) == quoted(axis, step.token)


def _lines(run: Run, flow: PartFlow, name: str) -> list[FlowLine]:
    cell, reverse = run.network.cell.name, flow.part.reverse
    states = {"hidden_state": flow.hidden} | ({"cell_state": flow.cell} if cell == "lstm" else {})
    carrier = "cell_state" if cell == "lstm" else "hidden_state"
    return [
        FlowLine(
            model=run.model,
            cell=cell,
            part=flow.part,
            state=state,
            label=arrow(run, flow.part, name),
            symbol=symbol(state, cell),
            values=values,
            dash=2 * (reverse and len(run.network.directions) > 1) + (state != carrier),
            reverse=reverse,
            carried=state == carrier,
        )
        for state, values in states.items()
    ]


def _factor(run: Run, flow: PartFlow, called: str) -> FactorRow:
    cell, high = run.network.cell.name, 1.0
    if flow.factor == LARGEST_SINGULAR_VALUE:
        name, high = "‖<i>J</i><sub><i>t</i></sub>‖", max(nice(magnitude(flow.factors) or 1.0), _LEAST_RANGE)
    else:
        # The share of the old state that is kept, which in a textbook that lets z take the new is 1 − z.
        turned = is_turned(flow.factor, run.network.convention)
        name = f"1 − {symbol(flow.factor, cell)}" if turned else symbol(flow.factor, cell)
    return FactorRow(
        model=run.model,
        cell=cell,
        part=flow.part,
        label=arrow(run, flow.part, called),
        means=flow.factor != LARGEST_SINGULAR_VALUE,
        symbol=name,
        values=flow.factors,
        high=high,
        colours=f"cell:{cell}" if flow.factor == LARGEST_SINGULAR_VALUE else flow.factor,
    )


def _factors(run: Run, flow: PartFlow, called: str) -> list[FactorRow]:
    """The factor that explains the lines, and of an RNN the slope that is part of it."""
    factor = _factor(run, flow, called)
    if not len(flow.slopes):
        return [factor]
    # On one scale: the same colour is the same factor.
    return [factor, replace(factor, means=True, symbol=SLOPE, values=flow.slopes)]


def _range(lines: Sequence[FlowLine]) -> tuple[float, float]:
    """Return the decades that hold every finite value, in steps of half a decade so that typing does not shake them."""
    values = np.concatenate([line.values for line in lines]) if lines else np.empty(0)
    values = values[np.isfinite(values)]
    if not len(values):
        return -2.5, 0.5
    low = floor((float(values.min()) - _PADDING) / _SNAP) * _SNAP
    high = ceil((float(values.max()) + _PADDING) / _SNAP) * _SNAP
    return min(low, high - _NARROWEST), high


def _place(run: Run, flow: GradientFlow) -> str:
    """Return the name of the layer; the arrows in the labels tell the directions apart."""
    if len(run.network.layers) == 1:
        return ""
    return tr("layer {layer}", layer=flow.parts[0].part.layer + 1)


def _ticks(low: float, high: float) -> tuple[int, ...]:
    apart = whole_step((high - low) / _TICKS)
    return tuple(range(ceil(low / apart) * apart, floor(high) + 1, apart))


def _bad(run: Run, flow: GradientFlow) -> str:
    """Return the predicate for a run that stops being finite."""
    if flow.bad is None or run.bad is None:
        return ""
    if flow.bad == 0:
        return tr("is not a number anywhere: {bad_text}", bad_text=bad_text(run.bad))
    return tr(
        "is not a number from {quoted} on: token {bad}, {bad_signal}",
        quoted=quoted(run.tokens, flow.bad),
        bad=flow.bad + 1,
        bad_signal=bad_signal(run.bad),
    )


def _ending(plot: GradientFlowPlot, step: Step | None, tokens: TokenSequence) -> str:
    """Return where the largest step of the model in front is, which reads `tokens`, and how large the factor is
    there."""
    main = plot.main
    if step is None or main is None:
        return ""
    row = next(one for one in plot.factors if (one.model, one.part) == (main.model, main.part))
    means = tr("mean ") if row.means else ""
    return tr(
        "the largest step is at {word}, where {factor} is {value}",
        word=escape(quoted(tokens, step.token)),
        factor=f'{means}<span class="math">{row.symbol}</span>',
        value=number(float(row.values[step.token])),
    )
