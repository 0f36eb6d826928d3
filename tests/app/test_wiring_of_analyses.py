"""Views that ask, a session that answers, and what connects them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gatescope.app.wiring import AnalysesOfViews
from gatescope.session.analyses.question import Question
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Snapshot
from gatescope.session.session import Session
from gatescope.views.base.plot_view import PlotView
from tests.session.analyses.toys import PATIENCE_S, catalogue, quick, spin_when_short
from tests.session.analyses.toys import Toy as Analysis
from tests.session.helpers import settled, word_model
from tests.views.base.test_analysis_view import FOCUS
from tests.views.base.test_analysis_view import Toy as View


class TokenToy(View):
    """Asks what `Analysis` can answer."""

    def question(self, snapshot: Snapshot, focus: Focus) -> Question:
        return Question.of("toy", snapshot.runs, token=0)


@pytest.fixture
def session(qapp: object) -> Iterator[Session]:
    session = Session([word_model()], text="the film")
    yield session
    session.close()


def test_views_are_answered_under_their_names(qtbot: QtBot, session: Session) -> None:
    owner, analysis = QObject(), Analysis()
    session.analyses._catalogue = catalogue(toy=analysis)
    views = {"maps": PlotView(), "one": TokenToy(), "two": TokenToy()}
    for view in views.values():
        qtbot.addWidget(view)
        view.show()
    carrier = AnalysesOfViews(session, owner)
    for name, view in views.items():
        carrier.add(name, view)
    made = settled(qtbot, session)
    for view in views.values():
        view.show_snapshot(made, FOCUS)
    session.analyses.start_waiting()
    assert analysis.begun.wait(PATIENCE_S)
    qtbot.waitUntil(lambda: views["one"]._veil._share == 0.5)
    analysis.gate.set()
    qtbot.waitUntil(lambda: bool(views["one"].calls) and bool(views["two"].calls))
    assert views["one"].calls == views["two"].calls == ["answer lstm 0 light", "cursor 0"]


def test_a_key_that_leads_nowhere_does_not_leave_a_view_waiting(qtbot: QtBot, session: Session) -> None:
    owner, analysis = QObject(), Analysis()
    session.analyses._catalogue = catalogue(toy=analysis)
    view = TokenToy()
    qtbot.addWidget(view)
    view.show()
    AnalysesOfViews(session, owner).add("one", view)
    view.show_snapshot(settled(qtbot, session), FOCUS)
    session.analyses.cancel_runs({"words"})
    session.failed.emit("The sentence could not be run.")
    analysis.gate.set()
    qtbot.waitUntil(lambda: bool(view.calls))


@pytest.mark.slow
def test_an_answer_that_a_key_makes_stale_is_never_drawn(qtbot: QtBot, session: Session) -> None:
    """It has come back from the worker process, and lies in the queue of the window's thread when the key is typed."""
    owner, analyses = QObject(), session.analyses
    analyses._catalogue = catalogue("process", toy=quick)
    view = TokenToy()
    qtbot.addWidget(view)
    view.show()
    AnalysesOfViews(session, owner).add("one", view)
    view.show_snapshot(settled(qtbot, session), FOCUS)
    analyses.start_waiting()
    analyses._start_long()
    # No event is processed meanwhile.
    deadline = time.monotonic() + PATIENCE_S
    while analyses._lanes["process"]._waiting or analyses.at_work:
        assert time.monotonic() < deadline
    session.edit_text("the film was", 12)
    view.show_snapshot(settled(qtbot, session), FOCUS)
    qtbot.waitUntil(lambda: bool(view.calls))
    ((answer, words),) = [call.split()[:3:2] for call in view.calls if call.startswith("answer")]
    assert (answer, words) == ("answer", "3")


@pytest.mark.slow
def test_a_worker_process_that_is_killed_is_said_and_the_next_question_answered(qtbot: QtBot, session: Session) -> None:
    owner, analyses = QObject(), session.analyses
    analyses._catalogue = catalogue("process", toy=spin_when_short)
    view = TokenToy()
    qtbot.addWidget(view)
    view.show()
    AnalysesOfViews(session, owner).add("one", view)
    view.show_snapshot(settled(qtbot, session), FOCUS)
    qtbot.waitUntil(lambda: view._veil._share == 0.5, timeout=1000 * PATIENCE_S)
    assert analyses._worker is not None
    assert analyses._worker.pid is not None
    os.kill(analyses._worker.pid, signal.SIGTERM)
    qtbot.waitUntil(lambda: "The worker process came to an end" in view.accessibleDescription())
    session.edit_text("the film was", 12)
    view.show_snapshot(settled(qtbot, session), FOCUS)
    qtbot.waitUntil(lambda: "answer 3 light" in view.calls, timeout=1000 * PATIENCE_S)
    assert view.accessibleDescription() == ""
