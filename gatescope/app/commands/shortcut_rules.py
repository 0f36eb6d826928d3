"""Which keys a person may give to a command: those that type, edit a text or open a menu stay what they are."""

from __future__ import annotations

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from gatescope.words import mark, tr

_CTRL, _ALT, _META = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.MetaModifier,
)
_Standard = QKeySequence.StandardKey
_EDITING = (
    _Standard.Cut,
    _Standard.Paste,
    _Standard.SelectAll,
    _Standard.MoveToNextWord,
    _Standard.MoveToPreviousWord,
    _Standard.SelectNextWord,
    _Standard.SelectPreviousWord,
    _Standard.DeleteStartOfWord,
    _Standard.DeleteEndOfWord,
    _Standard.DeleteEndOfLine,
    _Standard.SelectStartOfDocument,
    _Standard.SelectEndOfDocument,
)
_TYPES = mark("{keys} writes or moves in the sentence")
_EDITS = mark("{keys} edits the sentence")
_MENU = mark("{keys} may open a menu")
_CHARACTER = mark("{keys} writes a character on some keyboards")
_MODEL = mark("{keys} chooses a model or an answer")
_CONTEXT = mark("{keys} opens the menu of a spot")


def reason_against(keys: QKeySequence) -> str:
    """Return why `keys` cannot be given to a command, in a sentence without a full stop; empty where they can."""
    if keys.isEmpty():
        return ""
    text = _reason(keys)
    return tr(text, keys=keys.toString(QKeySequence.SequenceFormat.NativeText)) if text else ""


def _reason(keys: QKeySequence) -> str:
    combination: QKeyCombination = keys[0]  # type: ignore[index]
    key, modifiers = combination.key(), combination.keyboardModifiers()
    function = Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35
    if key == Qt.Key.Key_F10:
        return _CONTEXT
    if not function and not modifiers & (_CTRL | _ALT | _META):
        return _TYPES
    if any(keys == other for one in _EDITING for other in QKeySequence.keyBindings(one)):
        return _EDITS
    printable = Qt.Key.Key_Space < key < Qt.Key.Key_Escape
    if printable and modifiers & _CTRL and modifiers & _ALT:
        return _CHARACTER
    if printable and modifiers & _ALT:
        return _MODEL if Qt.Key.Key_0 <= key <= Qt.Key.Key_9 else _MENU
    return ""
