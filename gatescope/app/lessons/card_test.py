"""The test of the open card: on what it is done, and whether that is still what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from gatescope.app.lessons.tested_ground import Ground, card_for, stand_in
from gatescope.engine.network import Network
from gatescope.session.document.document import Document
from gatescope.session.lessons.lesson import Lesson, Outcome
from gatescope.session.lessons.trials import Trials

if TYPE_CHECKING:
    from gatescope.lessons.verdict import Result


class CardTest(QObject):
    """Tests one card at a time.

    Signals:
        told(float): the share that is done.
        tested(Outcome): the test is done.
        failed(str): why it could not be run.
    """

    told = Signal(float)
    tested = Signal(object)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._trials = Trials(self)
        self._state: Ground | None = None
        self._trials.told.connect(self._tell)
        self._trials.measured.connect(self._measure)
        self._trials.failed.connect(self._fail)

    def begin(self, lesson: Lesson, document: Document, put_by_lesson: Network | None) -> None:
        """Test the card of `lesson` on what is shown; see `stand_in`."""
        self._state = Ground.of(document, lesson.model, lesson.setting)
        model = stand_in(lesson.card, document, lesson.model, put_by_lesson)
        self._trials.start(card_for(lesson.card, document.text), lesson.setting, model)

    def is_current(self, lesson: Lesson, document: Document) -> bool:
        """Return whether what was tested last is still what is shown."""
        return self._state is not None and self._state.is_now(document, lesson.model, lesson.setting)

    def cancel(self) -> None:
        """End the test."""
        self._trials.cancel()

    def close(self) -> None:
        """End the test and its process. May be called twice."""
        self._trials.close()

    @Slot(float)
    def _tell(self, share: float) -> None:
        self.told.emit(share)

    @Slot(object)
    def _measure(self, result: Result) -> None:
        if self._state is not None:
            self.tested.emit(Outcome(result, self._state.model, self._state.setting))

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self.failed.emit(sentence)
