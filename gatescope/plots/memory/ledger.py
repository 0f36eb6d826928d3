"""Describes memory ledgers: the bands, and a sentence on which words hold how much at the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

import numpy as np

from gatescope.analysis.memory.over_time import LedgerOverTime
from gatescope.plots.bad_text import bad_text
from gatescope.plots.gradient_words import quoted
from gatescope.plots.memory.counted import percent, words
from gatescope.plots.memory.ledger_plot import LedgerPanel, LedgerPlot
from gatescope.plots.model_names import arrow, model_names
from gatescope.plots.runs import caption, cursor_of, tokens_of
from gatescope.plots.signals import symbol
from gatescope.plots.word_importance import word_importance
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.text.tokens import TokenSequence
from gatescope.words import tr, trn

# Words that together hold no more than this, the first ones that were read, are told of in one number.
_LITTLE = 0.035
# Two words are named, the second where it holds so much.
_WORTH_NAMING = 0.1


def describe_ledger(
    runs: Sequence[Run], ledgers: Sequence[LedgerOverTime | None], focus: Focus, failures: Sequence[str] = ()
) -> LedgerPlot:
    """Describe the ledgers of `runs`, which share their token axis.

    Args:
        ledgers: the answer for each run; None where it has none.
        focus: whose model is in front, and where the cursor is.
        failures: sentences about the runs without one, of which each is said once.
    """
    tokens = tokens_of(runs, focus)
    cursor = cursor_of(tokens, focus)
    names = model_names(runs)
    pairs = [(run, one) for run, one in zip(runs, ledgers, strict=True) if one is not None]
    panels = tuple(_panel(run, ledger, names[run.model]) for run, ledger in pairs)
    front = next((run.model for run, _ in pairs if run.model == focus.model), pairs[0][0].model if pairs else "")
    layers = {len(run.network.layers): ledger.part.layer + 1 for run, ledger in pairs}
    remarks = [f"{one[0].upper()}{one[1:].rstrip('.')}." for one in dict.fromkeys(failures) if one]
    grouped = next((panel for panel in panels if panel.grouped), None)
    if grouped is not None:
        remarks.insert(
            0,
            tr(
                "The {edges:,} words are taken in groups of {edges2}.", edges=grouped.edges[-1], edges2=grouped.edges[1]
            ),
        )
    remarks += [_bad(run, ledger, names[run.model]) for run, ledger in pairs if ledger.bad is not None]
    plot = LedgerPlot(
        tokens,
        importance=word_importance(runs, tokens) if len(tokens) else None,
        panels=panels,
        front=front,
        place=tr("layer {next}", next=next(iter(layers.values()))) if layers and max(layers) > 1 else "",
        remark=" ".join(remarks),
        caption=caption([(run, ledger.part) for run, ledger in pairs] or [(run, None) for run in runs]),
    )
    return at_cursor(plot, cursor)


def at_cursor(plot: LedgerPlot, cursor: int | None) -> LedgerPlot:
    """Return `plot` with the cursor, and what is said, at another token."""
    return replace(plot, cursor=cursor, finding=_finding(plot, cursor))


def group_words(panel: LedgerPanel, tokens: TokenSequence, group: int) -> str:
    """Return what a group is called: ``“not”``, or ``words 79–117``."""
    start, stop = int(panel.edges[group]), int(panel.edges[group + 1])
    return quoted(tokens, start) if stop - start == 1 else tr("words {start:,}–{stop:,}", start=start + 1, stop=stop)


def _panel(run: Run, ledger: LedgerOverTime, name: str) -> LedgerPanel:
    return LedgerPanel(
        model=run.model,
        cell=run.network.cell.name,
        part=ledger.part,
        label=arrow(run, ledger.part, name),
        tokens=run.tokens,
        state=ledger.state,
        symbol=symbol(ledger.state, run.network.cell.name),
        unit=ledger.unit,
        edges=ledger.edges,
        shares=ledger.shares,
        initial=ledger.initial_shares,
        amounts=ledger.amounts,
        totals=ledger.totals,
        bad=ledger.bad,
    )


def _finding(plot: LedgerPlot, cursor: int | None) -> str:
    """Say which words hold most after the token of the cursor, or after the last one, in every panel."""
    said = []
    for panel in plot.panels:
        token = int(panel.edges[-1]) - 1 if cursor is None else cursor
        column = panel.group_of(token)
        if column < 0:
            continue
        told = _told(panel, panel.tokens, column, brief=len(plot.panels) > 1)
        if len(plot.panels) > 1:
            said.append(f'<span class="{panel.cell}">{escape(panel.label)}</span>: {told}.')
        else:
            after = escape(group_words(panel, panel.tokens, column))
            said.append(f"{_strong(tr('After {after}', after=after))} {told}.")
    if len(plot.panels) > 1 and said:
        # The first panel that has a token there: another model may cut the text into fewer.
        after = next(
            group_words(panel, panel.tokens, column)
            for panel in plot.panels
            if (column := panel.group_of(int(panel.edges[-1]) - 1 if cursor is None else cursor)) >= 0
        )
        said.insert(0, _strong(tr("After {after}:", after=escape(after))))
    return " ".join(said)


def _told(panel: LedgerPanel, tokens: TokenSequence, column: int, *, brief: bool) -> str:
    """Return which words hold how much in a column.

    ``“wonderful” holds 46 %, “.” 33 %; the first nine words together 3 %``
    """
    shares = panel.shares[column]
    if not np.isfinite(shares).all():
        return tr("the state is not a number")
    if not shares.any() and not panel.initial[column]:
        return tr("the state is zero: no word holds anything of it")
    most = int(shares.argmax())
    if panel.initial[column] >= shares[most]:
        return tr("the initial state holds {percent}", percent=percent(panel.initial[column]))
    several = panel.edges[most + 1] - panel.edges[most] > 1
    found = trn(
        "{words} holds {percent}",
        "{words} hold {percent}",
        2 if several else 1,
        words=escape(group_words(panel, tokens, most)),
        percent=percent(shares[most]),
    )
    others = shares.copy()
    others[most] = 0.0
    second = int(others.argmax())
    if others[second] >= _WORTH_NAMING:
        found += f", {escape(group_words(panel, tokens, second))} {percent(others[second])}"
    if brief:
        return found
    # In the order of reading, up to the column.
    read = [int(group) for group in panel.order]
    so_far = np.cumsum(shares[read[: read.index(column) + 1]])
    count = int((so_far <= _LITTLE).sum())
    if count > 1:
        sizes = np.diff(panel.edges)[read[:count]]
        found += tr(
            "; the first {words} together {percent}", words=words(int(sizes.sum())), percent=percent(so_far[count - 1])
        )
    return found


def _strong(html: str) -> str:
    return f'<span style="font-weight:600">{html}</span>'


def _bad(run: Run, ledger: LedgerOverTime, name: str) -> str:
    """Say from which word on a state is no number, and which step of the run was the first."""
    assert ledger.bad is not None
    first = "" if run.bad is None else f": {bad_text(run.bad)}"
    return tr(
        "{name} is not a number from {quoted} on{first}.", name=name, quoted=quoted(run.tokens, ledger.bad), first=first
    )
