"""The editor of the sentence: keeps exactly what was typed or pasted, and stays quick however long a line is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QResizeEvent,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from gatescope.plots.theme import LIGHT, Theme
from gatescope.session.scene.link_word import is_link
from gatescope.views.sentence.breaks import break_long_paragraph, step_over_break
from gatescope.views.sentence.caret import AccentCaret, qt_caret_still
from gatescope.views.sentence.clipboard import as_mime
from gatescope.views.sentence.display_text import DisplayText, difference
from gatescope.views.sentence.editor_look import dress
from gatescope.views.sentence.input_method import select_replaced
from gatescope.views.sentence.surrogates import select_split_pair, step_over_pair
from gatescope.views.sentence.text_height import fit_height
from gatescope.views.sentence.text_positions import needs_stand_in
from gatescope.views.sentence.token_tint import TokenTint
from gatescope.views.sentence.window_keys import is_windows
from gatescope.words import mark, tr

_LINES = 3
_PLACEHOLDER = mark("Type a sentence…")
_Key = QKeySequence.StandardKey


class SentenceEditor(QPlainTextEdit):
    """Edits one text, one to three lines tall.

    Undo belongs to the window: the editor leaves its keys alone, as it leaves Ctrl+C where nothing is selected.
    """

    edited = Signal(object, int)
    """The whole text (str) and the caret (a code point), after the person changed it."""
    caret_moved = Signal(int)
    """The caret, after it moved without a change of the text."""
    link_pasted = Signal(str)
    """A link to a scene, which was pasted or dropped instead of a text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sentenceEditor")
        self.setAccessibleName(tr("Sentence"))
        self.setAccessibleDescription(tr("The text that the models read, token by token"))
        self.setPlaceholderText(tr(_PLACEHOLDER))
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(2)
        self._content, self._caret = DisplayText(), 0
        self._tint, self._accent_caret, self._lines = TokenTint(self), AccentCaret(self), _LINES
        self._own_change = False
        self.editing = False  # whether an edit is being applied, which `edited` tells once it is done
        self.document().contentsChange.connect(self._take_change)
        self.document().contentsChanged.connect(self._tell_change)
        self.cursorPositionChanged.connect(self._tell_caret)
        self.set_theme(LIGHT)

    def text(self) -> str:
        """Return the text exactly as it was typed, pasted or set."""
        return self._content.text

    def caret(self) -> int:
        """Return the number of code points before the caret."""
        return self._caret

    def set_text(self, text: str, caret: int | None = None) -> None:
        """Show another text, or the same with another caret; no signal follows. None leaves the caret where it is."""
        old = self._content.text
        if text != old:
            start, end = difference(old, text)
            self._replace(start, end, text[start : len(text) - (len(old) - end)])
        if caret is not None and caret != self._caret:
            self._place_caret(caret)
            self.ensureCursorVisible()
        self._fit_height()

    def keep_low(self, low: bool) -> None:
        """Be one line tall however long the text is, or as tall as usual again."""
        self._lines = 1 if low else _LINES
        self._fit_height()

    def show_token(self, span: tuple[int, int] | None) -> None:
        """Tint the characters from the first up to the second code point: the token of the cursor; None tints none."""
        place = self._content.position
        self._tint.show(None if span is None else (place(span[0]), place(span[1])))

    def ask_for(self, placeholder: str) -> None:
        """Set the placeholder of the empty editor; an empty text asks for a sentence."""
        self.setPlaceholderText(placeholder or tr(_PLACEHOLDER))

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of `theme`."""
        self._accent_caret.colour = QColor(theme.accent)
        dress(self, theme)
        self._tint.set_colour(theme.accent)
        self._fit_height()

    # The text behind the document

    def _take_change(self, position: int, _removed: int, added: int) -> None:
        if self._own_change:
            return
        # Qt now and then counts the document's own end in, so only the place and the new length are relied on.
        length = self.document().characterCount() - 1
        added = min(added, length - position)
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        cursor.setPosition(position + added, QTextCursor.MoveMode.KeepAnchor)
        removed = added - (length - self._content.length)
        self.editing |= self._content.take(position, removed, cursor.selectedText())

    def _tell_change(self) -> None:
        if self._own_change or not self.editing:
            return
        self.editing = False
        self._shorten_paragraph(self.textCursor().position())
        self._tell_edit()

    def _tell_edit(self) -> None:
        self._caret = self._content.index(self.textCursor().position())
        self._fit_height()
        self.edited.emit(self._content.text, self._caret)

    def _tell_caret(self) -> None:
        self._accent_caret.restart()
        # The edit that Qt is applying reports the caret itself.
        if self._own_change or self.editing:
            return
        caret = self._content.index(self.textCursor().position())
        if caret != self._caret:
            self._caret = caret
            self.caret_moved.emit(caret)

    def _replace(self, start: int, end: int, new: str) -> None:
        """Replace the code points from `start` up to `end` in the text and in the document, without a signal."""
        first, last, display = self._content.replace(start, end, new)
        cursor = QTextCursor(self.document())
        cursor.setPosition(first)
        cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        with self._own_changes():
            cursor.insertText(display)
        # The later end first: its breaks move nothing before them.
        self._shorten_paragraph(cursor.position())
        self._shorten_paragraph(first)
        self._caret = self._content.index(self.textCursor().position())

    def _insert(self, new: str) -> None:
        """Replace the selection by `new` as typing would, and emit the change."""
        start, end = self.selection()
        self.editing = True
        self._replace(start, end, new)
        self._place_caret(start + len(new))
        self.ensureCursorVisible()
        self.editing = False
        self._tell_edit()

    def _place_caret(self, caret: int) -> None:
        self._caret = min(max(caret, 0), len(self._content.text))
        cursor = self.textCursor()
        cursor.setPosition(self._content.position(self._caret))
        with self._own_changes():
            self.setTextCursor(cursor)

    def selection(self) -> tuple[int, int]:
        """Return the code points before the first and behind the last that is selected."""
        cursor = self.textCursor()
        return self._content.index(cursor.selectionStart()), self._content.index(cursor.selectionEnd())

    def _shorten_paragraph(self, position: int) -> None:
        """Break the paragraph at `position` where it has grown too long."""
        with self._own_changes():
            break_long_paragraph(self.document(), self._content, position)

    @contextmanager
    def _own_changes(self) -> Iterator[None]:
        """Tell nothing of what is changed meanwhile."""
        self._own_change = True
        try:
            yield
        finally:
            self._own_change = False

    # Keys, clipboard, drops

    def event(self, event: QEvent) -> bool:
        """Leave undo, redo and an empty copy to the window's shortcuts."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and is_windows(event, self):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_windows(event, self):
            event.ignore()
            return
        self._accent_caret.restart()
        if event.matches(_Key.InsertLineSeparator) or event.matches(_Key.InsertParagraphSeparator):
            self._insert("\n")
            return
        if needs_stand_in(event.text()) and unicodedata.category(event.text()[0]) != "Cc":
            self._insert(event.text())
            return
        if len(self._content.breaks):
            step_over_break(self, self._content, event)
        if event.key() == Qt.Key.Key_Delete and not self.textCursor().hasSelection():
            select_split_pair(self, self._content)
        before = self.textCursor().position()
        super().keyPressEvent(event)
        step_over_pair(self, self._content, before)
        # Where deleting to the end of a line unselects all of it, Qt moves the caret without a signal.
        self._tell_caret()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        commit = event.commitString()
        if not needs_stand_in(commit):
            super().inputMethodEvent(event)
            return
        super().inputMethodEvent(QInputMethodEvent(event.preeditString(), event.attributes()))
        select_replaced(self, event)
        self._insert(commit)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        super().mouseDoubleClickEvent(event)
        # Where there is no word to choose, Qt moves the caret without a signal.
        self._tell_caret()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Return whether `source` is a text; files are left to the window."""
        return source.hasText() and not source.hasUrls()

    def insertFromMimeData(self, source: QMimeData) -> None:
        if is_link(source.text()):
            self.link_pasted.emit(source.text())
        elif source.hasText():
            self._insert(source.text())

    def createMimeDataFromSelection(self) -> QMimeData:
        return as_mime(self._content.text[slice(*self.selection())])

    def dropEvent(self, event: QDropEvent) -> None:
        # Qt edits the document and asks for the insertion in the midst of that edit; ours are whole, one by one.
        if not self.canInsertFromMimeData(event.mimeData()):
            event.ignore()
            return
        target = self._content.index(self.cursorForPosition(event.position().toPoint()).position())
        if event.source() in (self, self.viewport()) and event.dropAction() == Qt.DropAction.MoveAction:
            start, end = self.selection()
            self._replace(start, end, "")
            target = max(start, target - (end - start)) if target > start else target
            # When it ends, the drag would remove its source text, which is removed already.
            event.setDropAction(Qt.DropAction.CopyAction)
        self._place_caret(target)
        self.insertFromMimeData(event.mimeData())
        event.accept()
        super().dragLeaveEvent(QDragLeaveEvent())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_height()

    def _fit_height(self) -> None:
        """Be as tall as the text, between one and three lines."""
        fit_height(self, self._lines)

    def focusInEvent(self, event: QFocusEvent) -> None:
        with qt_caret_still():
            super().focusInEvent(event)
        self._accent_caret.restart()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._accent_caret.stop()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self._accent_caret.paint()
