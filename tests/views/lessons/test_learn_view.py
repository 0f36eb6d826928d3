"""The Learn dock by itself: what it shows of a course and of a card, and what it tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from gatescope.errors import FileError
from gatescope.lessons.card import Control
from gatescope.lessons.verdict import Measured, Result
from gatescope.plots.theme import DARK, LIGHT
from gatescope.session.lessons.lesson import Course, Lesson, Outcome
from gatescope.session.lessons.progress import Progress
from gatescope.views.lessons.learn_view import LearnView
from gatescope.views.lessons.notes import note_of
from gatescope.views.lessons.rich import plain, rich
from tests.session.lessons.lesson_cards import CARD, HOLD, card

OTHER = card(claim="t2", title="Two & three <b>", topic="Memory", control=None)
COURSE = Course("", (CARD, OTHER))
ROWS = (("held at 0.50", "1 %"), ("held at 1.00", "2 %"))
MEASURED = Measured("only if", {}, ("gates", "left"), ROWS, "So it is.", current=0)


def outcome(**fields: object) -> Outcome:
    result = Result("t1", CARD.title, "only if", "true", True, {}, 0.1, MEASURED, "It is so.")
    return replace(Outcome(result, "words", 0.5), **fields)


def shown(qtbot, width: int = 900, lesson: Lesson | None = None, course: Course = COURSE) -> LearnView:
    view = LearnView()
    qtbot.addWidget(view)
    view.set_theme(LIGHT)
    view.resize(width, 620)
    view.show_course(course, Progress().tested("t2", "true"))
    view.show_lesson(lesson)
    with qtbot.waitExposed(view):
        view.show()
    return view


def rows(view: LearnView) -> list[str]:
    claims = view.claims.list
    return [
        claims.item(at).data(Qt.ItemDataRole.AccessibleTextRole) or claims.item(at).text()
        for at in range(claims.count())
    ]


def test_claims_stand_below_their_topics_with_what_was_found(qtbot):
    view = shown(qtbot)
    assert rows(view) == [
        "Gates",
        "Claim t1: A gate at 0 forgets, not tested",
        "Memory",
        "Claim t2: Two & three <b>, true",
    ]
    assert view.claims._count.text() == "2 claims"
    assert view.claims._tested.text() == "1 tested"


@pytest.mark.parametrize(
    ("words", "found"), [("three two", ["t2"]), ("T1", ["t1"]), ("nowhere", []), ("multiplied 0", ["t1", "t2"])]
)
def test_a_claim_is_found_by_its_words(qtbot, words, found):
    view = shown(qtbot)
    view.claims._search.setText(words)
    assert [item.data(Qt.ItemDataRole.UserRole) for item in view.claims._claims()] == found


def test_a_claim_is_found_by_another_name_of_what_it_is_about(qtbot):
    about = card(claim="t3", says="The forget gate multiplies.")
    view = shown(qtbot, course=Course("", (OTHER, about)))
    view.claims._search.setText("Γ_f")
    assert [item.data(Qt.ItemDataRole.UserRole) for item in view.claims._claims()] == ["t3"]


def test_keys_alone_open_a_card(qtbot):
    view = shown(qtbot)
    view.claims._search.setFocus()
    qtbot.keyClicks(view.claims._search, "two")
    with qtbot.waitSignal(view.picked) as picked:
        qtbot.keyClick(view.claims._search, Qt.Key.Key_Return)
    assert picked.args == ["t2"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_narrow_the_list_is_a_drop_down(qtbot, theme):
    view = shown(qtbot, width=480)
    view.set_theme(theme)
    assert not view.claims.isVisible()
    assert view.choice.isVisible()
    with qtbot.waitSignal(view.picked) as picked:
        view.choice.activated.emit(1)
    assert picked.args == ["t2"]
    view.resize(900, 620)
    assert view.claims.isVisible()
    assert not view.choice.isVisible()


@pytest.mark.parametrize("width", [420, 560, 900, 1300])
@pytest.mark.parametrize("factors", [1, 6])
def test_the_reason_of_a_card_takes_no_more_height_than_its_lines(qtbot, width, factors):
    equation = CARD.equation + r" \odot f_{t-1}" * factors
    lesson = Lesson(
        replace(CARD, equation=equation, why="It multiplies. " * 12), setting=0.5, stands=True, model="words"
    )
    view = shown(qtbot, width=width, lesson=lesson)
    page = view.page
    lines = page._why.heightForWidth(page._why.width())
    assert page._why.height() <= max(lines, page._equation.height())


def test_a_verdict_is_hidden_until_there_is_one_and_the_right_answer_with_it(qtbot):
    lesson = Lesson(CARD, setting=0.5, stands=True, model="words")
    view = shown(qtbot, lesson=lesson)
    page = view.page
    for state in (lesson, replace(lesson, guess=0)):
        view.show_lesson(state)
        assert not page.verdict.isVisible()
        assert not any("right" in button.accessibleName() for button in page.answers.buttons)
    view.show_lesson(replace(lesson, guess=0, tested=outcome()))
    assert page.verdict.isVisible()
    assert [button.accessibleName().rpartition(", ")[2] for button in page.answers.buttons] == [
        "your guess",
        "Answer 2: Half",
        "right",
    ]
    cells = {cell.text(): cell.objectName() for cell in page.verdict._cells}
    assert cells["held at 0.50"] == "LessonCurrent"
    assert cells["held at 1.00"] == "LessonCell"
    assert "It is so." in page._right.text()
    view.show_lesson(replace(lesson, guess=0, tested=outcome(current=False)))
    assert "as it was" in page.verdict._stale.text()
    assert page.verdict._stale.isVisible()


def test_a_test_that_runs_can_be_cancelled(qtbot):
    lesson = Lesson(CARD, setting=0.5, stands=True, model="words", share=0.25)
    view = shown(qtbot, lesson=lesson)
    assert view.page.bar.isVisible()
    assert view.page.bar.value() == 250
    with qtbot.waitSignal(view.cancel_wanted):
        view.page.test.click()
    view.show_lesson(replace(lesson, share=None))
    with qtbot.waitSignal(view.test_wanted):
        view.page.test.click()


@pytest.mark.parametrize(
    ("control", "start", "wanted"),
    [
        (HOLD, 0.5, 0.25),
        (Control("number", "Steps", first=0, last=10_000, step=100.0, start=1000.0), 1000.0, 2500.0),
        (Control("choice", "Cell", start="rnn", choices=("rnn", "gru")), "rnn", "gru"),
        (Control("text", "Read", start="a"), "a", "ab"),
    ],
    ids=lambda one: one.kind if isinstance(one, Control) else None,
)
def test_every_kind_of_control_tells_where_it_is_moved_to(qtbot, control, start, wanted):
    lesson = Lesson(card(control=control), setting=start, stands=True, model="words")
    view = shown(qtbot, lesson=lesson)
    row = view.page.control
    with qtbot.waitSignal(row.setting_moved) as moved:
        if row._knob is not None:
            row._knob._number.setValue(wanted)
        elif row._choices is not None:
            row._choices.choose(1)
        else:
            # It shows its beginning.
            row._line.end(False)
            qtbot.keyClicks(row._line, "b")
    assert moved.args == [wanted]


def test_faults_of_a_course_are_named_and_the_way_back_is_offered(qtbot, tmp_path):
    errors = tuple(FileError(tmp_path / f"{at}.toml", "line 3: right is 7") for at in range(6))
    for width in (900, 480):
        view = shown(qtbot, width=width, course=Course("mine", (CARD,), errors))
        assert "0.toml" in view.faults.text()
        assert "… and 2 more files" in view.faults.text()
        with qtbot.waitSignal(view.own_wanted):
            (view.claims._back if width == 900 else view.back).click()


def test_what_stands_over_a_card():
    lesson = Lesson(CARD, stands=True, model="words")
    assert note_of(lesson) == ("", "", "")
    assert "test it on yours" in note_of(replace(lesson, other_model="mine"))[0]
    assert note_of(replace(lesson, model="mine"))[1] == "Back to words"
    assert note_of(replace(lesson, stands=False))[1] == "Set the scene"
    assert "words" in note_of(replace(lesson, missing="words"))[0]


def test_words_of_a_card_are_plain_but_for_symbols():
    assert rich("a < b & $f_t$", 13).startswith("a &lt; b &amp; <span")
    assert "<i>f</i><sub><i>t</i></sub>" in rich("$f_t$", 13)
    assert "∂" in rich(r"$\partial$", 13)
    assert plain("hold $f_t$ at 1") == "hold f_t at 1"
