"""The chips of the views: reordered by the mouse and by keys, taken out, added from the menu."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from gatescope.app.figures.view_chips import OfferedView, ViewChips

OFFERED = [
    OfferedView("gradients", "Gradient flow", True),
    OfferedView("ledger", "Memory ledger", True),
    OfferedView("units", "Units", False),
    OfferedView("cell", "Cell", False),
]


@pytest.fixture
def chips(qtbot):
    made = ViewChips()
    qtbot.addWidget(made)
    made.resize(700, 40)
    made.offer(OFFERED)
    made.show_views(["gradients", "ledger", "units"], ["a", "b", "c"])
    made.show()
    qtbot.waitExposed(made)
    made.told = []
    made.changed.connect(lambda: made.told.append(made.names))
    return made


def drag(chip, by):
    middle = chip.rect().center()
    QTest.mousePress(chip, Qt.MouseButton.LeftButton, pos=middle)
    for step in range(1, 6):
        # It moves under the mouse: the place is told from where the mouse is on the row.
        there = chip.mapFromParent(chip.start + by * step / 5)
        QTest.mouseMove(chip, there)
    QTest.mouseRelease(chip, Qt.MouseButton.LeftButton, pos=chip.mapFromParent(chip.start + by))


def test_a_drag_reorders_once(chips):
    first = chips.chips[0]
    first.start = first.geometry().center()
    drag(first, QPoint(chips.chips[2].geometry().center().x() - first.start.x() + 20, 0))
    assert chips.names == ("ledger", "units", "gradients")
    assert chips.told == [chips.names]
    assert [chip.accessibleName()[:6] for chip in chips.chips] == ["View 1", "View 2", "View 3"]


def test_a_drag_that_comes_back_changes_nothing(chips):
    first = chips.chips[0]
    first.start = first.geometry().center()
    drag(first, QPoint(2, 0))
    assert chips.names == ("gradients", "ledger", "units")
    assert chips.told == []


def test_keys_move_and_take_out(chips):
    chip = chips.chips[1]
    QTest.keyClick(chip, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert chips.names == ("gradients", "units", "ledger")
    QTest.keyClick(chip, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert len(chips.told) == 1
    QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert chips.names == ("gradients", "units")
    assert len(chips.told) == 2


def test_the_cross_takes_out_and_the_menu_puts_back(chips):
    cross = chips.chips[0].findChild(QToolButton)
    QTest.mouseClick(cross, Qt.MouseButton.LeftButton)
    assert chips.names == ("ledger", "units")
    menu = chips.findChild(QToolButton, options=Qt.FindChildOption.FindDirectChildrenOnly).menu()
    assert [action.text() for action in menu.actions()] == ["Gradient flow", "", "Cell"]
    menu.actions()[0].trigger()
    assert chips.names == ("ledger", "units", "gradients")
    assert chips.told == [("ledger", "units"), chips.names]


def test_the_last_view_can_go_too(chips):
    for chip in chips.chips:
        QTest.keyClick(chip, Qt.Key.Key_Delete)
    assert chips.names == ()


def test_a_letter_takes_its_room(chips):
    chips.show_letters(["", "", ""])
    without = [chip.width() for chip in chips.chips]
    chips.show_letters(["a", "b", "c"])
    assert all(chip.width() >= chip.sizeHint().width() > wide for chip, wide in zip(chips.chips, without, strict=True))


def test_chips_wrap_and_the_row_grows(chips, qtbot):
    before = chips.height()
    chips.resize(200, before)
    qtbot.waitUntil(lambda: chips.height() > before)
    assert all(chips.rect().contains(chip.geometry()) for chip in chips.chips)
