"""The picture that moves: a view of runs with everything chosen but the runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from gatescope.analysis.targets import Target
from gatescope.plots.by_name import describe_runs
from gatescope.plots.description import Plot
from gatescope.plots.figure.compose import panels_of
from gatescope.plots.figure.figure import Figure, columns_of
from gatescope.plots.figure.styles import Style, look_of
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.lively import lively_units
from gatescope.session.run.snapshot import Run

_PIXELS_PER_MM = 96 / 25.4


@dataclass(frozen=True)
class ViewPicture:
    """A view of those that `plots.by_name` knows, and what was chosen for it; see `describe_runs`.

    Several, as ``heatmap,readout``, are laid out as one figure, which has the captions of none.

    Attributes:
        lively: the units that stand for those chosen, in all frames the same.
        columns: of several views, how many stand side by side.
        size: of a frame in pixels, for which several views are laid out.

    Raises:
        UsageError: `columns` is no number of columns.
    """

    view: str
    signals: Sequence[str] = ()
    units: Sequence[int] | None = None
    token: int | None = None
    layer: int | None = None
    direction: str | None = None
    target: Target | None = None
    fit: str | None = None
    step: int | None = None
    lively: tuple[UnitRef, ...] = ()
    columns: int | None = None
    size: tuple[int, int] = (960, 540)

    def __post_init__(self) -> None:
        # One view alone has no columns to count, and is refused the same ones as several.
        columns_of(self.columns, len(self.views))

    def of(self, runs: Sequence[Run]) -> Plot:
        """Draw `runs`.

        Raises:
            UsageError: something that was chosen does not exist, or means nothing for the view.
            ModelError: gradients are asked of a read-out with weights that are not finite.
        """
        choices: dict[str, Any] = {
            "signals": tuple(self.signals),
            "units": self.units,
            "target": self.target,
            "fit": self.fit,
            "step": self.step,
        }
        focus: dict[str, Any] = {
            "token": self.token,
            "layer": self.layer,
            "direction": self.direction,
            "lively": self.lively,
        }
        if len(self.views) == 1:
            return describe_runs(self.view, runs, **choices, **focus)
        del choices["target"]
        choices["of"] = None if self.target is None else str(self.target)
        panels = panels_of(self.views, runs, choices=choices, **focus)
        width, height = (side / _PIXELS_PER_MM for side in self.size)
        return Figure(
            panels=panels,
            columns=columns_of(self.columns, len(panels)),
            style=Style.SCREEN,
            width_mm=width,
            height_mm=height,
            text_pt=look_of(Style.SCREEN).text_pt,
        )

    @property
    def views(self) -> list[str]:
        """The names of the views."""
        return [name.strip() for name in self.view.split(",")]

    def of_a_cell(self) -> ViewPicture:
        """Return the picture of the cell alone, where that is one of several views."""
        return replace(self, view="cell", units=self.units, signals=(), target=None, fit=None)

    def settled(self, runs: Sequence[Run]) -> ViewPicture:
        """Return the picture with the units that it shows of `runs` where none are chosen."""
        part = runs[0].network.part(self.layer, self.direction)
        return replace(self, lively=lively_units(Focus(model=runs[0].model, part=part, lively=self.lively), runs))

    def at(self, token: int | None) -> ViewPicture:
        """Return the picture with the cursor on a token."""
        return replace(self, token=token)

    def at_step(self, step: int) -> ViewPicture:
        """Return the picture of a cell with the operation `step` in turn."""
        return replace(self, step=step)
