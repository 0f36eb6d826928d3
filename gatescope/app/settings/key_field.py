"""A field that takes the keys that are pressed in it, also those of commands."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from gatescope.words import tr

_HELD_ALONE = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
)
_WAYS_OUT = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape)


class KeyField(QLineEdit):
    """Shows keys and takes others. Tab leaves it and Escape closes its window, as everywhere.

    Signals:
        pressed(QKeySequence): keys were pressed together.
    """

    pressed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(tr("Keys of the chosen command"))
        self.setPlaceholderText(tr("Press the new keys here"))
        self.setToolTip(tr("Press the keys that are to start the chosen command"))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def show_keys(self, keys: str) -> None:
        """Show `keys`, as they are called on this platform."""
        self.setText(keys)

    def event(self, event: QEvent) -> bool:
        """Take keys before a command that has them is started by them."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alone = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if event.key() in _WAYS_OUT and alone:
            super().keyPressEvent(event)
            event.ignore()
        elif event.key() not in (*_HELD_ALONE, Qt.Key.Key_unknown):
            modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            # With Shift, the key of a sign is what it writes: Ctrl+Shift++ is Ctrl++.
            sign = not chr(event.key() & 0xFFFF).isalnum() and event.key() < Qt.Key.Key_Escape
            if sign:
                modifiers &= ~Qt.KeyboardModifier.ShiftModifier
            self.pressed.emit(QKeySequence(int(modifiers.value) | event.key()))
