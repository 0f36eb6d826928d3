"""The list below the search of commands: entries under the headings of their groups."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QKeySequence, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QApplication, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gatescope.plots.theme import Theme
from gatescope.views.controls.choice_menu import shortened
from gatescope.views.controls.search_groups import Entry, Group
from gatescope.words import tr

_WIDTH, _MOST = 420, 14
_ACTION = Qt.ItemDataRole.UserRole
_SHORTCUT = Qt.ItemDataRole.UserRole + 1


class FoundList(QListView):
    """Shows what was found; the field keeps the keyboard, and moves the choice.

    Signals:
        action_chosen(QAction): an entry was clicked.
    """

    action_chosen = Signal(object)

    def __init__(self, field: QWidget) -> None:
        super().__init__(field)
        self._field = field
        self._rows = QStandardItemModel(self)
        # A tool tip window never takes the focus, so typing goes on in the field while the list is open.
        self.setWindowFlags(Qt.WindowType.ToolTip)
        self.setObjectName("commandList")
        self.setAccessibleName(tr("Commands found"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setMouseTracking(True)
        self.setModel(self._rows)
        self.setItemDelegate(_EntryDelegate(self))
        self.entered.connect(self._point_at)
        self.clicked.connect(self._choose)

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"#commandList {{ background: {theme.surface}; color: {theme.text}; border: 1px solid {theme.border};"
            " padding: 4px; outline: none; }"
            "#commandList::item { padding: 4px 8px; border-radius: 4px; }"
            f"#commandList::item:selected {{ background: {theme.accent}; color: {theme.on_accent}; }}"
            f"#commandList::item:disabled {{ color: {theme.muted}; }}"
        )

    def actions_listed(self) -> list[QAction]:
        """Return the actions of the list, best first."""
        found = (self._rows.item(row).data(_ACTION) for row in range(self._rows.rowCount()))
        return [action for action in found if action is not None]

    def fill(self, groups: Sequence[Group], missed: str = "") -> None:
        """List `groups`, with the first entry chosen; disabled ones are listed in grey.

        Args:
            missed: the text that was searched for, which the list names where nothing fits it.
        """
        self._rows.clear()
        if missed and not groups:
            self._rows.appendRow(_nothing_fits(missed))
        for group in groups:
            self._rows.appendRow(_heading(group.title))
            for entry in group.entries:
                self._rows.appendRow(_item(entry))
        self.setCurrentIndex(self._rows.index(1, 0))
        self.scrollToTop()

    def show_below(self) -> None:
        """Show the list below the field, or not where nothing is in it."""
        rows = min(self._rows.rowCount(), _MOST)
        if not rows or not self._field.hasFocus():
            self.hide()
            return
        height = rows * self.sizeHintForRow(0) + 12
        width = max(_WIDTH, self._field.width())
        corner = self._field.mapToGlobal(QPoint(self._field.width() - width, self._field.height() + 4))
        self.setGeometry(QRect(corner, QSize(width, height)))
        self.show()

    def move_by(self, entries: int) -> None:
        """Choose the entry so many places below, or above where negative; headings are passed over."""
        step = 1 if entries > 0 else -1
        row, last = self.currentIndex().row(), self.currentIndex().row()
        while entries and 0 <= (row := row + step) < self._rows.rowCount():
            if self._rows.item(row).data(_ACTION) is not None:
                last, entries = row, entries - step
        self.setCurrentIndex(self._rows.index(last, 0))
        if last == 1:
            self.scrollToTop()

    def current_action(self) -> QAction | None:
        """Return the action that is chosen; None where nothing was found."""
        index = self.currentIndex()
        found = index.data(_ACTION) if index.isValid() else None
        return found if isinstance(found, QAction) else None

    def _point_at(self, index: QModelIndex) -> None:
        if index.data(_ACTION) is not None:
            self.setCurrentIndex(index)

    def _choose(self, index: QModelIndex) -> None:
        if index.data(_ACTION) is not None:
            self.action_chosen.emit(index.data(_ACTION))


class _EntryDelegate(QStyledItemDelegate):
    """The name at the left, the shortcut at the right; a heading in its own font."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        shortcut = index.data(_SHORTCUT)
        if shortcut:
            left = option.rect.width() - option.fontMetrics.horizontalAdvance(shortcut) - 40
            option.text = option.fontMetrics.elidedText(option.text, Qt.TextElideMode.ElideRight, left)

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


def _heading(title: str) -> QStandardItem:
    item = QStandardItem(title)
    font = QApplication.font()
    font.setWeight(QFont.Weight.DemiBold)
    item.setFont(font)
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _nothing_fits(missed: str) -> QStandardItem:
    item = QStandardItem(tr("Nothing here is called “{query}”.", query=shortened(missed)))
    item.setFlags(Qt.ItemFlag.NoItemFlags)
    return item


def _item(entry: Entry) -> QStandardItem:
    action = entry.action
    mark = "✓ " if action.isCheckable() and action.isChecked() else ""
    item = QStandardItem(mark + entry.name)
    item.setData(action, _ACTION)
    item.setData(action.shortcut().toString(QKeySequence.SequenceFormat.NativeText), _SHORTCUT)
    item.setToolTip(action.toolTip())
    item.setEnabled(action.isEnabled())
    return item
