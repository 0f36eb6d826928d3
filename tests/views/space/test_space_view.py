"""State space on screen: what it asks, what it draws of the answer, and what a person does with it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from gatescope.formats.core.tokens import tokens_of_text
from gatescope.paint.canvas import Canvas
from gatescope.paint.fonts import load_fonts
from gatescope.paint.space.plane import paint_front, paint_ground, plane_layout
from gatescope.plots.space.plane import StatePlanePlot
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.resting import NOTHING, PointRef
from gatescope.session.run.single import run_once
from gatescope.session.run.snapshot import BadStep, Run, Snapshot
from gatescope.session.space.fit import TEXT
from gatescope.session.space.in_plane import states_in_plane
from gatescope.views.space.space_view import SpaceView
from tests.app.gestures import double_click
from tests.paint.looking import pixels
from tests.plots.builders import snapshot
from tests.plots.fixed_points.builders import answer
from tests.session.space.test_in_plane import of
from tests.views.helpers import focus_on, said, settle


class Asked(SpaceView):
    """Keeps its questions and what it emits, and answers them as the session does."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[Question | None] = []
        self.clicked: list[int] = []
        self.points: list[PointRef] = []
        self.searches: list[Question | None] = []
        self.told: list[str] = []
        self.asked.connect(self.questions.append)
        self.token_clicked.connect(self.clicked.append)
        self.point_chosen.connect(self.points.append)
        self.askers[0].asked.connect(self.searches.append)
        self.hovered.connect(lambda spot: self.told.append(said(spot)))

    @property
    def question_now(self) -> Question:
        question = self.questions[-1]
        assert question is not None
        return question

    @property
    def drawn(self) -> StatePlanePlot:
        plot = self.plot()
        assert plot is not None
        return plot

    def about(self, name: str) -> object:
        return dict(self.question_now.about)[name]

    def answer(self) -> None:
        question = self.question_now
        results = tuple(states_in_plane(one.network, one.trace, **dict(question.about)) for one in question.runs)
        self.take_answer(question, Answer(results, ("",) * len(results)))
        settle()

    def pixel_of(self, token: int) -> QPoint:
        layout = self._picture.layout_now
        assert layout is not None
        (panel,) = layout.panels
        x, y = panel.pixels(panel.panel.path.points)[token]
        return QPointF(x, y).toPoint()


@pytest.fixture
def view(qtbot: QtBot) -> Asked:
    load_fonts()
    view = Asked()
    view.resize(640, 560)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    return view


def shown(view: Asked, *runs: Run, **focus: object) -> Snapshot:
    made = snapshot(*runs)
    view.show_snapshot(made, focus_on(made, **focus))
    if made.runs and len(made.runs[0].tokens):
        view.answer()
    return made


def test_it_asks_about_every_run_with_words_and_draws_the_answer(view: Asked) -> None:
    runs = [replace(of(cell=cell, units=4), model=cell) for cell in ("rnn", "gru", "lstm")]
    shown(view, *runs, token=2)
    assert view.question_now.runs == tuple(runs)
    assert (view.about("state"), view.about("token")) == ("hidden_state", 2)
    assert [panel.model for panel in view.drawn.panels] == ["rnn", "gru", "lstm"]
    found = states_in_plane(runs[1].network, runs[1].trace, **dict(view.question_now.about))
    np.testing.assert_array_equal(view.drawn.panels[1].path.points, found.points)
    assert view.drawn.cursor == 2
    shown(view, of("", units=4))
    assert view.plot() is None


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("units", [2, 5])
def test_the_screen_is_the_file(view: Asked, theme: Theme, units: int) -> None:
    view.set_theme(theme)
    shown(view, of(units=units), token=3)
    screen = pixels(view._picture.grab().toImage())
    picture = QImage(view._picture.size(), QImage.Format.Format_RGB32)
    picture.fill(theme.surface)
    painter = QPainter(picture)
    canvas = Canvas(painter, theme, QRectF(picture.rect()), 1.0)
    rect = QRectF(picture.rect()).adjusted(12, 0, -12, -6)
    layout = plane_layout(canvas, view.drawn, rect, in_window=True)
    for panel in layout.panels:
        paint_ground(canvas, panel)
    paint_front(canvas, view.drawn, layout)
    painter.end()
    assert np.abs(screen.astype(int) - pixels(picture).astype(int)).max() <= 8


