"""The table of the docks: one line in `DOCKS` brings a view in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from gatescope.views.base.plot_view import PlotView
from gatescope.views.lines.readout import ReadoutView
from gatescope.views.lines.traces import TracesView
from gatescope.views.weights.weights_view import WeightsView
from gatescope.words import mark

BOTTOM, RIGHT = "bottom", "right"


@dataclass(frozen=True)
class Stand:
    """Where a dock stands at first in one workspace that has it elsewhere than the others; see `Dock`."""

    workspace: str
    area: str
    group: str
    share: int = 10


@dataclass(frozen=True)
class Dock:
    """One dock. Docks of one group lie over each other as tabs; a new group opens a place of its own.

    Attributes:
        name: the key under which settings and projects remember its place.
        area: one of `session.project.layout.AREAS`.
        share: its part of its area, against the other groups there, which stand below each other.
        view: makes the view, when the dock is first shown.
        workspaces: the names of the workspaces that show it at first; in others View ▸ Docks opens it.
        presented: the area that has it for an audience; empty where it is only of use at work.
        on_stage: the parts of the width and of the height that an audience's right side has while this is first in it.
        elsewhere: the workspaces, all of them in `workspaces`, that have it in another area, group or share.
        column: 1 for a dock at the right that stands in a second column, beside the others there; its share is its part
            of that column.
    """

    name: str
    title: str
    area: str
    group: str
    share: int
    view: Callable[[], PlotView]
    workspaces: tuple[str, ...] = ("watch",)
    presented: str = RIGHT
    elsewhere: tuple[Stand, ...] = ()
    on_stage: tuple[float, float] = (0.385, 0.58)
    column: int = 0

    def in_workspace(self, name: str) -> Dock:
        """Return this line as it is in the workspace `name`."""
        stand = next((one for one in self.elsewhere if one.workspace == name), None)
        return self if stand is None else replace(self, area=stand.area, group=stand.group, share=stand.share)


def _layers() -> PlotView:
    from gatescope.views.maps.layers import LayersView

    return LayersView()


def _gradient_flow() -> PlotView:
    # Imported when it is first shown: few of those who open a window ask for it, and all wait for what is imported.
    from gatescope.views.analyses.gradient_flow import GradientFlowView

    return GradientFlowView()


def _connectivity() -> PlotView:
    from gatescope.views.analyses.connectivity import ConnectivityView

    return ConnectivityView()


def _pairs() -> PlotView:
    from gatescope.views.analyses.pairs import PairsView

    return PairsView()


def _conditions() -> PlotView:
    from gatescope.views.analyses.conditions import ConditionsView

    return ConditionsView()


def _memory_ledger() -> PlotView:
    from gatescope.views.analyses.memory_ledger import MemoryLedgerView

    return MemoryLedgerView()


def _itemised() -> PlotView:
    from gatescope.views.analyses.itemised import ItemisedView

    return ItemisedView()


def _what_if() -> PlotView:
    from gatescope.views.what_if.what_if_view import WhatIfView

    return WhatIfView()


def _sweep() -> PlotView:
    from gatescope.views.analyses.sweep import SweepView

    return SweepView()


def _saturation() -> PlotView:
    from gatescope.views.units.saturation import SaturationView

    return SaturationView()


def _average() -> PlotView:
    from gatescope.views.units.average import AverageView

    return AverageView()


def _curves() -> PlotView:
    from gatescope.views.units.curves import CurvesView

    return CurvesView()


def _time_scales() -> PlotView:
    from gatescope.views.units.time_scales import TimeScalesView

    return TimeScalesView()


def _units() -> PlotView:
    from gatescope.views.units.units import UnitsView

    return UnitsView()


def _space() -> PlotView:
    from gatescope.views.space.space_view import SpaceView

    return SpaceView()


def _fixed_points() -> PlotView:
    from gatescope.views.fixed_points.table import FixedPointTableView

    return FixedPointTableView()


def _eigenvalues() -> PlotView:
    from gatescope.views.fixed_points.eigenvalues import EigenvaluesView

    return EigenvaluesView()


def _ladder() -> PlotView:
    from gatescope.views.fixed_points.ladder import LadderView

    return LadderView()


def _cell() -> PlotView:
    from gatescope.views.cell.cell_view import CellView

    return CellView()


def _where_else() -> PlotView:
    from gatescope.views.search.where_else import WhereElseView

    return WhereElseView()


def _learn() -> PlotView:
    from gatescope.views.lessons.learn_view import LearnView

    return LearnView()


def _train() -> PlotView:
    from gatescope.views.training.train_view import TrainView

    return TrainView()


def _training() -> PlotView:
    from gatescope.views.training.run_view import TrainingRunView

    return TrainingRunView()


def _checkpoints() -> PlotView:
    from gatescope.views.training.checkpoints_view import CheckpointsView

    return CheckpointsView()


DOCKS = (
    Dock("traces", mark("Traces"), BOTTOM, "over the sentence", 10, TracesView, ("watch", "cell")),
    Dock("gradients", mark("Gradient flow"), BOTTOM, "over the sentence", 10, _gradient_flow, ("why",), BOTTOM),
    Dock("pairs", mark("Pairs"), BOTTOM, "over the sentence", 10, _pairs, ("why",), BOTTOM),
    Dock("conditions", mark("Conditions"), BOTTOM, "over the sentence", 10, _conditions, ("why",), BOTTOM),
    Dock("layers", mark("All layers"), BOTTOM, "over the sentence", 10, _layers, ("why", "cell"), BOTTOM),
    Dock("connectivity", mark("Connectivity"), RIGHT, "connectivity", 20, _connectivity, ("why",)),
    Dock("itemised", mark("Itemised gradients"), RIGHT, "connectivity", 20, _itemised, ("why",)),
    Dock("ledger", mark("Memory ledger"), RIGHT, "ledger", 22, _memory_ledger, ("why",)),
    Dock("what-if", mark("What if"), RIGHT, "what if", 40, _what_if, ("what-if",)),
    Dock("sweep", mark("Sweep"), RIGHT, "sweep", 34, _sweep, ("what-if",)),
    Dock("units", mark("Units"), RIGHT, "units", 16, _units, ("units",)),
    Dock("search", mark("Where else"), RIGHT, "where else", 12, _where_else, ("units",)),
    Dock("saturation", mark("Saturation"), BOTTOM, "saturation", 10, _saturation, ("units",)),
    Dock("curves", mark("Curves"), BOTTOM, "saturation", 10, _curves, ("units",)),
    Dock("timescales", mark("Time scales"), BOTTOM, "time scales", 8, _time_scales, ("units",)),
    Dock("average", mark("Moving average"), BOTTOM, "time scales", 8, _average, ("units",)),
    Dock("space", mark("State space"), RIGHT, "states", 10, _space, ("space",)),
    Dock("fixedpoints", mark("Fixed points"), BOTTOM, "over the sentence", 10, _fixed_points, ("space",)),
    Dock("eigenvalues", mark("Eigenvalues"), RIGHT, "eigenvalues", 20, _eigenvalues, ("space",), column=1),
    Dock("ladder", mark("Tolerance ladder"), RIGHT, "ladder", 18, _ladder, ("space",), column=1),
    Dock("cell", mark("Cell"), RIGHT, "cell", 20, _cell, ("cell",), on_stage=(0.68, 0.8)),
    Dock("learn", mark("Learn"), RIGHT, "learn", 20, _learn, ("learn",), on_stage=(0.62, 1.0)),
    Dock("training", mark("Training run"), BOTTOM, "over the sentence", 10, _training, ("train",), BOTTOM),
    Dock("train", mark("Train"), RIGHT, "train", 20, _train, ("train",), presented=""),
    Dock("checkpoints", mark("This sentence as training goes on"), RIGHT, "checkpoints", 14, _checkpoints, ("train",)),
    Dock("weights", mark("Weights"), RIGHT, "inspector", 20, WeightsView, presented=""),
    Dock(
        "readout",
        mark("Read-out after every token"),
        RIGHT,
        "read-out",
        10,
        ReadoutView,
        ("watch", "what-if"),
        elsewhere=(Stand("what-if", BOTTOM, "read-out"),),
    ),
)
