"""Sets the scene of a lesson as one undo step, and takes it back, after which the person's own work is there again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.session.document.document import Document
from gatescope.session.session import Session
from gatescope.session.standing import Standing
from gatescope.session.undo.scene import SceneMark, WorkCommand
from gatescope.words import tr

Staged = Callable[[Standing], Standing]
"""From the work as it is to that of the scene."""


class Scenes(QObject):
    """One scene at a time. What a person does beside it are undo steps of its own, which go with the scene.

    Signals:
        changed(): a scene was set or is gone, also by undo and redo.
        forgotten(): a project has replaced all work, and the scene with it.
    """

    changed = Signal()
    forgotten = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._own: Standing | None = None
        """The person's own work, of before the scene; None where none was set."""
        self._staged: Standing | None = None
        self._mark = SceneMark()
        self._label = ""
        self._told = False
        self._cleared = False
        session.undo_stack.indexChanged.connect(self._look)
        session.document_changed.connect(self._watch)

    @property
    def stands(self) -> bool:
        """Whether a scene is set; the person may have undone it."""
        return self._mark.stands

    @property
    def own(self) -> Standing:
        """The person's own work: that of before the scene."""
        return self._own if self.stands and self._own is not None else self._session.standing

    def set_scene(self, label: str, staged: Staged) -> None:
        """Take back the scene that stands, and set another one, as one undo step called `label`.

        Raises:
            UsageError: the work cannot be staged so; the person's own work is there then.
        """
        self.take_back()
        own = self._session.standing
        wanted = staged(own)
        self._own, self._staged, self._label, self._mark = own, wanted, label, SceneMark()
        self._put(wanted)

    def change(self, staged: Staged) -> None:
        """Change the work as it is by what the person moves in the lesson: a part of the scene's undo step.

        Raises:
            UsageError: the work cannot be changed so.
        """
        self._put(staged(self._session.standing))

    def reset(self) -> None:
        """Set the scene as it was set first, bit for bit."""
        if self._staged is not None:
            if not self.stands:
                self._own, self._mark = self._session.standing, SceneMark()
            self._put(self._staged)

    def take_back(self) -> None:
        """Bring the person's own work back, bit for bit; the scene can be redone."""
        own, stack = self._own, self._session.undo_stack
        if own is None or not self.stands:
            return
        below = next((at for at in range(stack.index()) if self._is_mine(at)), None)
        if below is not None:
            stack.setIndex(below)
        if not own.is_work_of(self._session.document):
            # Its undo step was forgotten: there were too many, or a model was closed.
            self._session.stand(own, label=tr("Leave {label}", label=self._label), scene=SceneMark())
        self._mark = SceneMark()
        self._look()

    def _put(self, standing: Standing) -> None:
        self._session.stand(standing, label=self._label, scene=self._mark)
        self._look()

    def _is_mine(self, at: int) -> bool:
        command = self._session.undo_stack.command(at)
        return isinstance(command, WorkCommand) and command.scene is self._mark

    @Slot()
    def _look(self) -> None:
        """Notice that the scene was set, undone or redone."""
        self._cleared = self._session.undo_stack.count() == 0
        if self.stands != self._told:
            self._told = self.stands
            self.changed.emit()

    @Slot(object)
    def _watch(self, document: Document) -> None:
        """Forget the scene where a project has replaced all work: there is nothing left to take back to."""
        if not (self._cleared and self.stands and self._own is not None):
            return
        before = self._own.document.models
        if not any(before.get(name) is model for name, model in document.models.items()):
            self._own, self._mark, self._told = None, SceneMark(), False
            self.forgotten.emit()
