"""Whatever is typed, composed, pasted, dropped, moved or undone, in any script: the editor does what a string would."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PySide6.QtCore import QEvent, QMimeData, QPointF, Qt
from PySide6.QtGui import QDropEvent, QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from gatescope.session.undo.text_edit import TextEdit, edit_between
from gatescope.views.sentence.editor import SentenceEditor

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)

# What Qt, its binding, UTF-16 or a keyboard treat in a way of their own; drawn beside all of Unicode.
HARD = (
    "\ufeff\ufffe\uffff\ufdd0\ufdd1\ufffc\u2028\u2029\x85\0\x1b\x7f\r\n\t \xa0\xad\u200d\u200f\u2060\u0301é😀👋🏽🇩🇪שع日"
)
ANY = st.one_of(st.sampled_from(HARD), st.characters(exclude_categories=["Cs"]))
TEXT = st.text(ANY, max_size=12)
PLACE = st.integers(0, 40)
STEPS = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
NONE, SHIFT, CONTROL = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
)


class EditorBesideString(RuleBasedStateMachine):
    """Does the same to an editor and to a plain string, and compares them after every step."""

    def __init__(self, editor: SentenceEditor) -> None:
        super().__init__()
        self._editor = editor
        self._text = ""
        self._undo: list[TextEdit] = []
        self._redo: list[TextEdit] = []

    @initialize(text=TEXT)
    def begin(self, text: str) -> None:
        self._editor.set_text("", 0)
        self._editor.set_text(text, len(text))
        self._text = text

    # What the person does

    @rule(letter=ANY)
    def type(self, letter: str) -> None:
        low, high = self._editor.selection()
        self._press(Qt.Key.Key_unknown, text=letter)
        if letter in "\x08\x7f" or self._editor.text() == self._text:
            self._became(self._editor.text())  # no key that types
        else:
            self._became(self._text[:low] + letter + self._text[high:], low + 1)

    @rule(text=TEXT.filter(bool))
    def compose(self, text: str) -> None:
        """An input method shows `text` in the making and then commits it."""
        low, high = self._editor.selection()
        QApplication.sendEvent(self._editor, QInputMethodEvent(as_qt_takes_it(text[:2]), []))
        event = QInputMethodEvent("", [])
        event.setCommitString(as_qt_takes_it(text))
        QApplication.sendEvent(self._editor, event)
        self._became(self._text[:low] + text + self._text[high:], low + len(text))

    @rule(text=TEXT)
    def paste(self, text: str) -> None:
        low, high = self._editor.selection()
        self._editor.insertFromMimeData(mime_data(text))
        self._became(self._text[:low] + text + self._text[high:], low + len(text))

    @rule(text=TEXT, x=st.integers(0, 300), y=st.integers(0, 60))
    def drop(self, text: str, x: int, y: int) -> None:
        data, action = mime_data(text), Qt.DropAction.CopyAction
        event = QDropEvent(QPointF(x, y), action, data, Qt.MouseButton.LeftButton, NONE)
        self._editor.dropEvent(event)
        place = self._editor.caret() - len(text)
        self._became(self._text[:place] + text + self._text[place:])

    @rule(backwards=st.booleans())
    def delete(self, backwards: bool) -> None:
        """How much one key takes away is Qt's to say; it is whole, at the caret, and on the right side of it."""
        before = self._text
        low, high = self._editor.selection()
        self._press(Qt.Key.Key_Backspace if backwards else Qt.Key.Key_Delete)
        start = self._editor.caret()
        end = start + len(before) - len(self._editor.text())
        if low < high:
            assert (start, end) == (low, high)
        elif backwards:
            assert (end == low and start < low) if low else start == end == 0
        else:
            assert (start == low and end > low) if low < len(before) else start == end == low
        self._became(before[:start] + before[end:])

    @rule(key=st.sampled_from(STEPS), selecting=st.booleans())
    def move(self, key: Qt.Key, selecting: bool) -> None:
        self._press(key, SHIFT if selecting else NONE)

    @rule(a=PLACE, b=PLACE)
    def select(self, a: int, b: int) -> None:
        a, b = a % (len(self._text) + 1), b % (len(self._text) + 1)
        content = self._editor._content
        cursor = self._editor.textCursor()
        cursor.setPosition(content.position(a))
        cursor.setPosition(content.position(b), QTextCursor.MoveMode.KeepAnchor)
        self._editor.setTextCursor(cursor)
        assert self._editor.selection() == (min(a, b), max(a, b))

    @rule(times=st.integers(1, 3))
    def cut_and_paste(self, times: int) -> None:
        low, high = self._editor.selection()
        cut = self._text[low:high]
        self._press(Qt.Key.Key_X, CONTROL)
        self._became(self._text[:low] + self._text[high:], low)
        for _ in range(times if cut else 0):
            self._press(Qt.Key.Key_V, CONTROL)
            place = self._editor.caret()
            self._became(self._text[: place - len(cut)] + cut + self._text[place - len(cut) :])

    # What the window does

    @rule(forward=st.booleans())
    def undo(self, forward: bool) -> None:
        source, target = (self._redo, self._undo) if forward else (self._undo, self._redo)
        if source:
            edit = source.pop()
            target.append(edit.inverse())
            self._text = edit.apply(self._text)
            self._editor.set_text(self._text, edit.start + len(edit.inserted))
            assert self._editor.caret() == edit.start + len(edit.inserted)

    @rule(text=TEXT, caret=PLACE)
    def open_another(self, text: str, caret: int) -> None:
        self._editor.set_text(text, caret % (len(text) + 1))
        self._became(text, caret % (len(text) + 1))

    # What has to hold

    @invariant()
    def both_hold_the_same(self) -> None:
        editor, content = self._editor, self._editor._content
        assert editor.text() == self._text
        in_document = editor.document().toRawText()
        assert in_document.replace("\u2029", "\n") == content.part(0, content.length).replace("\u2029", "\n")
        assert content.length == editor.document().characterCount() - 1
        assert 0 <= editor.caret() <= len(self._text)
        assert editor.caret() == content.index(editor.textCursor().position())

    def _press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, text: str = "") -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(self._editor, QKeyEvent(kind, key, modifiers, as_qt_takes_it(text)))

    def _became(self, text: str, caret: int | None = None) -> None:
        edit = edit_between(self._text, text, caret)
        if edit is not None:
            self._undo.append(edit.inverse())
            self._redo.clear()
        self._text = text
        assert self._editor.text() == text
        assert caret is None or self._editor.caret() == caret


