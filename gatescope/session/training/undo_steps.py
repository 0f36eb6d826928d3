"""The undo steps of runs: a stretch of training, and a look at another checkpoint."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtGui import QUndoCommand, QUndoStack

from gatescope.engine.network import Network
from gatescope.session.training.run_book import RunBook
from gatescope.session.training.shown_run import ShownRun
from gatescope.session.undo.commands import push
from gatescope.session.undo.step import Step, bytes_given_up
from gatescope.words import tr


@dataclass
class Leg:
    """What one undo step did: the run before and after. That of training grows while the run goes on.

    Attributes:
        edited: the network before, as a person had changed it; None where that was the run's own.
    """

    before: ShownRun
    after: ShownRun
    edited: Network | None = None


class TrainingCommand(Step):
    """Takes a stretch of training back, with what was dropped for it, and makes it again."""

    def __init__(self, book: RunBook, leg: Leg, label: str) -> None:
        # Put on the stack, the stretch has just begun.
        super().__init__(label, made=True)
        self._book, self._leg = book, leg

    def make(self) -> None:
        """Put the run back as it was after."""
        self._book.put_back_by_undo(self._leg.after)

    def undo(self) -> None:
        self._book.put_back_by_undo(self._leg.before, self._leg.edited)

    def cost(self) -> int:
        """Return the bytes of the checkpoints that were dropped for the stretch, and of what a person had changed."""
        before, after = self._leg.before, self._leg.after
        kept = {id(checkpoint) for checkpoint in after.history.checkpoints}
        dropped = [one.state for one in before.history.checkpoints if id(one) not in kept]
        memory = sum(array.nbytes for state in dropped for array in state.memory.values())
        networks = [self._leg.edited, before.newest, *(state.network for state in dropped)]
        return memory + bytes_given_up(networks, [after.newest, *(one.network for one in after.history.checkpoints)])


class LookCommand(TrainingCommand):
    """Looks at another checkpoint of a run that stands still, and back; looks one after the other are one step."""

    def absorb(self, other: QUndoCommand) -> bool:
        """Become one step with `other`, which follows; False where it is another run's, or a person changed what was
        looked at meanwhile."""
        if not isinstance(other, LookCommand) or other._leg.edited is not None:
            return False
        if other._leg.before is not self._leg.after:
            return False
        self._leg.after = other._leg.after
        return True


def look(book: RunBook, stack: QUndoStack, run: ShownRun, step: int | None) -> None:
    """Show the network that `run`, which stands still, had at the checkpoint of `step`, or with None the newest one."""
    leg = Leg(run, replace(run, looked_at=step), book.edited(run))
    book.show(leg.after)
    if leg.edited is not None or leg.after.network is not run.network:
        push(stack, LookCommand(book, leg, tr("Look back in {model}", model=run.model)))
