"""The sweep on screen: what it asks, what it draws of the answer, and what a person does with it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gatescope.analysis.targets import Target
from gatescope.engine.interventions import Ablate, Interventions
from gatescope.plots.gradient_words import plain
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.document import UnitRef
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.analyses.sweep import SweepView
from gatescope.views.controls.choice_menu import ChoiceMenu
from tests.app.gestures import double_click
from tests.plots.builders import run, snapshot, swept
from tests.views.helpers import focus_on, said, settle


class Asked(SweepView):
    """Keeps its questions and what it emits."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[Question] = []
        self.picked: list[tuple[UnitRef, bool]] = []
        self.out: list[UnitRef] = []
        self.told: list[str] = []
        self.asked.connect(self.questions.append)
        self.unit_clicked.connect(lambda ref, extend: self.picked.append((ref, extend)))
        self.unit_taken_out.connect(self.out.append)
        self.hovered.connect(lambda spot: self.told.append(said(spot)))


@pytest.fixture
def view(qtbot: QtBot) -> Asked:
    view = Asked()
    view.resize(420, 260)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    return view


def shown(view: Asked, *runs: Run, units: int = 3, **focus: Any) -> Snapshot:
    made = snapshot(*runs)
    view.show_snapshot(made, focus_on(made, **focus))
    values = np.linspace(0.1, 0.49, units)
    results = tuple(swept(one, values) for one in runs)
    view.take_answer(view.questions[-1], Answer(results, ("",) * len(runs)))
    settle()
    return made


def row(view: Asked, at: int, column: int = 0) -> QPoint:
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    return layout.columns[column].rows[at].center().toPoint()


def ref(of: Run, unit: int) -> UnitRef:
    return UnitRef(of.model, of.network.parts[-1], unit)


def test_it_asks_for_the_read_out_at_the_cursor_and_draws_what_is_answered(view: Asked) -> None:
    runs = [run(cell=cell) for cell in ("rnn", "gru", "lstm")]
    made = shown(view, *runs, token=2)
    assert view.questions == [
        Question.of("sweep", made.runs, target=Target(2, ""), part=focus_on(made).part),
    ]
    plot = view.plot()
    assert plot is not None
    assert [column.cell for column in plot.columns] == ["rnn", "gru", "lstm"]
    np.testing.assert_allclose(plot.columns[0].values, [0.1, 0.295, 0.49])
    assert plain(plot.finding) == view._picture.accessibleDescription()


def test_long_work_is_for_the_worker_process(view: Asked) -> None:
    made = snapshot(run("a " * 3000, units=64))
    view.show_snapshot(made, focus_on(made, token=2999))
    assert view.questions[-1].analysis == "long sweep"
    view.show_focus(made, focus_on(made, token=3))
    assert view.questions[-1].analysis == "sweep"


def test_a_click_chooses_a_unit_and_a_double_click_takes_it_out(view: Asked) -> None:
    one = run()
    shown(view, one)
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, row(view, 1))
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, row(view, 2))
    assert view.picked == [(ref(one, 1), False), (ref(one, 2), True)]
    assert not view.out
    double_click(view._picture, row(view, 1))
    assert view.out == [ref(one, 1)]


def test_the_button_names_the_first_or_the_chosen_unit(view: Asked) -> None:
    one = run()
    made = shown(view, one)
    button = view.findChildren(QPushButton)[0]
    assert button.text() == "Take unit 0 out"
    view.show_focus(made, focus_on(made, units=(ref(one, 2),)))
    assert button.text() == "Take unit 2 out"
    button.click()
    assert view.out == [ref(one, 2)]
    assert len(view.questions) == 1


def test_a_unit_that_is_out_can_be_put_back(view: Asked) -> None:
    held = run()
    held.trace.interventions = Interventions((Ablate((0,)),))
    shown(view, held)
    assert view.findChildren(QPushButton)[0].text() == "Put unit 0 back"


def test_the_mouse_is_told_what_a_row_says(view: Asked) -> None:
    shown(view, run())
    QTest.mouseMove(view._picture, row(view, 0))
    settle()
    assert "without unit 0" in view.told[-1]
    assert view.spot_at(view._picture.mapTo(view, row(view, 1))) is not None
    assert view.spot_at_cursor() is not None
    assert view.spot_at(QPoint(1, 1)) is None


def test_the_wheel_scrolls_the_rows_and_reset_shows_the_first(view: Asked) -> None:
    shown(view, run(units=40), units=40)
    view.grab()
    view._picture.scrolled.emit(6)
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    assert layout.first == 6
    view.reset_view()
    view.grab()
    assert view._picture.layout_now is not None
    assert view._picture.layout_now.first == 0


def test_what_is_lost_can_be_chosen(view: Asked) -> None:
    shown(view, run(), token=3)
    chooser = view.findChildren(ChoiceMenu)[0]
    assert chooser.text() == "P(positive)"
    chooser.segment_picked.emit("last")
    assert dict(view.questions[-1].about)["target"] == Target(3)
    assert chooser.text() == "sum of h"


def test_without_words_it_says_what_to_do(view: Asked) -> None:
    made = snapshot(run(""))
    view.show_snapshot(made, focus_on(made, token=None))
    assert not view.questions
    assert "Type a sentence" in view.accessibleDescription()
    assert view.plot() is not None


def test_a_model_that_fails_is_named_beside_the_others(view: Asked) -> None:
    runs = [run(cell="gru"), run()]
    made = snapshot(*runs)
    view.show_snapshot(made, focus_on(made))
    view.take_answer(view.questions[-1], Answer((None, swept(runs[1])), ("it is broken.", "")))
    plot = view.plot()
    assert plot is not None
    assert len(plot.columns) == 1
    assert "toy-gru: it is broken." in plain(plot.finding)


def test_narrow_and_low_it_still_has_rows(view: Asked) -> None:
    shown(view, *[run(cell=cell) for cell in ("rnn", "gru", "lstm")])
    view.resize(260, 150)
    settle()
    assert view._picture.layout_now is not None
    assert all(place.rows for place in view._picture.layout_now.columns)
    assert view._picture.layout_now.row_at(QPointF(-5.0, 0.0)) is None
