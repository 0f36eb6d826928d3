"""The pictures of units that a script or a command line asks for by name: measured at once, then described."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gatescope.analysis.units.average import unit_average
from gatescope.analysis.units.overview import unit_overview
from gatescope.analysis.units.pre_activations import pre_activations
from gatescope.analysis.units.remembering import remembering
from gatescope.analysis.units.standing import unit_standing
from gatescope.errors import UsageError
from gatescope.plots.runs import part_of
from gatescope.plots.units.average import AveragePlot, describe_average
from gatescope.plots.units.curves import CurvesPlot, describe_curves
from gatescope.plots.units.saturation import SaturationPlot, describe_saturation
from gatescope.plots.units.table import TableChoice, describe_units
from gatescope.plots.units.table_plot import UnitTablePlot
from gatescope.plots.units.time_scales import TimeScalesPlot, describe_time_scales
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.snapshot import Run
from gatescope.words import tr


def saturation_of(runs: Sequence[Run], focus: Focus, units: Sequence[int] | None) -> SaturationPlot:
    """Return the saturation of a run with `units` ringed.

    Raises:
        UsageError: there are several runs.
        ModelError: the run is not finite anywhere.
    """
    run, focus = _one(runs, "saturation"), _ringed(runs[0], focus, units)
    if not len(run.tokens):
        return describe_saturation(runs, (), focus)
    return describe_saturation(runs, (unit_standing(run.network, run.trace, part=part_of(run, focus)),), focus)


def units_of(
    runs: Sequence[Run], focus: Focus, units: Sequence[int] | None, signals: Sequence[str] = ()
) -> UnitTablePlot:
    """Return the table of a run's units, or of `units` alone in that order.

    Args:
        signals: the state to show, the hidden state by default.

    Raises:
        UsageError: there are several runs, or the signal is no state of the cell.
        ModelError: the run is not finite anywhere.
    """
    run = _one(runs, "units")
    states = run.network.cell.states
    state = signals[0] if signals else "hidden_state"
    if len(signals) > 1 or state not in states:
        raise UsageError(f"a table of units shows one state: {' or '.join(states)}")
    if not len(run.tokens):
        return UnitTablePlot(run.tokens, model=run.model, cell=run.network.cell.name)
    found = unit_overview(run.network, run.trace, part=part_of(run, focus), state=state)
    return describe_units(run, found, focus, TableChoice(units=None if units is None else tuple(units)))


def time_scales_of(runs: Sequence[Run], focus: Focus, units: Sequence[int] | None) -> TimeScalesPlot:
    """Return the time scales of runs, with `units` of the first ringed.

    Raises:
        ModelError: a run is not finite anywhere.
    """
    found = [remembering(run.network, run.trace, part=part_of(run, focus)) for run in runs if len(run.tokens)]
    return describe_time_scales(runs, found, _ringed(runs[0], focus, units))


def curves_of(runs: Sequence[Run], focus: Focus, units: Sequence[int] | None) -> CurvesPlot:
    """Return the activation curves of a run with every unit at the token in focus as dots, `units` ringed.

    Raises:
        UsageError: there are several runs.
        ModelError: the run is not finite anywhere.
    """
    run, focus = _one(runs, "curves"), _ringed(runs[0], focus, units)
    if not len(run.tokens):
        return describe_curves(runs, (), focus)
    return describe_curves(runs, (pre_activations(run.network, run.trace, part=part_of(run, focus)),), focus)


def average_of(runs: Sequence[Run], focus: Focus, units: Sequence[int] | None) -> AveragePlot:
    """Return a unit of a run, the first of `units` or unit 0, beside moving averages of its candidate.

    Raises:
        UsageError: there are several runs, or the model is an RNN.
        ModelError: the run is not finite anywhere.
    """
    run = _one(runs, "average")
    if not len(run.tokens):
        return describe_average(run, None, focus)
    unit = units[0] if units else 0
    return describe_average(run, unit_average(run.network, run.trace, part=part_of(run, focus), unit=unit), focus)


def _one(runs: Sequence[Run], view: str) -> Run:
    if len(runs) > 1:
        raise UsageError(tr("{view} shows the units of one model: draw a picture of each", view=view))
    return runs[0]


def _ringed(run: Run, focus: Focus, units: Sequence[int] | None) -> Focus:
    return replace(focus, units=tuple(UnitRef(run.model, part_of(run, focus), unit) for unit in units or ()))
