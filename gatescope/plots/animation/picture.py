"""The picture that moves: a view of runs with everything chosen but the runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gatescope.analysis.targets import Target
from gatescope.plots.by_name import describe_runs
from gatescope.plots.description import Plot
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.lively import lively_units
from gatescope.session.run.snapshot import Run


@dataclass(frozen=True)
class ViewPicture:
    """A view of those that `plots.by_name` knows, and what was chosen for it; see `describe_runs`.

    Attributes:
        lively: the units that stand for those chosen, in all frames the same.
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

    def of(self, runs: Sequence[Run]) -> Plot:
        """Draw `runs`.

        Raises:
            UsageError: something that was chosen does not exist, or means nothing for the view.
            ModelError: gradients are asked of a read-out with weights that are not finite.
        """
        return describe_runs(
            self.view,
            runs,
            signals=self.signals,
            units=self.units,
            token=self.token,
            layer=self.layer,
            direction=self.direction,
            target=self.target,
            fit=self.fit,
            step=self.step,
            lively=self.lively,
        )

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
