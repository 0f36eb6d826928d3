"""Connects the views that ask with the session that answers, in one place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Slot

from gatescope.session.analyses.question import Answer, Question
from gatescope.session.session import Session
from gatescope.views.base.analysis_view import AnalysisView
from gatescope.views.base.plot_view import PlotView


class AnalysesOfViews(QObject):
    """Carries the questions of every `AnalysisView` to the session, and its answers back."""

    def __init__(self, views: Mapping[str, PlotView], session: Session, parent: QObject) -> None:
        """Each of `views` asks under its name."""
        super().__init__(parent)
        self._views = {name: view for name, view in views.items() if isinstance(view, AnalysisView)}
        for name, view in self._views.items():
            view.asked.connect(partial(session.analyses.ask, name))
        session.analyses.answered.connect(self._answer)
        session.analyses.progressed.connect(self._tell)
        session.failed.connect(self._ask_again)

    @Slot(str, object, object)
    def _answer(self, asker: str, question: Question, answer: Answer) -> None:
        self._views[asker].take_answer(question, answer)

    @Slot(str, object, float)
    def _tell(self, asker: str, question: Question, share: float) -> None:
        self._views[asker].take_share(question, share)

    @Slot()
    def _ask_again(self) -> None:
        """What a key has cancelled is asked again where the key changed nothing that is shown."""
        for view in self._views.values():
            view.ask()
