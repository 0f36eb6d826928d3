"""A run of training as the window shows it."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.engine.network import Network
from gatescope.session.training.checkpoint import Checkpoint
from gatescope.session.training.history import History


@dataclass(frozen=True, eq=False)
class ShownRun:
    """One run.

    Attributes:
        number: from 1, in the order in which runs were started; its place among the colours is one less.
        model: the name of its model in the document.
        history: what it told so far.
        newest: the network where it stands; None before its sequences were read.
        looked_at: the step of the checkpoint that the document shows; None for the newest network.
        hidden: whether it is left out where runs are compared.
    """

    number: int
    model: str
    history: History
    newest: Network | None = None
    looked_at: int | None = None
    hidden: bool = False

    @property
    def busy(self) -> bool:
        """Whether its process works for it."""
        return self.history.condition in ("preparing", "running")

    @property
    def unfinished(self) -> bool:
        """Whether it came beyond its start and may go on."""
        may_go_on = self.history.condition in ("running", "paused", "failed")
        return may_go_on and any(kept.step for kept in self.history.checkpoints)

    @property
    def checkpoint(self) -> Checkpoint:
        """Where the run goes on, if not where it stands."""
        return self.history.checkpoint_before(self.history.step if self.looked_at is None else self.looked_at)

    @property
    def network(self) -> Network | None:
        """The network that the document shows."""
        if self.looked_at is not None and (kept := self.history.checkpoint_at(self.looked_at)) is not None:
            return kept.network
        return self.newest
