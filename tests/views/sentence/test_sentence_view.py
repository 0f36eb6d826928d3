"""Editor and chips as one view."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gatescope.plots.theme import DARK
from gatescope.session.document.document import Document, Focus
from gatescope.views.sentence.chips import ChipStrip
from gatescope.views.sentence.editor import SentenceEditor
from gatescope.views.sentence.sentence_view import SentenceView
from tests.views.helpers_controls import SENTENCE, make_model, make_snapshot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[SentenceView]:
    window = QWidget()
    qtbot.addWidget(window)
    view = SentenceView()
    column = QVBoxLayout(window)
    column.addWidget(view)
    column.addStretch(1)
    window.resize(900, 260)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    yield view
    window.close()


def test_typing_and_moving_are_intents(qtbot: QtBot, view: SentenceView) -> None:
    view.focus_editor()
    editor = view.findChild(SentenceEditor)
    with qtbot.waitSignal(view.text_edited) as edited:
        qtbot.keyClicks(editor, "e")
    assert edited.args == ["e", 1]
    with qtbot.waitSignal(view.caret_moved) as moved:
        qtbot.keyClick(editor, Qt.Key.Key_Home)
    assert moved.args == [0]


def test_a_text_from_outside_is_no_intent(qtbot: QtBot, view: SentenceView) -> None:
    with qtbot.assertNotEmitted(view.text_edited), qtbot.assertNotEmitted(view.caret_moved):
        view.set_text(SENTENCE, 4)
        view.show_snapshot(make_snapshot(SENTENCE, make_model()), Focus(token=2))
        view.set_theme(DARK)
    assert view.text() == SENTENCE


def test_compare_makes_room_for_its_numbers(view: SentenceView) -> None:
    one = make_snapshot(SENTENCE, make_model())
    view.show_snapshot(one, Focus())
    strip = view.findChild(ChipStrip)
    alone = strip.height()
    view.show_snapshot(make_snapshot(SENTENCE, *(make_model(c) for c in ("rnn", "gru", "lstm"))), Focus())
    assert strip.height() > alone
    view.show_focus(one, Focus(token=1))
    assert strip.height() == alone


def test_the_caret_follows_the_document_where_the_text_stays(view: SentenceView) -> None:
    """Choosing the example that is there already puts the caret behind it; the next letter must not go elsewhere."""
    view.set_text(SENTENCE, 0)
    for caret, expected in ((len(SENTENCE), len(SENTENCE)), (None, len(SENTENCE)), (3, 3)):
        view.show_document(Document(text=SENTENCE, caret=caret), Focus())
        editor = view.findChild(SentenceEditor)
        assert isinstance(editor, SentenceEditor)
        assert editor.caret() == expected
