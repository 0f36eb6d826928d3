"""Which weight matters most: asked over its button, marked in the map, and chosen by a click."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gatescope.analysis.weight_that_matters import weight_that_matters
from gatescope.session.analyses.question import Answer, Question
from gatescope.views.weights.matters_most import MattersMost
from gatescope.views.weights.weights_view import WeightsView
from tests.views.helpers_controls import SENTENCE, make_snapshot
from tests.views.weights.test_weights_view import MODEL, Bench, U

# The offscreen platform says so of every window with a smallest size, and of every note that pops up.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "grabbing the keyboard", extend=True)


class Asked:
    """The view's questions, answered when a test says so."""

    def __init__(self, view: WeightsView) -> None:
        (self.note,) = view.askers
        assert isinstance(self.note, MattersMost)
        self.questions: list[Question | None] = []
        self.note.asked.connect(self.questions.append)

    def answer(self) -> object:
        question = self.questions[-1]
        assert question is not None
        (run,) = question.runs
        found = weight_that_matters(run.network, run.trace, **dict(question.about))
        self.note.take_answer(question, Answer((found,), ("",)))
        return found

    @property
    def text(self) -> str:
        return self.note.findChild(QLabel).text()


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    view = WeightsView()
    qtbot.addWidget(view)
    view.resize(560, 480)
    with qtbot.waitExposed(view):
        view.show()
    bench = Bench(view)
    view.show_snapshot(make_snapshot(SENTENCE, MODEL), bench.focus)
    yield bench
    view.close()


def test_nothing_is_asked_until_somebody_asks(bench: Bench) -> None:
    asked = Asked(bench.view)
    bench.view.show_focus(make_snapshot(SENTENCE, MODEL), replace(bench.focus, token=1))
    asked.note.ask()
    assert asked.questions == []


def test_the_answer_is_named_marked_and_chosen(qtbot: QtBot, bench: Bench) -> None:
    asked = Asked(bench.view)
    bench.view.findChild(QPushButton, "mattersMost").click()
    assert asked.note.isVisible()
    assert asked.text == "Following the gradient…"
    (question,) = asked.questions
    assert dict(question.about) == {"parameter": U, "token": 2}
    found = asked.answer()
    assert f"what unit {found.row} takes from" in asked.text
    assert "P(positive)" in asked.text
    assert "the largest of 64" in asked.text
    assert bench.map._mattering == (found.row, found.column)
    bench.view.grab()
    qtbot.mouseClick(asked.note.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert bench.view._cell == (found.row, found.column)
    assert not asked.note.isVisible()
    assert bench.map._mattering is None
    assert asked.questions[-1] is None
    assert bench.gestures == []


def test_an_open_note_follows_the_cursor_and_the_run(bench: Bench) -> None:
    asked = Asked(bench.view)
    bench.view.findChild(QPushButton, "mattersMost").click()
    first = asked.questions[-1]
    asked.answer()
    snapshot = make_snapshot(SENTENCE, MODEL)
    bench.view.show_snapshot(snapshot, replace(bench.focus, token=3))
    assert asked.questions[-1] != first
    assert dict(asked.questions[-1].about)["token"] == 3
    asked.note.take_answer(first, Answer((None,), ("too late",)))
    assert "too late" not in asked.text
    asked.answer()
    count = len(asked.questions)
    bench.view.show_focus(snapshot, replace(bench.focus, token=3, order="similarity"))
    assert len(asked.questions) == count, "what is answered is not asked again"


def test_a_failure_is_said_and_marks_nothing(bench: Bench) -> None:
    asked = Asked(bench.view)
    bench.view.findChild(QPushButton, "mattersMost").click()
    asked.note.take_answer(asked.questions[-1], Answer((None,), ("mend the weights first",)))
    assert asked.text == "mend the weights first"
    assert bench.map._mattering is None
    assert not asked.note.findChild(QPushButton).isEnabled()


def test_without_a_token_there_is_nothing_to_ask(bench: Bench) -> None:
    asked = Asked(bench.view)
    bench.view.show_focus(make_snapshot("", MODEL), replace(bench.focus, token=None))
    bench.view.findChild(QPushButton, "mattersMost").click()
    assert asked.text.startswith("Type a sentence first")
    assert asked.questions == []
