"""Pairs on screen: what is asked, what is drawn of the answer, and what a person does with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatescope.analysis.pairs.other_texts import other_texts
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.paint.canvas import Canvas
from gatescope.paint.pairs.pairs import paint_pairs_body, paint_pairs_cursor
from gatescope.plots.pairs.pairs_plot import PairsPlot
from gatescope.plots.theme import DARK
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.document import Document, Focus, UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.run.single import run_once
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.analyses.pairs import PairsView
from tests.paint.looking import pixels
from tests.plots.builders import snapshot
from tests.session.helpers import word_model
from tests.views.helpers import focus_on, said, settle

FIRST, SECOND = "the film was not good", "the film was good good"


class Asked(PairsView):
    """Keeps its questions and what it emits."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[Question | None] = []
        self.clicked: list[int] = []
        self.units: list[UnitRef] = []
        self.told: list[str] = []
        self.asked.connect(self.questions.append)
        self.token_clicked.connect(self.clicked.append)
        self.unit_clicked.connect(lambda unit, _extend: self.units.append(unit))
        self.hovered.connect(lambda spot: self.told.append(said(spot)))

    @property
    def drawn(self) -> PairsPlot:
        plot = self.plot()
        assert plot is not None
        return plot


def run_of(model: Model, text: str = FIRST) -> Run:
    return run_once(model.name, model.network, tokens_of_text(model, text))


@pytest.fixture
def model() -> Model:
    return word_model("words", "lstm")


@pytest.fixture
def view(qtbot: QtBot, model: Model) -> Asked:
    view = Asked()
    view.resize(720, 320)
    qtbot.addWidget(view)
    view.show_document(Document(models={model.name: model}), Focus())
    with qtbot.waitExposed(view):
        view.show()
    return view


def shown(view: Asked, *runs: Run, **focus: Any) -> Snapshot:
    made = snapshot(*runs)
    view.show_snapshot(made, focus_on(made, **focus))
    answered(view)
    return made


def answered(view: Asked) -> None:
    question = view.questions[-1] if view.questions else None
    if question is not None:
        texts: Any = dict(question.about)["texts"]
        found = tuple(other_texts(run.network, run.trace, texts=texts) for run in question.runs)
        view.take_answer(question, Answer(found, ("",) * len(found)))
        settle()


def compare(view: Asked, title: str) -> None:
    next(action for action in view._choice._menu.actions() if action.text() == title).trigger()
    answered(view)


def test_a_second_sentence_is_run_and_shown_word_by_word(view: Asked, model: Model) -> None:
    shown(view, run_of(model), token=3)
    # Until there is a second one, the sentence stands beside itself.
    assert "Type a second sentence" in view.drawn.said
    assert not np.any(view.drawn.panels[2].values[:])
    view._field.setText(SECOND)
    answered(view)
    other = run_of(model, SECOND)
    first, second, apart = view.drawn.panels
    columns = view.drawn.columns
    np.testing.assert_array_equal(second.values[columns.second >= 0], other.trace["hidden_state"])
    both = (columns.first >= 0) & (columns.second >= 0)
    np.testing.assert_array_equal(apart.values[both], first.values[both] - second.values[both])
    assert view.drawn.other.text == SECOND
    asked = len(view.questions)
    view._field.setText(SECOND)
    assert len(view.questions) == asked


def test_the_sentence_can_be_copied_to_change_a_word_of_it(view: Asked, model: Model) -> None:
    shown(view, run_of(model), token=3)
    view._same.click()
    answered(view)
    assert view._field.text() == FIRST
    assert not view.drawn.columns.changed.any()


def test_now_is_compared_with_a_moment_that_was_pinned(view: Asked, model: Model) -> None:
    run = run_of(model)
    before = np.array(run.trace["hidden_state"])
    shown(view, run, token=3)
    compare(view, "a pinned moment")
    assert view.drawn.names == ("now", "pinned")
    assert not np.any(view.drawn.panels[2].values[:])
    # What is written into the run later does not reach what was pinned.
    run.trace.records[run.network.parts[-1]].hidden[:] = 0.5
    shown(view, run_of(model, SECOND), token=2)
    columns = view.drawn.columns
    np.testing.assert_array_equal(view.drawn.panels[1].values[columns.second >= 0], before)
    assert view.drawn.other.text == FIRST


def test_two_models_are_compared_where_two_are_shown(view: Asked, model: Model) -> None:
    other = word_model("other", "gru")
    runs = run_of(other), run_of(model)
    shown(view, *runs, token=1)
    compare(view, "other")
    assert view.drawn.names == ("LSTM", "GRU")
    np.testing.assert_array_equal(view.drawn.panels[1].values[:], runs[0].trace["hidden_state"])
    shown(view, runs[1], token=1)
    assert view._choice.text() == "a second sentence"


def test_a_click_chooses_the_word_and_the_unit(view: Asked, model: Model) -> None:
    made = shown(view, run_of(model), token=3)
    view._field.setText(SECOND)
    answered(view)
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    at = QPointF(layout.x_of(1.5), layout.maps[0].top() + 2.0).toPoint()
    QTest.mouseMove(view._picture, at)
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=at)
    assert view.clicked == [1]
    assert view.units == [UnitRef(model.name, made.runs[0].network.parts[-1], 0)]
    assert view.told[-1].startswith("“film” · unit 0 · hidden state")
    view.show_focus(made, focus_on(made, token=1, shading=Shading("forget_gate")))
    assert view.drawn.panels[0].signal == "forget_gate"
    assert view.drawn.cursor == 1


def test_a_drag_with_shift_chooses_words_of_the_first_sentence(view: Asked, model: Model) -> None:
    chosen: list[range] = []
    view.span_chosen.connect(chosen.append)
    made = shown(view, run_of(model), token=3)
    view._field.setText("a " + SECOND)
    answered(view)
    view._picture.brushed.emit(range(3))
    assert chosen == [range(2)]
    view.show_focus(made, focus_on(made, token=3, span=range(1, 3)))
    assert view._picture._span == view.drawn.columns_of(range(1, 3)) == range(2, 4)


def test_a_model_that_reads_vectors_says_so(view: Asked, model: Model) -> None:
    fed = replace(model, network=replace(model.network, embedding=None))
    view.show_document(Document(models={model.name: fed}), Focus())
    view._field.setText(SECOND)
    shown(view, run_of(model), token=3)
    assert "reads vectors" in view._veil.text


@pytest.mark.parametrize("second", [SECOND, "film", FIRST * 40])
def test_the_screen_has_what_the_painter_makes_of_the_plot(view: Asked, model: Model, second: str) -> None:
    view.set_theme(DARK)
    shown(view, run_of(model), token=0)
    view._field.setText(second)
    answered(view)
    seen = view._picture.grab().toImage()
    layout = view._picture.layout_now
    assert layout is not None
    picture = QImage(view._picture.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor(DARK.surface))
    painter = QPainter(picture)
    canvas = Canvas(painter, DARK, QRectF(picture.rect()), 1.0)
    paint_pairs_body(canvas, view.drawn, layout)
    paint_pairs_cursor(canvas, view.drawn, layout)
    painter.end()
    np.testing.assert_array_equal(pixels(seen), pixels(picture))


def test_an_empty_text_asks_for_a_sentence(view: Asked, model: Model) -> None:
    view._field.setText(SECOND)
    shown(view, run_of(model, ""), token=None)
    assert "Type a sentence" in view._veil.text
    assert not view.drawn.panels
