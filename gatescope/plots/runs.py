"""Helpers of all descriptions about the runs on screen: parts, ranges, tokens, captions."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from gatescope.engine.part import Part
from gatescope.plots.once import once
from gatescope.plots.ranges import Reach, bounds, range_of_reaches, reach
from gatescope.plots.signals import CELL_NAMES, part_title, shown_values
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.text.tokens import TokenSequence
from gatescope.words import in_quotes, tr

# A caption is one line; folding the blanks of a megabyte for it would hold up every key.
_LONGEST = 500


def front_run(runs: Sequence[Run], focus: Focus) -> Run | None:
    """Return the run of the model in front, or the first; None where there is none."""
    return next((run for run in runs if run.model == focus.model), next(iter(runs), None))


def part_of(run: Run, focus: Focus) -> Part:
    """Return the part in focus, or the run's last one where it has no such part (a shallower network in Compare)."""
    return focus.part if focus.part in run.network.parts else run.network.parts[-1]


def range_of(runs: Sequence[Run], focus: Focus, signal: str) -> tuple[float, float]:
    """Return the (low, high) that the maps of `signal` have in common, in these runs and in their runs as opened, so
    that what got stronger looks stronger; few values far beyond all others lie outside. Runs whose cell lacks the
    signal are ignored."""
    now = [(run, part_of(run, focus)) for run in runs if signal in run.network.cell.signals]
    before = [
        (run.opened, part) for run, part in now if run.opened is not None and f"{part}.{signal}" in run.opened.trace
    ]
    having = [*now, *before]
    forced = any(run.trace.interventions or started(run) for run, _ in having)
    return range_of_reaches(
        signal, [(run.network, partial(_reach, run, part, signal)) for run, part in having], forced=forced
    )


def lies_outside(run: Run, part: Part, signal: str, high: float) -> bool:
    """Return whether values of a run lie farther from 0 than `high`, the upper end of the range of a map."""
    free = bounds(run.network, signal) is None or bool(run.trace.interventions) or started(run)
    return free and _reach(run, part, signal).greatest > high * (1 + 1e-6)


def _reach(run: Run, part: Part, signal: str) -> Reach:
    gate = signal in run.network.cell.unit_interval
    return once(run, ("reach", part, signal), lambda: reach(shown_values(run, part, signal), gate=gate, robust=True))


def started(run: Run) -> bool:
    """Return whether the run began from initial states other than zero."""
    return once(
        run,
        "started",
        lambda: any(record.hidden[:1].any() or record.cell[:1].any() for record in run.trace.records.values()),
    )


def tokens_of(runs: Sequence[Run], focus: Focus) -> TokenSequence:
    """Return the shared token axis, which the cursor counts: that of the model in focus, of the first run where it has
    not run, or an empty one."""
    if runs:
        return next((run.tokens for run in runs if run.model == focus.model), runs[0].tokens)
    return no_tokens()


def no_tokens() -> TokenSequence:
    """Return the tokens of an empty text."""
    none = np.zeros(0, np.int64)
    return TokenSequence("", none, none, none, np.zeros(0, np.bool_))


def cursor_of(tokens: TokenSequence, focus: Focus) -> int | None:
    """Return the token cursor, or None where it is outside of the tokens."""
    return focus.token if focus.token is not None and 0 <= focus.token < len(tokens) else None


def token_at(run: Run, cursor: int | None) -> int:
    """Return the token of a run at the cursor: its last one without a cursor, and where it ends before, for in Compare
    each model cuts the text into tokens of its own."""
    last = len(run.tokens) - 1
    return last if cursor is None else min(cursor, last)


def caption(shown: Sequence[tuple[Run, Part | None]]) -> str:
    """Return the line that a picture carries once it has left the window: ``LSTM · tagger (layer 2) · “The film
    …”``.

    Args:
        shown: the runs, each with the part that the picture shows of it, or None where it shows none.
    """
    if not shown:
        return ""
    runs = [run for run, _ in shown]
    cells = " ".join(dict.fromkeys(CELL_NAMES[run.network.cell.name] for run in runs))
    models = ", ".join(dict.fromkeys(_named(run, part) for run, part in shown))
    text = " ".join(runs[0].tokens.text[:_LONGEST].split())
    cut = "…" if len(runs[0].tokens.text) > _LONGEST else ""
    return " · ".join((cells, models, in_quotes(f"{text}{cut}") if text else tr("no text")))


def _named(run: Run, part: Part | None) -> str:
    place = "" if part is None else part_title(run.network, part)
    return f"{run.model} ({place})" if place else run.model
