"""Describes which words move a read-out, and says in a sentence which stretch of words does most of it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.connectivity import Connectivity
from gatescope.analysis.targets import Target
from gatescope.plots.bad_text import bad_text
from gatescope.plots.gradient_words import quoted, target_words
from gatescope.plots.memory.connectivity_plot import SIGNED, SIZE, ConnectivityBlock, ConnectivityPlot
from gatescope.plots.memory.counted import count_of, percent, words
from gatescope.plots.model_names import model_names
from gatescope.plots.numbers import number
from gatescope.plots.runs import caption, cursor_of, tokens_of
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.text.tokens import TokenSequence
from gatescope.words import mark, tr

Values = NDArray[np.float64]

_MOST = 0.9
"""The share that the sentence looks for: the shortest stretch of words that has so much of it."""


def describe_connectivity(
    runs: Sequence[Run],
    found: Sequence[Connectivity | None],
    focus: Focus,
    kind: str = SIZE,
    failures: Sequence[str] = (),
) -> ConnectivityPlot:
    """Describe the connectivity of `runs`.

    Args:
        found: the answer for each run; None where it has none.
        focus: whose model is in front, and where the cursor is.
        kind: `SIZE` or `SIGNED`.
        failures: sentences about the runs without an answer.
    """
    tokens = tokens_of(runs, focus)
    names = model_names(runs)
    pairs = [(run, one) for run, one in zip(runs, found, strict=True) if one is not None]
    remarks = [f"{one[0].upper()}{one[1:].rstrip('.')}." for one in dict.fromkeys(failures) if one]
    unknown = [(run, one) for run, one in pairs if kind == SIGNED and one.bad is None and np.isnan(one.signed).all()]
    remarks += [
        tr("{names} reads vectors, whose products are not known: see the sizes.", names=names[run.model])
        for run, _ in unknown
    ]
    pairs = [pair for pair in pairs if pair not in unknown]
    remarks += [
        tr("{names}: {bad_text} is the first that is not a number.", names=names[run.model], bad_text=bad_text(run.bad))
        for run, one in pairs
        if one.bad is not None and run.bad is not None
    ]
    return ConnectivityPlot(
        tokens,
        blocks=tuple(_block(run, one, names[run.model], kind, brief=len(pairs) > 1) for run, one in pairs),
        kind=kind,
        front=next((run.model for run, _ in pairs if run.model == focus.model), pairs[0][0].model if pairs else ""),
        remark=escape(" ".join(remarks)),
        cursor=cursor_of(tokens, focus),
        caption=caption([(run, None) for run in runs]),
    )


def _block(run: Run, found: Connectivity, name: str, kind: str, *, brief: bool) -> ConnectivityBlock:
    target = Target.parse(found.target)
    values = found.signed if kind == SIGNED else found.relative
    return ConnectivityBlock(
        model=run.model,
        cell=run.network.cell.name,
        label=name,
        tokens=run.tokens,
        values=values,
        measured=found.products if kind == SIGNED else found.log10_norm,
        target=target_words(target, run.network, run.tokens),
        target_token=len(run.tokens) - 1 if target.token is None else target.token,
        finding=directions(values, run.tokens, brief=brief)
        if kind == SIGNED
        else concentration(values, run.tokens, brief=brief),
        bad=found.bad,
    )


def concentration(values: Values, tokens: TokenSequence, *, brief: bool = False) -> str:
    """Say in which stretch of words most of it is, as rich text: ``92 % of it comes from the six words after “but”, 8 %
    from the nine up to it.``; `brief` leaves out the rest."""
    known = np.nan_to_num(values, nan=0.0)
    whole = known.sum()
    if np.isnan(values).all():
        return tr("It is not a number.")
    if not whole:
        return tr("No word moves it: its gradient is 0 everywhere.")
    start, stop = shortest_stretch(known, _MOST)
    most = _strong(percent(known[start:stop].sum() / whole))
    share = tr("{percent} from", percent=most) if brief else tr("{percent} of it comes from", percent=most)
    moving = np.flatnonzero(known)
    first, last = int(moving[0]), int(moving[-1]) + 1
    if stop - start == 1:
        return tr("{share} {quoted} alone.", share=share, quoted=escape(quoted(tokens, start)))
    if stop == last and start > 0:
        said = tr(
            "{share} the {words} after {quoted}",
            share=share,
            words=words(stop - start),
            quoted=escape(quoted(tokens, start - 1)),
        )
        rest = percent(known[:start].sum() / whole)
        return (
            f"{said}."
            if brief
            else tr("{said}, {rest} from the {count_of} up to it.", said=said, rest=rest, count_of=count_of(start))
        )
    if start == first and stop == last:
        return tr(
            "{share} all {words} up to {quoted}.",
            share=share,
            words=words(stop - start),
            quoted=escape(quoted(tokens, stop - 1)),
        )
    ends = tr(
        "from {quoted} to {quoted2}", quoted=escape(quoted(tokens, start)), quoted2=escape(quoted(tokens, stop - 1))
    )
    return tr("{share} the {words} {ends}.", share=share, words=words(stop - start), ends=ends)


def directions(values: Values, tokens: TokenSequence, *, brief: bool = False) -> str:
    """Say which words move it up and down most, as rich text."""
    if np.isnan(values).all():
        return tr("It is not a number.")
    known = np.nan_to_num(values, nan=0.0)
    if not known.any():
        return tr("No word moves it: gradient × input is 0 everywhere.")
    said = []
    for way, most, at in (
        (mark("up"), mark("moves it up most"), int(known.argmax())),
        (mark("down"), mark("moves it down most"), int(known.argmin())),
    ):
        size = known[at] if way == "up" else -known[at]
        if size > 0:
            moves = tr(way) if brief else tr(most)
            said.append(f"{escape(quoted(tokens, at))} {moves} ({_strong(number(float(known[at])))})")
    return ", ".join(said) + "."


def shortest_stretch(values: Values, least: float) -> tuple[int, int]:
    """Return the shortest stretch ``start … stop`` of non-negative `values` that sums up to the share `least` of all;
    of equally long ones that with the greatest sum."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    wanted = least * sums[-1] * (1 - 1e-12)
    starts = np.arange(len(values))
    stops = np.searchsorted(sums, sums[:-1] + wanted, side="left")
    fits = stops <= len(values)
    starts, stops = starts[fits], stops[fits]
    order = np.lexsort((-(sums[stops] - sums[starts]), stops - starts))
    return int(starts[order[0]]), int(stops[order[0]])


def _strong(text: str) -> str:
    return f'<span style="font-weight:600">{text}</span>'
