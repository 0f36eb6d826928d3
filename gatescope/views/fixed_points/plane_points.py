"""The fixed points in the plane of states: asked for beside the plane, and marked there once they are found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from gatescope.plots.fixed_points.asked import question_of
from gatescope.plots.fixed_points.of_runs import marked_points, marks
from gatescope.session.document.resting import PointRef

if TYPE_CHECKING:
    from gatescope.session.analyses.question import Answer, Question
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot


class PlanePoints(QObject):
    """Asks what the docks of fixed points ask, so that one search serves them all, and tells the marks of the answer.

    Marks that are shown stay until there are others, or until it is known that there are none.
    """

    asked = Signal(object)
    """The `Question`, in place of the one before; None where none is left."""
    marked = Signal(object)
    """A tuple of `FixedPointMark`, in place of those before."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._seen: tuple[Snapshot, Focus] | None = None
        self._question: Question | None = None
        self._shown: tuple[Question, Answer] | None = None
        self._told: tuple[object, ...] = ()

    def show_focus(self, snapshot: Snapshot, focus: Focus) -> None:
        """Follow the runs and the choice."""
        self._seen = snapshot, focus
        self.ask()

    def let_go(self) -> None:
        """Keep no run: the plane is out of sight."""
        self._seen = self._shown = None
        self._told = ()
        self._withdraw()

    def ask(self) -> None:
        if self._seen is None:
            return
        question = question_of(*self._seen)
        if question is None:
            self._shown = None
            self._withdraw()
            if self._told:
                self._told = ()
                self.marked.emit(())
        elif self._shown is not None and question == self._shown[0]:
            self._withdraw()
            self._tell(*self._shown)
        else:
            self._question = question
            self.asked.emit(question)

    def take_answer(self, question: Question, answer: Answer) -> None:
        """Tell the marks, unless something else was asked since."""
        if question == self._question:
            self._question, self._shown = None, (question, answer)
            self._tell(question, answer)

    def take_share(self, question: Question, share: float) -> None:
        """The dock of the fixed points shows how far the search is."""

    def point(self, number: int) -> PointRef | None:
        """Return the point of the mark with this number; None where it is shown no longer."""
        refs = () if self._shown is None else marked_points(self._shown[0].runs, self._shown[1].results)
        return refs[number] if 0 <= number < len(refs) else None

    def _tell(self, question: Question, answer: Answer) -> None:
        assert self._seen is not None
        focus = self._seen[1]
        told = (*answer.results, *(run.model for run in question.runs), focus.model, focus.point)
        # To paint the plane anew takes longer than a key may, and a text that goes on has the same answer.
        if told != self._told:
            self._told = told
            self.marked.emit(marks(question.runs, answer.results, focus))

    def _withdraw(self) -> None:
        if self._question is not None:
            self._question = None
            self.asked.emit(None)
