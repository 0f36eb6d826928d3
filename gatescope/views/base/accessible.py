"""What a screen reader is told of widgets that paint themselves: what they are, and the value at the cursor.

Qt makes an accessible object for most widgets, whether a screen reader listens or not, and keeps it. Objects in Python
would cost memory and time that only few people need, so that those here come into play when a screen reader is first
seen to listen; what Qt has made till then is made anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAccessibleValueChangeEvent
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QWidget

from gatescope.views.base.view import View

_Role = QAccessible.Role
_listened = False
"""Whether a screen reader listened at the last look."""

# By the name of the class, as Qt asks for it, from the class of the widget up to QWidget: what Qt has no role for.
ROLES = {
    "View": _Role.Grouping,
    # Pictures, of which each tells the value at the cursor.
    "KeptPicture": _Role.Chart,
    "TokenPlot": _Role.Chart,
    "MatrixMap": _Role.Chart,
    "ChipStrip": _Role.Chart,
    "OverviewStrip": _Role.Chart,
    "CellPicture": _Role.Graphic,
    "ShadingScale": _Role.Graphic,
    "EquationLine": _Role.Equation,
    # Painted words.
    "LegendRows": _Role.StaticText,
    "LargeValue": _Role.StaticText,
    "FindingLine": _Role.StaticText,
    "WeightHeading": _Role.StaticText,
    "StepLine": _Role.StaticText,
    "MessageLine": _Role.StaticText,
    "HoverLabel": _Role.ToolTip,
    # Pages, rows and boxes of controls.
    "QScrollArea": _Role.Pane,
    "WorkspaceBar": _Role.ToolBar,
    "TransportBar": _Role.ToolBar,
    "TopBar": _Role.ToolBar,
    "DockTitle": _Role.Grouping,
    "Segmented": _Role.Grouping,
    "Answers": _Role.Grouping,
    "Card": _Role.Grouping,
    "Together": _Role.Grouping,
    "PatchForm": _Role.Grouping,
    "ChangesList": _Role.Grouping,
    "MattersMost": _Role.Grouping,
    "VerdictBox": _Role.Grouping,
    "NoteBox": _Role.Grouping,
    "Callout": _Role.Grouping,
    "MessageBar": _Role.Grouping,
    "LoadBar": _Role.Grouping,
    "Veil": _Role.Indicator,
}
_TELL_VALUES = frozenset({"View", "KeptPicture", "TokenPlot", "MatrixMap", "ChipStrip", "OverviewStrip", "CellPicture"})


class _PaintedAccess(QAccessibleWidget):
    """A widget with a role."""

    def __init__(self, widget: QWidget, role: QAccessible.Role) -> None:
        super().__init__(widget, role)


class _PictureAccess(_PaintedAccess):
    """A picture, or the view about it, whose value is the one at the cursor."""

    def text(self, kind: QAccessible.Text) -> str:
        if kind == QAccessible.Text.Value:
            widget = self.object()
            return value_at_cursor(widget) if isinstance(widget, QWidget) else ""
        return super().text(kind)


def value_at_cursor(widget: QWidget) -> str:
    """Return in words the value at the cursor in the view that `widget` is or lies in; empty where there is none."""
    view: QWidget | None = widget
    while view is not None and not isinstance(view, View):
        view = view.parentWidget()
    if view is None or not view.isVisible():
        return ""
    spot = view.spot_at_cursor()
    return "" if spot is None else spot.value.text().spoken


def values_changed(views: Iterable[View]) -> None:
    """Tell a screen reader that the cursor, or what is shown at it, has changed; cheap where none listens."""
    look_for_screen_readers()
    if not QAccessible.isActive():
        return
    focused = QApplication.focusWidget()
    for view in views:
        if view.isVisible():
            told = value_at_cursor(view)
            QAccessible.updateAccessibility(QAccessibleValueChangeEvent(view, told))
            if focused is not None and view.isAncestorOf(focused):
                QAccessible.updateAccessibility(QAccessibleValueChangeEvent(focused, told))


def look_for_screen_readers() -> None:
    """Begin to serve a screen reader where one listens since the last look."""
    global _listened
    before, _listened = _listened, QAccessible.isActive()
    if _listened and not before:
        _ask_here_first()
        for widget in QApplication.allWidgets():
            made = QAccessible.queryAccessibleInterface(widget)
            if made is not None:
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(made))


@cache
def _ask_here_first() -> None:
    """Have Qt ask here first for accessible objects; once for the process."""
    QAccessible.installFactory(_made_for)


def _made_for(name: str, widget: QObject) -> QAccessibleInterface | None:
    """Return the accessible object of a widget for one of its classes, called `name`; None for what Qt knows best."""
    role = ROLES.get(name)
    if role is None or not isinstance(widget, QWidget) or not QAccessible.isActive():
        return None
    return _PictureAccess(widget, role) if name in _TELL_VALUES else _PaintedAccess(widget, role)
