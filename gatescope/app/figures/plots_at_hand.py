"""What can be drawn now: the docks in sight as they show it, and every other picture of the present runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gatescope.app.figures.view_chips import OfferedView
from gatescope.app.window.dock_table import DOCKS
from gatescope.app.window.main_window import MainWindow
from gatescope.plots.description import Plot
from gatescope.plots.view_options import options_of
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.base.plot_view import PlotView
from gatescope.words import mark

_NAMES = {"heatmaps": "heatmap"}
"""Views whose name on the command line is another than in the window."""
_ASK_MORE = {"difference", "what-if"}
"""Pictures that need more than runs, which only their dock knows."""


@dataclass(frozen=True, eq=False)
class UndrawnPlot(Plot):
    """A picture that cannot be drawn, and why."""

    title: str
    reason: str

    def facts(self) -> dict[str, str]:
        return {"Title": self.title}

    def nothing_to_draw(self) -> str:
        return self.reason


def name_of(view: str) -> str:
    """Return the name of a view as the command line has it."""
    return _NAMES.get(view, view)


def offered_views(window: MainWindow, snapshot: Snapshot | None) -> list[OfferedView]:
    """Return the views that can be drawn, those in sight first, in the order of the docks."""
    shown = {name_of(name): view for name, view in window.views.items() if _drawable(view)}
    runs = () if snapshot is None else snapshot.runs
    titles = {"heatmap": mark("Gates and states")} | {dock.name: dock.title for dock in DOCKS}
    found = [OfferedView(name, title, in_sight=True) for name, title in titles.items() if name in shown]
    found += [
        OfferedView(name, title, in_sight=False)
        for name, title in titles.items()
        if name not in shown and options_of(name) and name not in _ASK_MORE and _suits(name, runs)
    ]
    return found


def plot_in_sight(window: MainWindow, name: str) -> Plot | None:
    """Return what the view called `name` shows; None where it is out of sight."""
    view = next((view for key, view in window.views.items() if name_of(key) == name), None)
    return view.plot() if view is not None and view.in_sight else None


def _drawable(view: PlotView) -> bool:
    return view.in_sight and view.plot() is not None


def _suits(name: str, runs: Sequence[Run]) -> bool:
    """Whether there is anything of `runs` in the picture called `name`."""
    if name == "readout":
        return any(run.network.readouts for run in runs)
    if name == "layers":
        return any(len(run.network.parts) > 1 for run in runs)
    if name in ("ledger", "timescales", "average"):
        return any(run.network.cell.name != "rnn" for run in runs)
    return bool(runs)
