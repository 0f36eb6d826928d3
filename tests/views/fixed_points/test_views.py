"""The docks of fixed points: one question for all, what they draw of its answer, and what a person does there."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from gatescope.analysis.fixed_points.found import FixedPoints
from gatescope.engine.interventions import Clamp, Interventions
from gatescope.plots.fixed_points.eigenvalues_plot import EigenvaluesPlot
from gatescope.plots.fixed_points.ladder_plot import LadderPlot
from gatescope.plots.fixed_points.of_runs import FREE
from gatescope.plots.fixed_points.table_plot import FixedPointsPlot
from gatescope.plots.theme import DARK
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.resting import NOTHING, ZERO, PointRef
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.fixed_points.eigenvalues import EigenvaluesView
from gatescope.views.fixed_points.ladder import LadderView
from gatescope.views.fixed_points.points_view import FixedPointsView
from gatescope.views.fixed_points.table import FixedPointTableView
from tests.plots.builders import run, snapshot
from tests.plots.fixed_points.builders import answer
from tests.views.helpers import focus_on, said, settle

KINDS: dict[type[FixedPointsView], type] = {
    FixedPointTableView: FixedPointsPlot,
    EigenvaluesView: EigenvaluesPlot,
    LadderView: LadderPlot,
}
EVERY = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
TEXT = "the food was good ."


class Shown:
    """A view on the screen with what it asks and emits."""

    def __init__(self, qtbot: QtBot, kind: type[FixedPointsView]) -> None:
        self.view = kind()
        self.questions: list[Question | None] = []
        self.points: list[PointRef] = []
        self.readings: list[str] = []
        self.told: list[str] = []
        self.view.asked.connect(self.questions.append)
        self.view.point_chosen.connect(self.points.append)
        self.view.reading_chosen.connect(self.readings.append)
        self.view.hovered.connect(lambda spot: self.told.append(said(spot)))
        self.view.resize(420, 300)
        qtbot.addWidget(self.view)
        with qtbot.waitExposed(self.view):
            self.view.show()

    def show(self, *runs: Run, found: list[FixedPoints] | None = None, **focus: Any) -> Snapshot:
        made = snapshot(*runs)
        self.view.show_snapshot(made, focus_on(made, **focus))
        question = self.questions[-1] if self.questions else None
        if question is not None:
            results = found or [answer(one) for one in question.runs]
            self.view.take_answer(question, Answer(tuple(results), ("",) * len(results)))
        settle()
        return made

    def click(self, number: int) -> None:
        """Click the middle of the last part that is of a point."""
        place = [one for one in self.view._picture.places if one.ref is not None and one.ref.number == number][-1]
        QTest.mouseClick(self.view._picture, Qt.MouseButton.LeftButton, pos=place.rect.center().toPoint())


@EVERY
def test_all_of_them_ask_the_same_question(qtbot: QtBot, kind: type[FixedPointsView]) -> None:
    shown, runs = Shown(qtbot, kind), [run(TEXT, cell) for cell in ("rnn", "gru", "lstm")]
    shown.show(*runs)
    question = shown.questions[-1]
    assert question is not None
    assert question.analysis == "fixed points"
    assert question.runs == tuple(runs)
    assert isinstance(shown.view.plot(), KINDS[kind])
    shown.view.set_theme(DARK)
    settle()
    assert shown.view._picture._theme is DARK


@pytest.mark.parametrize("kind", [FixedPointTableView, EigenvaluesView], ids=lambda kind: kind.__name__)
def test_a_click_chooses_the_point_and_the_focus_shows_it(qtbot: QtBot, kind: type[FixedPointsView]) -> None:
    shown, one = Shown(qtbot, kind), run(TEXT)
    found = answer(one)
    made = shown.show(one, found=[found])
    shown.click(2)
    assert shown.points == [PointRef(one.model, found, 2)]
    asked = len(shown.questions)
    shown.view.show_focus(made, focus_on(made, point=shown.points[0]))
    settle()
    plot = shown.view.plot()
    in_focus = plot.in_focus if isinstance(plot, FixedPointsPlot) else plot.in_focus.ref.number  # type: ignore[union-attr]
    assert in_focus == 2
    # A choice asks nothing anew.
    assert shown.questions[asked:] in ([], [None])


def test_arrows_walk_through_the_rows(qtbot: QtBot) -> None:
    shown, one = Shown(qtbot, FixedPointTableView), run(TEXT)
    shown.show(one)
    QTest.keyClick(shown.view, Qt.Key.Key_Down)
    QTest.keyClick(shown.view, Qt.Key.Key_Up)
    assert [ref.number for ref in shown.points] == [2, 0]


def test_what_is_read_is_chosen_in_the_table(qtbot: QtBot) -> None:
    shown = Shown(qtbot, FixedPointTableView)
    made = shown.show(run(TEXT))
    reading = shown.view._reading  # type: ignore[attr-defined]
    labels = [action.text() for action in reading._menu.actions()]
    assert labels == ["“.” for ever", "zeros for ever", "“the” for ever, at the cursor"]
    reading._menu.actions()[1].trigger()
    assert shown.readings == [ZERO]
    shown.view.show_focus(made, focus_on(made, reading=ZERO))
    assert reading.text() == "zeros for ever"
    assert dict(shown.questions[-1].about)["constant"].word is None  # type: ignore[union-attr]


def test_a_search_is_cancelled_by_its_button_and_said_to_be(qtbot: QtBot) -> None:
    shown, one = Shown(qtbot, FixedPointTableView), run(TEXT)
    made = snapshot(one)
    shown.view.show_snapshot(made, focus_on(made))
    (cancel,) = (b for b in shown.view.findChildren(QPushButton) if b.text() == "Cancel")
    assert not cancel.isVisible()
    shown.view.take_share(shown.questions[-1], 0.4)  # type: ignore[arg-type]
    assert cancel.isVisible()
    cancel.click()
    assert shown.readings == [NOTHING]
    shown.view.show_focus(made, focus_on(made, reading=NOTHING))
    assert shown.questions[-1] is None
    assert shown.view._veil.text == "The search was cancelled: choose what is read to search again."
    assert not cancel.isVisible()


@EVERY
def test_without_points_the_slowest_place_is_said(qtbot: QtBot, kind: type[FixedPointsView]) -> None:
    shown, one = Shown(qtbot, kind), run(TEXT)
    shown.show(one, found=[answer(one, ())])
    plot = shown.view.plot()
    assert plot is not None
    assert plot.facts()["Finding"].startswith(("No point below 10^−10; the slowest place", "None is left at 10^−8"))


@EVERY
def test_an_empty_text_asks_for_a_sentence_and_zeros_need_none(qtbot: QtBot, kind: type[FixedPointsView]) -> None:
    shown = Shown(qtbot, kind)
    shown.show(run(""))
    assert shown.questions in ([], [None])
    assert shown.view._veil.text == "Type a sentence above to see where its state comes to rest."
    shown.show(run(""), reading=ZERO)
    assert shown.view.plot() is not None


@EVERY
def test_a_text_that_goes_on_keeps_the_picture_while_the_answer_is_the_same(
    qtbot: QtBot, kind: type[FixedPointsView]
) -> None:
    shown, one = Shown(qtbot, kind), run(TEXT)
    found = answer(one)
    shown.show(one, found=[found])
    before = shown.view.plot()
    shown.show(run(TEXT), found=[found])
    assert shown.view.plot() is before


@EVERY
def test_what_is_under_the_mouse_is_told(qtbot: QtBot, kind: type[FixedPointsView]) -> None:
    shown = Shown(qtbot, kind)
    shown.show(run(TEXT))
    place = shown.view._picture.places[-1]
    at = shown.view._picture.mapTo(shown.view, place.rect.center().toPoint())
    spot = shown.view.spot_at(at)
    assert spot is not None
    assert said(spot)
    assert shown.view.spot_at(QPoint(1, 1)) is None or kind is not EigenvaluesView
    picture = shown.view._picture
    QTest.mouseMove(picture, QPointF(place.rect.center()).toPoint())
    qtbot.waitUntil(lambda: bool(shown.told))


@EVERY
def test_what_is_held_is_said_as_soon_as_it_is_held(qtbot: QtBot, kind: type[FixedPointsView]) -> None:
    """The answer is one of the network alone, so it stays the same."""
    shown, free, held = Shown(qtbot, kind), run(TEXT), run(TEXT)
    found = answer(free)
    shown.show(free, found=[found])
    assert FREE not in shown.view.plot().facts()["Finding"]
    held.trace.interventions = Interventions((Clamp("forget_gate", 1.0),))  # type: ignore[misc]
    shown.show(held, found=[found])
    assert FREE in shown.view.plot().facts()["Finding"]
