"""Connectivity on screen: what it asks, what it draws of the answer, and what a person does with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gatescope.analysis.connectivity import nearest_connectivity
from gatescope.analysis.targets import Target
from gatescope.paint.canvas import Canvas
from gatescope.paint.memory.connectivity import paint_connectivity_body, paint_connectivity_cursor
from gatescope.paint.memory.connectivity_layout import ConnectivityLayout
from gatescope.plots.gradient_words import plain
from gatescope.plots.memory.connectivity_plot import SIGNED, ConnectivityPlot
from gatescope.plots.theme import DARK
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.analyses.connectivity import ConnectivityView
from tests.paint.looking import pixels
from tests.plots.builders import snapshot
from tests.plots.memory.test_ledger import real
from tests.views.helpers import focus_on, said, settle

LONG = " ".join(["good", "bad", "extraordinarily"] * 300)


class Asked(ConnectivityView):
    """Keeps its questions and what it emits."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[Question | None] = []
        self.clicked: list[int] = []
        self.told: list[str] = []
        self.asked.connect(self.questions.append)
        self.token_clicked.connect(self.clicked.append)
        self.hovered.connect(lambda spot: self.told.append(said(spot)))

    @property
    def drawn(self) -> ConnectivityPlot:
        plot = self.plot()
        assert plot is not None
        return plot

    @property
    def target_now(self) -> Any:
        question = self.questions[-1]
        assert question is not None
        return dict(question.about)["target"]


@pytest.fixture
def view(qtbot: QtBot) -> Asked:
    view = Asked()
    view.resize(520, 260)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    return view


def shown(view: Asked, *runs: Run, **focus: Any) -> Snapshot:
    """Show `runs`, and answer what is asked of them."""
    made = snapshot(*runs)
    view.show_snapshot(made, focus_on(made, **focus))
    answered(view)
    return made


def answered(view: Asked) -> None:
    question = view.questions[-1] if view.questions else None
    if question is not None:
        found = [nearest_connectivity(run.network, run.trace, target=view.target_now) for run in question.runs]
        view.take_answer(question, Answer(tuple(found), ("",) * len(found)))
        settle()


def place(view: Asked, token: int) -> QPoint:
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    word = layout.place_of(0, token)
    assert word is not None
    return word.chip.center().toPoint()


def test_the_target_is_the_read_out_at_the_cursor_and_follows_it(view: Asked) -> None:
    made = shown(view, real("gru"), real("lstm"), token=3)
    assert view.target_now == Target(3, "sentiment")
    assert [block.target_token for block in view.drawn.blocks] == [3, 3]
    view.show_focus(made, focus_on(made, token=6))
    answered(view)
    # The last word stays the last one while the text grows.
    assert view.target_now == Target(None, "sentiment")
    for block, run in zip(view.drawn.blocks, made.runs, strict=True):
        found = nearest_connectivity(run.network, run.trace, target=None)
        np.testing.assert_array_equal(block.values, found.relative)
    assert view._picture.accessibleDescription() == plain(view.drawn.finding)


def test_a_click_moves_the_cursor_and_with_shift_the_target_stays(view: Asked) -> None:
    made = shown(view, real(), token=6)
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=place(view, 2))
    assert view.clicked == [2]
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, place(view, 3))
    answered(view)
    assert view.target_now == Target(3, "sentiment")
    assert view._chooser.currentText() == "read-out at “not”"
    view.show_focus(made, focus_on(made, token=5))
    assert view.drawn.cursor == 5
    assert view.drawn.blocks[0].target_token == 3
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, place(view, 3))
    answered(view)
    assert view.target_now == Target(5, "sentiment")


def test_a_drag_over_words_chooses_them_and_the_choice_is_framed(view: Asked) -> None:
    chosen: list[range] = []
    view.span_chosen.connect(chosen.append)
    made = shown(view, real(), token=6)
    before = view._picture.grab().toImage()
    QTest.mousePress(view._picture, Qt.MouseButton.LeftButton, pos=place(view, 4))
    QTest.mouseMove(view._picture, place(view, 2))
    QTest.mouseRelease(view._picture, Qt.MouseButton.LeftButton, pos=place(view, 2))
    assert chosen[-1] == range(2, 5)
    assert view.clicked == []
    view.show_focus(made, focus_on(made, token=6, span=range(2, 5)))
    layout = view._picture.layout_now
    assert layout is not None
    (frame,) = layout.span_frames(range(2, 5))
    assert all(frame.contains(layout.place_of(0, token).chip) for token in (2, 3, 4))  # type: ignore[union-attr]
    assert view._picture.grab().toImage() != before


