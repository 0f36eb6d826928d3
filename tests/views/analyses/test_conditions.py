"""Conditions on screen: what is asked, what is drawn of the answer, and what a person does with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatescope.analysis.pairs.other_texts import other_texts
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.paint.canvas import Canvas
from gatescope.paint.pairs.conditions import paint_conditions_body
from gatescope.plots.pairs.conditions import PRESETS
from gatescope.plots.pairs.conditions_plot import ConditionsPlot
from gatescope.plots.theme import DARK
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.document import Document, Focus, UnitRef
from gatescope.session.run.single import run_once
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.analyses.conditions import ConditionsView
from tests.paint.looking import pixels
from tests.plots.builders import snapshot
from tests.session.helpers import word_model
from tests.views.helpers import focus_on, said, settle

TEXTS = ("the film was good | a film", "the film was bad", "the film was not good", "the film was not bad")


class Asked(ConditionsView):
    """Keeps its questions and what it emits."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[Question | None] = []
        self.told: list[str] = []
        self.asked.connect(self.questions.append)
        self.hovered.connect(lambda spot: self.told.append(said(spot)))

    @property
    def drawn(self) -> ConditionsPlot:
        plot = self.plot()
        assert plot is not None
        return plot


@pytest.fixture
def model() -> Model:
    return word_model("words")


@pytest.fixture
def view(qtbot: QtBot, model: Model) -> Asked:
    view = Asked()
    view.resize(760, 340)
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


def fill(view: Asked, texts: tuple[str, ...] = TEXTS) -> None:
    for field, text in zip(view._fields, texts, strict=True):
        field.setText(text)
    answered(view)


def run_of(model: Model) -> Run:
    return run_once(model.name, model.network, tokens_of_text(model, "the film"))


def test_it_begins_with_a_preset_and_takes_what_is_typed(view: Asked, model: Model) -> None:
    shown(view, run_of(model), token=1)
    assert view.drawn.panels[0].texts == ("The food was good.", "The film was great.")
    assert view.drawn.panels[0].name == "praise, plain"
    fill(view)
    for panel, text in zip(view.drawn.panels, TEXTS, strict=True):
        first = text.split(" | ")[0]
        alone = run_once(model.name, model.network, tokens_of_text(model, first)).trace["hidden_state"]
        np.testing.assert_array_equal(panel.values[0][panel.there[0]], alone[:, view.drawn.unit].astype(np.float64))


def test_a_preset_fills_the_fields_and_typing_makes_the_grid_ones_own(view: Asked, model: Model) -> None:
    shown(view, run_of(model), token=1)
    view._presets._menu.actions()[1].trigger()
    answered(view)
    assert [field.text() for field in view._fields] == list(PRESETS[1].texts)
    assert "singular and plural" in view.drawn.finding
    QTest.keyClicks(view._fields[0], "x")
    answered(view)
    assert view._presets.text() == "your own"
    assert "the left and the right column" in view.drawn.finding


def test_another_unit_needs_no_other_answer(view: Asked, model: Model) -> None:
    run = run_of(model)
    made = shown(view, run, token=1)
    asked = len(view.questions)
    unit = UnitRef(model.name, run.network.parts[-1], 3)
    view.show_focus(made, focus_on(made, token=1, units=(unit,)))
    assert view.drawn.unit == 3
    assert "unit 3 · hidden state" in view._about.text()
    assert len(view.questions) == asked


def test_the_mouse_is_told_every_sentence(view: Asked, model: Model) -> None:
    shown(view, run_of(model), token=1)
    fill(view)
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    QTest.mouseMove(view._picture, QPointF(layout.x_of(0, 1.5), layout.areas[0].center().y()).toPoint())
    assert view.told[-1].startswith("word 2 “film”")
    assert "mean ± spread" in view.told[-1]


def test_a_model_that_reads_vectors_says_so(view: Asked, model: Model) -> None:
    fed = replace(model, network=replace(model.network, embedding=None))
    view.show_document(Document(models={model.name: fed}), Focus())
    shown(view, run_of(model), token=1)
    assert "reads vectors" in view._veil.text


def test_the_fields_stand_above_their_lines_in_every_size(view: Asked, model: Model) -> None:
    shown(view, run_of(model), token=1)
    for size in ((760, 340), (420, 200)):
        view.resize(*size)
        view.grab()
        layout = view._picture.layout_now
        assert layout is not None
        for field, area in zip(view._fields, layout.areas, strict=True):
            assert field.geometry().bottom() < area.top()
            assert field.geometry().height() >= 20


def test_the_screen_has_what_the_painter_makes_of_the_plot(view: Asked, model: Model) -> None:
    view.set_theme(DARK)
    shown(view, run_of(model), token=1)
    fill(view)
    for field in view._fields:
        field.hide()
    seen = view._picture.grab().toImage()
    layout = view._picture.layout_now
    assert layout is not None
    picture = QImage(view._picture.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor(DARK.surface))
    painter = QPainter(picture)
    paint_conditions_body(Canvas(painter, DARK, QRectF(picture.rect()), 1.0), view.drawn, layout)
    painter.end()
    np.testing.assert_array_equal(pixels(seen), pixels(picture))
