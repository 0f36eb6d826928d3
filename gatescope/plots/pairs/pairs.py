"""Describes two runs beside each other, aligned by their words."""

from __future__ import annotations

from html import escape

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.pairs.alignment import Alignment, align
from gatescope.engine.part import Part
from gatescope.plots.bad_text import bad_text
from gatescope.plots.colours import SIGNED
from gatescope.plots.description import HeatmapPanel
from gatescope.plots.gradient_words import quoted
from gatescope.plots.memory.counted import percent
from gatescope.plots.numbers import number
from gatescope.plots.order import unit_order
from gatescope.plots.pairs.pairs_plot import PairLines, PairsPlot
from gatescope.plots.ranges import UNIT, enclosing, signal_range
from gatescope.plots.readout import shown_values as shown_readout
from gatescope.plots.runs import caption, cursor_of, part_of
from gatescope.plots.signals import part_title, shown_values, symbol, title
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.words import in_quotes, tr

Array = NDArray[np.floating]

_STATE = "hidden_state"
_LONGEST = 200


def describe_pair(first: Run, second: Run, focus: Focus, names: tuple[str, str], signal: str = "") -> PairsPlot:
    """Describe two runs: of two texts, of two models, or of one at two moments.

    Args:
        focus: the part, the signal, and the cursor, which is a token of `first`.
        names: what the two are called.
        signal: instead of that in focus; the hidden state where one of the two does not have it.
    """
    columns = _align(first, second)
    cursor = cursor_of(first.tokens, focus)
    said = _caption(first, second, focus)
    if not len(first.tokens) or not len(second.tokens):
        return PairsPlot(first.tokens, second.tokens, columns, names=names, cursor=cursor, caption=said)
    asked = signal or focus.signal
    shown = asked if all(asked in run.network.cell.signals for run in (first, second)) else _STATE
    parts = part_of(first, focus), part_of(second, focus)
    values = [shown_values(run, part, shown) for run, part in zip((first, second), parts, strict=True)]
    panels = _panels(first, second, focus, shown, parts, values, columns)
    remarks = []
    if len(panels) < 3:
        remarks.append(tr("They have different numbers of units, so nothing is subtracted."))
    if not columns.compared:
        remarks.append(
            tr("The parts that differ are too long to be compared word by word, and stand one after the other.")
        )
    remarks += [
        tr("{name}: {bad_text} is the first that is not a number.", name=name, bad_text=bad_text(run.bad))
        for name, run in zip(names, (first, second), strict=True)
        if run.bad is not None
    ]
    return PairsPlot(
        first.tokens,
        second.tokens,
        columns,
        panels=panels,
        names=names,
        lines=_lines(first, second, columns),
        finding=_finding(first, second, panels, columns, shown),
        remark=escape(" ".join(remarks)),
        cursor=cursor,
        caption=said,
    )


def _caption(first: Run, second: Run, focus: Focus) -> str:
    """Return the line below a picture, with what the second run is of."""
    said = caption([(first, part_of(first, focus))])
    text = " ".join(second.tokens.text[:_LONGEST].split())
    other = second.model if second.model != first.model else in_quotes(text)
    return tr("{said} · against {other}", said=said, other=other)


def _align(first: Run, second: Run) -> Alignment:
    """Return which words belong together: by their numbers where one vocabulary has them all, which is faster."""
    if first.model == second.model and first.tokens.known.all() and second.tokens.known.all() and first.reads == "text":
        return align(first.tokens.ids.tolist(), second.tokens.ids.tolist())
    return align(*([run.tokens.word(at) for at in range(len(run.tokens))] for run in (first, second)))


