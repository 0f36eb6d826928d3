"""What tells the lines and dots of a figure apart without colour: a dash or a shape each, and how dark its grey is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from gatescope.plots.description import LinePlot, Plot
from gatescope.plots.figure.figure import Figure
from gatescope.plots.figure.grey import grey_contrast
from gatescope.plots.figure.styles import look_of
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.pairs.pairs_plot import PairsPlot
from gatescope.plots.theme import LIGHT, Theme
from gatescope.plots.units.average import AveragePlot
from gatescope.plots.units.curves import CurvesPlot
from gatescope.plots.units.dot_plot import DotPlot
from gatescope.plots.units.saturation import SaturationPlot
from gatescope.plots.units.time_scales import TimeScalesPlot

LEAST = 3.0
"""The contrast below which a line is hard to see (WCAG 2.2, success criterion 1.4.11)."""
_ALIKE = 1.25
"""Greys of a lower contrast than this look alike."""


@dataclass(frozen=True)
class LineInk:
    """How a line, or a group of dots, is drawn: the key of its hue, its dash as in `Series`, or its shape as in
    `DotGroup`; `axes` is the number of the axes that it shares with others."""

    hue: str
    dash: int
    axes: int = 0


def _flow_dashed(plot: GradientFlowPlot) -> GradientFlowPlot:
    """Return the lines with a dash each; what carries the memory of the model in front is solid."""
    # The line that matters most first: it is the solid one.
    order = sorted(plot.lines, key=lambda line: (not line.carried, line.model != plot.front))
    dashes = {id(line): dash for dash, line in enumerate(order)}
    return replace(plot, lines=tuple(replace(line, dash=dashes[id(line)]) for line in plot.lines))


def _series_dashed(plot: LinePlot) -> LinePlot:
    return replace(plot, series=tuple(replace(one, dash=dash) for dash, one in enumerate(plot.series)))


def _dots_shaped(plot: DotPlot) -> DotPlot:
    """Return the dots with a shape for each signal."""
    shapes = {signal: shape for shape, signal in enumerate(dict.fromkeys(group.hue for group in plot.groups))}
    return replace(plot, groups=tuple(replace(group, shape=shapes[group.hue]) for group in plot.groups))


def _dot_inks(plot: DotPlot) -> list[LineInk]:
    return [LineInk(group.hue, group.shape) for group in plot.groups]


def _curve_inks(plot: CurvesPlot) -> list[LineInk]:
    both = zip(plot.groups, plot.panel_of, strict=True)
    return [LineInk(group.hue, group.shape, panel) for group, panel in both]


def _time_scale_inks(plot: TimeScalesPlot) -> list[LineInk]:
    # Every row has its name before it.
    return [LineInk(group.hue, group.shape, row) for row, group in enumerate(plot.groups)]


def _average_inks(plot: AveragePlot) -> list[LineInk]:
    parts = (plot.lines, plot.residual)
    return [LineInk(one.hue, one.dash, axes) for axes, lines in enumerate(parts) for one in lines.series]


@dataclass(frozen=True)
class Lines:
    """What is known of the lines and dots of one kind of plot: how to give each a dash or a shape, and how they are
    drawn."""

    dashed: Callable[[Any], Plot]
    inks: Callable[[Any], Iterable[LineInk]]


LINES: Mapping[type[Plot], Lines] = {
    GradientFlowPlot: Lines(_flow_dashed, lambda plot: [LineInk(line.hue, line.dash) for line in plot.lines]),
    LinePlot: Lines(_series_dashed, lambda plot: [LineInk(one.hue, one.dash) for one in plot.series]),
    AveragePlot: Lines(lambda plot: plot, _average_inks),
    PairsPlot: Lines(
        lambda plot: plot, lambda plot: [LineInk("readout", dash) for dash in (0, 1)] if plot.lines else []
    ),
    SaturationPlot: Lines(_dots_shaped, _dot_inks),
    CurvesPlot: Lines(_dots_shaped, _curve_inks),
    TimeScalesPlot: Lines(lambda plot: plot, _time_scale_inks),
}


def told_apart(plot: Plot) -> Plot:
    """Return `plot` with a dash of its own for every line and a shape for the dots of every signal; other kinds as they
    are."""
    known = LINES.get(type(plot))
    return plot if known is None else known.dashed(plot)


def least_contrast(figure: Figure, theme: Theme = LIGHT) -> float | None:
    """Return the smallest contrast in grey that a line of the figure has with its ground; None where it has no lines.

    Below `LEAST` a person should be warned.
    """
    look = look_of(figure.style, theme)
    ratios = [
        grey_contrast(look.theme.line(ink.hue), look.theme.surface)
        for panel in figure.panels
        for ink in inks(panel.plot)
    ]
    return min(ratios, default=None)


def alike(figure: Figure, theme: Theme = LIGHT) -> int:
    """Return how many pairs of lines, or of groups of dots, on the same axes have one dash or shape and look alike in
    grey."""
    look = look_of(figure.style, theme)
    plots = [told_apart(panel.plot) if look.dashed else panel.plot for panel in figure.panels]
    return sum(
        (first.axes, first.dash) == (second.axes, second.dash)
        and grey_contrast(look.theme.line(first.hue), look.theme.line(second.hue)) < _ALIKE
        for plot in plots
        for first, second in combinations(inks(plot), 2)
    )


def inks(plot: Plot) -> tuple[LineInk, ...]:
    """Return how the lines of a plot are drawn; none for kinds without."""
    known = LINES.get(type(plot))
    return () if known is None else tuple(known.inks(plot))
