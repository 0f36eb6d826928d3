"""The heights of lines: one range for all of them, or a lane a unit, each with its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gatescope.plots.description import Array, Lane, LinePlot, Series
from gatescope.plots.numbers import short
from gatescope.plots.ranges import SIGNED, UNIT, fitted
from gatescope.plots.steady_ranges import SteadyRanges
from gatescope.plots.ticks import Ticks, ends_and_middle, ticks

_MARGIN = 0.08
"""The part of a lane that is free above and below its lines."""


def fitted_to_lines(plot: LinePlot, steady: SteadyRanges | None = None) -> LinePlot:
    """Return `plot` in the range that its lines, and those of the run as opened, need."""
    low, high = _range(plot.series, steady, _names(plot.series))
    return replace(plot, low=low, high=high, y_ticks=value_ticks(low, high))


def laid_in_lanes(plot: LinePlot, steady: SteadyRanges | None = None) -> LinePlot:
    """Return `plot` with a lane for the lines of each unit, the first on top, each with its ends and its name."""
    units = list(dict.fromkeys(_unit(one) for one in plot.series))
    lanes: dict[str, Lane] = {}
    named: list[tuple[float, str]] = []
    for place, unit in enumerate(reversed(units)):
        own = [one for one in plot.series if _unit(one) == unit]
        low, high = _range(own, steady, (unit, *_names(own)))
        lane = lanes[unit] = Lane(place + _MARGIN, place + 1.0 - _MARGIN, low, high)
        middle = (lane.bottom + lane.top) / 2.0
        named += [(lane.bottom, short(low)), (middle, unit), (lane.top, short(high))]
    drawn = tuple(replace(one, lane=lanes[_unit(one)]) for one in plot.series)
    return replace(plot, series=drawn, low=0.0, high=float(len(units)), y_ticks=tuple(named))


def value_ticks(low: float, high: float) -> Ticks:
    """Return the ends and the middle of the range of a gate or a tanh, else round values."""
    return ends_and_middle(low, high) if (low, high) in (UNIT, SIGNED) else ticks(low, high)


def _unit(one: Series) -> str:
    return one.label.partition(" · ")[0]


def _names(series: Sequence[Series]) -> tuple[str, ...]:
    return tuple(one.label for one in series)


def _range(series: Sequence[Series], steady: SteadyRanges | None, key: tuple[str, ...]) -> tuple[float, float]:
    values: list[Array] = [one.values for one in series]
    values += [one.opened for one in series if one.opened is not None]
    found = fitted(values)
    return found if steady is None else steady.keep(key, found)
