"""What pops up goes where it is disabled: Qt leaves it open, and no key and no click closes it any more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.menu import Menu
from gatescope.views.controls.segmented import Segment
from gatescope.views.sentence.examples_button import ExamplesButton
from gatescope.views.weights.changes_list import ChangesList
from gatescope.views.weights.matters_most import MattersMost

# The offscreen platform says so of every pop-up.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)

Made = Callable[[QWidget], tuple[QWidget, QWidget]]


def plain_menu(parent: QWidget) -> tuple[QWidget, QWidget]:
    menu = Menu(parent)
    menu.addAction("one")
    return menu, menu


def choice_menu(parent: QWidget) -> tuple[QWidget, QWidget]:
    button = ChoiceMenu("Way", parent)
    button.set_segments([Segment("one", "one", "The first"), Segment("two", "two", "The second")], "one")
    return button.menu(), button


def examples(parent: QWidget) -> tuple[QWidget, QWidget]:
    button = ExamplesButton(parent)
    button.offer(["The film was good"])
    return button.menu(), button


def changes(parent: QWidget) -> tuple[QWidget, QWidget]:
    return ChangesList(parent), parent


def matters(parent: QWidget) -> tuple[QWidget, QWidget]:
    return MattersMost(QPushButton(parent), parent), parent


@pytest.mark.parametrize("made", [plain_menu, choice_menu, examples, changes, matters])
@pytest.mark.parametrize("disable", ["itself", "what it belongs to"])
def test_it_closes_where_it_is_disabled(made: Made, disable: str, qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    popup, owner = made(window)
    popup.move(window.mapToGlobal(QPoint()))
    popup.show()
    assert QApplication.activePopupWidget() is popup
    (popup if disable == "itself" else owner).setEnabled(False)
    assert QApplication.activePopupWidget() is None
    assert not popup.isVisible()


def test_examples_that_are_taken_away_take_their_menu_with_them(qtbot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    menu, button = examples(window)
    button.open_menu()
    assert QApplication.activePopupWidget() is menu
    button.offer(())
    assert QApplication.activePopupWidget() is None
