"""The interface of what asks the session's analyses: views that show one, and views with a question beside the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import SignalInstance

if TYPE_CHECKING:
    from gatescope.session.analyses.question import Answer, Question


class Asker(Protocol):
    """Emits questions, in place of the one before, and None where it has none any more; takes the answers."""

    asked: SignalInstance

    def ask(self) -> None:
        """Ask the current question again unless its answer is shown."""
        ...

    def take_answer(self, question: Question, answer: Answer) -> None:
        """Show the answer, unless another question has been asked since."""
        ...

    def take_share(self, question: Question, share: float) -> None:
        """Show the share of the work that is done, 0 to 1."""
        ...
