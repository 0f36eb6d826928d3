"""The questions about a convention with a control for each answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from gatescope.app.inspector.convention_rows import ConventionRow
from gatescope.plots.theme import LIGHT, Theme
from gatescope.views.base.icons import icon
from gatescope.words import mark, tr

_CONTROL_WIDTH = 310
_SOURCES = {
    "file": ("", ""),
    "assumed": (mark("assumed"), mark("The file does not say it; this was assumed")),
    "yours": (mark("yours"), mark("You said so")),
}


class ConventionForm(QWidget):
    """Shows a tuple of `ConventionRow` and emits the answers; it changes no model itself."""

    answered = Signal(str, str, str)
    """The model that the question is about, key and value, as ``--convention`` takes them."""
    taken_back = Signal(str, str)
    """The model, and the key whose answer is to be the file's again."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conventionForm")
        self._theme: Theme = LIGHT
        self._model = ""
        self._lines: dict[str, _Line] = {}
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(5)
        self._grid.setColumnStretch(4, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._grid)
        column.addStretch(1)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for line in self._lines.values():
            line.back.setIcon(icon("reset", theme))

    def show_rows(self, rows: Sequence[ConventionRow], model: str) -> None:
        """Show these questions about `model`; the controls stay where the questions are the same, and the keyboard
        with them."""
        if [row.key for row in rows] != list(self._lines):
            self._rebuild(rows)
        # After the fields are gone that it was not asked in: each tells when it loses the keyboard what was typed.
        self._model = model
        for row in rows:
            self._lines[row.key].show_row(row)

    def control(self, key: str) -> QComboBox | QLineEdit:
        """Return the control of one question."""
        return self._lines[key].control

    def _rebuild(self, rows: Sequence[ConventionRow]) -> None:
        for line in self._lines.values():
            for widget in line.widgets():
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        self._lines = {row.key: self._line(row) for row in rows}
        for number, line in enumerate(self._lines.values()):
            for column, widget in enumerate(line.widgets()):
                self._grid.addWidget(widget, number, column, Qt.AlignmentFlag.AlignVCenter)
        self.set_theme(self._theme)

    def _line(self, row: ConventionRow) -> _Line:
        line = _Line(row, self)
        line.back.clicked.connect(partial(self._take_back, row.key))
        if isinstance(line.control, QComboBox):
            line.control.activated.connect(partial(self._tell, row.key))
        else:
            line.control.editingFinished.connect(partial(self._tell, row.key))
        return line

    def _tell(self, key: str, *_: object) -> None:
        line = self._lines[key]
        value = line.value()
        if value and value != line.row.value:
            self.answered.emit(self._model, key, value)

    def _take_back(self, key: str, *_: object) -> None:
        self.taken_back.emit(self._model, key)


class _Line:
    """The widgets of one question."""

    def __init__(self, row: ConventionRow, parent: QWidget) -> None:
        self.row = row
        self.label = QLabel(row.label, parent)
        self.control = _control(row, parent)
        self.control.setAccessibleName(row.label)
        self.control.setToolTip(f"--convention {row.key}=…")
        self.control.setFixedWidth(_CONTROL_WIDTH)
        self.label.setBuddy(self.control)
        self.chip = QLabel(parent)
        self.chip.setObjectName("Chip")
        self.back = QToolButton(parent)
        self.back.setObjectName("DockButton")
        self.back.setToolTip(tr("Take it as the file was read"))
        self.back.setAccessibleName(tr("{label}: take it as the file was read", label=row.label))
        # Its place is kept, so that nothing moves when it comes.
        policy = self.back.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.back.setSizePolicy(policy)
        self.why = QLabel(parent)
        self.why.setObjectName("Muted")
        self.why.setWordWrap(True)

    def widgets(self) -> tuple[QWidget, ...]:
        return self.label, self.control, self.chip, self.back, self.why

    def value(self) -> str:
        """Return the value of the control, as ``--convention`` takes it."""
        if isinstance(self.control, QLineEdit):
            return self.control.text().strip().replace("−", "-").replace(",", ".")
        return str(self.control.currentData())

    def show_row(self, row: ConventionRow) -> None:
        self.row = row
        with QSignalBlocker(self.control):
            if isinstance(self.control, QLineEdit):
                self.control.setText(row.value)
            else:
                self._choose(self.control, row)
        words, tip = map(tr, _SOURCES[row.source])
        self.chip.setText(words)
        self.chip.setVisible(bool(words))
        self.chip.setToolTip(tip)
        self.chip.setProperty("source", row.source)
        self.chip.style().unpolish(self.chip)
        self.chip.style().polish(self.chip)
        self.why.setText(row.why)
        self.back.setVisible(row.source == "yours")
        self.control.setAccessibleDescription(f"{words}: {row.why}" if words else "")

    def _choose(self, control: QComboBox, row: ConventionRow) -> None:
        known = [control.itemData(place) for place in range(control.count())]
        if known != [value for value, _ in row.choices]:
            control.clear()
            for value, words in row.choices:
                control.addItem(words, value)
        control.setCurrentIndex(control.findData(row.value))


class _QuietCombo(QComboBox):
    """A combo box that leaves the wheel to the page: scrolling past it must not change the model."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _control(row: ConventionRow, parent: QWidget) -> QComboBox | QLineEdit:
    if row.free:
        return QLineEdit(parent)
    control = _QuietCombo(parent)
    control.setMaxVisibleItems(16)
    return control