def test_a_click_on_a_word_moves_the_cursor_and_a_hover_tells_it(view: Asked) -> None:
    shown(view, of(units=5), token=0)
    view._picture.grab()
    at = view.pixel_of(4)
    QTest.mouseMove(view._picture, at + QPoint(40, 0))
    QTest.mouseMove(view._picture, at)
    assert any("“good”" in one for one in view.told)
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=at)
    assert view.clicked == [4]


def test_a_double_click_starts_a_run_there_and_reset_takes_it_away(view: Asked) -> None:
    one = of(units=5)
    shown(view, one, token=4)
    view._picture.grab()
    undone: list[bool] = []
    view.click_undone.connect(lambda: undone.append(True))
    place = view._picture.rect().center()
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=place)
    double_click(view._picture, place)
    start = view.about("start")
    assert isinstance(start, tuple)
    assert start[0] is one.reader
    view.answer()
    np.testing.assert_allclose(view.drawn.panels[0].repeated[1].start, start[1:], atol=1e-6)
    view.reset_view()
    view.answer()
    assert len(view.drawn.panels[0].repeated) == 1


def test_fitted_on_the_text_the_plane_keeps_its_axes_and_a_run_starts_at_the_mouse(view: Asked) -> None:
    view._fits.segment_picked.emit(TEXT)
    one = of("the food was not", units=5)
    shown(view, one, token=3)
    # As if the text before had been drawn in a mirror.
    found, drawn = view._planes[one.model]
    view._planes[one.model] = found, replace(drawn, axes=-drawn.axes)
    longer = of("the food was not", units=5)
    shown(view, longer, token=3)
    assert (view.drawn.panels[0].plane.axes * drawn.axes).sum() < 0
    view._start_run(longer.model, 0.3, -0.1)
    view.answer()
    np.testing.assert_allclose(view.drawn.panels[0].repeated[1].start, [0.3, -0.1], atol=1e-6)


def wheel(view: Asked, place: QPoint, notches: int) -> None:
    turn = QPoint(0, 120 * notches)
    none = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    there = QPointF(view._picture.mapToGlobal(place))
    event = QWheelEvent(QPointF(place), there, QPoint(), turn, Qt.MouseButton.NoButton, *none, False)
    QApplication.sendEvent(view._picture, event)
    view._picture.grab()


def test_the_wheel_zooms_where_the_mouse_is_and_a_drag_moves_the_plane(view: Asked) -> None:
    shown(view, of(units=5), token=4)
    view._picture.grab()
    whole = view.drawn.panels[0]
    at = view.pixel_of(2)
    wheel(view, at, 3)
    near = view.drawn.panels[0]
    np.testing.assert_allclose(near.high - near.low, (whole.high - whole.low) * 0.8**3)
    # The mouse is at a whole pixel, twice as far from the word once it is near.
    assert (view.pixel_of(2) - at).manhattanLength() <= 3
    QTest.mousePress(view._picture, Qt.MouseButton.LeftButton, pos=at)
    for moved in (QPoint(10, 5), QPoint(30, 20)):
        QTest.mouseMove(view._picture, at + moved)
    QTest.mouseRelease(view._picture, Qt.MouseButton.LeftButton, pos=at + QPoint(30, 20))
    view._picture.grab()
    assert (view.pixel_of(2) - at - QPoint(30, 20)).manhattanLength() <= 4
    assert view.clicked == []
    # A key leaves what is in sight alone.
    before = view.drawn.panels[0].low
    shown(view, of("the food was not", units=5), token=3)
    np.testing.assert_array_equal(view.drawn.panels[0].low, before)
    view.reset_view()
    assert (view.drawn.panels[0].low < before).any()


