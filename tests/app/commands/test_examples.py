"""The sentences to try in the window: they follow the model in front, and a key opens them."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.session.helpers import letter_model


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard", extend=True)
def test_the_list_follows_the_model_and_opens_by_a_key(qtbot, desktop):
    examples = desktop.window.sentence.examples
    first = examples.sentences
    assert len(first) == 7
    QTest.keyClick(
        desktop.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    menu = examples.menu()
    qtbot.waitUntil(menu.isVisible)
    QTest.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction().data() == first[1]
    QTest.keyClick(menu, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desktop.session.document.text == first[1])
    desktop.session.add_model(replace(letter_model(), name="plain", card={"example": "a word"}))
    desktop.session.show(["plain"])
    qtbot.waitUntil(lambda: examples.sentences == ("a word",))
    desktop.window.presenter.present(True)
    assert examples.isHidden()
    desktop.window.presenter.present(False)
    assert not examples.isHidden()


def test_a_model_without_sentences_says_so(qtbot, desktop):
    desktop.session.add_model(letter_model())
    desktop.session.show(["letters"])
    desktop.controller.actions["show_examples"].trigger()
    assert "No example came with letters" in desktop.window.message_bar.text()
