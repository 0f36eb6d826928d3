"""The table of painters: one line a kind of plot."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from PySide6.QtCore import QRectF

from gatescope.paint.canvas import Canvas
from gatescope.paint.cell.picture import paint_cell
from gatescope.paint.fixed_points.eigenvalues import paint_eigenvalues
from gatescope.paint.fixed_points.figure import paint_figure
from gatescope.paint.fixed_points.ladder import paint_ladder
from gatescope.paint.fixed_points.table import paint_table
from gatescope.paint.gradient_flow import paint_gradient_flow
from gatescope.paint.guesses import paint_guesses
from gatescope.paint.heatmap import paint_heatmap
from gatescope.paint.itemised.itemised import paint_itemised
from gatescope.paint.lines import paint_lines
from gatescope.paint.matrix import paint_matrix
from gatescope.paint.memory.connectivity import paint_connectivity
from gatescope.paint.memory.ledger import paint_ledger
from gatescope.paint.pairs.conditions import paint_conditions
from gatescope.paint.pairs.pairs import paint_pairs
from gatescope.paint.search.places import paint_places
from gatescope.paint.space.plane import paint_state_plane
from gatescope.paint.sweep.sweep import paint_sweep
from gatescope.paint.training.checkpoints import paint_checkpoints
from gatescope.paint.training.run import paint_training_run
from gatescope.paint.units.average import paint_average
from gatescope.paint.units.curves import paint_curves
from gatescope.paint.units.saturation import paint_saturation
from gatescope.paint.units.table import paint_unit_table
from gatescope.paint.units.time_scales import paint_time_scales
from gatescope.paint.what_if.effects import paint_effects
from gatescope.plots.cell.wiring import CellPlot
from gatescope.plots.description import HeatmapPlot, LinePlot, Plot
from gatescope.plots.fixed_points.eigenvalues_plot import EigenvaluesPlot
from gatescope.plots.fixed_points.figure_plot import FixedPointsFigure
from gatescope.plots.fixed_points.ladder_plot import LadderPlot
from gatescope.plots.fixed_points.table_plot import FixedPointsPlot
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.guesses_plot import GuessesPlot
from gatescope.plots.itemised.itemised_plot import ItemisedPlot
from gatescope.plots.layers import LayersPlot
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.memory.connectivity_plot import ConnectivityPlot
from gatescope.plots.memory.ledger_plot import LedgerPlot
from gatescope.plots.pairs.conditions_plot import ConditionsPlot
from gatescope.plots.pairs.pairs_plot import PairsPlot
from gatescope.plots.search.places_plot import PlacesPlot
from gatescope.plots.space.plane import StatePlanePlot
from gatescope.plots.sweep.sweep_plot import SweepPlot
from gatescope.plots.training.checkpoints_plot import CheckpointsPlot
from gatescope.plots.training.run_plot import TrainingRunPlot
from gatescope.plots.units.average import AveragePlot
from gatescope.plots.units.curves import CurvesPlot
from gatescope.plots.units.saturation import SaturationPlot
from gatescope.plots.units.table_plot import UnitTablePlot
from gatescope.plots.units.time_scales import TimeScalesPlot
from gatescope.plots.what_if.effects_plot import EffectsPlot

Painter: TypeAlias = Callable[[Canvas, Any, QRectF], None]
"""Draws a plot of its own kind that has something to draw, without its caption, into a rectangle."""

PAINTERS: dict[type[Plot], Painter] = {
    HeatmapPlot: paint_heatmap,
    LayersPlot: paint_heatmap,
    LinePlot: paint_lines,
    MatrixPlot: paint_matrix,
    GradientFlowPlot: paint_gradient_flow,
    GuessesPlot: paint_guesses,
    FixedPointsPlot: paint_table,
    EigenvaluesPlot: paint_eigenvalues,
    LadderPlot: paint_ladder,
    FixedPointsFigure: paint_figure,
    LedgerPlot: paint_ledger,
    SweepPlot: paint_sweep,
    PlacesPlot: paint_places,
    SaturationPlot: paint_saturation,
    UnitTablePlot: paint_unit_table,
    ConnectivityPlot: paint_connectivity,
    ItemisedPlot: paint_itemised,
    TimeScalesPlot: paint_time_scales,
    StatePlanePlot: paint_state_plane,
    EffectsPlot: paint_effects,
    CurvesPlot: paint_curves,
    CellPlot: paint_cell,
    AveragePlot: paint_average,
    PairsPlot: paint_pairs,
    ConditionsPlot: paint_conditions,
    TrainingRunPlot: paint_training_run,
    CheckpointsPlot: paint_checkpoints,
}


def painter_of(plot: Plot) -> Painter:
    """Return the painter of the plot's kind.

    Raises:
        LookupError: no painter is registered for the kind.
    """
    painter = PAINTERS.get(type(plot))
    if painter is None:
        raise LookupError(f"no painter is registered for {type(plot).__name__}: add it to paint.registry.PAINTERS")
    return painter
