"""The templates of the sentences about a step, filled with measured values."""

from __future__ import annotations

import math
import re

import numpy as np

from gatescope.plots.cell.moment import Moment
from gatescope.plots.numbers import number
from gatescope.plots.once import once
from gatescope.plots.signals import shown_values, symbol
from gatescope.words import mark, tr

_SIGNALS = {
    "f": "forget_gate",
    "i": "input_gate",
    "o": "output_gate",
    "r": "reset_gate",
    "z": "update_gate",
    "u": "update_gate",
    "c": "cell_state",
    "h": "hidden_state",
    "a": "hidden_state",
    "c\u0303": "candidate",
    "h\u0303": "candidate",
    "a\u0303": "candidate",
}
# Of more values than these the mean at every token takes longer than a key may.
_MOST = 500_000
_LETTER = re.compile(r"(?:<i>(?P<plain>[fiorzcha]\u0303?)</i><sub>|Γ<sub><i>(?P<gate>[fioru])</i>,)<i>t</i>[^<]*</sub>")


def hued(html: str) -> str:
    """Return an equation with every gate and state in its hue, by a class of its name."""
    return _LETTER.sub(lambda found: coloured(_SIGNALS[found["plain"] or found["gate"]], found[0]), html)


def coloured(signal: str, text: str) -> str:
    """Return text in the hue of a signal."""
    return f'<span class="{signal}">{text}</span>'


def three(value: float) -> str:
    """Write a value of the chosen unit, with three decimals."""
    return number(float(value), 3)


def factor(value: float) -> str:
    """Write the same as a factor, in brackets where it is negative."""
    written = three(value)
    return f"({written})" if written.startswith("−") else written


def signed_term(value: float) -> str:
    """Write the same as what is added: ``+ 0.021``, ``− 0.009``."""
    written = three(value)
    return f"− {written[1:]}" if written.startswith("−") else f"+ {written}"


def share(value: float) -> str:
    """Say a share of 0 to 1 as a percentage, in words at its ends; other factors as such: ``1.30 times``."""
    if not 0 <= value <= 1:
        return tr("{float} times", float=number(float(value))) if math.isfinite(value) else tr("no finite share")
    if value == 0:
        return "nothing"
    if value < 0.005:
        return tr("less than 1 %")
    if value == 1:
        return "all"
    return tr("more than 99 %") if value >= 0.995 else f"{100 * value:.0f} %"


def not_finite(moment: Moment, *values: float) -> str:
    """Return the sentence about a step with a number that is none; empty where all are finite."""
    if all(math.isfinite(value) for value in values):
        return ""
    bad = moment.run.bad
    since = tr(" since token {token}", token=bad.token + 1) if bad is not None else ""
    return tr(
        "Here unit {unit} has no finite number{since}: nothing after it means anything.", unit=moment.unit, since=since
    )


def mean_of(moment: Moment, signal: str, *, size: bool = False) -> str:
    """Say the mean of a signal over all units, and where it stands among those of the other words, as rich text.

    Of a very long text only the first is said.

    Args:
        size: take the mean of magnitudes, for a state.
    """
    values = shown_values(moment.run, moment.part, signal)
    count, row = values.shape[1], values[moment.token]
    here = float(_means(row[None], size=size)[0])
    name = symbol(signal, moment.network.cell.name)
    name = f"|{name}|" if size else name
    said = (
        tr("All {count} units: mean {name} = {here}", count=count, name=name, here=number(here))
        if count > 1
        else tr("The only unit: {name} = {here}", name=name, here=number(here))
    )
    if values.size > _MOST or not math.isfinite(here):
        return f"{said}."
    means = once(moment.run, ("mean", moment.part, signal, size), lambda: _means(values, size=size))
    # Read again, for a sum of all rows may round otherwise than that of one.
    here, finite = float(means[moment.token]), means[np.isfinite(means)]
    least, most = float(finite.min()), float(finite.max())
    if least == most:
        return f"{said}."
    if here in (least, most):
        standing = (
            mark("{said}, the lowest of this text.") if here == least else mark("{said}, the highest of this text.")
        )
        return tr(standing, said=said)
    return tr("{said}; over this text {least} to {most}.", said=said, least=number(least), most=number(most))


def _means(values: np.ndarray, *, size: bool) -> np.ndarray:
    with np.errstate(all="ignore"):
        found: np.ndarray = (np.abs(values) if size else values).mean(axis=1, dtype=np.float64)
    return found