def _panels(
    first: Run,
    second: Run,
    focus: Focus,
    signal: str,
    parts: tuple[Part, Part],
    values: list[Array],
    columns: Alignment,
) -> tuple[HeatmapPanel, ...]:
    low, high = signal_range(signal, [(run.network, one) for run, one in zip((first, second), values, strict=True)])
    signed = signal not in first.network.cell.unit_interval or low < 0
    aligned = [_aligned(one, at) for one, at in zip(values, (columns.first, columns.second), strict=True)]
    same = aligned[0].shape == aligned[1].shape
    order = unit_order(first, parts[0], focus.order)
    panels = []
    for run, part, found in zip((first, second), parts, aligned, strict=True):
        units = found.shape[1]
        panels.append(
            HeatmapPanel(
                model=run.model,
                cell=run.network.cell.name,
                part=part,
                signal=signal,
                title=title(signal),
                symbol=symbol(signal, run.network.cell.name),
                values=found,
                order=order if len(order) == units else np.arange(units, dtype=np.int64),
                low=low,
                high=high,
                colours=SIGNED if signed else signal,
                place=part_title(run.network, part),
            )
        )
    if same:
        end = max(-low, high)
        with np.errstate(invalid="ignore"):
            apart = aligned[0] - aligned[1]
        apart[(columns.first < 0) | (columns.second < 0)] = 0.0
        one = panels[0]
        panels.append(
            HeatmapPanel(
                model=one.model,
                cell=one.cell,
                part=one.part,
                signal=signal,
                title="difference",
                symbol=f"Δ{one.symbol}",
                values=apart,
                order=one.order,
                low=-end,
                high=end,
                colours=SIGNED,
                place=one.place,
                difference=True,
            )
        )
    return tuple(panels)


def _aligned(values: Array, at: NDArray[np.int64]) -> Array:
    """Return (N, H) the rows of the tokens in the columns, zeros where there is none."""
    found: Array = values[np.maximum(at, 0)]
    found[at < 0] = 0.0
    return found


def _lines(first: Run, second: Run, columns: Alignment) -> PairLines | None:
    if not first.network.readouts or not second.network.readouts:
        return None
    read = [np.asarray(shown_readout(run), np.float64) for run in (first, second)]
    found = []
    for values, at in zip(read, (columns.first, columns.second), strict=True):
        shown = values[np.maximum(at, 0)]
        shown[at < 0] = np.nan
        found.append(shown)
    readout = first.network.readouts[0]
    linear = any(run.network.readouts[0].kind == "linear" for run in (first, second))
    low, high = enclosing(read) if linear else UNIT
    named = readout.kind == "logistic" and len(readout.labels) > 1
    return PairLines(f"P({readout.labels[1]})" if named else readout.name, found[0], found[1], low, high)


def _finding(first: Run, second: Run, panels: tuple[HeatmapPanel, ...], columns: Alignment, signal: str) -> str:
    """Say where the two are farthest apart, how far they still are at the end, and what the read-outs come to."""
    said = []
    if len(panels) > 2:
        size = np.linalg.norm(np.asarray(panels[2].values[:], np.float64), axis=1)
        if not np.isfinite(size).all():
            said.append(tr("The difference is not a number everywhere."))
        elif not size.any():
            said.append(tr("The {signal} of both is the same at every word that both have.", signal=title(signal)))
        else:
            at = int(size.argmax())
            both = np.flatnonzero((columns.first >= 0) & (columns.second >= 0))
            left = percent(size[both[-1]] / size[at])
            end = (
                tr(", where both end")
                if both[-1] == at
                else tr("; after the last word still {left} of that", left=left)
            )
            said.append(
                tr(
                    "The {signal} differs most at {at}{end}.",
                    signal=title(signal),
                    at=_at(first, second, columns, at),
                    end=end,
                )
            )
    if first.network.readouts and second.network.readouts:
        one, two = (float(shown_readout(run)[-1]) for run in (first, second))
        said.append(
            tr(
                "The read-out ends at {strong} against {strong2}.",
                strong=_strong(number(one)),
                strong2=_strong(number(two)),
            )
        )
    return " ".join(said)


def _at(first: Run, second: Run, columns: Alignment, column: int) -> str:
    one, two = int(columns.first[column]), int(columns.second[column])
    words = [quoted(run.tokens, at) for run, at in ((first, one), (second, two)) if at >= 0]
    return escape(" / ".join(dict.fromkeys(words)))


def _strong(text: str) -> str:
    return f'<span style="font-weight:600">{text}</span>'
