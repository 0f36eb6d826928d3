"""Dialogs at their least width: no line is cut off, and no two controls of a row touch."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QPushButton, QWidget

_LEAST_GAP = 4


def place(control: QWidget) -> QRect:
    return QRect(control.mapTo(control.window(), QPoint()), control.size())


def cut(dialog: QDialog) -> list[str]:
    """The lines that are wider than their place."""
    labels = [label for label in dialog.findChildren(QLabel) if label.isVisible() and not label.wordWrap()]
    return [label.text() for label in labels if label.width() < label.minimumSizeHint().width()]


def touching(dialog: QDialog) -> list[tuple[str, str]]:
    """The fields and buttons that stand side by side without a gap."""
    controls = [one for kind in (QLineEdit, QPushButton) for one in dialog.findChildren(kind) if one.isVisible()]
    found = []
    for left, right in combinations(sorted(controls, key=lambda one: place(one).left()), 2):
        one, other = place(left), place(right)
        beside = max(one.top(), other.top()) < min(one.bottom(), other.bottom())
        if beside and other.left() - one.right() <= _LEAST_GAP and not left.isAncestorOf(right):
            found.append((left.accessibleName() or left.text(), right.accessibleName() or right.text()))
    return found


@pytest.mark.parametrize("command", ["export_plot", "animate", "settings", "about", "report_problem"])
def test_nothing_of_a_dialog_is_cut_or_touches(command: str, qtbot: Any, desktop: Any) -> None:
    seen = []

    def look() -> None:
        dialog = next(one for one in desktop.window.findChildren(QDialog) if one.isVisible())
        dialog.resize(dialog.minimumSize())
        QApplication.processEvents()
        seen.append((cut(dialog), touching(dialog)))
        dialog.close()

    QTimer.singleShot(50, look)
    desktop.controller.actions[command].trigger()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [([], [])]
