"""Gradient flow on screen: what it asks, what it draws of the answer, and what a person does with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gatescope.analysis.gradient_flow import GradientFlow
from gatescope.analysis.targets import Target
from gatescope.engine.network import ReadOut
from gatescope.engine.part import Part
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.gradient_words import plain
from gatescope.plots.theme import DARK
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.run.snapshot import BadStep, Run, Snapshot
from gatescope.views.analyses.gradient_flow import GradientFlowView
from gatescope.views.analyses.line_button import LineButton
from gatescope.views.analyses.target_chooser import TargetChooser
from tests.plots.builders import flow, run, snapshot
from tests.views.helpers import focus_on, said, settle

SIZE = (840, 320)
SENTENCE = "the food was not good but the service was"


class Asked(GradientFlowView):
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
    def question_now(self) -> Question:
        question = self.questions[-1]
        assert question is not None
        return question

    @property
    def drawn(self) -> GradientFlowPlot:
        plot = self.plot()
        assert plot is not None
        return plot

    @property
    def target_now(self) -> Target | None:
        return dict(self.question_now.about)["target"]  # type: ignore[return-value]

    @property
    def legend(self) -> list[LineButton]:
        return [button for button in self.findChildren(LineButton) if button.isVisible()]

    @property
    def chooser(self) -> TargetChooser:
        return self.findChildren(TargetChooser)[0]


@pytest.fixture
def view(qtbot: QtBot) -> Asked:
    view = Asked()
    view.resize(*SIZE)
    qtbot.addWidget(view)
    with qtbot.waitExposed(view):
        view.show()
    return view


def shown(view: Asked, *runs: Run, flows: Sequence[GradientFlow | None] | None = None, **focus: object) -> Snapshot:
    """Show `runs`, and answer what is asked of them unless `flows` is empty."""
    made = snapshot(*runs)
    view.show_snapshot(made, focus_on(made, **focus))
    answered(view, [flow(one) for one in runs] if flows is None else flows)
    return made


def answered(view: Asked, flows: Sequence[GradientFlow | None], failures: Sequence[str] = ()) -> None:
    if flows:
        view.take_answer(view.question_now, Answer(tuple(flows), tuple(failures) or ("",) * len(flows)))
        settle()


def place(view: Asked, token: int, value: float | None = None) -> QPoint:
    """Where a token is in the picture, at the height of a log₁₀."""
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    y = layout.area.center().y() if value is None else layout.y_of(value)
    return QPointF(layout.x_of(token + 0.5), y).toPoint()


def click(view: Asked, token: int, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, keys, place(view, token))


def test_it_asks_of_every_shown_run_and_draws_what_is_answered(view: Asked) -> None:
    runs = [run(SENTENCE, cell) for cell in ("rnn", "gru", "lstm")]
    flows = [flow(one) for one in runs]
    made = shown(view, *runs, flows=flows, part=Part.parse("layer0.forward"))
    assert view.questions == [Question.of("gradient flow", made.runs, target=None, part=Part.parse("layer0.forward"))]
    lines = {(line.cell, line.state): line.values for line in view.drawn.lines}
    assert len(lines) == 4
    for one, found in zip(runs, flows, strict=True):
        cell = one.network.cell.name
        np.testing.assert_array_equal(lines[cell, "hidden_state"], found.parts[0].hidden)
        if cell == "lstm":
            np.testing.assert_array_equal(lines[cell, "cell_state"], found.parts[0].cell)
    for row in view.drawn.factors:
        found = flows[("rnn", "gru", "lstm").index(row.cell)]
        np.testing.assert_array_equal(row.values, found.parts[0].factors)
    assert view.drawn.finding
    assert plain(view.drawn.finding) == view._picture.accessibleDescription()


def test_an_entry_of_the_legend_switches_its_line(view: Asked) -> None:
    shown(view, run(SENTENCE, "gru"), run(SENTENCE, "lstm"))
    assert [button.accessibleName() for button in view.legend] == [
        "Line of GRU h",
        "Line of LSTM h",
        "Line of LSTM c",
    ]
    view.legend[1].click()
    assert [(line.cell, line.state) for line in view.drawn.lines] == [("gru", "hidden_state"), ("lstm", "cell_state")]
    assert len(view.legend) == 3
    shown(view, run("another text", "gru"), run("another text", "lstm"))
    assert len(view.drawn.lines) == 2
    view.legend[1].click()
    assert len(view.drawn.lines) == 3
    assert len(view.questions) == 2


def test_a_click_on_a_word_makes_its_read_out_the_target(view: Asked) -> None:
    shown(view, run(SENTENCE))
    click(view, 3)
    assert view.target_now == Target(3, "sentiment")
    assert view.clicked == [3]
    assert view.chooser.currentText() == "read-out at “not”"
    click(view, 3, Qt.KeyboardModifier.ShiftModifier)
    assert view.target_now == Target(3)
    assert view.chooser.currentText() == "sum of h at “not”"
    click(view, 5)
    assert view.target_now == Target(5, "sentiment")
    # The last word stays the last one while the text grows.
    click(view, 8)
    assert view.target_now == Target(None, "sentiment")


def test_the_list_offers_every_read_out_every_label_and_the_state(view: Asked, qtbot: QtBot) -> None:
    rng = np.random.default_rng(0)
    topic = ReadOut("topic", "softmax", rng.normal(size=(3, 3)), np.zeros(3), ("film", "food", "town"))
    shown(view, run(SENTENCE, readout=topic), token=8)
    assert view.chooser.accessibleName()
    assert view.chooser.toolTip()
    words = [view.chooser.itemText(i) for i in range(view.chooser.count())]
    assert len(words) == len(set(words)) == 5
    assert [sum(label in word for word in words) for label in topic.labels] == [1, 1, 1]
    view.chooser.setFocus()
    view.chooser.activated.emit(words.index("sum of h at “was”"))
    assert view.target_now == Target()
    view.chooser.activated.emit(next(i for i, word in enumerate(words) if "town" in word))
    assert view.target_now == Target(None, "topic", "town")


def test_without_a_mouse_the_cursor_says_which_word_is_offered(view: Asked) -> None:
    made = shown(view, run(SENTENCE), token=8)
    offered = [view.chooser.itemText(i) for i in range(view.chooser.count())]
    assert offered == ["read-out at “was”", "sum of h at “was”"]
    view.show_focus(made, focus_on(made, token=4))
    offered = [view.chooser.itemText(i) for i in range(view.chooser.count())]
    assert offered == ["read-out at “was”", "sum of h at “was”", "read-out at “good”", "sum of h at “good”"]
    assert view.chooser.currentText() == "read-out at “was”"
    view.chooser.activated.emit(3)
    assert view.target_now == Target(4)


def test_a_target_that_the_next_text_does_not_have_is_its_nearest(view: Asked) -> None:
    shown(view, run(SENTENCE))
    click(view, 6)
    shown(view, run("so good"))
    assert view.chooser.currentText() == "read-out at “good”"
    shown(view, run(SENTENCE))
    assert view.chooser.currentText() == "read-out at “the”"


def test_a_model_without_a_read_out_offers_its_state(view: Asked) -> None:
    made = run(SENTENCE)
    shown(view, replace(made, network=replace(made.network, readouts=()), readouts={}), token=8)
    assert [view.chooser.itemText(i) for i in range(view.chooser.count())] == ["sum of h at “was”"]
    click(view, 2)
    assert view.target_now == Target(2)


def test_an_empty_text_keeps_the_axes_and_says_what_to_do(view: Asked) -> None:
    shown(view, run(SENTENCE))
    shown(view, run(""), flows=())
    assert view.drawn.lines == ()
    assert view._veil.isVisible()
    assert "Type a sentence" in view.accessibleDescription()
    assert not view.legend
    assert not view.chooser.isEnabled()
    shown(view, run(SENTENCE))
    assert not view._veil.isVisible()
    assert view.chooser.isEnabled()


def test_while_an_answer_is_awaited_the_last_picture_stays_and_then_fades(view: Asked, qtbot: QtBot) -> None:
    shown(view, run(SENTENCE))
    before = view.drawn
    shown(view, run("something else"), flows=())
    assert view.drawn is before
    assert not view._veil.isVisible()
    qtbot.waitUntil(lambda: view._veil.waits)
    assert view.drawn is before
    old = view.questions[0]
    assert old is not None
    view.take_answer(old, Answer((flow(run(SENTENCE)),), ("",)))
    assert view.drawn is before
    answered(view, [flow(run("something else"))])
    assert view.drawn.tokens.text == "something else"
    assert not view._veil.isVisible()


def test_what_failed_is_said(view: Asked) -> None:
    runs = [run(SENTENCE, "gru"), run(SENTENCE, "lstm")]
    shown(view, *runs, flows=())
    answered(view, [flow(runs[0]), None], ["", "no weights"])
    assert [line.cell for line in view.drawn.lines] == ["gru"]
    assert "toy-lstm: no weights." in plain(view.drawn.finding)
    shown(view, *[run("another", cell) for cell in ("gru", "lstm")], flows=())
    answered(view, [None, None], ["the read-out has weights that are not finite", "it failed, too"])
    assert view.drawn.lines == ()
    assert view.accessibleDescription() == "The read-out has weights that are not finite."


def test_from_the_first_word_that_is_no_number_a_button_leads_there(view: Asked) -> None:
    values = np.where(np.arange(9) < 4, -0.5, np.nan)
    bad = replace(run(SENTENCE), bad=BadStep(4, "good", "forget_gate", 1, Part.parse("layer0.forward")))
    shown(view, bad, flows=[flow(bad, bad=4, hidden=values, cell=values, factors=values)])
    assert view._go.isVisible()
    assert "not a number from “good” on" in plain(view.drawn.finding)
    view._go.click()
    assert view.clicked == [4]
    shown(view, run(SENTENCE))
    assert not view._go.isVisible()


def test_the_mouse_reads_lines_and_factors(view: Asked) -> None:
    one = run(SENTENCE, "lstm")
    shown(view, one, flows=[flow(one)])
    value = float(flow(one).parts[0].cell[3])
    QTest.mouseMove(view._picture, place(view, 3, value))
    settle()
    assert "LSTM" in plain(view.told[-1])
    assert "“not”" in view.told[-1]
    assert f"{abs(value):.1f}" in view.told[-1]
    layout = view._picture.layout_now
    assert layout is not None
    row = QPointF(layout.x_of(2.5), layout.rows[0].center().y()).toPoint()
    QTest.mouseMove(view._picture, row)
    settle()
    assert "0.50" in view.told[-1]
    assert "“was”" in view.told[-1]
    QTest.mouseMove(view._picture, QPoint(2, 2))
    settle()
    assert view.told[-1] == ""


def test_the_cursor_moves_over_the_picture_that_is_painted(view: Asked) -> None:
    made = shown(view, run(SENTENCE))
    view.grab()
    body, questions = view._picture._body, len(view.questions)
    view.show_focus(made, focus_on(made, token=5))
    assert view.drawn.cursor == 5
    view.grab()
    assert view._picture._body is body
    assert len(view.questions) == questions


def test_it_shows_the_stretch_of_the_text_that_is_zoomed_to(view: Asked) -> None:
    shown(view, run(" ".join([SENTENCE] * 12)))
    whole = view.token_range.span
    view.token_range.zoom(0.2, 30.0)
    settle()
    view.grab()
    layout = view._picture.layout_now
    assert layout is not None
    assert layout.stretch == (view.token_range.first, view.token_range.last)
    view.reset_view()
    assert view.token_range.span == whole


def test_it_wears_the_theme(view: Asked) -> None:
    shown(view, run(SENTENCE))
    light = view.grab().toImage().pixelColor(3, 3).lightness()
    view.set_theme(DARK)
    assert view.grab().toImage().pixelColor(3, 3).lightness() < 80 < light
