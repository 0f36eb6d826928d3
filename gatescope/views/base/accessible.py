"""What a screen reader is told of widgets that paint themselves: what they are, and the value at the cursor.

Qt makes an accessible object for most widgets, whether a screen reader listens or not, and keeps it. Those here take
their places only while one listens, so that they cost nothing else; and they do so one by one, since a factory of
Qt's would be asked for widgets, too, of which half is already deleted.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtGui import QAccessible, QAccessibleValueChangeEvent
from PySide6.QtWidgets import QAccessibleWidget, QApplication, QWidget
from shiboken6 import isValid

from gatescope.views.base.view import View

_Role = QAccessible.Role

# By the name of a class of the widget, the nearest first: what Qt has no role for.
ROLES = {
    "View": _Role.Grouping,
    # Pictures, of which each tells the value at the cursor.
    "KeptPicture": _Role.Chart,
    "TokenPlot": _Role.Chart,
    "MatrixMap": _Role.Chart,
    "ChipStrip": _Role.Chart,
    "OverviewStrip": _Role.Chart,
    "CellPicture": _Role.Graphic,
    "Sheet": _Role.Graphic,
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
    "ViewChips": _Role.Grouping,
    "ViewChip": _Role.Grouping,
    "Veil": _Role.Indicator,
}
_TELL_VALUES = frozenset({"View", "KeptPicture", "TokenPlot", "MatrixMap", "ChipStrip", "OverviewStrip", "CellPicture"})


class _PaintedAccess(QAccessibleWidget):
    """A widget with a role."""

    def __init__(self, widget: QWidget, role: QAccessible.Role) -> None:
        super().__init__(widget, role)


_made: list[_PaintedAccess] = []


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
    """Where a screen reader listens, have it hear of the widgets that came since the last look."""
    if not QAccessible.isActive():
        return
    # Qt deletes them with their widgets; Python must not before.
    _made[:] = filter(isValid, _made)
    for widget in QApplication.allWidgets():
        names = (kind.__name__ for kind in type(widget).__mro__)
        name = next((name for name in names if name in ROLES), None)
        if name is not None and not isinstance(before := QAccessible.queryAccessibleInterface(widget), _PaintedAccess):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(before))
            made = (_PictureAccess if name in _TELL_VALUES else _PaintedAccess)(widget, ROLES[name])
            QAccessible.registerAccessibleInterface(made)
            _made.append(made)
