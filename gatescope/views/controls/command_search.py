"""A field that finds every command of the window by some letters of its name, and terms by what they are called."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QResizeEvent,
    QStandardItem,
    QStandardItemModel,
)
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gatescope.plots.theme import Theme
from gatescope.views.base.text_size import scaled
from gatescope.views.controls.fuzzy import score

_WIDTH, _POPUP_WIDTH, _MOST = 230, 380, 12
_INVITATIONS = ("Search commands  Ctrl+Shift+P", "Search commands", "Search")
_FRAME = 24.0
"""Pixels of the width that border and padding take, at most."""
_ACTION = Qt.ItemDataRole.UserRole
_SHORTCUT = Qt.ItemDataRole.UserRole + 1


class CommandSearch(QLineEdit):
    """Type, choose with the arrow keys or the mouse, run with Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("commandSearch")
        self.setAccessibleName("Search commands")
        self.setToolTip("Find a command or a term, such as Γ_u, by its name (Ctrl+Shift+P)")
        self.setPlaceholderText(_INVITATIONS[0])
        self.setMinimumWidth(90)
        self.setMaximumWidth(_WIDTH)
        self._actions: list[QAction] = []
        self._terms: Callable[[str], tuple[list[QAction], list[QAction]]] = _no_terms
        self._found = QStandardItemModel(self)
        # A tool tip window never takes the focus, so typing goes on in the field while the list is open.
        self._list = QListView(self)
        self._list.setWindowFlags(Qt.WindowType.ToolTip)
        self._list.setObjectName("commandList")
        self._list.setAccessibleName("Commands found")
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self._list.setMouseTracking(True)
        self._list.setModel(self._found)
        self._list.setItemDelegate(_CommandDelegate(self._list))
        self._list.entered.connect(self._list.setCurrentIndex)
        self._list.clicked.connect(self._run)
        self.textEdited.connect(self._search)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Invite with the longest text that has room: half a shortcut helps nobody, and the tool tip has it."""
        super().resizeEvent(event)
        inside, metrics = self.width() - scaled(_FRAME), self.fontMetrics()
        fitting = (text for text in _INVITATIONS if metrics.horizontalAdvance(text) <= inside)
        self.setPlaceholderText(next(fitting, _INVITATIONS[-1]))

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())

    def set_actions(self, actions: Sequence[QAction]) -> None:
        """Offer these commands."""
        self._actions = list(actions)

    def set_terms(self, terms: Callable[[str], tuple[list[QAction], list[QAction]]]) -> None:
        """Offer terms, too: `terms` gives those that are called as the text says, which stand above the commands, and
        those that begin so, which stand below."""
        self._terms = terms

    def set_theme(self, theme: Theme) -> None:
        self._list.setStyleSheet(
            f"#commandList {{ background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.border};"
            " padding: 4px; outline: none; }"
            "#commandList::item { padding: 5px 8px; border-radius: 4px; }"
            f"#commandList::item:selected {{ background: {theme.accent}; color: {theme.on_accent}; }}"
            f"#commandList::item:disabled {{ color: {theme.muted}; }}"
        )

    def found(self) -> list[QAction]:
        """Return the commands in the list, best first."""
        return [self._found.item(row).data(_ACTION) for row in range(self._found.rowCount())]

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
            self._run(self._list.currentIndex())
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _search(self, text: str) -> None:
        ranked = []
        for place, action in enumerate(self._actions):
            name = _name(action)
            worth = score(text, name)
            if worth is not None:
                ranked.append((-worth, len(name) if text.strip() else 0, place, action))
        self._found.clear()
        called, begun = self._terms(text)
        for action in (*called, *(entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:3])), *begun):
            self._found.appendRow(_item(action))
        self._list.setCurrentIndex(self._found.index(0, 0))
        self._show_list()

    def _show_list(self) -> None:
        rows = min(self._found.rowCount(), _MOST)
        if not rows or not self.hasFocus():
            self._list.hide()
            return
        height = rows * self._list.sizeHintForRow(0) + 12
        width = max(_POPUP_WIDTH, self.width())
        corner = self.mapToGlobal(QPoint(self.width() - width, self.height() + 4))
        self._list.setGeometry(QRect(corner, QSize(width, height)))
        self._list.show()

    def _move(self, rows: int) -> None:
        if not self._list.isVisible():
            self._search(self.text())
            return
        row = min(max(self._list.currentIndex().row() + rows, 0), self._found.rowCount() - 1)
        self._list.setCurrentIndex(self._found.index(row, 0))

    def _run(self, index: QModelIndex) -> None:
        action = index.data(_ACTION) if index.isValid() else None
        if action is None or not action.isEnabled():
            return
        self._leave()
        action.trigger()

    def _leave(self) -> None:
        self.clear()
        self._list.hide()
        self.clearFocus()


def _no_terms(_text: str) -> tuple[list[QAction], list[QAction]]:
    return [], []


class _CommandDelegate(QStyledItemDelegate):
    """The name at the left, the shortcut at the right."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        shortcut = index.data(_SHORTCUT)
        if not shortcut:
            return
        palette, selected = option.palette, bool(option.state & QStyle.StateFlag.State_Selected)
        role = palette.ColorRole.HighlightedText if selected else palette.ColorRole.PlaceholderText
        painter.save()
        painter.setFont(option.font)
        painter.setPen(palette.color(role))
        place = option.rect.adjusted(0, 0, -12, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shortcut)
        painter.restore()


def _item(action: QAction) -> QStandardItem:
    mark = "✓ " if action.isCheckable() and action.isChecked() else ""
    item = QStandardItem(mark + _name(action))
    item.setData(action, _ACTION)
    item.setData(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), _SHORTCUT)
    item.setToolTip(action.toolTip())
    item.setEnabled(action.isEnabled())
    return item


def _name(action: QAction) -> str:
    """Return the action's text without the marks of its mnemonic; ``&&`` is a real ampersand."""
    return action.iconText().replace("&&", "\0").replace("&", "").replace("\0", "&").rstrip("…")
