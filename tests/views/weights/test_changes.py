"""The list behind the count of changes: plain words, trained → now, and the way back."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from gatescope.views.base.semi_bold import semi_bold
from gatescope.views.weights import edits
from gatescope.views.weights.changes import MOST_CELLS, Changes, reverted
from gatescope.views.weights.changes_list import ChangesList
from gatescope.views.weights.weights_view import WeightsView
from tests.views.weights.test_weights_view import MODEL, Bench, U

# The offscreen platform says so of every window with a smallest size, and of every list that pops up.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", "grabbing the keyboard", extend=True)

B = "layer0.forward.b_x.candidate"
TRAINED = MODEL.network


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    view = WeightsView()
    qtbot.addWidget(view)
    view.resize(560, 480)
    with qtbot.waitExposed(view):
        view.show()
    yield Bench(view)
    view.close()


def change(bench: Bench, row: int, column: int, value: float, key: str = U) -> None:
    bench.edit(MODEL.name, {key: edits.with_cell(bench.network.array(key), row, column, value)}, None, "")


def opened(bench: Bench) -> ChangesList:
    bench.view.findChild(QPushButton, "changedCount").click()
    found = bench.view.findChild(ChangesList)
    assert found.isVisible()
    return found


def test_few_cells_are_a_line_each_and_many_are_one() -> None:
    changes = Changes()
    network = TRAINED.with_array(U, edits.with_cell(TRAINED.array(U), 3, 3, 2.0))
    network = network.with_array(B, TRAINED.array(B) + 1)
    keys = edits.changed_keys(network, TRAINED)
    assert changes.count(network, TRAINED, keys) == 1 + 8
    lines = changes.listed(network, TRAINED, keys, ())
    assert [line.key for line in lines] == [U] + [B] * 8
    assert (lines[0].words, lines[0].now) == ("forget gate: what unit 3 takes from itself", "2")
    gained = network.with_array(U, network.array(U) * 2)
    keys = edits.changed_keys(gained, TRAINED)
    assert changes.count(gained, TRAINED, keys) == 1 + 8
    whole = changes.listed(gained, TRAINED, keys, ())[0]
    assert whole.cell is None
    assert whole.words == "forget gate U (hidden → gate): 64 numbers, root mean square"
    assert whole.before != whole.now
    assert MOST_CELLS == 8


def test_one_line_is_taken_back_without_the_others() -> None:
    values = edits.with_cell(edits.with_cell(TRAINED.array(U), 3, 3, 2.0), 1, 2, np.nan)
    network = TRAINED.with_array(U, values)
    lines = Changes().listed(network, TRAINED, (U,), ())
    assert [(line.cell, line.now) for line in lines] == [((1, 2), "nan"), ((3, 3), "2")]
    back = reverted(lines[0], network, TRAINED)[U]
    assert np.argwhere(back != TRAINED.array(U)).tolist() == [[3, 3]]
    network = TRAINED.with_array(U, TRAINED.array(U) * 2)
    (line,) = Changes().listed(network, TRAINED, (U,), ())
    assert np.array_equal(reverted(line, network, TRAINED)[U], TRAINED.array(U))


def test_the_button_counts_and_is_idle_as_trained(bench: Bench) -> None:
    button = bench.view.findChild(QPushButton, "changedCount")
    assert (button.text(), button.isEnabled()) == ("as trained", False)
    change(bench, 2, 5, 9.0)
    change(bench, 3, 5, 9.0)
    assert (button.text(), button.isEnabled()) == ("• 2 changed", True)


def test_the_list_reverts_a_line_and_all_each_as_one_step(qtbot: QtBot, bench: Bench) -> None:
    for row, key in ((2, U), (3, U), (0, B)):
        change(bench, row, 5, 9.0, key)
    found = opened(bench)
    words = [button.text() for button in found.findChildren(QPushButton, "changeWords")]
    assert words == [
        "forget gate: what unit 2 takes from unit 5",
        "forget gate: what unit 3 takes from unit 5",
        "candidate: bias of unit 5",
    ]
    values = [label.text() for label in found.findChildren(QLabel, "changedValue")]
    assert all(value.endswith(semi_bold(" → <b>9</b>")) for value in values)
    steps = len(bench.labels)
    revert = {b.accessibleName(): b for b in found.findChildren(QAbstractButton)}
    qtbot.mouseClick(revert[f"Revert {words[0]}"], Qt.MouseButton.LeftButton)
    assert bench.labels[steps:] == [f"Revert {words[0]}"]
    assert np.argwhere(bench.network.array(U) != TRAINED.array(U)).tolist() == [[3, 5]]
    assert [b.text() for b in found.findChildren(QPushButton, "changeWords")][-2:] == words[1:]
    qtbot.mouseClick(revert["Revert all"], Qt.MouseButton.LeftButton)
    assert len(bench.labels) == steps + 2
    assert bench.changed() == ()
    assert not found.isVisible()


def test_a_line_leads_to_its_weight(qtbot: QtBot, bench: Bench) -> None:
    change(bench, 0, 5, 9.0, B)
    found = opened(bench)
    qtbot.mouseClick(found.findChild(QPushButton, "changeWords"), Qt.MouseButton.LeftButton)
    assert bench.focus.parameter == B
    assert bench.view._cell == (0, 5)
    assert not found.isVisible()
    assert bench.changed() == (B,)


def test_escape_closes_it_and_every_control_has_a_name_and_a_tip(qtbot: QtBot, bench: Bench) -> None:
    change(bench, 2, 5, 9.0)
    found = opened(bench)
    for button in found.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.accessibleName(), button
            assert button.toolTip(), button
    qtbot.keyClick(found, Qt.Key.Key_Escape)
    assert not found.isVisible()
    assert bench.changed() == (U,)


def test_a_long_list_says_how_many_more_there_are(bench: Bench) -> None:
    bench.edit(MODEL.name, {key: bench.network.array(key) + 1 for key in TRAINED.keys() if ".b_" in key}, None, "")  # noqa: SIM118
    found = opened(bench)
    assert len(found.findChildren(QPushButton, "changeWords")) == 60
    assert any("and 4 more" in label.text() for label in found.findChildren(QLabel))
    assert found.height() <= found.screen().availableGeometry().height()
