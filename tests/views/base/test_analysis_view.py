"""A view that shows answers: when it asks, what it shows meanwhile, and what it never shows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gatescope.plots.theme import DARK, LIGHT
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.document import Focus
from gatescope.session.document.shading import Shading
from gatescope.session.run.snapshot import Snapshot
from gatescope.views.base.analysis_view import AnalysisView
from tests.plots.builders import run, snapshot

PICTURE = "#00a000"


class Toy(AnalysisView):
    """Asks about the token of the focus; its picture is one green area."""

    title = "Toy"
    purpose = "to see the toy"

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[str] = []
        self.questions: list[Question | None] = []
        self.asked.connect(self.questions.append)

    def question(self, snapshot: Snapshot, focus: Focus) -> Question | None:
        if not snapshot.runs or not len(snapshot.runs[0].tokens):
            return None
        return Question.of("toy", snapshot.runs, signal=focus.signal)

    def _draw_answer(self, question: Question, answer: Answer) -> None:
        self.calls.append(f"answer {answer.results[0]} {self._theme.name}")
        self.update()

    def _draw_cursor(self, focus: Focus) -> None:
        self.calls.append(f"cursor {focus.token}")

    def _clear(self) -> None:
        self.calls.append("clear")

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(PICTURE))


FOCUS = Focus(model="toy-lstm", token=0)


@pytest.fixture
def view(qtbot: QtBot) -> Toy:
    view = Toy()
    view.resize(300, 200)
    qtbot.addWidget(view)
    return view


def shown(qtbot: QtBot, view: Toy, focus: Focus = FOCUS) -> Snapshot:
    with qtbot.waitExposed(view):
        view.show()
    made = snapshot(run())
    view.show_snapshot(made, focus)
    return made


def answered(view: Toy, result: str = "a") -> None:
    question = view.questions[-1]
    assert question is not None
    view.take_answer(question, Answer((result,) * len(question.runs), ("",) * len(question.runs)))


def pixel(view: Toy, x: int, y: int) -> str:
    return view.grab().toImage().pixelColor(x, y).name()


def test_it_asks_draws_the_answer_and_follows_the_cursor(qtbot: QtBot, view: Toy) -> None:
    made = shown(qtbot, view)
    assert view.questions == [Question.of("toy", made.runs, signal="readout")]
    assert view.calls == []
    answered(view)
    assert view.calls == ["answer a light", "cursor 0"]
    view.show_focus(made, replace(FOCUS, token=2))
    view.show_snapshot(replace(made, generation=2), FOCUS)
    assert view.calls[2:] == ["cursor 2", "cursor 0"]
    assert len(view.questions) == 1


def test_hidden_it_asks_nothing_and_lets_go(qtbot: QtBot, view: Toy) -> None:
    view.show_snapshot(snapshot(run()), FOCUS)
    view.refresh()
    view.ask()
    assert view.questions == []
    with qtbot.waitExposed(view):
        view.show()
    assert len(view.questions) == 1
    view.hide()
    assert view.questions[1:] == [None]
    view.show()
    assert view.questions[2] == view.questions[0]
    answered(view)
    view.hide()
    assert view._shown is None
    assert view.questions[3:] == []
    view.show_snapshot(snapshot(run()), FOCUS)
    assert view.questions[3:] == []


def test_a_stale_answer_is_never_drawn(qtbot: QtBot, view: Toy) -> None:
    shown(qtbot, view)
    old = view.questions[-1]
    assert old is not None
    view.show_snapshot(snapshot(run("another text")), FOCUS)
    view.take_answer(old, Answer(("stale",), ("",)))
    view.take_share(old, 0.5)
    assert view.calls == []
    answered(view, "new")
    view.take_answer(old, Answer(("stale",), ("",)))
    assert view.calls == ["answer new light", "cursor 0"]


def test_a_question_on_its_way_is_asked_again_with_every_snapshot(qtbot: QtBot, view: Toy) -> None:
    """A key may have cancelled it although the run stayed what it was."""
    made = shown(qtbot, view)
    view.show_snapshot(replace(made, generation=2), FOCUS)
    assert len(view.questions) == 2
    assert view.questions[0] == view.questions[1]


def test_back_at_what_is_shown_nothing_is_waited_for(qtbot: QtBot, view: Toy) -> None:
    made = shown(qtbot, view)
    answered(view)
    view.show_focus(made, replace(FOCUS, shading=Shading("forget_gate")))
    view.show_focus(made, FOCUS)
    assert view.questions[1:] == [Question.of("toy", made.runs, signal="forget_gate"), None]
    qtbot.wait(200)
    assert not view._veil.isVisible()


def test_waiting_fades_the_picture_under_a_bar(qtbot: QtBot, view: Toy) -> None:
    shown(qtbot, view)
    answered(view)
    view.show_snapshot(snapshot(run("more")), FOCUS)
    assert pixel(view, 150, 100) == PICTURE
    qtbot.waitUntil(view._veil.isVisible)
    faded = [0.4 * QColor(PICTURE).getRgb()[i] + 0.6 * QColor(LIGHT.surface).getRgb()[i] for i in range(3)]
    assert QColor(pixel(view, 150, 100)).getRgb()[:3] == pytest.approx(faded, abs=2)
    assert [pixel(view, x, 1) for x in (10, 290)] == [LIGHT.accent.lower()] * 2
    assert pixel(view, 10, 2) != LIGHT.accent.lower()
    question = view.questions[-1]
    assert question is not None
    view.take_share(question, 0.5)
    assert [pixel(view, x, 1) for x in (10, 290)] == [LIGHT.accent.lower(), LIGHT.grid.lower()]
    view.resize(400, 100)
    assert pixel(view, 190, 1) == LIGHT.accent.lower()
    answered(view, "b")
    assert pixel(view, 150, 50) == PICTURE


def test_an_empty_text_and_a_failure_say_so(qtbot: QtBot, view: Toy) -> None:
    shown(qtbot, view)
    answered(view)
    view.show_snapshot(snapshot(run("")), FOCUS)
    assert view.calls[2:] == ["clear"]
    assert view._veil.text == view.accessibleDescription() == "Type a sentence above to see the toy."
    made = snapshot(run())
    view.show_snapshot(made, FOCUS)
    question = view.questions[-1]
    assert question is not None
    view.take_answer(question, Answer((None,), ("the trace holds NaN",)))
    assert view._veil.text == view.accessibleDescription() == "The trace holds NaN."
    # It has been answered: the cursor alone does not ask again.
    asked = len(view.questions)
    view.show_focus(made, replace(FOCUS, token=1))
    view.set_theme(DARK)
    assert len(view.questions) == asked
    assert view._veil.text == "The trace holds NaN."
    view.show_snapshot(snapshot(run("more")), FOCUS)
    answered(view, "c")
    assert not view._veil.isVisible()
    assert view.accessibleDescription() == ""


def test_one_run_that_failed_leaves_the_others(qtbot: QtBot, view: Toy) -> None:
    with qtbot.waitExposed(view):
        view.show()
    view.show_snapshot(snapshot(run(cell="gru"), run(cell="lstm")), FOCUS)
    question = view.questions[-1]
    assert question is not None
    view.take_answer(question, Answer(("a", None), ("", "the LSTM holds NaN")))
    assert view.calls == ["answer a light", "cursor 0"]
    assert not view._veil.isVisible()


def test_another_theme_draws_the_answer_again(qtbot: QtBot, view: Toy) -> None:
    shown(qtbot, view)
    answered(view)
    view.set_theme(DARK)
    assert view.calls[2:] == ["answer a dark", "cursor 0"]


def test_the_controls_of_a_view_need_not_fade(qtbot: QtBot, view: Toy) -> None:
    picture = QWidget(view)
    column = QVBoxLayout(view)
    column.setContentsMargins(0, 40, 0, 0)
    column.addWidget(picture)
    view._cover(picture)
    shown(qtbot, view)
    answered(view)
    view.show_snapshot(snapshot(run("more")), FOCUS)
    qtbot.waitUntil(view._veil.isVisible)
    assert pixel(view, 150, 20) == PICTURE
    assert pixel(view, 150, 41) == LIGHT.accent.lower()
