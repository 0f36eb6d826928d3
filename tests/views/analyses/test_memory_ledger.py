"""The memory ledger on screen: what it asks, what it draws of the answer, and what a person does with it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatescope.analysis.memory.over_time import NO_SUM, ledger_over_time
from gatescope.engine.part import Part
from gatescope.paint.canvas import Canvas
from gatescope.paint.memory.ledger import paint_ledger_body, paint_ledger_cursor
from gatescope.plots.gradient_words import plain
from gatescope.plots.memory.ledger_plot import LedgerPlot
from gatescope.plots.theme import DARK
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.document import UnitRef
from gatescope.session.run.snapshot import Run, Snapshot
from gatescope.views.analyses.memory_ledger import MemoryLedgerView
from tests.paint.looking import pixels
from tests.plots.builders import snapshot
from tests.plots.memory.test_ledger import real
from tests.views.helpers import focus_on, said, settle

FORWARD = Part.parse("layer0.forward")


class Asked(MemoryLedgerView):
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
    def drawn(self) -> LedgerPlot:
        plot = self.plot()
        assert plot is not None
        return plot


@pytest.fixture
def view(qtbot: QtBot) -> Asked:
    view = Asked()
    view.resize(560, 380)
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
    if question is None:
        return
    about: Any = dict(question.about)
    gated = [run.network.cell.name != "rnn" for run in question.runs]
    found = [
        ledger_over_time(run.network, run.trace, **about) if has else None
        for run, has in zip(question.runs, gated, strict=True)
    ]
    view.take_answer(question, Answer(tuple(found), tuple("" if has else NO_SUM for has in gated)))
    settle()


def place(view: Asked, token: int, height: float, panel: int = 0) -> QPoint:
    """Where a token is in the picture, at a share."""
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    area = layout.areas[panel]
    return QPointF(layout.x_of(token + 0.5), area.bottom() - height * area.height()).toPoint()


def test_it_asks_of_every_run_and_draws_what_is_answered(view: Asked) -> None:
    made = shown(view, real("rnn"), real("gru"), real("lstm"), part=FORWARD, token=6)
    assert view.questions == [Question.of("memory ledger", made.runs, part=FORWARD, unit=None)]
    for panel, run in zip(view.drawn.panels, made.runs[1:], strict=True):
        found = ledger_over_time(run.network, run.trace, part=FORWARD)
        np.testing.assert_array_equal(panel.shares, found.shares)
    assert "An RNN's state is no sum of words" in view.drawn.foot
    assert view._picture.accessibleDescription() == plain(view.drawn.finding)


def test_an_rnn_alone_has_none_and_the_view_says_why(view: Asked) -> None:
    shown(view, real("rnn"))
    assert view._veil.text == "An RNN's state is no sum of words: it is squashed anew at every step."
    assert not view.drawn.panels


def test_a_click_moves_the_cursor_and_the_sentence_follows_it(view: Asked) -> None:
    made = shown(view, real(), token=6)
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, pos=place(view, 2, 0.5))
    assert view.clicked == [2]
    view.show_focus(made, focus_on(made, token=2))
    assert view.drawn.cursor == 2
    assert plain(view.drawn.finding).startswith("After “was”")
    assert len([one for one in view.questions if one is not None]) == 1


def test_the_mouse_brings_a_word_out_and_says_what_it_holds(view: Asked) -> None:
    shown(view, real(), token=6)
    (panel,) = view.drawn.panels
    band = int(panel.shares[4].argmax())
    low, high = panel.ends(4, band)
    QTest.mouseMove(view._picture, place(view, 4, (low + high) / 2))
    assert view._picture.word_in_full == (0, band)
    assert f"holds {100 * panel.shares[4, band]:.0f}" in view.told[-1]
    assert "of the cell state after “good”" in view.told[-1]
    QTest.mouseMove(view._picture, QPoint(1, 1))
    assert view._picture.word_in_full is None


def test_one_unit_is_asked_for_and_follows_the_choice(view: Asked) -> None:
    run = real(units=5)
    made = shown(view, run, units=(UnitRef("toy-lstm", FORWARD, 3),))
    view._units._menu.actions()[1].trigger()
    answered(view)
    assert view.drawn.panels[0].unit == 3
    view.show_focus(made, focus_on(made, units=(UnitRef("toy-lstm", FORWARD, 1),)))
    answered(view)
    assert view.drawn.panels[0].unit == 1
    assert view._units.text() == "Unit 1"
    view._units._menu.actions()[0].trigger()
    answered(view)
    assert view.drawn.panels[0].unit is None


@pytest.mark.parametrize("cells", [("lstm",), ("gru", "lstm")])
@pytest.mark.parametrize("text", ["good", "the food was not good at all", " ".join(["good", "bad"] * 300)])
def test_what_is_on_screen_is_what_the_painter_makes_of_the_plot(
    view: Asked, text: str, cells: tuple[str, ...]
) -> None:
    view.set_theme(DARK)
    shown(view, *(real(cell, text) for cell in cells), token=0)
    seen = view._picture.grab().toImage()
    picture = QImage(view._picture.size(), QImage.Format.Format_RGB32)
    picture.fill(QColor(DARK.surface))
    painter = QPainter(picture)
    canvas = Canvas(painter, DARK, QRectF(picture.rect()), 1.0)
    layout = view._picture._laid_out(canvas, view.drawn)
    paint_ledger_body(canvas, view.drawn, layout)
    paint_ledger_cursor(canvas, view.drawn, layout)
    painter.end()
    np.testing.assert_array_equal(pixels(seen), pixels(picture))


def test_an_empty_text_keeps_the_axes_and_asks_for_a_sentence(view: Asked) -> None:
    shown(view, real(), token=3)
    shown(view, replace(real(text=""), model="toy-lstm"), token=None)
    assert "Type a sentence" in view._veil.text
    assert not view.drawn.panels
