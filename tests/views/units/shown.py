"""Views of units on screen, with their questions answered by the analyses themselves."""

from __future__ import annotations

from typing import Any, TypeVar

from pytestqt.qtbot import QtBot

from gatescope.session.analyses.catalogue import ANALYSES
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.base.analysis_view import AnalysisView
from tests.plots.builders import snapshot
from tests.views.helpers import focus_on, settle

V = TypeVar("V", bound=AnalysisView)


def answer(question: Question) -> Answer:
    """What the session would answer."""
    analysis = ANALYSES[question.analysis]
    results = [
        analysis.function(run.network, run.trace, report=lambda _: None, **dict(question.about))
        for run in question.runs
    ]
    return Answer(tuple(results), ("",) * len(results))


def put(qtbot: QtBot, view: V, *runs: Run, size: tuple[int, int] = (560, 320), **fields: Any) -> tuple[V, Snapshot]:
    """Show `view` with its answer about `runs`; later questions are answered at once, too."""
    qtbot.addWidget(view)
    view.resize(*size)
    view.asked.connect(lambda asked: asked is not None and view.take_answer(asked, answer(asked)))
    with qtbot.waitExposed(view):
        view.show()
    shown = snapshot(*runs)
    view.show_snapshot(shown, focus_on(shown, **fields))
    settle()
    return view, shown
