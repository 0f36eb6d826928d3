"""A person walks through a cell: by the bar, by its parts, by its code, and on with the next word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gatescope.engine.cells import Direction
from gatescope.engine.part import Part
from gatescope.paint.cell.code import code_rows
from gatescope.paint.cell.strips import cell_of
from gatescope.plots.theme import DARK, LIGHT
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.single import run_once
from gatescope.session.run.snapshot import Run
from gatescope.views.base.spot import Spot
from gatescope.views.cell.cell_view import CellView
from tests.plots.builders import network, snapshot, tokens
from tests.views.helpers import colours_in, focus_on, said, settle

TEXT = "the food was not good"
BOTH: tuple[Direction, ...] = ("forward", "reverse")


def ran(cell: str = "lstm", text: str = TEXT, **options: Any) -> Run:
    return run_once(cell, network(cell, **{"units": 6} | options), tokens(text))


def put(qtbot: QtBot, *runs: Run, size: tuple[int, int] = (800, 620), **fields: Any) -> CellView:
    view = CellView()
    qtbot.addWidget(view)
    view.resize(*size)
    shown = snapshot(*runs)
    view.set_theme(LIGHT)
    view.show_snapshot(shown, focus_on(shown, **{"token": 2} | fields))
    with qtbot.waitExposed(view):
        view.show()
    settle()
    return view


def step_of(view: CellView) -> int:
    plot = view.plot()
    assert plot is not None
    return plot.step


def click(view: CellView, at: QPointF, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(view._picture, Qt.MouseButton.LeftButton, modifiers, at.toPoint())
    settle()


def test_the_bar_walks_and_goes_on_with_the_next_word(qtbot: QtBot) -> None:
    view = put(qtbot, ran())
    assert step_of(view) == 1
    for step in range(2, 8):
        view.go(1)
        assert step_of(view) == step
    with qtbot.waitSignal(view.token_clicked) as told:
        view.go(1)
    assert told.args == [3]
    shown = view._snapshot
    assert shown is not None
    view.show_focus(shown, focus_on(shown, token=3))
    assert step_of(view) == 1
    with qtbot.waitSignal(view.token_clicked) as told:
        view.go(-1)
    assert told.args == [2]
    view.show_focus(shown, focus_on(shown, token=2))
    assert step_of(view) == 7
    view.rewind()
    assert step_of(view) == 1


def test_a_reverse_direction_goes_on_to_the_word_that_it_reads_next(qtbot: QtBot) -> None:
    view = put(qtbot, ran(directions=BOTH), part=Part.of(0, "reverse"))
    view.go_to(7)
    with qtbot.waitSignal(view.token_clicked) as told:
        view.go(1)
    assert told.args == [1]


def test_playing_walks_to_the_end_of_the_text_and_stops(qtbot: QtBot) -> None:
    view = put(qtbot, ran("rnn", text="good"), token=0)
    view._timer.setInterval(1)
    view.play(True)
    view._timer.setInterval(1)
    for wanted in (2, 3):
        view._go_on()
        assert step_of(view) == wanted
    assert view.playing
    view._go_on()
    assert not view.playing
    view.play(True)
    view.hide()
    assert not view.playing


def test_a_click_on_a_node_a_box_or_a_line_of_code_goes_there(qtbot: QtBot) -> None:
    view = put(qtbot, ran())
    (pane,) = view._picture.panes
    frame = pane.frame
    plus = next(node for node in frame.wiring.nodes if node.sign == "+")
    click(view, frame.node(plus).center())
    assert step_of(view) == 5
    output = next(box for box in frame.wiring.boxes if box.name == "output")
    click(view, frame.box(output).center())
    assert step_of(view) == 6
    assert pane.code is not None
    step, row = code_rows(view._picture.panes[0].frame.wiring, pane.code, 1.0)[2]
    click(view, row.center())
    assert step_of(view) == step == 3
    last = view._tools.line.segments()[6]
    QTest.mouseClick(view._tools.line, Qt.MouseButton.LeftButton, pos=last.center().toPoint())
    assert step_of(view) == 7
    assert "Step 7 of 7" in view._tools.line.accessibleDescription()


def test_a_click_on_a_cell_of_a_strip_chooses_its_unit(qtbot: QtBot) -> None:
    view = put(qtbot, ran())
    frame = view._picture.panes[0].frame
    strip = frame.wiring.vector("forget_gate")
    at = cell_of(frame.strip(strip), strip, 4).center()
    with qtbot.waitSignal(view.unit_clicked) as told:
        click(view, at)
    assert told.args == [UnitRef("lstm", Part.of(0, "forward"), 4), False]
    with qtbot.waitSignal(view.unit_clicked) as told:
        click(view, at, Qt.KeyboardModifier.ControlModifier)
    assert told.args[1] is True
    with qtbot.waitSignal(view.unit_clicked) as told:
        view._tools.unit.setValue(5)
    assert told.args == [UnitRef("lstm", Part.of(0, "forward"), 5), False]


def test_the_label_has_the_value_that_lies_under_the_mouse(qtbot: QtBot) -> None:
    one = ran()
    view = put(qtbot, one)
    picture, part = view._picture, Part.of(0, "forward")
    frame = picture.panes[0].frame
    for key in ("forget_gate", "kept", "cell_state_before", "cell_state", "input"):
        strip = frame.wiring.vector(key)
        for index in range(len(strip.values)):
            spot = view.spot_at(picture.mapTo(view, cell_of(frame.strip(strip), strip, index).center().toPoint()))
            assert spot is not None
            assert spot.value.number == pytest.approx(float(strip.values[index]))
            assert (f"unit {index}" in said(spot)) == (key != "input")
    kept = frame.wiring.vector("kept")
    assert "what is kept" in said(view.spot_at(picture.mapTo(view, frame.strip(kept).center().toPoint())))
    before = frame.wiring.vector("cell_state_before")
    spot = view.spot_at(picture.mapTo(view, frame.strip(before).center().toPoint()))
    assert spot is not None
    assert spot.value.token == 1
    box = next(box for box in frame.wiring.boxes if box.name == "forget")
    gate = view.spot_at(picture.mapTo(view, frame.box(box).center().toPoint()))
    assert gate is not None
    assert (gate.value.signal, gate.value.token) == ("forget_gate", 2)
    held = gate.value.to_hold
    assert held == pytest.approx(float(one.trace[f"{part}.forget_gate"][2, frame.wiring.unit]))
    assert view.spot_at(QPoint(2, view.height() - 2)) is None


def test_the_keyboard_finds_the_value_of_the_operation_in_turn(qtbot: QtBot) -> None:
    view = put(qtbot, ran())
    for step, key in ((2, "forget_gate"), (3, "kept"), (5, "cell_state"), (7, "hidden_state")):
        view.go_to(step)
        settle()
        wiring = view._picture.panes[0].frame.wiring
        spot = view.spot_at_cursor()
        assert spot is not None
        assert spot.value.number == pytest.approx(float(wiring.vector(key).values[wiring.unit]))


def test_compare_draws_two_cells_or_all_on_one_grid(qtbot: QtBot) -> None:
    runs = [ran(cell) for cell in ("rnn", "gru", "lstm")]
    view = put(qtbot, *runs)
    assert [one.cell for one in view.plot().wirings] == ["gru", "lstm"]  # type: ignore[union-attr]
    assert view._tools.pairs.isVisible()
    for chosen, cells in (("RNN beside GRU", ["rnn", "gru"]), ("RNN, GRU beside LSTM", ["rnn", "gru", "lstm"]),
                          ("The model in front", ["lstm"])):  # fmt: skip
        view._tools.pairs.segment_picked.emit(chosen)
        settle()
        assert [one.cell for one in view.plot().wirings] == cells  # type: ignore[union-attr]
        assert view._tools.pairs.text() == chosen
    view._tools.pairs.segment_picked.emit("GRU beside LSTM")
    settle()
    first, second = view._picture.panes
    assert first.frame.rect.left() == second.frame.rect.left()
    view.resize(1300, 500)
    settle()
    first, second = view._picture.panes
    assert first.frame.rect.top() == second.frame.rect.top()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [(800, 620), (420, 300), (1300, 500), (300, 180)])
@pytest.mark.parametrize(
    "runs",
    [
        lambda: [ran("rnn")],
        lambda: [ran("gru", units=100)],
        lambda: [ran("lstm", units=1)],
        lambda: [ran(cell) for cell in ("rnn", "gru", "lstm")],
        lambda: [ran("lstm", layers=2, directions=BOTH)],
        lambda: [ran("gru", text="good")],
    ],
    ids=["rnn", "many units", "one unit", "compare", "two layers", "one token"],
)
def test_every_model_is_painted_in_every_size(
    qtbot: QtBot, theme: Any, size: tuple[int, int], runs: Callable[[], list[Run]]
) -> None:
    view = put(qtbot, *runs(), size=size, token=0)
    view.set_theme(theme)
    view._tools.corner.setChecked(True)
    for step in (1, 4, 7):
        view.go_to(step)
        settle()
        assert not view.grab().isNull()
    for pane in view._picture.panes:
        for place in (pane.frame.rect, pane.words):
            assert place.height() <= 0 or view._picture.rect().toRectF().adjusted(-1, -1, 1, 1).contains(place)


def test_a_model_in_front_that_is_not_drawn_lends_no_unit(qtbot: QtBot) -> None:
    runs = [ran("rnn", units=3), ran("gru", units=9), ran("lstm", units=9)]
    view = put(qtbot, *runs, model="rnn", units=(UnitRef("gru", Part.of(0, "forward"), 8),))
    assert view.plot().main.model == "gru"  # type: ignore[union-attr]
    assert (view._tools.unit.value(), view._tools.unit.maximum()) == (8, 8)


def test_nothing_to_show_is_said(qtbot: QtBot) -> None:
    view = put(qtbot, ran(text=""), token=None)
    assert view.plot() is None
    assert view._veil.text == "Type a sentence above to see one step of the cell."
    view.go(1)
    view.play(True)
    assert not view.playing
    assert view.spot_at_cursor() is None
    shown = snapshot(ran())
    view.show_snapshot(shown, focus_on(shown, token=1))
    assert view.plot() is not None
    assert not view._veil.text
    view.show_snapshot(replace(shown, runs=()), Focus())
    assert view._veil.text == "Open a model to see one step of the cell."


def test_a_hidden_view_describes_nothing_and_keeps_no_run(qtbot: QtBot) -> None:
    view = put(qtbot, ran())
    view.hide()
    shown = snapshot(ran())
    view.show_snapshot(shown, focus_on(shown, token=1))
    assert view.plot() is None
    assert not view._picture._runs
    view.show()
    settle()
    assert view.plot() is not None


def test_layers_and_directions_are_chosen_where_there_are_several(qtbot: QtBot) -> None:
    view = put(qtbot, ran(layers=2, directions=BOTH), part=Part.of(1, "forward"))
    assert view._tools.parts.isVisible()
    with qtbot.waitSignal(view.part_chosen) as told:
        view._tools.parts.menu().actions()[1].trigger()
    assert told.args == [Part.of(0, "reverse")]
    alone = put(qtbot, ran())
    assert not alone._tools.parts.isVisible()


def test_every_control_has_a_name_and_a_tip(qtbot: QtBot) -> None:
    view = put(qtbot, ran(layers=2), ran("gru", layers=2))
    for button in view.findChildren(QToolButton):
        if button.isVisible():
            assert button.accessibleName()
            assert button.toolTip()


def test_values_that_are_no_numbers_have_a_look_of_their_own(qtbot: QtBot) -> None:
    made = network("lstm", units=6)
    key = "layer0.forward.W.candidate"
    array = np.array(made.array(key))
    array[1] = np.nan
    view = put(
        qtbot,
        run_once("lstm", made.with_array(key, array), tokens(TEXT)),
        units=(UnitRef("lstm", Part.of(0, "forward"), 1),),
    )
    view.go_to(5)
    settle()
    wiring = view._picture.panes[0].frame.wiring
    assert np.isnan(wiring.vector("candidate").values[1])
    assert "no finite number" in view._picture.accessibleDescription()
    assert LIGHT.bad.lower() in colours_in(view._picture.grab().toImage())


def test_the_label_follows_a_resting_mouse_at_once(qtbot: QtBot) -> None:
    """Before the next paint: the window hides a label that no view tells of again when a snapshot comes."""
    view = put(qtbot, ran())
    frame = view._picture.panes[0].frame
    at = frame.strip(frame.wiring.vector("kept")).center().toPoint()
    move = QMouseEvent(
        QEvent.Type.MouseMove, QPointF(at), view._picture.mapToGlobal(QPointF(at)), Qt.MouseButton.NoButton,
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
    )  # fmt: skip
    view._picture.mouseMoveEvent(move)
    told: list[object] = []
    view.hovered.connect(told.append)
    shown = snapshot(ran(text=TEXT + " at all"))
    view.show_snapshot(shown, focus_on(shown, token=3))
    assert isinstance(told[-1], Spot)
    assert told[-1].value.token == 3