def test_a_drag_with_shift_chooses_a_span_which_is_framed(view: Asked) -> None:
    one = of(units=5)
    made = shown(view, one, token=4)
    plain = pixels(view._picture.grab().toImage())
    spans: list[range] = []
    view.span_chosen.connect(spans.append)
    shift, start, end = Qt.KeyboardModifier.ShiftModifier, view.pixel_of(3), view.pixel_of(1)
    QTest.mousePress(view._picture, Qt.MouseButton.LeftButton, shift, start)
    for place in ((start + end) / 2, end):
        QTest.mouseMove(view._picture, place)
    QTest.mouseRelease(view._picture, Qt.MouseButton.LeftButton, shift, end)
    assert spans[-1] == range(1, 4)
    view.show_focus(made, focus_on(made, token=4, span=range(1, 4)))
    assert view.drawn.span == range(1, 4)
    framed = pixels(view._picture.grab().toImage())
    assert (framed != plain).any(axis=2).sum() > 500
    view.show_focus(made, focus_on(made, token=4))
    assert (pixels(view._picture.grab().toImage()) == plain).all()


def test_choices_ask_anew(view: Asked) -> None:
    shown(view, of(units=5), token=4)
    states, fits = view._states, view._fits
    assert (states.text(), fits.text()) == ("hidden states", "bundled sentences")
    states.segment_picked.emit("cell_state")
    assert view.about("state") == "cell_state"
    fits.segment_picked.emit(TEXT)
    fit = view.about("fit")
    assert fit.source == TEXT  # type: ignore[attr-defined]
    view.answer()
    assert not len(view.drawn.panels[0].background)
    edit = view.findChildren(QLineEdit)[0]
    edit.setText("the story is good")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert view.about("others") == ("the story is good",)
    view.answer()
    assert len(view.drawn.panels[0].others) == 1
    view._clear_button.click()
    assert view.about("others") == ()


def test_only_what_a_model_has_can_be_chosen(view: Asked) -> None:
    gru = of(cell="gru", units=4)
    shown(view, gru, token=1)
    states, fits = view._states, view._fits
    assert not states.isVisible()
    assert fits.text() == "bundled sentences"
    shown(view, replace(gru, reader=None), token=1)
    assert fits.text() == "this text"
    assert not view.findChildren(QLineEdit)[0].isVisible()


def test_fixed_points_are_searched_for_marked_and_clicked(view: Asked) -> None:
    one = of(units=5)
    made = shown(view, one, token=4)
    question = view.searches[-1]
    assert question is not None
    assert (question.analysis, question.runs) == ("fixed points", (one,))
    found = answer(one)
    view.askers[0].take_answer(question, Answer((found,), ("",)))
    view._picture.grab()
    layout, marks = view._picture.layout_now, view.drawn.panels[0].marks
    assert layout is not None
    assert [drawn.mark.in_focus for drawn in marks] == [False, True, False]
    place = QPointF(layout.panels[0].x_of(marks[2].x), layout.panels[0].y_of(marks[2].y)).toPoint()
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=place)
    assert view.points == [PointRef(one.model, found, 2)]
    view.show_focus(made, focus_on(made, token=4, point=view.points[0]))
    assert [drawn.mark.in_focus for drawn in view.drawn.panels[0].marks] == [False, False, True]
    before = view.drawn
    view.show_focus(made, focus_on(made, token=4, point=view.points[0]))
    assert view.drawn is before
    view.show_focus(made, focus_on(made, token=4, reading=NOTHING))
    assert view.drawn.panels[0].marks == ()


def test_the_first_bad_step_can_be_gone_to(view: Asked) -> None:
    bad = replace(of(units=4), bad=BadStep(2, "was", "forget_gate", 1))
    shown(view, bad, token=4)
    assert view._go.isVisible()
    view._go.click()
    assert view.clicked == [2]


def test_the_background_is_painted_once_while_a_sentence_is_typed(view: Asked) -> None:
    one = of("the food was not", units=5)
    assert one.reader is not None
    shown(view, one, token=2)
    view._picture.grab()
    before = view._picture._ground
    longer = tokens_of_text(one.reader, "the food was not good")
    shown(view, replace(run_once("toy", one.network, longer), model=one.model, reader=one.reader), token=2)
    view._picture.grab()
    assert len(view.drawn.panels[0].path.points) == 5
    assert view._picture._ground is before
