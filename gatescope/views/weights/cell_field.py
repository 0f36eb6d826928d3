"""The place of the chosen cell of an array, and its exact value to edit."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from gatescope.errors import UsageError
from gatescope.plots.theme import Theme
from gatescope.views.base.elided_label import ElidedLabel
from gatescope.views.base.icons import icon
from gatescope.views.weights.edits import parse_number
from gatescope.words import tr


class CellField(QWidget):
    """Takes any number, infinities and NaN included, and explains why another text is refused."""

    entered = Signal(float)
    stepped = Signal(int)
    left = Signal()
    """The person is done typing and wants to go on in the map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self._place = QLabel(self)
        self._place.setObjectName("cellPlace")
        self._field = _NumberEdit(self)
        self._field.setObjectName("cellValue")
        self._field.setAccessibleName(tr("Value of the chosen cell"))
        self._field.setToolTip(
            tr("Any number, also 1e30, inf or nan (Enter takes it; after a click ↑ ↓ and the wheel change it)")
        )
        self._field.setMaximumWidth(116)
        self._about = ElidedLabel(self)
        self._about.setObjectName("cellAbout")
        self._about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._field.returnPressed.connect(self._take)
        self._field.stepped.connect(self.stepped)
        self._field.abandoned.connect(self._abandon)
        self._field.textEdited.connect(self._clear_mark)
        self._field.done.connect(self._finish)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._place)
        row.addWidget(self._field)
        row.addWidget(self._about, 1)
        self.matters = QPushButton(self)
        self.matters.setObjectName("mattersMost")
        self.matters.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.matters.setAccessibleName(tr("Which weight matters most here?"))
        self.matters.setToolTip(
            tr("Which weight of this array matters most here, for the read-out at the token cursor?")
        )
        row.addWidget(self.matters)
        self.show_cell("", "", "")

    def set_theme(self, theme: Theme) -> None:
        self.matters.setIcon(icon("target", theme))
        self.setStyleSheet(
            "#mattersMost { padding: 2px 5px; min-height: 0; }"
            f"#cellAbout, #cellPlace {{ color: {theme.muted}; }}"
            f"#cellValue[refused='true'] {{ border: 1px solid {theme.bad}; }}"
            f"#cellAbout[refused='true'] {{ color: {theme.bad}; }}"
        )

    def minimumSizeHint(self) -> QSize:
        """As high without its field as with it, so that choosing a first cell moves nothing."""
        hint = super().minimumSizeHint()
        self._field.ensurePolished()
        return hint.expandedTo(QSize(0, self._field.sizeHint().height()))

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self.minimumSizeHint())

    def show_cell(self, place: str, value: str, about: str) -> None:
        """Show the cell's place, its value, and a remark; empty texts where no cell is chosen."""
        self._place.setText(place or tr("Click a cell to choose it, drag it to change it."))
        self._field.setVisible(bool(place))
        if self._field.property("refused") == "true" and (place, value) == (self._place.text(), self._shown):
            return
        self._shown = value
        if not (self._field.hasFocus() and self._field.isModified()):
            self._field.setText(value)
        self._mark(False)
        self._remark(about)

    def start(self, text: str) -> None:
        """Edit, beginning with `text`, or with the value there is."""
        if not self._field.isVisibleTo(self):
            return
        self._field.setFocus()
        self._field.selectAll()
        if text:
            self._field.insert(text)
            self._field.setModified(True)

    def refuse(self, sentence: str) -> None:
        """Mark the field, and say why."""
        self._remark(sentence)
        self._mark(True)

    def _remark(self, said: str) -> None:
        self._about.show_text(said, "")
        self._about.setToolTip(said)

    def _take(self) -> None:
        try:
            number = parse_number(self._field.text())
        except UsageError as error:
            self.refuse(str(error))
            return
        self._field.setModified(False)
        self.entered.emit(number)
        self.left.emit()

    def _abandon(self) -> None:
        self._restore()
        self.left.emit()

    def _finish(self) -> None:
        """Take the number in the field, which has lost the focus, and drop any other text."""
        if self._field.isModified():
            with suppress(UsageError):
                number = parse_number(self._field.text())
                self._field.setModified(False)
                self.entered.emit(number)
        self._restore()

    def _restore(self) -> None:
        self._field.setText(self._shown)
        self._mark(False)

    def _clear_mark(self) -> None:
        self._mark(False)

    def _mark(self, refused: bool) -> None:
        value = "true" if refused else "false"
        if self._field.property("refused") == value:
            return
        # Hidden, since the sentence needs its space.
        self._place.setHidden(refused)
        for widget in (self._field, self._about):
            widget.setProperty("refused", value)
            widget.style().unpolish(widget)
            widget.style().polish(widget)


class _NumberEdit(QLineEdit):
    """A line edit in which the wheel and the vertical arrows change the value by steps."""

    stepped = Signal(int)
    abandoned = Signal()
    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps and not self.isModified():
            self.stepped.emit(steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Escape:
            self.abandoned.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        # Only after a click into the number: a wheel that passes by must change no weight.
        if not self.hasFocus():
            event.ignore()
            return
        turned = event.angleDelta().y()
        if turned and not self.isModified():
            self.stepped.emit(1 if turned > 0 else -1)
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.done.emit()
