"""A field that finds whatever can be done or looked at in the window by some letters of its name."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QAction, QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from gatescope.plots.theme import Theme
from gatescope.views.base.text_size import scaled
from gatescope.views.controls.found_list import FoundList
from gatescope.views.controls.search_groups import Source, groups_found
from gatescope.words import mark, tr

_WIDTH = 230
_INVITATIONS = (mark("Search commands  {keys}"), mark("Search commands"), mark("Search"))
_FRAME = 24.0
"""Pixels of the width that border and padding take, at most."""


class CommandSearch(QLineEdit):
    """Type, choose with the arrow keys or the mouse, run with Enter; Escape gives the keyboard back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("commandSearch")
        self.setAccessibleName(tr("Search commands"))
        self._keys = keys = "Ctrl+Shift+P"
        self.setToolTip(
            tr("Find a command, dock, lesson, model, unit, setting or term by its name ({keys})", keys=keys)
        )
        self.setMinimumWidth(90)
        self.setMaximumWidth(_WIDTH)
        self._sources: tuple[Source, ...] = ()
        self._list = FoundList(self)
        self._list.action_chosen.connect(self._run)
        self.textEdited.connect(self._search)

    def set_keys(self, keys: str) -> None:
        """Name `keys`, which lead here, in the invitation."""
        self._keys = keys
        self._invite()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Invite with the longest text that has room: half a shortcut is of no use, and the tool tip has it."""
        super().resizeEvent(event)
        self._invite()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def set_sources(self, sources: Sequence[Source]) -> None:
        """Offer the entries of these, in groups."""
        self._sources = tuple(sources)

    def set_theme(self, theme: Theme) -> None:
        self._list.set_theme(theme)

    def found(self) -> list[QAction]:
        """Return the actions in the list, best first."""
        return self._list.actions_listed()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._search(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._list.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        self._list.hide()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        moves = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
        key = Qt.Key(event.key())
        if key in moves:
            self._move(moves[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            action = self._list.current_action()
            if action is not None:
                self._run(action)
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _invite(self) -> None:
        inside, metrics = self.width() - scaled(_FRAME), self.fontMetrics()
        texts = [tr(text, keys=self._keys) for text in _INVITATIONS]
        self.setPlaceholderText(next((text for text in texts if metrics.horizontalAdvance(text) <= inside), texts[-1]))

    def _search(self, text: str) -> None:
        self._list.fill(groups_found(self._sources, text), missed=text.strip())
        self._list.show_below()

    def _move(self, entries: int) -> None:
        if self._list.isVisible():
            self._list.move_by(entries)
        else:
            self._search(self.text())

    @Slot(object)
    def _run(self, action: QAction) -> None:
        if action.isEnabled():
            self._leave()
            action.trigger()

    def _leave(self) -> None:
        self.clear()
        self._list.hide()
        self.clearFocus()
