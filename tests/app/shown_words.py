"""Every text that the window shows or tells: labels, buttons, menus, tool tips, accessible names, headers, lists."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QLineEdit,
    QListView,
    QMenu,
    QSpinBox,
    QTableView,
    QTabWidget,
    QTreeView,
    QWidget,
)

_ROWS = 40


def shown_words(parent: QWidget) -> Iterator[tuple[str, str]]:
    """Each text of `parent` and everything in it, with what it is of."""
    for one in [parent, *parent.findChildren(QObject)]:
        for text in _texts(one):
            if text.strip():
                yield _place(one), text


def _texts(one: QObject) -> Iterator[str]:
    if isinstance(one, QAction):
        yield from (one.text(), one.toolTip(), one.statusTip(), one.iconText())
    if not isinstance(one, QWidget):
        return
    yield from (one.toolTip(), one.statusTip(), one.accessibleName(), one.accessibleDescription())
    if one.isWindow():
        yield one.windowTitle()
    if isinstance(one, QLabel | QAbstractButton):
        yield one.text()
    elif isinstance(one, QMenu):
        yield one.title()
    elif isinstance(one, QLineEdit):
        yield one.placeholderText()
    elif isinstance(one, QComboBox):
        yield from (one.itemText(number) for number in range(one.count()))
    elif isinstance(one, QTabWidget):
        yield from (one.tabText(number) for number in range(one.count()))
        yield from (one.tabToolTip(number) for number in range(one.count()))
    elif isinstance(one, QSpinBox | QDoubleSpinBox):
        yield from (one.prefix(), one.suffix())
    elif isinstance(one, QAbstractSpinBox):
        yield one.text()
    elif isinstance(one, QListView | QTableView | QTreeView):
        yield from _of_model(one)


def _of_model(view: QListView | QTableView | QTreeView) -> Iterator[str]:
    """What the first rows of a list or a table say; a list has one column, and none that it would tell of."""
    model = view.model()
    if model is None:
        return
    columns = 1 if isinstance(view, QListView) else model.columnCount()
    for column in range(columns):
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            if columns > 1:
                yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
            for row in range(min(model.rowCount(), _ROWS)):
                yield str(model.index(row, column).data(role) or "")


def _place(one: QObject) -> str:
    names = []
    parent: QObject | None = one
    while parent is not None and len(names) < 4:
        names.append(parent.objectName() or type(parent).__name__)
        parent = parent.parent()
    return " < ".join(names)
