"""The base of views that show the result of an analysis, with its waiting, empty and failed states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from gatescope.plots.theme import Theme
from gatescope.views.base.empty_text import empty_text
from gatescope.views.base.plot_view import PlotView
from gatescope.views.base.veil import Veil
from gatescope.words import tr

if TYPE_CHECKING:
    from gatescope.session.analyses.question import Answer, Question
    from gatescope.session.document.document import Focus
    from gatescope.session.run.snapshot import Snapshot

_FADE_MS = 150
"""Most answers are there before; a picture that flickers tells nothing."""


class AnalysisView(PlotView):
    """A picture of one analysis of the runs in the snapshot.

    A subclass says in `question` what it shows and overrides `_draw_answer` and `_clear`; `_draw_cursor` where the
    cursor shows in the picture. After a choice of its own that the question depends on, it calls `ask`.

    Waiting for an answer, the last picture stays; after 150 ms it fades to 40 % under a thin bar. Without a question,
    or where every run failed, the picture is cleared and a sentence stands in its place.
    """

    asked = Signal(object)
    """The `Question` to be answered by `take_answer`, in place of the one before; None where none is left."""

    purpose = ""
    """The end of the sentence in an empty view: ``"to see what it depends on"``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question: Question | None = None
        self._shown: tuple[Question, Answer] | None = None
        self._veil = Veil(self)
        self._fade = QTimer(self)
        self._fade.setSingleShot(True)
        self._fade.setInterval(_FADE_MS)
        self._fade.timeout.connect(self._veil.wait)

    # -- for the subclass

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        """Return the question about `snapshot`; None where it has nothing to analyse (see `empty_sentence`)."""
        raise NotImplementedError

    def empty_sentence(self, snapshot: Snapshot, focus: Focus) -> str:
        """Return the sentence to show where there is no question."""
        return empty_text(snapshot, focus, tr(self.purpose))

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        """Draw a new answer, of which at least one run has a result; or the same one in other colours."""

    def _draw_cursor(self, focus: Focus) -> None:
        """Draw another focus over the picture that is shown; its question is still the same."""

    def _clear(self) -> None:
        """Remove the picture, but not its axes."""

    def _cover(self, picture: QWidget) -> None:
        """Put the states (waiting, empty, failed) over `picture` alone, not over the controls of the view."""
        self._veil.cover(picture)

    # -- asking and being answered

    def ask(self) -> None:
        """Ask the current question unless its answer is shown already. A view out of sight asks nothing."""
        if not self.in_sight or self._snapshot is None or self._focus is None:
            return
        question = self.question(self._snapshot, self._focus)
        if question is None:
            self._shown = None
            self._say(self.empty_sentence(self._snapshot, self._focus))
        elif self._shown is not None and question == self._shown[0]:
            self._forget_question()
            self._draw_cursor(self._focus)
        else:
            # A question under way is asked again, because a key that changed nothing here may have cancelled it.
            if question != self._question:
                self._question = question
                if not self._veil.waits:
                    self._fade.start()
            self.asked.emit(question)

    def take_answer(self, question: Question, answer: Answer) -> None:
        """Draw `answer`, unless another question has been asked since."""
        if question != self._question or self._focus is None:
            return
        self._question, self._shown = None, (question, answer)
        if answer.failure:
            # What the library refuses is said in words that may follow others.
            failure = answer.failure.rstrip(".")
            self._say(f"{failure[0].upper()}{failure[1:]}.")
            return
        self._fade.stop()
        self._veil.lift()
        self.setAccessibleDescription("")
        self._draw_answer(question, answer)
        self._draw_cursor(self._focus)

    def take_share(self, question: Question, share: float) -> None:
        """Show in the bar the share of the work that is done, 0 to 1."""
        if question == self._question:
            self._veil.set_share(share)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._question is None:
            self.ask()

    def hideEvent(self, event: QHideEvent) -> None:
        """Withdraw the question and release the runs."""
        self._let_go()
        super().hideEvent(event)

    def sight_changed(self) -> None:
        super().sight_changed()
        if not self.in_sight:
            self._let_go()
        elif self._question is None:
            self.ask()

    def _let_go(self) -> None:
        self._forget_question()
        self._shown = None

    def _say(self, sentence: str) -> None:
        """Show a sentence instead of the picture."""
        self._forget_question()
        self._clear()
        self._veil.say(sentence)
        self.setAccessibleDescription(sentence)

    def _forget_question(self) -> None:
        self._fade.stop()
        if self._veil.waits:
            self._veil.lift()
        if self._question is not None:
            self._question = None
            self.asked.emit(None)

    # -- overrides of `PlotView`

    def _draw(self, snapshot: Snapshot, focus: Focus) -> None:
        self.ask()

    def _apply_theme(self, theme: Theme) -> None:
        super()._apply_theme(theme)
        self._veil.set_theme(theme)
        if self._shown is not None and self._focus is not None and not self._shown[1].failure:
            self._draw_answer(*self._shown)
            self._draw_cursor(self._focus)
