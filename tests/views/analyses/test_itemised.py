"""Itemised gradients on screen: what they ask, what they draw of the answer, and what a person does with them."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatescope.analysis.itemised.itemised import HOP, Itemised
from gatescope.analysis.targets import Target
from gatescope.plots.gradient_words import plain
from gatescope.plots.theme import DARK
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.analyses.itemised import ItemisedView
from gatescope.views.controls.choice_menu import ChoiceMenu
from tests.plots.builders import run, snapshot
from tests.plots.itemised.test_itemised_plot import real
from tests.views.helpers import focus_on, said, settle


class Asked(ItemisedView):
    """Keeps its questions and what it emits."""

    def __init__(self) -> None:
        super().__init__()
        self.questions: list[Question] = []
        self.clicked: list[int] = []
        self.told: list[str] = []
        self.asked.connect(self.questions.append)
        self.token_clicked.connect(self.clicked.append)
        self.hovered.connect(lambda spot: self.told.append(said(spot)))


@pytest.fixture
def view(qtbot: QtBot) -> Asked:
    view = Asked()
    view.resize(480, 340)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    return view


def shown(view: Asked, *pairs: tuple[Run, Itemised], **focus: Any) -> Snapshot:
    made = snapshot(*(one for one, _ in pairs))
    view.show_snapshot(made, focus_on(made, **focus))
    view.take_answer(view.questions[-1], Answer(tuple(found for _, found in pairs), ("",) * len(pairs)))
    settle()
    return made


def pair(view: Asked, row: int, column: int) -> QPoint:
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    return layout.cell(0, row, column).center().toPoint()


def test_it_asks_of_every_shown_run_and_draws_what_is_answered(view: Asked) -> None:
    pairs = [real(cell) for cell in ("rnn", "gru", "lstm")]
    made = shown(view, *pairs, token=2)
    assert view.questions == [Question.of("itemised", made.runs, target=None, part=focus_on(made).part, token=None)]
    plot = view.plot()
    assert plot is not None
    for panel, (_, found) in zip(plot.panels, pairs, strict=True):
        assert panel.values is found.whole
    assert plain(plot.finding) == view._picture.accessibleDescription()
    view.set_theme(DARK)
    assert view.plot() is not None


def test_another_cursor_is_no_question_but_in_a_long_text(view: Asked) -> None:
    made = shown(view, real(), token=1)
    view.show_focus(made, focus_on(made, token=3))
    assert len(view.questions) == 1
    assert view.plot().cursor == 3  # type: ignore[union-attr]
    long = snapshot(run("a " * 3000))
    for token, asked in ((500, 1), (HOP * 7 + 3, 1), (HOP * 8 + 3, 2)):
        view.show_snapshot(long, focus_on(long, token=token))
        view.show_focus(long, focus_on(long, token=token))
        assert len({question.about for question in view.questions[1:]}) == asked


def test_a_click_puts_the_cursor_on_the_step_and_the_mouse_is_told_of_the_pair(view: Asked) -> None:
    shown(view, real())
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pair(view, 3, 1))
    assert view.clicked == [1]
    QTest.mouseMove(view._picture, pair(view, 3, 2))
    settle()
    assert "read-out after “not” → step “was”" in view.told[-1]
    assert view.spot_at(view._picture.mapTo(view, pair(view, 4, 0))) is not None
    assert view.spot_at(QPoint(1, 1)) is None
    assert view.spot_at_cursor() is not None


def test_the_way_back_is_a_choice_of_the_view_alone(view: Asked) -> None:
    one, found = real()
    shown(view, (one, found))
    ways = next(menu for menu in view.findChildren(ChoiceMenu) if menu.accessibleName() == "Way back")
    ways.segment_picked.emit("direct")
    assert view.plot().panels[0].values is found.direct  # type: ignore[union-attr]
    ways.segment_picked.emit("rest")
    assert view.plot().panels[0].values is found.rest  # type: ignore[union-attr]
    assert len(view.questions) == 1


def test_what_is_read_can_be_chosen(view: Asked) -> None:
    shown(view, real())
    view.findChildren(ChoiceMenu)[0].segment_picked.emit("last")
    assert dict(view.questions[-1].about)["target"] == Target()


def test_without_words_it_says_what_to_do(view: Asked) -> None:
    made = snapshot(run(""))
    view.show_snapshot(made, focus_on(made, token=None))
    assert not view.questions
    assert "Type a sentence" in view.accessibleDescription()


def test_low_it_drops_the_words_and_not_the_maps(view: Asked) -> None:
    shown(view, *[real(cell) for cell in ("rnn", "gru", "lstm")])
    view.resize(300, 150)
    settle()
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    assert layout.words.height() == 0
    assert all(area.height() >= 1 for area in layout.areas)
