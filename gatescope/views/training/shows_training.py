"""The interface of views that show runs of training and not only the snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from gatescope.session.training.shown_run import ShownRun


@runtime_checkable
class ShowsTraining(Protocol):
    """A view that shows runs of training."""

    def show_training(self, runs: tuple[ShownRun, ...], front: ShownRun | None) -> None:
        """Show `runs`, of which `front` is the one that buttons speak of; called at most ten times a second."""