def as_qt_takes_it(text: str) -> str:
    """The binding drops one mark of byte order at the start."""
    return "\ufeff" + text if text[:1] in ("\ufeff", "\ufffe") else text


def mime_data(text: str) -> QMimeData:
    """A clipboard that holds `text`."""
    data = QMimeData()
    data.setText(as_qt_takes_it(text))
    assert data.text() == text
    return data


@pytest.fixture
def editor(qtbot: QtBot) -> Iterator[SentenceEditor]:
    editor = SentenceEditor()
    qtbot.addWidget(editor)
    editor.resize(300, 100)
    yield editor
    QApplication.clipboard().clear()


@pytest.mark.slow
@pytest.mark.parametrize("piece", [4, 2000], ids=["many paragraphs", "one paragraph a line"])
def test_any_use_in_any_script(editor: SentenceEditor, monkeypatch: pytest.MonkeyPatch, piece: int) -> None:
    for module in ("display_text", "breaks"):
        monkeypatch.setattr(f"gatescope.views.sentence.{module}.PIECE", piece)
    run_state_machine_as_test(
        lambda: EditorBesideString(editor),
        settings=settings(
            max_examples=100,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )


def test_no_break_is_left_where_its_text_has_gone(editor: SentenceEditor, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("display_text", "breaks"):
        monkeypatch.setattr(f"gatescope.views.sentence.{module}.PIECE", 4)
    for _ in range(3):
        state = EditorBesideString(editor)
        state.begin("ab")
        state.open_another("one line of several pieces", 0)
        state.compose("/ûd")
        state.undo(forward=False)
        state.move(Qt.Key.Key_Left, selecting=False)
        state.delete(backwards=False)
        state.both_hold_the_same()
        editor.set_text("", 0)
        assert editor.document().toRawText() == ""


def test_a_key_steps_over_all_breaks_between_two_letters(
    editor: SentenceEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("display_text", "breaks"):
        monkeypatch.setattr(f"gatescope.views.sentence.{module}.PIECE", 4)
    state = EditorBesideString(editor)
    state.begin("abcdefghijklmnopqrst")
    for _ in range(8):
        state.select(6, 6)
        state.delete(backwards=False)
    for _ in range(6):
        state.delete(backwards=True)
    for _ in range(6):
        state.delete(backwards=False)
    state.both_hold_the_same()
    assert editor.text() == ""
