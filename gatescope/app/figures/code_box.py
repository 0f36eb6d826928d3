"""The text that makes the figure again: Python or a command, each copied in full."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from gatescope.app.figures.figure_code import FigureCode
from gatescope.plots.theme import Theme
from gatescope.views.base.text_size import scaled
from gatescope.views.controls.segmented import Segment, Segmented
from gatescope.words import tr

_LEAST_LINES = 4.6


class CodeBox(QWidget):
    """Shows one of the two texts; either can be copied at any time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._texts = {"python": "", "command": ""}
        self.kinds = Segmented(tr("What makes this figure again"), self)
        self.kinds.set_segments(
            [
                Segment("python", tr("Python"), tr("The lines of a script")),
                Segment("command", tr("Command"), tr("The line of a terminal")),
            ],
            "python",
        )
        self.kinds.segment_picked.connect(self._show)
        self._note = QLabel(self)
        self._note.setObjectName("Muted")
        self.field = QPlainTextEdit(self)
        self.field.setReadOnly(True)
        # As high as there is room for, and never the reason to scroll.
        self.field.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.field.setAccessibleName(tr("Code of the figure"))
        self.field.setTabChangesFocus(True)
        self.copy_python = QPushButton(tr("Copy as Python"), self)
        self.copy_python.setToolTip(tr("Put the script on the clipboard"))
        self.copy_python.clicked.connect(self._copy_python)
        self.copy_command = QPushButton(tr("Copy as command"), self)
        self.copy_command.setToolTip(tr("Put the command on the clipboard"))
        self.copy_command.clicked.connect(self._copy_command)
        head = QHBoxLayout()
        head.addWidget(self.kinds)
        head.addStretch(1)
        head.addWidget(self._note)
        feet = QGridLayout()
        feet.setSpacing(8)
        feet.addWidget(self.copy_python, 0, 0)
        feet.addWidget(self.copy_command, 0, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.field, 1)
        column.addLayout(feet)

    def set_theme(self, theme: Theme) -> None:
        self.kinds.set_theme(theme)
        self.field.setMinimumHeight(round(self.field.fontMetrics().lineSpacing() * _LEAST_LINES + scaled(14)))

    def show_code(self, code: FigureCode) -> None:
        """Show what makes the figure as it is now, or one like it."""
        self._texts = {"python": code.python, "command": code.command}
        self._note.setText(
            tr("makes this figure") if code.exact else tr("makes one like it") if code.python else tr("no script does")
        )
        self._note.setToolTip(
            ""
            if code.exact
            else tr("A view shows what was set in it alone, which no script knows; the file itself carries the scene")
        )
        for button in (self.copy_python, self.copy_command):
            button.setEnabled(bool(code.python))
        self._show(self.kinds.current())

    @Slot(str)
    def _show(self, kind: str) -> None:
        if self.field.toPlainText() != self._texts[kind]:
            self.field.setPlainText(self._texts[kind])

    @Slot()
    def _copy_python(self) -> None:
        QGuiApplication.clipboard().setText(self._texts["python"])

    @Slot()
    def _copy_command(self) -> None:
        QGuiApplication.clipboard().setText(self._texts["command"])
