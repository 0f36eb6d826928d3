"""The undo step of a scene, which replaces all work, and gives it back."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtGui import QUndoCommand

from gatescope.session.undo.step import Step, bytes_given_up

if TYPE_CHECKING:
    from gatescope.session.standing import Standing
    from gatescope.session.undo.commands import Target


class SceneMark:
    """Tells the steps of one scene from those of others.

    Attributes:
        stands: whether the scene is set: its first step was done, and is not undone.
    """

    def __init__(self) -> None:
        self.stands = False


class WorkCommand(Step):
    """Replaces the work as a whole, as the scene of a lesson does.

    Attributes:
        scene: what it belongs to; what follows for the same one becomes one step with it.
    """

    def __init__(self, target: Target, before: Standing, after: Standing, label: str, scene: SceneMark) -> None:
        super().__init__(label)
        self._target = target
        self._before = before
        self._after = after
        self._first = not scene.stands
        self.scene = scene

    def make(self) -> None:
        self._target.put_standing(self._after)
        self.scene.stands = True

    def undo(self) -> None:
        self._target.put_standing(self._before)
        self.scene.stands = not self._first

    def cost(self) -> int:
        before, after = self._before.document, self._after.document
        fed = {id(one.vectors): one.vectors.nbytes for one in before.fed.values()}
        kept = {id(one.vectors) for one in after.fed.values()}
        return (
            bytes_given_up([*before.networks.values()], [*after.networks.values()])
            + sum(size for key, size in fed.items() if key not in kept)
            + sys.getsizeof(before.text)
        )

    def absorb(self, other: QUndoCommand) -> bool:
        """Become one step with `other`, which follows; False where they belong to two scenes."""
        if not isinstance(other, WorkCommand) or other.scene is not self.scene:
            return False
        self._after = other._after
        return True
