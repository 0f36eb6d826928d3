"""The dialog of a report: it shows every letter that would be in the file, and sends nothing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from gatescope.app.report.parts import Part, report_of
from gatescope.app.window.dialog_buttons import dialog_buttons
from gatescope.views.base.text_size import scaled
from gatescope.words import mark, tr

_SIZE = (820, 560)
LOOKING = mark("looking…")
"""Stands for a part that is still being looked up."""


class ReportDialog(QDialog):
    """Ticks choose the parts; what is copied or saved is the text that is shown.

    Signals:
        save_wanted(str): this text is to be saved.
    """

    save_wanted = Signal(str)

    def __init__(self, parent: QWidget, parts: Sequence[Part]) -> None:
        super().__init__(parent)
        self.setObjectName("Report")
        self.setWindowTitle(tr("Report a problem"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._texts: dict[str, str] = {}
        self.ticks: dict[str, QCheckBox] = {}
        about = QLabel(
            tr("Nothing is sent. This is all that the report has: copy it or save it, and give it to whom you like.")
        )
        about.setWordWrap(True)
        boxes = QVBoxLayout()
        for part in parts:
            box = QCheckBox(tr(part.title))
            box.setToolTip(tr(part.tip))
            box.setChecked(part.wanted)
            box.toggled.connect(self._show_text)
            self.ticks[part.title] = box
            self._texts[part.title] = part.text()
            boxes.addWidget(box)
        boxes.addStretch(1)
        self.page = QPlainTextEdit()
        self.page.setReadOnly(True)
        self.page.setAccessibleName(tr("The report"))
        self.page.setToolTip(tr("All that is copied or saved"))
        self.page.setTabChangesFocus(True)
        self.page.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy_button = _button(tr("&Copy"), tr("Copy the report as text"))
        self.copy_button.clicked.connect(self._copy)
        self.save_button = _button(tr("&Save…"), tr("Save the report as a text file"))
        self.save_button.clicked.connect(self._save)
        buttons = dialog_buttons(QDialogButtonBox.StandardButton.Close)
        for button in (self.copy_button, self.save_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        buttons.button(QDialogButtonBox.StandardButton.Close).setDefault(True)
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(16)
        row.addLayout(boxes)
        row.addWidget(self.page, 1)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(10)
        column.addWidget(about)
        column.addLayout(row, 1)
        column.addWidget(buttons)
        self.resize(round(scaled(_SIZE[0])), round(scaled(_SIZE[1])))
        self._show_text()

    def set_text(self, title: str, text: str) -> None:
        """Show `text` as the part called `title`, which has been looked up meanwhile."""
        self._texts[title] = text
        self._show_text()

    def text(self) -> str:
        """Return the report as it is shown."""
        return self.page.toPlainText()

    @Slot()
    def _show_text(self) -> None:
        self.page.setPlainText(
            report_of((title, self._texts[title]) for title, box in self.ticks.items() if box.isChecked())
        )

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())

    @Slot()
    def _save(self) -> None:
        self.save_wanted.emit(self.text())


def _button(text: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(tip)
    button.setAutoDefault(False)
    return button
