"""An undo step: what it does, what memory it holds on to, and its twin for a stack that has let its oldest steps go."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Self

from PySide6.QtGui import QUndoCommand

from gatescope.engine.network import Array, Network
from gatescope.formats.own.tensors import tensors


class Step(QUndoCommand):
    """One undo step. `make` does what `redo` asks for."""

    def __init__(self, label: str, *, made: bool = False) -> None:
        """`made` says that what it does is done already: the stack calls `redo` when the step is put on it."""
        super().__init__(label)
        self._done = made

    def redo(self) -> None:
        done, self._done = self._done, False
        if not done:
            self.make()

    def make(self) -> None:
        """Do it, the first time or again."""
        raise NotImplementedError

    def absorb(self, other: QUndoCommand) -> bool:
        """Become one step with `other`, which follows; False where they stay two."""
        return False

    def cost(self) -> int:
        """Return the bytes that only this step holds on to: what was before and is not there after it."""
        raise NotImplementedError

    def twin(self) -> Self:
        """Return the same step, done already, for a stack to own: Qt deletes the steps of a stack that is cleared."""
        twin = type(self).__new__(type(self))
        QUndoCommand.__init__(twin, self.text())
        twin.__dict__.update(self.__dict__)
        twin._done = True
        return twin


def bytes_given_up(before: Iterable[Network | None], after: Iterable[Network | None]) -> int:
    """Return the bytes of the arrays of the networks `before` that those `after` do not share."""
    kept = {id(array) for array in _arrays(after)}
    gone: dict[int, Array] = {id(array): array for array in _arrays(before)}
    return sum(array.nbytes for key, array in gone.items() if key not in kept)


def _arrays(networks: Iterable[Network | None]) -> Iterable[Array]:
    for network in {id(one): one for one in networks if one is not None}.values():
        yield from tensors(network).values()
