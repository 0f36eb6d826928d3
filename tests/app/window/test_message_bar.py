"""The line above the sentence."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton

from gatescope.app.window.message_bar import MessageBar
from gatescope.app.window.messages import MOST, Offer


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


def count(bar):
    return bar.findChild(QLabel, "Muted")


def dismiss_all(bar):
    return next(button for button in bar.findChildren(QPushButton) if button.text() == "Dismiss a&ll")


def test_a_message_takes_none_of_the_others_away(qtbot, bar):
    bar.show_message("One", [Offer("Do", "Do it", str)])
    assert count(bar).isHidden()
    assert dismiss_all(bar).isHidden()
    bar.show_notice("Two")
    assert (bar.text(), bar.look, count(bar).text()) == ("Two", "notice", "1 of 2")
    assert not dismiss_all(bar).isHidden()
    close = next(button for button in bar.findChildren(QToolButton) if button.text() == "✕")
    close.click()
    assert (bar.text(), bar.look, bar.isVisible()) == ("One", "error", True)
    assert [button.text() for button in bar.offers()] == ["Do"]
    assert count(bar).isHidden()
    qtbot.keyClick(bar, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def test_all_messages_are_dismissed_at_once(bar):
    for sentence in ("One", "Two", "Three"):
        bar.show_message(sentence)
    dismiss_all(bar).click()
    assert not bar.isVisible()
    bar.show_message("Four")
    assert count(bar).isHidden()


def test_a_message_replaces_the_one_about_the_same_topic(bar):
    bar.show_message("a.pt: is no model", topic="opening")
    bar.show_notice("The kernels are kept in /tmp.")
    bar.show_notice("b.pt: LSTM 1 × 8", topic="opening")
    assert (bar.text(), count(bar).text()) == ("b.pt: LSTM 1 × 8", "1 of 2")
    bar.withdraw("opening")
    assert (bar.text(), count(bar).isHidden()) == ("The kernels are kept in /tmp.", True)


def test_a_message_is_withdrawn_from_below_another(bar):
    bar.show_notice("mine: GRU 1 × 3", topic="opening")
    bar.show_message("The disk is full.")
    bar.withdraw("opening", "another: GRU 1 × 3")
    assert count(bar).text() == "1 of 2"
    bar.withdraw("opening", "mine: GRU 1 × 3")
    assert (bar.text(), count(bar).isHidden()) == ("The disk is full.", True)


def test_the_same_message_twice_is_one(bar):
    bar.show_message("The disk is full.")
    bar.show_message("Something else.")
    bar.show_message("The disk is full.")
    assert (bar.text(), count(bar).text()) == ("The disk is full.", "1 of 2")


def test_the_oldest_messages_are_given_up(bar):
    for number in range(MOST + 5):
        bar.show_message(f"Message {number}")
    assert (bar.text(), count(bar).text()) == (f"Message {MOST + 4}", f"1 of {MOST}")


def test_a_message_goes_once_it_has_outlived_its_cause(bar):
    causes = {"one"}
    bar.show_message("Two is said.", holds=lambda: "two" in causes)
    bar.show_message("One is the only model.", holds=lambda: "one" in causes)
    causes.add("two")
    bar.weed()
    assert bar.text() == "One is the only model."
    causes.remove("one")
    bar.weed()
    assert bar.isVisible()
    assert bar.text() == "Two is said."
    causes.clear()
    bar.weed()
    assert not bar.isVisible()


def test_a_message_that_has_no_room_is_told_in_full_by_its_tip(bar):
    bar.show_message("a<b>.pt: is no model\nb.pt: is none either")
    (told,) = [label.toolTip() for label in bar.findChildren(QLabel) if label.text() == bar.text()]
    assert "a&lt;b&gt;.pt: is no model<br>b.pt: is none either" in told
