"""The editor keeps every character and knows where it is, whatever Qt's document makes of them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import (
    QAction,
    QClipboard,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextCursor,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMainWindow, QPlainTextEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gatescope.views.sentence import display_text
from gatescope.views.sentence.editor import SentenceEditor
from tests.app.gestures import double_click

# The offscreen platform says so of every window with a least size.
pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

ODD = [
    "",
    "tabs\tand NUL\0 and bell\a",
    "line\nfeed, return\rboth\r\nand para\u2029graph, line\u2028separator",
    "family 👨‍👩‍👧 flag 🇩🇪 skin 👋🏽",
    "שלום עולם and مرحبا",
    "e\u0301 a\u0308\u0323 \u200d \ufeff \xa0 \ufffc \ufdd0",
]


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[SentenceEditor]:
    window = QWidget()
    qtbot.addWidget(window)
    editor = SentenceEditor()
    column = QVBoxLayout(window)
    column.addWidget(editor)
    column.addStretch(1)
    window.resize(900, 200)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    editor.setFocus()
    yield editor
    window.close()


def paste(editor: SentenceEditor, text: str) -> None:
    data = QMimeData()
    data.setText(text)
    editor.insertFromMimeData(data)


@pytest.mark.parametrize("text", ODD)
def test_set_and_pasted_text_come_back_unchanged(editor: SentenceEditor, text: str) -> None:
    editor.set_text(text, len(text))
    assert editor.text() == text
    assert editor.caret() == len(text)
    editor.set_text("", 0)
    paste(editor, text)
    assert editor.text() == text


@pytest.mark.parametrize("text", ODD[1:])
def test_typing_after_odd_text_changes_nothing_else(qtbot: QtBot, editor: SentenceEditor, text: str) -> None:
    paste(editor, text)
    with qtbot.waitSignal(editor.edited) as edited:
        qtbot.keyClicks(editor, "x")
    assert edited.args == [text + "x", len(text) + 1]
    qtbot.keyClick(editor, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(editor, "y")
    assert editor.text() == "y" + text + "x"


def test_setting_a_text_tells_nobody(qtbot: QtBot, editor: SentenceEditor) -> None:
    with qtbot.assertNotEmitted(editor.edited), qtbot.assertNotEmitted(editor.caret_moved):
        editor.set_text("not good", 3)
        editor.set_text("not bad", 7)
    assert (editor.text(), editor.caret()) == ("not bad", 7)


def test_moving_the_caret_tells_the_code_point(qtbot: QtBot, editor: SentenceEditor) -> None:
    editor.set_text("👋🏽 hi", 5)
    with qtbot.assertNotEmitted(editor.edited), qtbot.waitSignal(editor.caret_moved) as moved:
        qtbot.keyClick(editor, Qt.Key.Key_Left)
    assert moved.args == [4]


def test_typing_tells_the_edit_and_no_move(qtbot: QtBot, editor: SentenceEditor) -> None:
    with qtbot.assertNotEmitted(editor.caret_moved), qtbot.waitSignal(editor.edited) as edited:
        qtbot.keyClicks(editor, "a")
    assert edited.args == ["a", 1]


def test_enter_is_a_line_feed(qtbot: QtBot, editor: SentenceEditor) -> None:
    qtbot.keyClicks(editor, "a")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(editor, "b")
    assert editor.text() == "a\n\nb"


def test_composed_input_arrives_once_and_only_when_committed(qtbot: QtBot, editor: SentenceEditor) -> None:
    editor.set_text("a\0b", 3)
    with qtbot.assertNotEmitted(editor.edited):
        QApplication.sendEvent(editor, QInputMethodEvent("にほ", []))
    commit = QInputMethodEvent("", [])
    commit.setCommitString("日本")
    QApplication.sendEvent(editor, commit)
    assert editor.text() == "a\0b日本"


def test_a_long_line_is_shown_in_pieces_but_kept_whole(qtbot: QtBot, editor: SentenceEditor) -> None:
    line = "word " * 40_000
    paste(editor, line)
    assert editor.text() == line
    blocks = editor.document().blockCount()
    assert blocks > 20
    assert max(editor.document().findBlockByNumber(i).length() for i in range(blocks)) <= 2 * display_text.PIECE + 1


def test_a_line_without_a_space_is_not_broken_inside_a_cluster(editor: SentenceEditor) -> None:
    cluster = "e\u0301\u0323"
    paste(editor, cluster * 3_000)
    for i in range(editor.document().blockCount()):
        assert editor.document().findBlockByNumber(i).text().startswith("e")


def test_left_right_backspace_and_delete_cross_a_break_in_one_key(qtbot: QtBot, editor: SentenceEditor) -> None:
    line = "word " * 2_000
    editor.set_text(line, 0)
    edge = editor._content.index(int(editor._content.breaks[0]))
    editor.set_text(line, edge)
    for key, caret in ((Qt.Key.Key_Left, edge - 1), (Qt.Key.Key_Right, edge), (Qt.Key.Key_Right, edge + 1)):
        qtbot.keyClick(editor, key)
        assert editor.caret() == caret
    qtbot.keyClick(editor, Qt.Key.Key_Left)
    qtbot.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.text() == line[: edge - 1] + line[edge:]
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert editor.text() == line[: edge - 1] + line[edge + 1 :]


def test_a_paragraph_that_grows_by_typing_is_broken_too(qtbot: QtBot, editor: SentenceEditor) -> None:
    line = "w" * (2 * display_text.PIECE)
    editor.set_text(line, 10)
    assert editor.document().blockCount() == 1
    qtbot.keyClicks(editor, "xy")
    assert editor.text() == line[:10] + "xy" + line[10:]
    assert editor.document().blockCount() == 2
    qtbot.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Qt.Key.Key_Delete)
    assert editor.text() == ""
    assert len(editor._content.breaks) == 0


def test_copy_gives_what_was_typed_not_what_is_shown(qtbot: QtBot, editor: SentenceEditor) -> None:
    text = "a\0b\r\n" + "word " * 2_000
    editor.set_text(text, 0)
    editor.selectAll()
    assert editor.createMimeDataFromSelection().text() == text
    qtbot.keyClick(editor, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == ""
    assert QGuiApplication.clipboard().text(QClipboard.Mode.Clipboard) == text


def test_undo_and_an_empty_copy_reach_the_window(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    editor = SentenceEditor(window)
    window.setCentralWidget(editor)
    done: list[str] = []
    for name, key in (("undo", QKeySequence.StandardKey.Undo), ("copy", QKeySequence.StandardKey.Copy)):
        action = QAction(name, window)
        action.setShortcut(key)
        action.triggered.connect(lambda _=False, name=name: done.append(name))
        window.addAction(action)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    editor.setFocus()
    qtbot.keyClicks(editor, "ab")
    qtbot.keyClick(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(editor, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert editor.text() == "ab"
    assert done == ["undo", "copy"]
    editor.selectAll()
    qtbot.keyClick(editor, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert done == ["undo", "copy"]


def test_it_is_one_to_three_lines_tall(editor: SentenceEditor) -> None:
    one = editor.height()
    editor.set_text("word " * 25, 0)
    two = editor.height()
    editor.set_text("word " * 4_000, 0)
    most = editor.height()
    assert one < two < most
    editor.set_text("", 0)
    assert editor.height() == one
    assert most < 4 * one


_text = st.text(st.sampled_from("ab \n\r\0\u2029\xa0\u0301😀é"), max_size=30)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(start=_text, edits=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), _text), max_size=6))
def test_any_edits_of_the_document_are_carried_over(
    editor: SentenceEditor, monkeypatch: pytest.MonkeyPatch, start: str, edits: list[tuple[int, int, str]]
) -> None:
    """What the person replaces changes in the text, and the document goes on showing that text, short pieces apart."""
    for module in ("display_text", "breaks"):
        monkeypatch.setattr(f"gatescope.views.sentence.{module}.PIECE", 4)
    editor.set_text(start, 0)
    text = start
    for a, b, new in edits:
        low, high = sorted((a % (len(text) + 1), b % (len(text) + 1)))
        cursor = editor.textCursor()
        cursor.setPosition(editor._content.position(low))
        cursor.setPosition(editor._content.position(high), QTextCursor.MoveMode.KeepAnchor)
        editor.setTextCursor(cursor)
        paste(editor, new)
        text = text[:low] + new + text[high:]
        assert editor.text() == text
        content = editor._content
        assert content.part(0, content.length) == editor.document().toRawText().replace("\n", "\u2029")
        assert content.length == editor.document().characterCount() - 1
        assert np.all(np.diff(content.breaks) > 0)
        assert editor.caret() == content.index(editor.textCursor().position())


def test_a_double_click_beside_the_words_moves_the_caret_and_tells(qtbot: QtBot, editor: SentenceEditor) -> None:
    """The second click of two may come after the text has scrolled, and hit an empty line."""
    editor.set_text("bad\n", 3)
    place = editor.cursorRect().bottomLeft() + QPoint(40, editor.fontMetrics().lineSpacing() // 2)
    with qtbot.waitSignal(editor.caret_moved) as moved:
        double_click(editor.viewport(), place)
    assert moved.args == [4]
    assert editor.caret() == editor.textCursor().position() == 4


def test_a_key_that_moves_the_caret_without_a_signal_of_qts_tells(
    qtbot: QtBot, editor: SentenceEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Ctrl+K does on X11 where all of the line is selected from its end on, which then is selected no longer."""
    editor.set_text("all of it", 9)

    def select_nothing(self: QPlainTextEdit, _event: QKeyEvent) -> None:
        self.blockSignals(True)
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.blockSignals(False)

    monkeypatch.setattr(QPlainTextEdit, "keyPressEvent", select_nothing)
    with qtbot.waitSignal(editor.caret_moved) as moved:
        QTest.keyClick(editor, Qt.Key.Key_F5)
    assert moved.args == [0]
    assert editor.caret() == editor.textCursor().position() == 0


@pytest.mark.parametrize("keys", [("Shift+Right", "Ctrl+X"), ("Shift+Left", "Ctrl+X"), ("Delete",), ("Backspace",)])
def test_a_character_of_two_units_is_never_cut_in_half(editor: SentenceEditor, keys: tuple[str, ...]) -> None:
    """Beside some characters that no font knows, Qt moves by one unit."""
    text = "நன்றி, நன்றி \U00011e98good \U00011e98 \U0001f600 end"
    for caret in range(len(text) + 1):
        editor.set_text("", 0)
        editor.set_text(text, caret)
        for key in keys:
            QTest.keySequence(editor, QKeySequence(key))
        shown = editor.document().toRawText().replace("\u2029", "\n")
        assert shown == editor.text()
        assert editor.caret() == editor._content.index(editor.textCursor().position())
