"""Helpers of all descriptions about the runs on screen: parts, ranges, tokens, captions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from weakref import ref

import numpy as np

from gatescope.engine.part import Part
from gatescope.plots.once import once
from gatescope.plots.ranges import bounds, signal_range
from gatescope.plots.signals import CELL_NAMES, part_title, shown_values
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.text.tokens import TokenSequence

# A caption is one line; folding the blanks of a megabyte for it would hold up every key.
_LONGEST = 500
_NO_VALUES = np.zeros((0, 0), np.float32)


def part_of(run: Run, focus: Focus) -> Part:
    """Return the part in focus, or the run's last one where it has no such part (a shallower network in Compare)."""
    return focus.part if focus.part in run.network.parts else run.network.parts[-1]


def range_of(runs: Sequence[Run], focus: Focus, signal: str) -> tuple[float, float]:
    """Return the (low, high) that all shown runs share for `signal`."""
    return shared_range(((run, part_of(run, focus)) for run in runs), signal)


def shared_range(shown: Iterable[tuple[Run, Part]], signal: str) -> tuple[float, float]:
    """Return the (low, high) for `signal` in these parts, and in their runs as opened, so that what got stronger looks
    stronger; runs whose cell lacks it are ignored."""
    now = [(run, part) for run, part in shown if signal in run.network.cell.signals]
    before = [
        (run.opened, part) for run, part in now if run.opened is not None and f"{part}.{signal}" in run.opened.trace
    ]
    having = [*now, *before]
    forced = any(run.trace.interventions or started(run) for run, _ in having)
    if not having or not (forced or any(bounds(run.network, signal) is None for run, _ in having)):
        return signal_range(signal, [(run.network, _NO_VALUES) for run, _ in having])
    # Kept by the first run, and of each signal only the newest: runs that come and go must leave nothing behind.
    kept: _KeptRange = once(having[0][0], ("range", signal), _KeptRange)
    asked = tuple((ref(run), part) for run, part in having)
    if kept.asked != asked:
        values = ((run.network, shown_values(run, part, signal)) for run, part in having)
        kept.asked, kept.found = asked, signal_range(signal, values, forced=forced)
    return kept.found


@dataclass
class _KeptRange:
    """The range that was found last, and for which runs."""

    asked: tuple[tuple[ref[Run], Part], ...] = ()
    found: tuple[float, float] = (0.0, 1.0)


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
    return " · ".join((cells, models, f"“{text}{cut}”" if text else "no text"))


def _named(run: Run, part: Part | None) -> str:
    place = "" if part is None else part_title(run.network, part)
    return f"{run.model} ({place})" if place else run.model
