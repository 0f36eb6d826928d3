"""Finds texts of a window that a person cannot read whole: cut off, or elided without a tool tip."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QDockWidget,
    QLabel,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)

from gatescope.app.window.docks import DockHost

_SLACK = 1.5
"""Pixels that rounding may take from a text without a letter being hurt."""


def cut_texts(window: QWidget, *, docks: bool = True) -> list[str]:
    """What of the texts in `window` cannot be read, one sentence each.

    Args:
        docks: look into the docks and what they stand about, too; a person may squeeze them by moving others.
    """
    widgets = [one for one in window.findChildren(QWidget) if one.isVisible() and not _scrolled(one, window)]
    widgets = widgets if docks else [one for one in widgets if not any(isinstance(p, DockHost) for p in _parents(one))]
    return [f"{_name(widget)}: {fault}" for widget in widgets for fault in _faults(widget)]


def _faults(widget: QWidget) -> Iterator[str]:
    for text, left in _texts(widget):
        told = bool(widget.toolTip()) or bool(widget.accessibleDescription())
        if not text.strip():
            continue
        if left < 0 and not told:
            yield f"{text!r} lacks {-left:.0f} px"
        elif text.rstrip().endswith("…") and isinstance(widget, QLabel) and not told:
            yield f"{text!r} is elided and has no tool tip"
    if any(text.strip() for text, _room in _texts(widget)):
        seen, whole = _seen(widget), widget.rect()
        if seen.isEmpty() and _in_dock(widget):
            return  # Qt puts the docks that lie behind the one in front out of their window.
        if seen.width() < whole.width() - _SLACK or seen.height() < whole.height() - _SLACK:
            yield f"of {whole.width()} × {whole.height()} px, {seen.width()} × {seen.height()} are in view"


def _texts(widget: QWidget) -> list[tuple[str, float]]:
    """Each text of `widget`, and how many pixels it has to spare; below zero it is cut."""
    if isinstance(widget, QLabel):
        return [(widget.text(), _spare_of_label(widget))] if widget.text() else []
    if isinstance(widget, QComboBox):
        return [(widget.currentText(), _spare_of_combo(widget))]
    if isinstance(widget, QAbstractButton):
        text = widget.text().replace("&&", "\0").replace("&", "").replace("\0", "&")
        icon = 0 if widget.icon().isNull() else widget.iconSize().width()
        return [(text, widget.width() - icon - _advance(widget, text) + _SLACK)] if text else []
    if isinstance(widget, QLineEdit):
        shown = widget.text() or widget.placeholderText()
        return [] if widget.text() else [(shown, widget.contentsRect().width() - _advance(widget, shown) + _SLACK)]
    if isinstance(widget, QTabBar):
        return [
            (
                widget.tabText(number),
                (widget.tabRect(number) & widget.rect()).width() - _advance(widget, widget.tabText(number)),
            )
            for number in range(widget.count())
            if not widget.tabToolTip(number)
        ]
    return []


def _spare_of_label(label: QLabel) -> float:
    left = label.contentsRect().adjusted(label.margin(), label.margin(), -label.margin(), -label.margin())
    rich = label.textFormat() == Qt.TextFormat.AutoText and "<" in label.text()
    if rich or label.textFormat() == Qt.TextFormat.RichText:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(label.font())
        document.setHtml(label.text())
        if label.wordWrap():
            document.setTextWidth(left.width())
        return float(min(left.width() - document.idealWidth(), left.height() - document.size().height())) + _SLACK
    flags = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextExpandTabs
    needed = label.fontMetrics().boundingRect(QRect(0, 0, left.width(), 10**6), flags.value, label.text())
    return min(left.width() - needed.width(), left.height() - needed.height()) + _SLACK


def _spare_of_combo(combo: QComboBox) -> float:
    option = QStyleOptionComboBox()
    combo.initStyleOption(option)
    field = combo.style().subControlRect(
        QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, combo
    )
    return field.width() - _advance(combo, combo.currentText()) + _SLACK


def _advance(widget: QWidget, text: str) -> float:
    return max(QFontMetricsF(widget.font()).horizontalAdvance(line) for line in text.split("\n"))


def _seen(widget: QWidget) -> QRect:
    """What of `widget` its parents leave in view; what lies over it hides nothing of this."""
    seen, child = widget.rect(), widget
    while not child.isWindow() and (parent := child.parentWidget()) is not None:
        seen = seen.translated(child.pos()) & parent.rect()
        child = parent
    return seen


def _in_dock(widget: QWidget) -> bool:
    return isinstance(widget, QDockWidget) or any(isinstance(one, QDockWidget) for one in _parents(widget))


def _scrolled(widget: QWidget, window: QWidget) -> bool:
    """Whether a scroll bar brings `widget` into view."""
    return any(isinstance(one, QAbstractScrollArea) for one in _parents(widget) if one is not window)


def _parents(widget: QWidget) -> Iterator[QWidget]:
    parent = widget.parentWidget()
    while parent is not None:
        yield parent
        parent = parent.parentWidget()


def _name(widget: QWidget) -> str:
    return widget.accessibleName() or widget.objectName() or type(widget).__name__
