"""The Learn dock in the window, from the list to a verdict and back to the person's own work."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatescope.app.start.application import Desktop
from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.lessons.verdict import Measured, Result
from gatescope.session.lessons.lesson import Outcome
from gatescope.session.settings import Settings
from tests.lessons.cards import CARD, written

pytestmark = pytest.mark.qt_log_ignore("grabbing the keyboard|raise", extend=True)
MODEL = "sentiment-lstm"


@pytest.fixture
def learn(qtbot, desktop: Desktop):
    """The workspace Learn with its list."""
    desktop.window.arrangements.show("learn")
    learning = desktop.controller.learning
    qtbot.waitUntil(lambda: bool(learning.courses.course.cards))
    return learning


def opened(qtbot, desktop: Desktop, name: str = "6"):
    learning = desktop.controller.learning
    learning.open_card(name)
    qtbot.waitUntil(lambda: learning.lesson.stands and desktop.session.snapshot.text == desktop.session.document.text)
    return learning


def settled(qtbot, desktop: Desktop) -> None:
    session = desktop.session
    qtbot.waitUntil(
        lambda: (
            session.snapshot.text == session.document.text
            and all(run.network is session.document.networks[run.model] for run in session.snapshot.runs)
        )
    )
    qtbot.wait(20)


def work(desktop: Desktop) -> tuple[object, ...]:
    document, focus = desktop.session.document, desktop.session.focus
    return (
        document.text,
        document.caret,
        document.shown,
        dict(document.interventions),
        {name: id(network) for name, network in document.networks.items()},
        (focus.model, focus.token, focus.units, focus.shading),
    )


def result(learning, verdict="only if") -> Result:
    measured = Measured(verdict, {"a": 0.5}, ("gates", "left"), (("held at 0.90", "1 %"),), "So it is.")
    card = learning.lesson.card
    return Result(card.claim, card.title, verdict, "true", True, {"a": 0.5}, 0.1, measured, "Put right.")


def test_no_work_changes_with_the_workspace(qtbot, desktop, learn):
    before = work(desktop)
    view = desktop.window.views["learn"]
    assert learn.lesson is None
    assert view.first.isVisible()
    assert view.claims.list.count() > len(learn.courses.course.cards)
    assert work(desktop) == before


def test_a_card_sets_its_scene_and_leaving_the_workspace_takes_it_back(qtbot, desktop, learn):
    session, window = desktop.session, desktop.window
    session.edit_text("It was a bad film.", 6)
    session.intervene(MODEL, Interventions((Ablate((2,)),)), label="Take out")
    settled(qtbot, desktop)
    own, places = work(desktop), window.dock_host.places()
    opened(qtbot, desktop)
    assert session.document.interventions[MODEL].items == (Clamp("forget_gate", 0.9),)
    assert not window.dock_host.docks["gradients"].isHidden()
    learn.move(0.5)
    assert session.document.interventions[MODEL].items == (Clamp("forget_gate", 0.5),)
    settled(qtbot, desktop)
    window.arrangements.show("watch")
    settled(qtbot, desktop)
    assert work(desktop) == own
    assert learn.lesson is None
    window.arrangements.show("learn")
    assert {p.name: p.shown for p in window.dock_host.places()} == {p.name: p.shown for p in places}


def test_a_guess_a_verdict_and_a_verdict_of_the_model_as_it_was(qtbot, desktop, learn):
    opened(qtbot, desktop)
    view = desktop.window.views["learn"]
    page = view.page
    assert not page.verdict.isVisible()
    desktop.controller.actions["learn_guess_1"].trigger()
    assert learn.lesson.guess == 0
    assert page.answers.buttons[0].isChecked()
    assert not page.verdict.isVisible()
    learn._test._trials.measured.disconnect()
    learn._test.begin(learn.lesson, desktop.session.document, None)
    learn._test.cancel()
    learn._test._measure(result(learn))
    assert page.verdict.isVisible()
    assert learn.lesson.tested.current
    assert "right" in page.answers.buttons[2].accessibleName()
    learn.move(0.25)
    assert not learn.lesson.tested.current
    assert "as it was" in page.verdict._stale.text()
    learn.move(0.9)
    assert learn.lesson.tested.current
    desktop.settings.save()
    again = Settings(desktop.settings.path)
    assert '"6":[0,"only if"]' in again.lessons
    learn.reset()
    assert (learn.lesson.guess, learn.lesson.tested, learn.lesson.setting) == (None, None, 0.9)
    learn.forget_progress()
    assert desktop.settings.lessons == "{}"


def test_a_check_that_cannot_be_run_says_so_and_gives_no_verdict(qtbot, desktop, learn):
    opened(qtbot, desktop)
    learn._fail_test("there is no such unit")
    page = desktop.window.views["learn"].page
    assert "could not be run: there is no such unit" in page._failure.text()
    assert page._failure.isVisible()
    assert not page.verdict.isVisible()
    assert '"6"' not in desktop.settings.lessons


def test_another_model_in_front_is_offered_and_the_card_goes_back_to_its_own(qtbot, desktop, learn):
    opened(qtbot, desktop)
    desktop.session.show(["sentiment-gru"])
    assert learn.lesson.other_model == "sentiment-gru"
    note = desktop.window.views["learn"].page.note
    assert note.isVisible()
    assert "Made for sentiment-lstm; test it on yours?" in note._words.text()
    opened(qtbot, desktop, "1")
    assert learn.lesson.card.claim == "1"


def test_a_model_that_was_closed_since_is_read_again_for_its_scene(qtbot, desktop, learn):
    learning = opened(qtbot, desktop)
    session = desktop.session
    session.show(["sentiment-gru"])
    session.close_model(MODEL)
    learning._set_scene(learning.lesson.card, MODEL)
    qtbot.waitUntil(lambda: MODEL in session.document.shown)
    assert learning.lesson.model == MODEL
    assert learning.lesson.failure == ""


def test_a_missing_model_is_named_with_what_to_do(qtbot, desktop, learn, tmp_path):
    text = CARD.replace('workspace = "Units"', 'model = "never-trained"')
    learn.courses.open([written(tmp_path, text)])
    qtbot.waitUntil(lambda: learn.courses.course.name == "one.toml")
    before = work(desktop)
    learn.open_card("t1")
    page = desktop.window.views["learn"].page
    assert "needs the model never-trained" in page.note._words.text()
    assert not page.test.isEnabled()
    assert work(desktop) == before


def test_a_course_of_a_teacher_plays_its_good_cards_and_names_the_wrong_ones(qtbot, desktop, learn, tmp_path):
    written(tmp_path, CARD.replace('model = ""', ""))
    written(tmp_path, CARD.replace('claim = "t1"', 'claim = "t2"').replace("right = 3", "right = 7"), "two.toml")
    learn.courses.open([tmp_path])
    qtbot.waitUntil(lambda: learn.courses.course.name == tmp_path.name)
    view = desktop.window.views["learn"]
    assert [card.claim for card in learn.courses.course.cards] == ["t1"]
    assert "two.toml" in view.faults.text()
    assert "right" in view.faults.text()
    assert view.faults.isVisible()
    view.claims.own_wanted.emit()
    assert learn.courses.course.at("6") is not None


def test_a_window_that_is_closed_leaves_the_card_first(qtbot, desktop, learn):
    own, shown = work(desktop), {place.name: place.shown for place in desktop.window.dock_host.places()}
    opened(qtbot, desktop)
    assert not desktop.controller.project.project.modified
    assert desktop.controller.project.project.work().document.text == own[0]
    desktop.close()
    assert work(desktop)[:4] == own[:4]
    # A step that is left on the stack is deleted twice.
    assert desktop.session.undo_stack.count() == 0
    again = Settings(desktop.settings.path)
    assert {place.name: place.shown for place in again.docks["learn"]} == shown


def test_the_title_tells_of_the_work_that_is_a_persons_own_whenever_a_scene_comes_or_goes(qtbot, desktop, learn):
    project, stack = desktop.controller.project.project, desktop.session.undo_stack
    told = []
    learn.scenes.changed.connect(lambda: told.append(desktop.window.isWindowModified() == project.modified))
    desktop.session.edit_text("my own words", 12)
    assert desktop.window.isWindowModified()
    opened(qtbot, desktop)
    assert desktop.window.isWindowModified()
    while stack.canUndo():
        stack.undo()
        assert desktop.window.isWindowModified() == project.modified
    assert not desktop.window.isWindowModified()
    while stack.canRedo():
        stack.redo()
        assert desktop.window.isWindowModified() == project.modified
    assert told == [True, True, True]


def test_the_next_card_opens_from_any_workspace(qtbot, desktop):
    desktop.controller.actions["learn_next"].trigger()
    learning = desktop.controller.learning
    qtbot.waitUntil(lambda: bool(learning.courses.course.cards))
    desktop.controller.actions["learn_next"].trigger()
    first, second = learning.courses.course.cards[:2]
    assert learning.lesson.card is first
    assert desktop.window.arrangements.name == "learn"
    desktop.controller.actions["learn_next"].trigger()
    assert learning.lesson.card is second
    desktop.controller.actions["learn_previous"].trigger()
    assert learning.lesson.card is first


def test_alt_and_a_digit_guesses_only_while_a_card_is_open(qtbot, desktop, learn):
    guesses = [desktop.controller.actions[f"learn_guess_{number}"] for number in (1, 2, 3)]
    digits = desktop.window.model_bar._digits
    assert not any(action.isEnabled() for action in guesses)
    assert all(digit.isEnabled() for digit in digits)
    opened(qtbot, desktop)
    assert all(action.isEnabled() for action in guesses)
    assert [digit.isEnabled() for digit in digits[:4]] == [False, False, False, True]
    learn.leave()
    assert all(digit.isEnabled() for digit in digits)


@pytest.mark.slow
def test_a_claim_is_tested_on_the_running_model(qtbot, desktop, learn):
    opened(qtbot, desktop)
    learn.move(0.8)
    desktop.controller.actions["learn_test"].trigger()
    assert learn.lesson.share is not None
    assert desktop.window.views["learn"].page.bar.isVisible()
    qtbot.waitUntil(lambda: learn.lesson.share is None, timeout=120_000)
    tested = learn.lesson.tested
    assert isinstance(tested, Outcome)
    assert (tested.result.verdict, tested.setting, tested.current) == ("only if", 0.8, True)
    assert tested.result.numbers["held_direct"] == pytest.approx(0.8**14, rel=1e-3)


def test_a_card_that_is_dropped_on_the_window_is_played(qtbot, desktop, tmp_path):
    desktop.controller.opening.open_paths([written(tmp_path)])
    learning = desktop.controller.learning
    qtbot.waitUntil(lambda: learning.courses.course.name == "one.toml")
    assert desktop.window.arrangements.name == "learn"
    # The claims that come along, read at the same time, do not take its place.
    qtbot.waitUntil(lambda: not desktop.controller.loads.running)
    assert [card.claim for card in learning.courses.course.cards] == ["t1"]


def test_a_file_that_is_no_card_is_refused_in_a_sentence(qtbot, desktop, learn, tmp_path: Path):
    learn.courses.open([written(tmp_path, "nothing = 1")])
    qtbot.waitUntil(lambda: "one.toml" in desktop.window.message_bar.text())
    assert learn.courses.course.name == ""
