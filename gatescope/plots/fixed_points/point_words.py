"""Fixed points in words: their kind, what a difference does there, and plain sentences with counted numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

import numpy as np

from gatescope.analysis.fixed_points.found import (
    DIVERGED,
    LEFT,
    NO_NUMBER,
    NOT_CONVERGED,
    NOT_FOLLOWED,
    FixedPoint,
    FixedPoints,
    Rung,
)
from gatescope.analysis.fixed_points.stability import on_circle, outside
from gatescope.engine.network import Network
from gatescope.plots.axis_words import short_word
from gatescope.plots.numbers import number
from gatescope.words import decimal, mark, tr

_COUNTS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_MOST_COLUMNS = 4
_PLURALS = {"stable": mark("stable points"), "saddle": mark("saddles"), "unstable": mark("unstable points")}
_ONE = {"stable": mark("stable point"), "saddle": mark("saddle"), "unstable": mark("unstable point")}
_REASONS = {
    NOT_CONVERGED: mark("ended at a slow place that is no fixed point"),
    NOT_FOLLOWED: mark("were not followed to their end, which takes too long in so large a layer"),
    LEFT: mark("led far outside the states that are visited"),
    DIVERGED: mark("ran off beyond all bounds"),
    NO_NUMBER: mark("met what is no number"),
}
# Within so much of the circle a difference neither grows nor fades in any text.
_LONGEST = 1e5
_NONE = 1e-9
# A time shorter than this is better told as what one step does.
_FAST = 1.5
SPEED = "‖<i>F</i>(<i>s</i>) − <i>s</i>‖"


def kind_words(point: FixedPoint) -> str:
    """Return ``stable, spiral``."""
    return tr("{kind}, spiral", kind=point.kind) if point.spiral else point.kind


def readout_words(network: Network, point: FixedPoint) -> str:
    """Return what the first read-out says at the point: ``0.98``, or ``good 0.98`` of many labels; empty for none."""
    value, label = readout_of(network, point)
    if value is None:
        return ""
    return f"{short_word(label)} {number(value)}" if label else number(value)


def readout_of(network: Network, point: FixedPoint) -> tuple[float | None, str]:
    """Return what the first read-out says at the point in one number, and the label of it where it has many."""
    first = network.readouts[0] if network.readouts else None
    values = None if first is None else point.readouts.get(first.name)
    if first is None or values is None:
        return None, ""
    if len(values) > _MOST_COLUMNS:
        best = int(np.argmax(values))
        return float(values[best]), first.labels[best] if best < len(first.labels) else str(best)
    return float(values[0 if first.kind == "linear" else -1]), ""


def points_sentence(found: FixedPoints) -> str:
    """Return what was found, as rich text."""
    kinds = Counter(point.kind for point in found.points)
    named = [
        _counted(kinds[kind], tr(_ONE[kind]), tr(_PLURALS[kind]))
        for kind in ("stable", "saddle", "unstable")
        if kinds[kind]
    ]
    if named:
        more = tr(", and {more:,} more", more=found.more) if found.more else ""
        return f"<b>{_capital(_listed(named))}</b>{more}."
    if math.isfinite(found.slowest):
        return tr(
            "<b>No point below {ten};</b> the slowest place is at {ten2}.",
            ten=ten(found.tolerance),
            ten2=ten(found.slowest),
        )
    return tr("<b>No point below {ten}.</b>", ten=ten(found.tolerance))


def dropped_sentences(found: FixedPoints) -> str:
    """Return why starts led to no point, a sentence a reason; empty where all led to one."""
    return " ".join(
        tr(
            "{count:,} of {starts:,} starts {reasons}.",
            count=one.count,
            starts=found.starts,
            reasons=tr(_REASONS[one.reason]),
        )
        for one in found.dropped
    )


def stopped_sentence(found: FixedPoints) -> str:
    """Return the equation of a fixed point, and how nearly it holds, as rich text."""
    return tr('Search stopped at <span class="math">{speed}</span> ≤ {ten}.', speed=SPEED, ten=ten(found.tolerance))


def eigenvalues_sentence(point: FixedPoint, steps: str = "words") -> str:
    """Return what becomes of a difference from the point, as rich text; `steps` are what time is counted in."""
    growing = point.unstable
    leading = point.eigenvalues[0]
    if not growing:
        if point.neutral:
            return tr(
                "<b>None lies outside, {on} on the circle:</b> no difference grows, and not every one fades.",
                on=count(point.neutral),
            )
        if point.largest < _NONE:
            return tr("<b>All lie at 0:</b> any difference is gone after one step.")
        return tr(
            "<b>All lie inside:</b> every difference fades, the slowest {halves}.", halves=_halves(point.largest, steps)
        )
    rest = "" if growing == len(point.eigenvalues) else tr(" No other grows." if point.neutral else " All others fade.")
    if growing == 1:
        turns = tr(", changing sides") if leading.real < 0 else ""
        return tr(
            "<b>One lies outside:</b> along it a difference {growth}{turns}.{rest}",
            growth=_growth(point.largest, steps),
            turns=turns,
            rest=rest,
        )
    fast = _growth(point.largest, steps, "doubling", "growing")
    if growing == 2 and point.spiral:
        around = _rounded(2 * math.pi / abs(math.atan2(leading.imag, leading.real)))
        return tr(
            "<b>A pair lies outside:</b> a difference spirals out, {fast}, once around in {around} {steps}.{rest}",
            fast=fast,
            around=around,
            steps=steps,
            rest=rest,
        )
    return tr(
        "<b>{capital} lie outside:</b> differences grow, the fastest {fast}.{rest}",
        capital=_capital(count(growing)),
        fast=fast,
        rest=rest,
    )


def ladder_sentence(rungs: Sequence[Rung], points: int) -> str:
    """Return which places stay as the tolerance gets tighter, as rich text."""
    last = rungs[-1]
    since = next(at for at, rung in enumerate(rungs) if all(one.count == last.count for one in rungs[at:]))
    if not last.count:
        return tr("<b>None is left at {ten}:</b> no fixed point.", ten=ten(last.tolerance))
    stay = "stays" if last.count == 1 else "stay"
    what = tr("this is a fixed point.") if last.count == 1 else tr("these are fixed points.")
    where = tr("from {ten} down", ten=ten(rungs[since].tolerance)) if since else tr("at every tolerance")
    close = (
        tr(" ({points:,}, some less than {value} apart.)", points=points, value=number(0.1, 1))
        if points > last.count
        else ""
    )
    return f"<b>{_capital(count(last.count))} {stay} {where}:</b> {what}{close}"


def loose_sentence(rungs: Sequence[Rung]) -> str:
    """Return what the places are that do not stay; empty where all do."""
    last, first = rungs[-1], rungs[0]
    return (
        tr("The {count:,} at {ten} are only slow places.", count=first.count, ten=ten(first.tolerance))
        if first.count > last.count
        else ""
    )


def ten(value: float) -> str:
    """Return a positive number as a power of ten, rich text: 10<sup>−1.5</sup>."""
    exponent = math.log10(value) if value > 0 else -math.inf
    if not math.isfinite(exponent):
        return number(value)
    written = f"{exponent:.0f}" if abs(exponent - round(exponent)) < 0.02 else decimal(f"{exponent:.1f}")
    return f"10<sup>{written.replace('-', '−')}</sup>"


def count(value: int) -> str:
    """Return a small number as a word."""
    return _COUNTS[value] if value < len(_COUNTS) else decimal(f"{value:,}")


def _counted(value: int, one: str, several: str) -> str:
    return f"{count(value)} {one if value == 1 else several}"


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else tr("{words} and {words2}", words=", ".join(words[:-1]), words2=words[-1])


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def _growth(largest: float, steps: str, doubling: str = "doubles", growing: str = "grows") -> str:
    """Return how fast a difference grows, by a verb in its two forms."""
    time = math.log(2) / math.log(largest) if largest > 1 + 1e-12 else math.inf
    if time > _LONGEST:
        return tr("{growing} too slowly to be seen", growing=growing)
    if time < _FAST:
        return tr("{growing} {largest}-fold with every step", growing=growing, largest=number(largest, 1))
    return tr("{doubling} every {rounded} {steps}", doubling=doubling, rounded=_rounded(time), steps=steps)


def _halves(largest: float, steps: str) -> str:
    time = math.log(0.5) / math.log(largest) if largest < 1 - 1e-12 else math.inf
    if time > _LONGEST:
        return tr("hardly at all")
    return (
        tr("by half every {rounded} {steps}", rounded=_rounded(time), steps=steps)
        if time >= _FAST
        else tr("to {largest} of it with every step", largest=number(largest))
    )


def _rounded(value: float) -> str:
    return decimal(f"{value:,.0f}" if value >= 10 else f"{value:.1f}".removesuffix(".0"))


def difference_words(point: FixedPoint, at: int) -> str:
    """Return what a difference along the direction of one eigenvalue does with every step."""
    size = float(np.abs(point.eigenvalues[at]))
    if on_circle(point.eigenvalues[at]):
        return tr("A difference along its direction neither grows nor fades")
    if outside(point.eigenvalues[at]):
        return tr("A difference along its direction {growth}", growth=_growth(size, "steps"))
    return (
        tr("A difference along its direction fades {halves}", halves=_halves(size, "steps"))
        if size > 1e-9
        else tr("A difference is gone at once")
    )