def test_the_list_offers_the_hidden_state_which_then_follows_the_cursor(view: Asked) -> None:
    made = shown(view, real(), token=4)
    texts = [view._chooser.itemText(i) for i in range(view._chooser.count())]
    view._chooser.activated.emit(texts.index("sum of h at “good”"))
    answered(view)
    assert view.target_now == Target(4)
    view.show_focus(made, focus_on(made, token=2))
    assert view.target_now == Target(2)


def test_a_model_without_a_read_out_offers_the_hidden_state(view: Asked) -> None:
    one = real()
    mute = replace(one, network=replace(one.network, readouts=()), readouts={})
    shown(view, mute, token=6)
    assert view.target_now == Target(None)
    assert view.drawn.blocks[0].target == "sum of h at “all”"


def test_signed_values_need_no_other_answer(view: Asked) -> None:
    made = shown(view, real(), token=6)
    asked = len(view.questions)
    view._kinds.choose(1)
    assert view.drawn.kind == SIGNED
    np.testing.assert_array_equal(
        view.drawn.blocks[0].values, nearest_connectivity(made.runs[0].network, made.runs[0].trace, target=None).signed
    )
    assert len(view.questions) == asked


def test_the_mouse_is_told_the_word_and_its_number(view: Asked) -> None:
    shown(view, real(), token=6)
    QTest.mouseMove(view._picture, place(view, 4))
    assert view.told[-1].startswith(f"“good” {view.drawn.blocks[0].values[4]:.2f}")


def test_the_wheel_makes_words_larger_and_turns_through_a_long_text(view: Asked) -> None:
    shown(view, real(text=LONG), token=850)
    view.grab()
    before = view._picture.layout_now
    wheel(view, 2, Qt.KeyboardModifier.ShiftModifier)
    assert view._picture.layout_now.blocks[0].first == before.blocks[0].first - 2
    wheel(view, 2, Qt.KeyboardModifier.NoModifier)
    assert view._picture.layout_now.blocks[0].size.font > before.blocks[0].size.font
    view.reset_view()
    view.grab()
    assert view._picture.layout_now.blocks[0] == before.blocks[0]


def wheel(view: Asked, notches: int, modifiers: Qt.KeyboardModifier) -> None:
    at = QPointF(view._picture.rect().center())
    angle, none, phase = QPoint(0, 120 * notches), Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(view._picture, QWheelEvent(at, at, QPoint(), angle, none, modifiers, phase, False))
    view.grab()


@pytest.mark.parametrize("cells", [("lstm",), ("rnn", "gru", "lstm")])
@pytest.mark.parametrize("text", ["good", "the food was not good at all", LONG])
def test_the_screen_has_what_the_painter_makes_of_the_plot(view: Asked, text: str, cells: tuple[str, ...]) -> None:
    view.set_theme(DARK)
    shown(view, *(real(cell, text) for cell in cells), token=0)
    seen = view._picture.grab().toImage()
    picture = QImage(view._picture.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor(DARK.surface))
    painter = QPainter(picture)
    canvas = Canvas(painter, DARK, QRectF(picture.rect()), 1.0)
    rect = QRectF(picture.rect()).adjusted(9.0, 2.0, -9.0, -4.0)
    layout = ConnectivityLayout(canvas, view.drawn, rect, window=True)
    paint_connectivity_body(canvas, view.drawn, layout)
    paint_connectivity_cursor(canvas, view.drawn, layout)
    painter.end()
    np.testing.assert_array_equal(pixels(seen), pixels(picture))


def test_an_empty_text_asks_for_a_sentence(view: Asked) -> None:
    shown(view, real(), token=3)
    shown(view, real(text=""), token=None)
    assert "Type a sentence" in view._veil.text
    assert not view.drawn.blocks
