"""Numbers and names of units in words."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from math import isinf, isnan

from gatescope.plots.bad_text import bad_signal
from gatescope.plots.gradient_words import quoted
from gatescope.plots.numbers import number
from gatescope.session.run.snapshot import Run
from gatescope.words import decimal, tr


def percent(share: float) -> str:
    """Return a share as ``6.3 %``, and a trace of something as ``< 0.1 %``."""
    if isnan(share):
        return "NaN"
    if 0.0 < share < 0.0005:
        return "< 0.1 %"
    return decimal(f"{100 * share:.1f} %")


def round_percent(share: float) -> str:
    """Return a share for an axis or a sentence, without a decimal where that is 0: ``40 %``, ``6.7 %``."""
    return percent(share).replace(decimal(".0 %"), " %")


def tokens_in_words(count: float) -> str:
    """Return a number of tokens: ``2.4 tokens``, ``69 tokens``; ``∞`` for one that never ends."""
    if isinf(count):
        return "∞"
    if isnan(count):
        return "NaN"
    written = number(count, 1) if count < 99.95 else number(round(count), 0)
    return tr("{written} token", written=written) if written == "1.0" else tr("{written} tokens", written=written)


def over_words(corpus: str, tokens: int) -> str:
    """Return the beginning of a sentence about a corpus, rich text; empty for the sentence that is typed."""
    return tr("Over {corpus}, {tokens:,} tokens: ", corpus=escape(corpus), tokens=tokens) if corpus else ""


def bold(words: str) -> str:
    """Return words in the weight of what matters most, as rich text."""
    return f'<span style="font-weight:600">{escape(words)}</span>'


def unit_names(units: Sequence[int], most: int = 3) -> str:
    """Return ``unit 4``, ``units 4 and 7``, or ``units 4, 7, 9 and 12 more``."""
    if len(units) == 1:
        return tr("unit {units}", units=units[0])
    if len(units) <= most:
        return tr("units {map} and {units}", map=", ".join(map(str, units[:-1])), units=units[-1])
    return tr("units {map} and {count} more", map=", ".join(map(str, units[:most])), count=len(units) - most)


def not_finite(run: Run, bad: int | None) -> str:
    """Return the sentence about where a run stops being finite, in rich text; empty where it does not."""
    if bad is None:
        return ""
    where = "" if run.bad is None else tr(": token {bad}, {bad_signal}", bad=bad + 1, bad_signal=bad_signal(run.bad))
    before = tr("the {bad} tokens", bad=bad) if bad > 1 else tr("the token")
    return escape(
        tr(
            "Not a number from {quoted} on{where}; counted are {before} before. ",
            quoted=quoted(run.tokens, bad),
            where=where,
            before=before,
        )
    )
