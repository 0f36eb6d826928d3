"""The line above the sentence."""

import pytest
from PySide6.QtCore import Qt

from gatescope.app.window.message_bar import MessageBar, Offer


@pytest.fixture
def bar(qtbot):
    made = MessageBar()
    qtbot.addWidget(made)
    return made


def test_what_went_wrong_does_not_look_like_what_is_worth_knowing(bar):
    bar.show_message("x.pt: is no model")
    assert (bar.look, bar.accessibleName(), bar.isVisible()) == ("error", "Error", True)
    bar.show_notice("x.pt: 2 things assumed")
    assert (bar.look, bar.accessibleName(), bar.text()) == ("notice", "Notice", "x.pt: 2 things assumed")


def test_an_offer_is_taken_once_and_the_message_goes(qtbot, bar):
    taken = []
    bar.show_notice("A crash was survived.", [Offer("&Recover", "Bring back what was there", lambda: taken.append(1))])
    (button,) = bar.offers()
    assert button.toolTip() == button.accessibleName() == "Bring back what was there"
    button.click()
    assert taken == [1]
    assert not bar.isVisible()
    bar.show_message("Nothing to do about this one.")
    assert bar.offers() == ()


def test_an_offer_may_show_the_next_message(bar):
    bar.show_notice("One", [Offer("Next", "Show the next", lambda: bar.show_notice("Two"))])
    bar.offers()[0].click()
    assert bar.isVisible()
    assert bar.text() == "Two"


def test_escape_dismisses_it(qtbot, bar):
    bar.show_notice("One", [Offer("Do", "Do it", str)])
    qtbot.keyClick(bar.offers()[0], Qt.Key.Key_Escape)
    assert not bar.isVisible()
