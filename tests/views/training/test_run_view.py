"""The curves and the table of checkpoints on screen: the thumb is dragged, keys walk, rows are clicked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from gatescope.analysis.over_checkpoints import over_checkpoints
from gatescope.engine.run import run as run_of
from gatescope.plots.theme import DARK, LIGHT
from gatescope.session.analyses.question import Answer
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Snapshot
from gatescope.views.training.checkpoints_view import CheckpointsView
from gatescope.views.training.run_view import TrainingRunView
from tests.plots.builders import tokens
from tests.plots.training.runs import reading, shown


def opened(qtbot, view, theme=LIGHT) -> list[tuple[str, object]]:
    qtbot.addWidget(view)
    view.set_theme(theme)
    view.resize(700, 320)
    view.show()
    qtbot.waitExposed(view)
    asked: list[tuple[str, object]] = []
    view.training_asked.connect(lambda deed, needed: asked.append((deed, needed)))
    return asked


def place(view: TrainingRunView, step: float) -> QPoint:
    view._picture.grab()
    layout = view._picture.layout_now
    assert layout is not None
    return QPoint(round(layout.x_of(step)), round(layout.track))


def test_the_thumb_is_dragged_from_checkpoint_to_checkpoint(qtbot) -> None:
    view = TrainingRunView()
    asked = opened(qtbot, view)
    view.show_training((shown(),), shown())
    picture = view._picture
    QTest.mousePress(picture, Qt.MouseButton.LeftButton, pos=place(view, 11))
    QTest.mouseMove(picture, place(view, 19))
    QTest.mouseRelease(picture, Qt.MouseButton.LeftButton, pos=place(view, 19))
    QTest.mouseMove(picture, place(view, 2))
    assert asked == [("look_at", 10), ("look_at", 20)]


def test_arrow_keys_on_the_ruler_look_at_the_checkpoint_beside(qtbot) -> None:
    view = TrainingRunView()
    asked = opened(qtbot, view)
    view.show_training((), shown(looked_at=10))
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End):
        QTest.keyClick(view._picture, key)
    assert asked == [("look_at", step) for step in (5, 15, 0, 25)]


def test_a_run_that_diverged_offers_to_rewind(qtbot) -> None:
    view = TrainingRunView()
    asked = opened(qtbot, view)
    view.show_training((), shown())
    assert not view._back.isVisible()
    view.show_training((), shown(condition="diverged", message="the loss became nan"))
    view._back.click()
    assert asked == [("rewind", 20)]
    assert view.plot().finding == "The loss became nan."


def test_other_runs_are_compared_and_hidden(qtbot) -> None:
    view = TrainingRunView()
    asked = opened(qtbot, view)
    runs = (shown(1), shown(2))
    view.show_training(runs, runs[1])
    assert view.plot().names == ("run 2", "run 1")
    view._compare._menu.actions()[0].trigger()
    assert asked == [("hide", (1, True))]


def test_quantities_are_shown_and_hidden_but_never_all(qtbot) -> None:
    view = TrainingRunView()
    opened(qtbot, view)
    view.show_training((), shown())
    menu = {action.data(): action for action in view._show._menu.actions()}
    menu["layers"].trigger()
    assert "layers" in [panel.key for panel in view.plot().panels]
    for key in ("layers", "loss", "gradient", "saturated"):
        menu[key].trigger()
    assert [panel.key for panel in view.plot().panels] == ["saturated"]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("condition", ["ready", "preparing", "failed"])
def test_without_a_step_it_says_why(qtbot, theme, condition) -> None:
    view = TrainingRunView()
    opened(qtbot, view, theme)
    assert "press Run" in view._veil.text
    view.show_training((), shown(steps=0, condition=condition, message="the file is no table"))
    assert {"ready": "press Run", "preparing": "Preparing sentiment", "failed": "no table"}[
        condition
    ] in view._veil.text
    view.show_training((), shown())
    assert view._veil.text == ""


def answered(view: CheckpointsView, questions: list) -> None:
    question = questions[-1]
    (run,), about = question.runs, dict(question.about)
    trace = run_of(run.network, ids=[1, 2, 3, 1])
    found = over_checkpoints(run.network, trace, networks=about["networks"], part=about["part"])
    view.take_answer(question, Answer((found,), ("",)))


def test_a_click_on_a_row_looks_at_its_checkpoint_and_on_a_strip_at_its_word(qtbot) -> None:
    view = CheckpointsView()
    asked, questions, words = opened(qtbot, view), [], []
    view.asked.connect(questions.append)
    view.token_clicked.connect(words.append)
    run = reading()
    view.show_snapshot(Snapshot(1, "the food was good", (run,), "reference", 0.0), Focus(model=run.model, token=3))
    assert "While a model is trained" in view._veil.text
    view.show_training((), shown(looked_at=5))
    answered(view, questions)
    plot = view.plot()
    assert plot is not None
    assert [row.step for row in plot.rows] == [0, 5, 10, 15, 20, 25]
    assert all(len(row.values) == 4 for row in plot.rows)
    view._picture.grab()
    layout = view._picture.layout_now
    assert layout is not None
    strip = layout.strip(2, 1.0)
    third = QPoint(round(strip.left() + 0.625 * strip.width()), round(strip.center().y()))
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=third)
    QTest.keyClick(view._picture, Qt.Key.Key_Down)
    assert asked == [("look_at", 10), ("look_at", 10)]
    assert words == [2]


def test_the_table_of_a_model_that_is_not_in_view_says_how_to_see_it(qtbot) -> None:
    view = CheckpointsView()
    opened(qtbot, view)
    run = reading()
    view.show_snapshot(Snapshot(1, "the food was good", (run,), "reference", 0.0), Focus(model=run.model, token=0))
    view.show_training((), shown(2))
    assert view._veil.text == "Show sentiment-lstm run 2 in the bar at the top to see its checkpoints."
    assert len(tokens("the food was good")) == 4
